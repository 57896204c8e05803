/*
 * A QR code on the grid, to be read from the screen by a phone's camera.
 *
 * Where the locale has half blocks a cell is two modules, one above the other;
 * elsewhere a module is two blanks, reversed or not. Around the code are 4 light
 * modules, as the standard asks, or down to 2 where the room is short, which
 * cameras read as well. Error correction is of level L, the smallest picture.
 *
 * Half blocks are dark on light by colours (STYLE_PAPER). Without colours, and for
 * the blanks, it comes from reverse video: right on a terminal of light text on
 * dark. On the other kind, and for a reader that wants it so, `inverted` swaps.
 *
 * The code is as secret as its text. What was needed to make it is wiped, but for
 * the library's own copies of the text; the cells are the caller's to clear.
 */
#ifndef MFADESK_TUI_QR_H
#define MFADESK_TUI_QR_H

#include <stdbool.h>

#include "mfadesk/tui/grid.h"

/* The bytes of a text that fits rows 1 to 23 of 80x24 in half blocks: version 5, 37 modules. */
#define QR_TEXT_MOST 106

/* The least room that the code of `text` takes. False, and 0 for both, for an empty text and one of more bytes than
 * any QR code holds (2953). */
bool qr_size(const char *text, int *rows, int *columns) MUST_CHECK;
/* Draws at the top left of the room. False, and nothing is drawn, where room or grid is too small (qr_size() says what
 * it takes) or no QR code holds the text. */
bool qr_draw(struct grid *grid, int row, int column, int height, int width, const char *text, bool inverted) MUST_CHECK;

#endif
