/*
 * QR codes, and the only file that knows libqrencode: its modules become cells.
 *
 * What it must not know: what the text says. It knows that it is a secret, so no
 * more than one cell at a time goes through memory that is not wiped.
 */
#include "mfadesk/tui/qr.h"

#include <qrencode.h>
#include <wchar.h>

#include "mfadesk/crypto/secret.h"

enum { QUIET_LEAST = 2, QUIET_MOST = 4 };

/* A code with what is around it. */
struct picture {
	QRcode *code; /* owned */
	int quiet; /* light modules on each side */
	bool halves; /* two modules a cell; else two cells a module */
	bool inverted;
};

/* Bytes alone: then a text's length tells the code's size, whatever is in it. */
static QRcode *
encode(const char *text)
{
	return QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L);
}

static bool
open_picture(struct picture *picture, const char *text, bool inverted)
{
	*picture = (struct picture){
		.code = encode(text),
		.quiet = QUIET_LEAST,
		.halves = wcwidth(L'\u2580') == 1,
		.inverted = inverted,
	};
	return picture->code != NULL;
}

static void
close_picture(struct picture *picture)
{
	secret_wipe(picture->code->data, (size_t)picture->code->width * (size_t)picture->code->width);
	QRcode_free(picture->code);
}

static int
modules(const struct picture *picture)
{
	return picture->code->width + 2 * picture->quiet;
}

static int
rows(const struct picture *picture)
{
	return picture->halves ? (modules(picture) + 1) / 2 : modules(picture);
}

static int
columns(const struct picture *picture)
{
	return picture->halves ? modules(picture) : 2 * modules(picture);
}

/* With as much around the code as fits; false where the least does not. */
static bool
fit(struct picture *picture, int height, int width)
{
	for (picture->quiet = QUIET_MOST; picture->quiet >= QUIET_LEAST; picture->quiet--)
		if (rows(picture) <= height && columns(picture) <= width)
			return true;
	return false;
}

/* Is the module one that stands out from the ground: a dark one, or inverted a light one? */
static bool
stands_out(const struct picture *picture, int row, int column)
{
	int width = picture->code->width;
	int y = row - picture->quiet;
	int x = column - picture->quiet;
	bool inside = y >= 0 && y < width && x >= 0 && x < width;

	return (inside && (picture->code->data[y * width + x] & 1) != 0) != picture->inverted;
}

static void
draw_halves(const struct picture *picture, struct grid *grid, int top, int left)
{
	static const char *const blocks[2][2] = {{" ", "▄"}, {"▀", "█"}};

	for (int row = 0; row < rows(picture); row++)
		for (int column = 0; column < columns(picture); column++) {
			bool upper = stands_out(picture, 2 * row, column);
			bool lower = stands_out(picture, 2 * row + 1, column);

			grid_text(grid, top + row, left + column, 1, STYLE_PAPER, blocks[upper][lower]);
		}
}

/* Characters such as # leave gaps that a camera takes for modules. */
static void
draw_blanks(const struct picture *picture, struct grid *grid, int top, int left)
{
	for (int row = 0; row < modules(picture); row++)
		for (int column = 0; column < modules(picture); column++)
			grid_text(grid, top + row, left + 2 * column, 2,
				stands_out(picture, row, column) ? STYLE_PLAIN : STYLE_BAR, "  ");
}

bool
qr_size(const char *text, int *height, int *width)
{
	struct picture picture;

	*height = *width = 0;
	if (!open_picture(&picture, text, false))
		return false;
	*height = rows(&picture);
	*width = columns(&picture);
	close_picture(&picture);
	return true;
}

static int
at_most(int value, int limit)
{
	return value < limit ? value : limit;
}

bool
qr_draw(struct grid *grid, int row, int column, int height, int width, const char *text, bool inverted)
{
	struct picture picture;
	bool fits;

	if (row < 0 || column < 0 || !open_picture(&picture, text, inverted))
		return false;
	fits = fit(&picture, at_most(height, grid->height - row), at_most(width, grid->width - column));
	if (fits && picture.halves)
		draw_halves(&picture, grid, row, column);
	else if (fits)
		draw_blanks(&picture, grid, row, column);
	close_picture(&picture);
	return fits;
}
