/*
 * The modules of a QR code become cells.
 *
 * What it must not know: what the text says. It knows that it is a secret, so no
 * more than one cell at a time goes through memory that is not wiped.
 */
#include "mfadesk/tui/qr.h"

#include <wchar.h>

#include "mfadesk/qr/code.h"

enum { QUIET_LEAST = 2 };

/* A code with what is around it. */
struct picture {
	struct qr_code *code; /* owned */
	int quiet; /* light modules on each side */
	bool halves; /* two modules a cell; else two cells a module */
	bool inverted;
};

static bool
open_picture(struct picture *picture, const char *text, bool inverted)
{
	*picture = (struct picture){
		.code = qr_code_new(text),
		.quiet = QUIET_LEAST,
		.halves = wcwidth(L'\u2580') == 1,
		.inverted = inverted,
	};
	return picture->code != NULL;
}

static int
modules(const struct picture *picture)
{
	return qr_code_width(picture->code) + 2 * picture->quiet;
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
	for (picture->quiet = QR_QUIET; picture->quiet >= QUIET_LEAST; picture->quiet--)
		if (rows(picture) <= height && columns(picture) <= width)
			return true;
	return false;
}

/* Is the module one that stands out from the ground: a dark one, or inverted a light one? */
static bool
stands_out(const struct picture *picture, int row, int column)
{
	return qr_code_is_dark(picture->code, row - picture->quiet, column - picture->quiet) != picture->inverted;
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
	qr_code_free(&picture.code);
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
	qr_code_free(&picture.code);
	return fits;
}
