/* A row of the grid as elements of an SVG, from (0, 0) on; in CSS pixels. */
#ifndef PICTURE_ROW_H
#define PICTURE_ROW_H

#include "mfadesk/base/buffer.h"
#include "mfadesk/tui/grid.h"

enum {
	CELL_WIDTH = 9,
	CELL_HEIGHT = 2 * CELL_WIDTH, /* half a cell is a square: the module of a QR code */
	FONT_SIZE = 15, /* the width of a cell is 0.6 of it, as in most fonts of one width */
	BASELINE = 13,
};

/* Classes: what the style sheet of picture.c gives a colour. */
void picture_row(struct buffer *svg, const struct cell *cells, int width);
void picture_escape(struct buffer *svg, const char *text, size_t length);

#endif
