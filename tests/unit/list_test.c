/* Lists: the cursor and the page at their limits, and rows that come and go beneath. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "mfadesk/tui/list.h"

static struct list
list_of(size_t count, int page, size_t cursor)
{
	struct list list;

	list_init(&list);
	list_set_page(&list, page);
	list_set_count(&list, count);
	list_select(&list, cursor);
	return list;
}

static const struct {
	size_t count;
	int page;
	size_t from;
	struct key key;
	size_t cursor, top;
} moves[] = {
	{0, 5, 0, {.code = KEY_ARROW_DOWN}, 0, 0},
	{0, 5, 0, {.code = KEY_ARROW_UP}, 0, 0},
	{0, 5, 0, {.code = KEY_PAGE_DOWN}, 0, 0},
	{0, 5, 0, {.code = KEY_END_PRESSED}, 0, 0},
	{1, 5, 0, {.code = KEY_ARROW_DOWN}, 0, 0},
	{3, 5, 0, {.code = KEY_ARROW_DOWN}, 1, 0},
	{3, 5, 2, {.code = KEY_ARROW_DOWN}, 2, 0},
	{3, 5, 0, {.code = KEY_ARROW_UP}, 0, 0},
	{3, 5, 1, {.code = KEY_TEXT, .point = 'j'}, 2, 0},
	{3, 5, 1, {.code = KEY_TEXT, .point = 'k'}, 0, 0},
	{10, 5, 4, {.code = KEY_ARROW_DOWN}, 5, 1},
	{10, 5, 0, {.code = KEY_PAGE_DOWN}, 5, 1},
	{10, 5, 7, {.code = KEY_PAGE_DOWN}, 9, 5},
	{10, 5, 7, {.code = KEY_PAGE_UP}, 2, 2},
	{10, 5, 3, {.code = KEY_PAGE_UP}, 0, 0},
	{10, 5, 9, {.code = KEY_HOME_PRESSED}, 0, 0},
	{10, 5, 0, {.code = KEY_END_PRESSED}, 9, 5},
	{10, 1, 4, {.code = KEY_PAGE_DOWN}, 5, 5},
	{10, 0, 4, {.code = KEY_ARROW_UP}, 3, 3},
	{10, -3, 4, {.code = KEY_ARROW_UP}, 3, 3},
	{5, 5, 0, {.code = KEY_END_PRESSED}, 4, 0},
	{6, 5, 0, {.code = KEY_END_PRESSED}, 5, 1},
};

static void
test_moves(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
		struct list list = list_of(moves[i].count, moves[i].page, moves[i].from);

		if (!list_key(&list, &moves[i].key))
			fail_msg("case %zu: not its key", i);
		if (list.cursor != moves[i].cursor || list.top != moves[i].top)
			fail_msg("case %zu: cursor %zu, top %zu", i, list.cursor, list.top);
	}
}

static void
test_other_keys(void **state)
{
	static const struct key keys[] = {
		{.code = KEY_TEXT, .point = 'J'},
		{.code = KEY_TEXT, .point = 'x'},
		{.code = KEY_ENTER_PRESSED},
		{.code = KEY_ARROW_LEFT},
		{.code = KEY_CONTROL, .point = 'j'},
		{.code = KEY_PASTE, .text = "j"},
	};
	struct list list = list_of(10, 5, 3);

	(void)state;
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		assert_false(list_key(&list, &keys[i]));
		assert_int_equal(list.cursor, 3);
	}
}

static void
test_count_changes(void **state)
{
	struct list list = list_of(100, 10, 50);

	(void)state;
	list_set_count(&list, 60);
	assert_int_equal(list.cursor, 50);
	list_set_count(&list, 20);
	assert_int_equal(list.cursor, 19);
	assert_int_equal(list.top, 10);
	/* No row at the end is left empty while there are rows above. */
	list_set_count(&list, 15);
	assert_int_equal(list.cursor, 14);
	assert_int_equal(list.top, 5);
	list_set_count(&list, 0);
	assert_int_equal(list.cursor, 0);
	assert_int_equal(list.top, 0);
	list_set_count(&list, 5);
	assert_int_equal(list.cursor, 0);
	list_select(&list, SIZE_MAX);
	assert_int_equal(list.cursor, 4);
}

static void
test_resize(void **state)
{
	struct list list = list_of(100, 10, 59);

	(void)state;
	assert_int_equal(list.top, 50);
	list_set_page(&list, 3);
	assert_int_equal(list.cursor, 59);
	assert_int_equal(list.top, 57);
	list_set_page(&list, 200);
	assert_int_equal(list.top, 0);
	assert_int_equal(list.cursor, 59);
}

/* The rows' own text starts with the index; the selected one is drawn with a mark. */
static void
draw_row(const void *context, size_t index, bool selected, struct grid *grid, int row, int column, int width)
{
	assert_string_equal(context, "rows");
	grid_printf(grid, row, column, width, STYLE_PLAIN, "%c%zu", selected ? '>' : ' ', index);
}

static void
assert_drawn(const struct list *list, int height, const char *expected)
{
	struct arena *arena = arena_new();
	struct grid *grid = grid_new(6, 5);

	list_draw(list, grid, 1, 1, 4, height, draw_row, "rows");
	assert_string_equal(grid_dump(arena, grid), expected);
	for (int i = 0; i < 30; i++) {
		bool marked = false;

		for (int c = i % 6; c >= 0; c--)
			marked = marked || grid->cells[i / 6 * 6 + c].points[0] == '>';
		if (i % 6 > 4)
			marked = false;
		assert_int_equal(grid->cells[i].style, marked ? STYLE_SELECTED : STYLE_PLAIN);
	}
	grid_free(&grid);
	arena_free(&arena);
}

static void
test_draw(void **state)
{
	struct list list = list_of(5, 3, 2);

	(void)state;
	assert_drawn(&list, 3, "\n  0\n  1\n >2\n\n");
	assert_drawn(&list, 1, "\n >2\n\n\n\n"); /* lower than its page: still the cursor's row */
	assert_drawn(&list, 0, "\n\n\n\n\n");
	assert_drawn(&list, -1, "\n\n\n\n\n");
	assert_drawn(&list, 9, "\n  0\n  1\n >2\n  3\n"); /* beyond the grid */
	list_set_count(&list, 0);
	assert_drawn(&list, 3, "\n\n\n\n\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_moves),
		cmocka_unit_test(test_other_keys),
		cmocka_unit_test(test_count_changes),
		cmocka_unit_test(test_resize),
		cmocka_unit_test(test_draw),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("list", tests, NULL, NULL);
}
