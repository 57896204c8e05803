#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <limits.h>
#include <locale.h>
#include <string.h>

#include "mfadesk/tui/qr.h"

#define UPPER 0x2580
#define LOWER 0x2584
#define FULL 0x2588

/* A text of this many bytes, of all that a URI has. */
static const char *
text_of(size_t length)
{
	static char text[4000];

	for (size_t i = 0; i < length; i++)
		text[i] = "otpauth://totp/Chan:ana@x?secret=GEZDGNBVGY3&%"[i % 46];
	text[length] = '\0';
	return text;
}

/* Is the half of the row dark? `row` counts halves. What is no half block is a failure. */
static bool
dark(const struct grid *grid, int row, int column, bool inverted)
{
	const struct cell *cell = &grid->cells[row / 2 * grid->width + column];
	uint32_t point = cell->points[0];

	assert_int_equal(cell->style, STYLE_PAPER);
	assert_true(point == ' ' || point == UPPER || point == LOWER || point == FULL);
	return (point == FULL || point == (row % 2 == 0 ? UPPER : LOWER)) != inverted;
}

/* The three corners' squares: 7x7 dark, light in it, 3x3 dark in it. */
static void
assert_finder(const struct grid *grid, int row, int column, bool inverted)
{
	for (int y = 0; y < 7; y++)
		for (int x = 0; x < 7; x++) {
			bool ring = y == 0 || y == 6 || x == 0 || x == 6;
			bool core = y >= 2 && y <= 4 && x >= 2 && x <= 4;

			assert_int_equal(dark(grid, row + y, column + x, inverted), ring || core);
		}
}

static void
assert_light(const struct grid *grid, int row, int column, int height, int width, bool inverted)
{
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++)
			assert_false(dark(grid, row + y, column + x, inverted));
}

/* A code of `side` modules with `quiet` ones around it, whose first cell is at (row, column). */
static void
assert_code(const struct grid *grid, int row, int column, int side, int quiet, bool inverted)
{
	int all = side + 2 * quiet, top = 2 * row, end = quiet + side;

	assert_light(grid, top, column, quiet, all, inverted);
	assert_light(grid, top, column, all, quiet, inverted);
	assert_light(grid, top, column + end, all, quiet, inverted);
	/* Of an odd height, with the half that is left. */
	assert_light(grid, top + end, column, quiet + all % 2, all, inverted);
	assert_finder(grid, top + quiet, column + quiet, inverted);
	assert_finder(grid, top + quiet, column + end - 7, inverted);
	assert_finder(grid, top + end - 7, column + quiet, inverted);
}

/* Nothing outside of the rectangle. */
static void
assert_untouched(const struct grid *grid, int row, int column, int height, int width)
{
	for (int y = 0; y < grid->height; y++)
		for (int x = 0; x < grid->width; x++) {
			const struct cell *cell = &grid->cells[y * grid->width + x];
			bool inside = y >= row && y < row + height && x >= column && x < column + width;

			assert_true(inside || (cell->points[0] == ' ' && cell->style == STYLE_PLAIN));
		}
}

/* Versions 1-L, 4-L, 5-L, 6-L and 40-L, at their last byte and past it. */
static const struct {
	size_t length;
	int rows, columns;
} sizes[] = {{1, 13, 25}, {17, 13, 25}, {18, 15, 29}, {78, 19, 37}, {79, 21, 41}, {QR_TEXT_MOST, 21, 41},
	{QR_TEXT_MOST + 1, 23, 45}, {2953, 91, 181}};

static void
test_size(void **state)
{
	int rows, columns;

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		assert_true(qr_size(text_of(sizes[i].length), &rows, &columns));
		assert_int_equal(rows, sizes[i].rows);
		assert_int_equal(columns, sizes[i].columns);
	}
}

static void
test_no_code(void **state)
{
	static const size_t lengths[] = {0, 2954, 3999};
	struct grid *grid = grid_new(300, 200);

	(void)state;
	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		int rows = 7, columns = 7;

		assert_false(qr_size(text_of(lengths[i]), &rows, &columns));
		assert_int_equal(rows, 0);
		assert_int_equal(columns, 0);
		assert_false(qr_draw(grid, 0, 0, 200, 300, text_of(lengths[i]), false));
	}
	assert_untouched(grid, 0, 0, 0, 0);
	grid_free(&grid);
}

/* The longest text, in rows 1 to 23 of 80x24: with all that the standard asks to be around it. */
static void
test_longest_at_80x24(void **state)
{
	(void)state;
	for (int inverted = 0; inverted < 2; inverted++) {
		struct grid *grid = grid_new(80, 24);

		assert_true(qr_draw(grid, 1, 0, 23, 80, text_of(QR_TEXT_MOST), inverted == 1));
		assert_code(grid, 1, 0, 37, 4, inverted == 1);
		assert_untouched(grid, 1, 0, 23, 45);
		grid_free(&grid);
	}
}

/* Of a code of 21 modules: what is around it is what the room leaves. */
static const struct {
	int height, width;
	int quiet; /* 0: does not fit */
} rooms[] = {
	{15, 29, 4},
	{INT_MAX, INT_MAX, 4},
	{14, 29, 3},
	{15, 28, 3},
	{14, 27, 3},
	{13, 29, 2},
	{15, 26, 2},
	{13, 25, 2},
	{12, 25, 0},
	{13, 24, 0},
	{0, 0, 0},
	{-1, -1, 0},
	{INT_MIN, INT_MIN, 0},
};

static void
test_rooms(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
		struct grid *grid = grid_new(60, 30);
		int quiet = rooms[i].quiet, side = 21 + 2 * quiet;

		assert_int_equal(qr_draw(grid, 3, 5, rooms[i].height, rooms[i].width, "x", false), quiet > 0);
		if (quiet > 0)
			assert_code(grid, 3, 5, 21, quiet, false);
		assert_untouched(grid, 3, 5, quiet > 0 ? (side + 1) / 2 : 0, side);
		grid_free(&grid);
	}
}

/* The grid's edge is an edge of the room. */
static void
test_edges(void **state)
{
	static const struct {
		int row, column;
		bool fits;
	} places[] = {{0, 0, true}, {7, 15, true}, {8, 15, false}, {7, 16, false}, {-1, 0, false}, {0, -1, false},
		{INT_MAX, 0, false}, {0, INT_MAX, false}, {INT_MIN, INT_MIN, false}};

	(void)state;
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		struct grid *grid = grid_new(40, 20);
		int row = places[i].row, column = places[i].column;

		assert_int_equal(qr_draw(grid, row, column, INT_MAX, INT_MAX, "x", false), places[i].fits);
		if (!places[i].fits)
			assert_untouched(grid, 0, 0, 0, 0);
		grid_free(&grid);
	}
}

/* What stood there before does not shine through, wide characters included. */
static void
test_over_text(void **state)
{
	struct grid *grid = grid_new(40, 20);

	(void)state;
	for (int row = 0; row < 20; row++)
		grid_text(grid, row, row % 2, 40, STYLE_DANGER, "漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢");
	assert_true(qr_draw(grid, 2, 3, 15, 29, "x", true));
	assert_code(grid, 2, 3, 21, 4, true);
	grid_free(&grid);
}

/* Without half blocks two cells are a module: the same picture in twice the room, or none. */
static void
test_ascii(void **state)
{
	struct grid *halves = grid_new(80, 24), *blanks = grid_new(80, 41);
	int rows, columns;

	(void)state;
	assert_true(qr_draw(halves, 0, 0, 24, 80, text_of(17), false));
	assert_non_null(setlocale(LC_CTYPE, "C"));
	assert_true(qr_draw(blanks, 0, 0, 41, 80, text_of(17), false));
	for (int row = 0; row < 29; row++)
		for (int column = 0; column < 58; column++) {
			const struct cell *cell = &blanks->cells[row * 80 + column];

			assert_int_equal(cell->points[0], ' ');
			assert_int_equal(cell->style, dark(halves, row, column / 2, false) ? STYLE_PLAIN : STYLE_BAR);
		}
	assert_true(qr_size(text_of(QR_TEXT_MOST), &rows, &columns));
	assert_int_equal(rows, 41);
	assert_int_equal(columns, 82);
	assert_false(qr_draw(blanks, 0, 0, 41, 80, text_of(QR_TEXT_MOST), false));
	grid_free(&halves);
	grid_free(&blanks);
	assert_true(text_use_locale());
}

static int
use_locale(void **state)
{
	(void)state;
	return text_use_locale() ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_size),
		cmocka_unit_test(test_no_code),
		cmocka_unit_test(test_longest_at_80x24),
		cmocka_unit_test(test_rooms),
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_over_text),
		cmocka_unit_test(test_ascii),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("qr", tests, use_locale, NULL);
}
