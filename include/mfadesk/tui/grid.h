/*
 * A screen as cells. Screens draw here and nowhere else; drawing is pure, so a
 * screen is tested as text without a terminal. Text goes through base/text.
 */
#ifndef MFADESK_TUI_GRID_H
#define MFADESK_TUI_GRID_H

#include "mfadesk/base/text.h"

/* What a cell means; the terminal file decides how each looks (colour or not). */
enum style {
	STYLE_PLAIN,
	STYLE_DIM, /* suspended, revoked, hints */
	STYLE_STRONG, /* names, headings */
	STYLE_SELECTED, /* the cursor's row */
	STYLE_FIELD, /* where typing goes */
	STYLE_BAR, /* top line and footer */
	STYLE_GOOD, /* proven, active */
	STYLE_CAUTION, /* warnings, not proven */
	STYLE_DANGER, /* confirmations, lost database */
	STYLE_PAPER, /* dark on light, whatever the theme: what a camera reads */
	STYLES,
};

struct cell {
	uint32_t points[TEXT_CELL_POINTS]; /* points[0] == 0: the right half of a wide cell */
	enum style style;
	int width; /* 1, 2; 0 for the right half */
};

struct grid {
	int width;
	int height;
	struct cell *cells; /* height * width, row by row; owned */
	int cursor_row; /* -1: hidden */
	int cursor_column;
};

struct grid *grid_new(int width, int height) MUST_CHECK;
void grid_free(struct grid **grid);
void grid_clear(struct grid *grid);
/* Draws `text` from (row, column) in at most `width` columns, cut with "…" when it does not fit (never half a wide
 * cell). Outside the grid nothing is drawn. Returns the columns used. */
int grid_text(struct grid *grid, int row, int column, int width, enum style style, const char *text);
int grid_printf(struct grid *grid, int row, int column, int width, enum style style, const char *format, ...)
	PRINTF_LIKE(6, 7);
/* Right-aligned so that it ends at column + width. */
int grid_text_right(struct grid *grid, int row, int column, int width, enum style style, const char *text);
void grid_rule(struct grid *grid, int row, int column, int width); /* ─ */
void grid_box(struct grid *grid, int row, int column, int width, int height, const char *title); /* clears inside */
/* Gives every cell of the span this style. */
void grid_style(struct grid *grid, int row, int column, int width, enum style style);
void grid_cursor(struct grid *grid, int row, int column);

/* The grid as UTF-8 text, a line a row, trailing spaces dropped: what golden files hold. Owned by the arena. */
char *grid_dump(struct arena *arena, const struct grid *grid) MUST_CHECK;

#endif
