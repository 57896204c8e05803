/* What screens draw with, above the grid: wrapped text, times, marks. */
#ifndef MFADESK_DESK_CANVAS_H
#define MFADESK_DESK_CANVAS_H

#include "mfadesk/desk/screen.h"

/* `text` broken at spaces and line ends into lines of at most `width` columns. Owned by the arena. */
char **canvas_lines(struct arena *arena, const char *text, int width, size_t *count) MUST_CHECK;
/* Draws at most `height` of those lines; returns the rows used. */
int canvas_wrap(
	const struct canvas *canvas, int row, int column, int width, int height, enum style style, const char *text);
/* An empty box over whatever is there, the margins beside it included. */
void canvas_box(const struct canvas *canvas, int row, int width, int height, const char *title);
/* The mark of the row that the cursor is on, since colour may be absent. */
void canvas_cursor(struct grid *grid, int row, int column, bool selected);

/* `value` of `most` as a bar of at most `width` columns, to an eighth of one; a value above 0 always shows. */
void canvas_bar(const struct canvas *canvas, int row, int column, int width, int64_t value, int64_t most);

/* "10:43" today, else "2026-11-24". "" for CLOCK_NEVER. */
const char *canvas_time(struct arena *arena, const struct desk *desk, int64_t at);
const char *canvas_date(struct arena *arena, int64_t at);
/* "3 d ago", "now". */
const char *canvas_ago(struct arena *arena, const struct desk *desk, int64_t at);
/* "3 s", "2 min": how long something takes already. */
const char *canvas_age(struct arena *arena, int64_t duration);

/* RFC 3339 times inside a text of the database become times of this desk. */
const char *canvas_local(struct arena *arena, const struct desk *desk, const char *text);
/* One entry of the record on one row: when, who, what. */
void history_line_draw(const struct desk *desk, struct arena *arena, const struct history_entry *entry,
	struct grid *grid, int row, int column, int width);

/* The room of the pages: between the top line (and the person's) and the notice. */
struct area frame_area(const struct desk *desk) MUST_CHECK;

/* "Authenticator on iPhone 12", "Office phone •••-0100", "iPhone 12": a method or a device in words. */
const char *name_target(struct arena *arena, const struct account *account, const char *id);
/* What the mask leaves to see, shortly: "•••-0142". */
const char *name_number(struct arena *arena, const struct method *method);

#endif
