/* The grid: cutting between cells, wide and combined ones at every edge, and what lies outside. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <limits.h>
#include <locale.h>
#include <string.h>

#include "mfadesk/tui/grid.h"

#define ACUTE "\xCC\x81" /* U+0301, combining */

/* One row of six columns filled with dots. */
static struct grid *
dots(void)
{
	struct grid *grid = grid_new(6, 1);

	assert_int_equal(grid_text(grid, 0, 0, 6, STYLE_PLAIN, "......"), 6);
	return grid;
}

static void
assert_rows(const struct grid *grid, const char *expected)
{
	struct arena *arena = arena_new();

	assert_string_equal(grid_dump(arena, grid), expected);
	arena_free(&arena);
}

/* Every cell is one column, or a wide one followed by its right half. */
static void
assert_whole(const struct grid *grid)
{
	for (int row = 0; row < grid->height; row++) {
		for (int i = 0; i < grid->width; i++) {
			const struct cell *cell = &grid->cells[row * grid->width + i];

			assert_true(cell->width == 1 || cell->width == 2);
			assert_true(cell->points[0] != 0);
			if (cell->width == 1)
				continue;
			assert_true(++i < grid->width);
			assert_int_equal(cell[1].width, 0);
			assert_int_equal(cell[1].points[0], 0);
		}
	}
}

static const struct {
	int column, width;
	const char *text;
	int used;
	const char *row;
} texts[] = {
	{0, 6, "abc", 3, "abc...\n"},
	{0, 3, "abc", 3, "abc...\n"},
	{0, 2, "abc", 2, "a…....\n"},
	{0, 1, "abc", 1, "….....\n"},
	{0, 0, "abc", 0, "......\n"},
	{0, -1, "abc", 0, "......\n"},
	{0, INT_MIN, "abc", 0, "......\n"},
	{0, INT_MAX, "abcdef", 6, "abcdef\n"},
	{0, INT_MAX, "abcdefg", 6, "abcde…\n"},
	{2, 6, "", 0, "......\n"},
	{3, 9, "abc", 3, "...abc\n"},
	{3, 9, "abcd", 3, "...ab…\n"},
	{5, 9, "ab", 1, ".....…\n"},
	{5, 9, "a", 1, ".....a\n"},
	{6, 9, "a", 0, "......\n"},
	{100, 9, "a", 0, "......\n"},
	{INT_MAX, 9, "a", 0, "......\n"},
	{-1, 9, "abc", 3, "bc....\n"},
	{-2, 3, "abcd", 3, "….....\n"},
	{-9, 3, "abc", 3, "......\n"},
	/* wide */
	{0, 6, "漢字", 4, "漢字..\n"},
	{0, 4, "漢字", 4, "漢字..\n"},
	{0, 3, "漢字", 3, "漢…...\n"},
	{0, 2, "漢字", 1, "….....\n"},
	{0, 1, "漢", 1, "….....\n"},
	{0, 2, "漢", 2, "漢....\n"},
	{4, 9, "漢", 2, "....漢\n"},
	{5, 9, "漢", 1, ".....…\n"},
	{3, 9, "漢字", 3, "...漢…\n"},
	{-1, 9, "漢字", 4, " 字...\n"},
	{-2, 9, "漢字", 4, "字....\n"},
	{-1, 2, "漢", 2, " .....\n"},
	/* combining marks go with their base or not at all */
	{0, 6, "x" ACUTE "y", 2, "x" ACUTE "y....\n"},
	{0, 2, "x" ACUTE "q" ACUTE, 2, "x" ACUTE "q" ACUTE "....\n"},
	{0, 1, "x" ACUTE, 1, "x" ACUTE ".....\n"},
	{0, 2, "x" ACUTE "yz", 2, "x" ACUTE "…....\n"},
	{5, 2, "x" ACUTE, 1, ".....x" ACUTE "\n"},
	/* composed */
	{0, 6, "e" ACUTE, 1, "é.....\n"},
	/* marks for what must not reach a terminal, cut like any text */
	{0, 6, "\033", 6, "‹U+00…\n"},
	{0, 5, "\xFF", 5, "‹xFF›.\n"},
	{0, 6, "a\xE2\x80\xAE", 6, "a‹U+2…\n"},
};

static void
test_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct grid *grid = dots();
		struct arena *arena = arena_new();
		int used = grid_text(grid, 0, texts[i].column, texts[i].width, STYLE_PLAIN, texts[i].text);
		const char *row = grid_dump(arena, grid);

		if (used != texts[i].used || strcmp(row, texts[i].row) != 0)
			fail_msg("case %zu (%s): used %d, row %s", i, texts[i].text, used, row);
		assert_whole(grid);
		arena_free(&arena);
		grid_free(&grid);
	}
}

static const struct {
	int column, width;
	const char *text;
	int used;
	const char *row;
} right_texts[] = {
	{0, 6, "abc", 3, "...abc\n"},
	{0, 4, "abc", 3, ".abc..\n"},
	{0, 3, "abc", 3, "abc...\n"},
	{0, 2, "abc", 2, "a…....\n"},
	{2, 9, "abc", 3, "...abc\n"},
	{2, 9, "abcdef", 4, "..abc…\n"},
	{0, 0, "abc", 0, "......\n"},
	{0, 6, "漢", 2, "....漢\n"},
	{0, 3, "漢字", 3, "漢…...\n"},
	{0, 2, "漢字", 1, ".…....\n"},
};

static void
test_text_right(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof right_texts / sizeof right_texts[0]; i++) {
		struct grid *grid = dots();
		struct arena *arena = arena_new();
		int used = grid_text_right(
			grid, 0, right_texts[i].column, right_texts[i].width, STYLE_PLAIN, right_texts[i].text);
		const char *row = grid_dump(arena, grid);

		if (used != right_texts[i].used || strcmp(row, right_texts[i].row) != 0)
			fail_msg("case %zu (%s): used %d, row %s", i, right_texts[i].text, used, row);
		assert_whole(grid);
		arena_free(&arena);
		grid_free(&grid);
	}
}

/* Whatever is written over half of a wide cell leaves a space where its other half was. */
static void
test_overwriting_wide(void **state)
{
	static const struct {
		int column;
		const char *text;
		const char *row;
	} cases[] = {
		{0, "a", "a 字語\n"},
		{1, "a", " a字語\n"},
		{2, "a", "漢a 語\n"},
		{1, "字", " 字 語\n"},
		{0, "字", "字字語\n"},
		{1, "abcd", " abcd\n"},
		{3, "語", "漢 語\n"},
		{5, "a", "漢字 a\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct grid *grid = grid_new(6, 1);
		struct arena *arena = arena_new();

		grid_text(grid, 0, 0, 6, STYLE_PLAIN, "漢字語");
		grid_text(grid, 0, cases[i].column, 6, STYLE_PLAIN, cases[i].text);

		const char *row = grid_dump(arena, grid);

		if (strcmp(row, cases[i].row) != 0)
			fail_msg("case %zu: %s", i, row);
		assert_whole(grid);
		arena_free(&arena);
		grid_free(&grid);
	}
}

static void
test_off_grid(void **state)
{
	struct grid *grid = grid_new(4, 2);

	(void)state;
	for (int row = -3; row < 6; row++) {
		if (row == 0 || row == 1)
			continue;
		grid_text(grid, row, 0, 4, STYLE_BAR, "text");
		grid_rule(grid, row, 0, 4);
		grid_style(grid, row, 0, 4, STYLE_BAR);
	}
	grid_rule(grid, 0, 4, 9);
	grid_rule(grid, 0, -3, 3);
	grid_rule(grid, 0, 0, 0);
	grid_rule(grid, 0, 0, -5);
	grid_style(grid, 0, 4, 9, STYLE_BAR);
	grid_style(grid, 0, -4, 4, STYLE_BAR);
	grid_style(grid, 0, 0, -4, STYLE_BAR);
	grid_box(grid, -5, -5, 5, 5, "t");
	grid_box(grid, 2, 0, 4, 2, "t");
	grid_box(grid, 0, 0, 1, 2, "t");
	grid_box(grid, 0, 0, 4, 1, "t");
	grid_box(grid, 0, 0, -4, -1, NULL);
	assert_rows(grid, "\n\n");
	for (int i = 0; i < 8; i++)
		assert_int_equal(grid->cells[i].style, STYLE_PLAIN);
	grid_free(&grid);
}

static void
test_sizes(void **state)
{
	static const int sizes[][2] = {{0, 0}, {0, 5}, {5, 0}, {-1, -1}, {INT_MIN, 3}, {1, 1}, {INT_MAX, INT_MAX}};

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		struct grid *grid = grid_new(sizes[i][0], sizes[i][1]);

		assert_true(grid->width >= 0 && grid->height >= 0);
		grid_text(grid, 0, 0, 9, STYLE_PLAIN, "漢");
		grid_box(grid, 0, 0, 9, 9, "t");
		grid_cursor(grid, 0, 0);
		grid_clear(grid);
		grid_free(&grid);
		assert_null(grid);
	}

	struct grid *none = NULL;

	grid_free(&none);
}

static void
test_rule_and_box(void **state)
{
	struct grid *grid = grid_new(8, 5);

	(void)state;
	for (int row = 0; row < 5; row++)
		grid_text(grid, row, 0, 8, STYLE_BAR, "漢漢漢漢");
	grid_box(grid, 1, 1, 6, 3, "title");
	grid_rule(grid, 0, 0, 99);
	assert_rows(grid, "────────\n ┌ ti…┐\n │    │\n └────┘\n漢漢漢漢\n");
	assert_whole(grid);
	grid_free(&grid);
}

static void
test_box_title(void **state)
{
	struct grid *grid = grid_new(14, 2);

	(void)state;
	grid_box(grid, 0, 0, 14, 2, "Ana · 漢");
	assert_rows(grid, "┌ Ana · 漢 ──┐\n└────────────┘\n");
	grid_box(grid, 0, 0, 14, 2, NULL);
	assert_rows(grid, "┌────────────┐\n└────────────┘\n");
	grid_box(grid, 0, 8, 14, 2, "cut");
	assert_rows(grid, "┌───────┌ cut\n└───────└─────\n");
	grid_free(&grid);
}

static void
test_cursor(void **state)
{
	static const struct {
		int row, column;
		bool shown;
	} cases[] = {{0, 0, true}, {1, 3, true}, {2, 0, false}, {0, 4, false}, {-1, 0, false}, {0, -1, false}};
	struct grid *grid = grid_new(4, 2);

	(void)state;
	assert_int_equal(grid->cursor_row, -1);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		grid_cursor(grid, cases[i].row, cases[i].column);
		assert_int_equal(grid->cursor_row, cases[i].shown ? cases[i].row : -1);
		if (cases[i].shown)
			assert_int_equal(grid->cursor_column, cases[i].column);
	}
	grid_cursor(grid, 0, 0);
	grid_clear(grid);
	assert_int_equal(grid->cursor_row, -1);
	grid_free(&grid);
}

static void
test_styles(void **state)
{
	static const enum style expected[] = {
		STYLE_PLAIN, STYLE_SELECTED, STYLE_SELECTED, STYLE_GOOD, STYLE_GOOD, STYLE_PLAIN};
	struct grid *grid = grid_new(6, 1);

	(void)state;
	grid_text(grid, 0, 1, 4, STYLE_GOOD, "漢字");
	grid_style(grid, 0, 0, 3, STYLE_SELECTED);
	grid_style(grid, 0, 0, 1, STYLE_PLAIN);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(grid->cells[i].style, expected[i]);
	grid_free(&grid);
}

static void
test_printf(void **state)
{
	struct grid *grid = grid_new(8, 1);

	(void)state;
	assert_int_equal(grid_printf(grid, 0, 0, 8, STYLE_PLAIN, "%s %d", "漢", 42), 5);
	assert_rows(grid, "漢 42\n");
	assert_int_equal(grid_printf(grid, 0, 0, 8, STYLE_PLAIN, "%s%s", "a\n", "\033[2J"), 8);
	assert_rows(grid, "a‹U+000…\n");
	grid_free(&grid);
}

static void
test_long_text(void **state)
{
	size_t length = (size_t)1 << 20;
	char *text = memory_alloc(length + 1);
	struct grid *grid = grid_new(4, 1);

	(void)state;
	memset(text, 'x', length);
	assert_int_equal(grid_text(grid, 0, 0, 4, STYLE_PLAIN, text), 4);
	assert_rows(grid, "xxx…\n");
	memory_free(text);
	grid_free(&grid);
}

/* Without UTF-8 every byte of a grid is ASCII. */
static void
test_ascii(void **state)
{
	struct grid *grid = grid_new(16, 3);
	struct arena *arena = arena_new();

	(void)state;
	assert_non_null(setlocale(LC_CTYPE, "C"));
	grid_box(grid, 0, 0, 16, 3, "a · b");
	grid_text(grid, 1, 2, 12, STYLE_PLAIN, "▸ ✓ •••-0142 …");

	const char *dump = grid_dump(arena, grid);

	assert_string_equal(dump, "+ a - b -------+\n| > x ***-014~ |\n+--------------+\n");
	grid_clear(grid);
	grid_text(grid, 0, 0, 16, STYLE_PLAIN, "Zoë");
	assert_string_equal(grid_dump(arena, grid), "Zo<U+00EB>\n\n\n");
	arena_free(&arena);
	grid_free(&grid);
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
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_text_right),
		cmocka_unit_test(test_overwriting_wide),
		cmocka_unit_test(test_off_grid),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_rule_and_box),
		cmocka_unit_test(test_box_title),
		cmocka_unit_test(test_cursor),
		cmocka_unit_test(test_styles),
		cmocka_unit_test(test_printf),
		cmocka_unit_test(test_long_text),
		cmocka_unit_test(test_ascii),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("grid", tests, use_locale, NULL);
}
