/*
 * How each style looks. Attributes carry the meaning; a colour only helps, so that
 * every style is told from the others without colours too.
 */
#ifndef MFADESK_TUI_THEME_H
#define MFADESK_TUI_THEME_H

#include <stdbool.h>

#include "mfadesk/tui/grid.h"

enum colour {
	COLOUR_OWN, /* the ground's and the text's own */
	COLOUR_RED,
	COLOUR_GREEN,
	COLOUR_YELLOW,
	COLOUR_PAPER, /* black on white */
	COLOURS,
};

struct look {
	bool bold;
	bool dim;
	bool reverse;
	bool underline;
	enum colour colour;
};

/* `coloured`: where colours can be shown. */
struct look theme_look(enum style style, bool coloured);

#endif
