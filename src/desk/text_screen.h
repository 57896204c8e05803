/* A page of lines to read, scrolled by the keys of a list: help, an entry of the record. */
#ifndef DESK_TEXT_SCREEN_H
#define DESK_TEXT_SCREEN_H

#include "mfadesk/desk/screen.h"

struct text_screen {
	struct screen base;
	struct arena *arena; /* owns the lines */
	const char *title;
	char *text; /* paragraphs, a line each */
	size_t top;
};

struct text_screen *text_screen_new(const struct screen_class *class, const char *title) MUST_CHECK;
void text_screen_line(struct text_screen *screen, const char *format, ...) PRINTF_LIKE(2, 3);

bool text_screen_key(struct desk *desk, struct screen *base, const struct key *key, struct effects *effects);
void text_screen_draw(const struct desk *desk, const struct screen *base, const struct canvas *canvas);
void text_screen_footer(const struct desk *desk, const struct screen *screen, struct footer *footer);
void text_screen_close(struct screen *base);

#endif
