/* Fields: editing, pasting and showing text of several bytes a character. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "mfadesk/tui/field.h"

#define ACUTE "\xCC\x81" /* U+0301, combining */

/*
 * Keys as one string: '<' and '>' arrows, '^' Home, '$' End, '#' Backspace, '%'
 * Delete, 'A' 'E' 'U' 'K' 'W' with Ctrl; anything else is typed.
 */
static struct key
key_of(const char *text, size_t *used)
{
	static const struct {
		char letter;
		enum key_code code;
		uint32_t point;
	} letters[] = {
		{'<', KEY_ARROW_LEFT, 0},
		{'>', KEY_ARROW_RIGHT, 0},
		{'^', KEY_HOME_PRESSED, 0},
		{'$', KEY_END_PRESSED, 0},
		{'#', KEY_ERASE, 0},
		{'%', KEY_DELETE_PRESSED, 0},
		{'A', KEY_CONTROL, 'a'},
		{'E', KEY_CONTROL, 'e'},
		{'U', KEY_CONTROL, 'u'},
		{'K', KEY_CONTROL, 'k'},
		{'W', KEY_CONTROL, 'w'},
	};

	for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
		if (*text == letters[i].letter) {
			*used = 1;
			return (struct key){.code = letters[i].code, .point = letters[i].point};
		}
	}
	return (struct key){.code = KEY_TEXT, .point = (uint32_t)text_decode(text, strlen(text), used)};
}

static void
type(struct field *field, const char *keys)
{
	for (size_t used; *keys != '\0'; keys += used) {
		struct key key = key_of(keys, &used);

		assert_true(field_key(field, &key));
	}
}

static const struct {
	const char *keys;
	const char *text;
	size_t cursor;
} edits[] = {
	{"", "", 0},
	{"abc", "abc", 3},
	{"abc<x", "abxc", 3},
	{"abc<<<<x", "xabc", 1},
	{"abc^x$y", "xabcy", 5},
	{"abcAxEy", "xabcy", 5},
	{"abc#", "ab", 2},
	{"#", "", 0},
	{"%", "", 0},
	{"abc^%", "bc", 0},
	{"abc%", "abc", 3},
	{"abc<<#", "bc", 0},
	{"abc<<U", "bc", 0},
	{"abc<<K", "a", 1},
	{"abcK", "abc", 3},
	{"^U", "", 0},
	{"one twoW", "one ", 4},
	{"one two  W", "one ", 4},
	{"oneW", "", 0},
	{"W", "", 0},
	{"   W", "", 0},
	{"one two<W", "one o", 4},
	/* two, three and four bytes */
	{"é漢𝄞<x", "é漢x𝄞", 6},
	{"é漢𝄞##", "é", 2},
	{"é漢𝄞^%", "漢𝄞", 0},
	{"é漢 漢éW", "é漢 ", 6},
	/* a character and its marks are one step */
	{"q" ACUTE "<", "q" ACUTE, 0},
	{"q" ACUTE "#", "", 0},
	{"aq" ACUTE "b<<x", "axq" ACUTE "b", 2},
	{"aq" ACUTE "b^>%", "ab", 1},
	{"q" ACUTE ACUTE "^>x", "q" ACUTE ACUTE "x", 6},
	/* a mark typed between goes to the character before it */
	{"ab<" ACUTE, "a" ACUTE "b", 3},
	/* what becomes the neighbour of a mark takes it along */
	{"q" ACUTE "^a", "aq" ACUTE, 1},
	{ACUTE "^x", "x" ACUTE, 3},
	{ACUTE "#", "", 0},
	{"ไม้<x", "ไxม้", 4},
};

static void
test_edits(void **state)
{
	struct field field;

	(void)state;
	for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
		field_init(&field, 0, false);
		type(&field, edits[i].keys);
		if (strcmp(field.text, edits[i].text) != 0 || field.cursor != edits[i].cursor)
			fail_msg("case %zu: \"%s\", cursor %zu", i, field.text, field.cursor);
		assert_int_equal(field.length, strlen(field.text));
	}
}

static void
test_other_keys(void **state)
{
	static const struct key keys[] = {
		{.code = KEY_NONE_YET},
		{.code = KEY_ENTER_PRESSED},
		{.code = KEY_ESCAPE},
		{.code = KEY_TAB},
		{.code = KEY_BACK_TAB},
		{.code = KEY_ARROW_UP},
		{.code = KEY_PAGE_DOWN},
		{.code = KEY_FUNCTION, .point = 1},
		{.code = KEY_CONTROL, .point = 'q'},
		{.code = KEY_CONTROL, .point = 'l'},
		{.code = KEY_RESIZED},
		{.code = KEY_GONE},
	};
	struct field field;

	(void)state;
	field_init(&field, 0, false);
	type(&field, "abc<");
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		assert_false(field_key(&field, &keys[i]));
		assert_string_equal(field.text, "abc");
		assert_int_equal(field.cursor, 2);
	}
}

/* Refused, and still the field's own key: it must not become a command. */
static void
test_refused_keys(void **state)
{
	static const struct key keys[] = {
		{.code = KEY_TEXT, .point = 0},
		{.code = KEY_TEXT, .point = 0x1B},
		{.code = KEY_TEXT, .point = 0x7F},
		{.code = KEY_TEXT, .point = 0x9B},
		{.code = KEY_TEXT, .point = 0xA0},
		{.code = KEY_TEXT, .point = 0x200B},
		{.code = KEY_TEXT, .point = 0x202E},
		{.code = KEY_TEXT, .point = 0xE000},
		{.code = KEY_TEXT, .point = 0xE0041},
		{.code = KEY_TEXT, .point = 0xFEFF},
		{.code = KEY_INVALID},
	};
	struct field field;

	(void)state;
	field_init(&field, 0, false);
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		if (!field_key(&field, &keys[i]) || !field.refused || !field_is_empty(&field))
			fail_msg("case %zu", i);
		type(&field, "#");
		assert_false(field.refused);
	}
}

static const struct {
	size_t limit;
	const char *paste;
	const char *text;
	bool refused;
} pastes[] = {
	{0, "", "", false},
	{0, "ana.rivera@example.edu", "ana.rivera@example.edu", false},
	{0, "ana\n", "ana", false},
	{0, "ana\r\nrivera\r\n", "anarivera", false},
	{0, "\n\n\n", "", false},
	{0, "a\tb", "ab", true},
	{0, "a\033[2Jb", "a[2Jb", true},
	{0,
		"a\xE2\x80\xAE"
		"b",
		"ab", true},
	{0,
		"a\xFF\xC3"
		"b",
		"ab", true},
	{0, "漢字 é", "漢字 é", false},
	{4, "abcdef", "abcd", true},
	{4, "abc\n\n\nd", "abcd", false},
	{4, "漢漢", "漢", true},
	{3, "漢", "漢", false},
	{2, "漢", "", true},
};

static void
test_pastes(void **state)
{
	struct field field;

	(void)state;
	for (size_t i = 0; i < sizeof pastes / sizeof pastes[0]; i++) {
		struct key key = {.code = KEY_PASTE, .text = pastes[i].paste};

		field_init(&field, pastes[i].limit, false);
		assert_true(field_key(&field, &key));
		if (strcmp(field.text, pastes[i].text) != 0 || field.refused != pastes[i].refused)
			fail_msg("case %zu: \"%s\"", i, field.text);
		assert_int_equal(field.cursor, field.length);
	}
}

static void
test_paste_in_the_middle(void **state)
{
	struct key key = {.code = KEY_PASTE, .text = "12\n34"};
	struct field field;

	(void)state;
	field_init(&field, 7, false);
	type(&field, "abcd<<");
	assert_true(field_key(&field, &key));
	assert_string_equal(field.text, "ab123cd");
	assert_int_equal(field.cursor, 5);
	assert_true(field.refused);
}

static void
test_huge_paste(void **state)
{
	size_t length = (size_t)1 << 20;
	char *text = memory_alloc(length + 1);
	struct key key = {.code = KEY_PASTE, .text = text};
	struct field field;

	(void)state;
	memset(text, 'x', length);
	field_init(&field, SIZE_MAX, false);
	assert_true(field_key(&field, &key));
	assert_int_equal(field.length, FIELD_MAX);
	assert_int_equal(strlen(field.text), FIELD_MAX);
	assert_true(field.refused);
	type(&field, "y#z^q");
	assert_int_equal(field.length, FIELD_MAX);
	memory_free(text);
}

static void
test_set(void **state)
{
	struct field field;

	(void)state;
	field_init(&field, 5, false);
	type(&field, "old");
	field_set(&field, "a\nb漢字");
	assert_string_equal(field.text, "ab漢");
	assert_int_equal(field.cursor, 5);
	assert_true(field.refused);
	field_clear(&field);
	assert_true(field_is_empty(&field));
	assert_false(field.refused);
	type(&field, "x");
	assert_string_equal(field.text, "x");
}

static bool
holds_only(const struct field *field, const char *text)
{
	size_t length = strlen(text);

	if (memcmp(field->text, text, length) != 0)
		return false;
	for (size_t i = length; i < sizeof field->text; i++)
		if (field->text[i] != '\0')
			return false;
	return true;
}

/* No byte of what was deleted stays behind. */
static void
test_wiped(void **state)
{
	struct field field;

	(void)state;
	field_init(&field, 0, true);
	type(&field, "secret####");
	assert_true(holds_only(&field, "se"));
	type(&field, "cret^%%");
	assert_true(holds_only(&field, "cret"));
	type(&field, "K");
	assert_true(holds_only(&field, ""));
	type(&field, "one two<<W");
	assert_true(holds_only(&field, "one wo"));
	field_clear(&field);
	assert_true(holds_only(&field, ""));
}

static void
draw(struct arena *arena, const struct field *field, int grid_width, int column, int width, char **row, int *cursor)
{
	struct grid *grid = grid_new(grid_width, 1);

	field_draw(field, grid, 0, column, width, true);
	*row = grid_dump(arena, grid);
	(*row)[strlen(*row) - 1] = '\0';
	*cursor = grid->cursor_row == 0 ? grid->cursor_column : -1;
	grid_free(&grid);
}

static const struct {
	const char *keys;
	const char *row;
	int width;
	int cursor;
} drawn[] = {
	{"", "", 8, 0},
	{"abc", "abc", 8, 3},
	{"abcdefg", "abcdefg", 8, 7},
	{"abcdefg^", "abcdefg", 8, 0},
	{"abcdefgh", "…fgh", 8, 4},
	{"abcdefgh^", "abcdefgh", 8, 0},
	{"abcdefgh<", "abcdefgh", 8, 7},
	{"abcdefghi^", "abcdefg…", 8, 0},
	{"abcdefghi^>>>>>>", "abcdefg…", 8, 6},
	{"abcdefghi^>>>>>>>", "…fghi", 8, 3},
	{"abcdefghijklm<", "…jklm", 8, 4},
	{"abcdefghijklm^>>>>>>>", "…fghijk…", 8, 3},
	{"漢漢漢", "漢漢漢", 8, 6},
	{"漢漢漢漢", "… 漢", 8, 4}, /* 8 columns and the cursor */
	{"q" ACUTE "q" ACUTE "q" ACUTE, "q" ACUTE "q" ACUTE "q" ACUTE, 8, 3},
	{"abc", "…", 3, 1},
	{"abc", "…", 2, 0},
	{"abc", "…", 1, 0},
	{"", "", 1, 0},
	{"abc", "", 0, -1},
	{"abc", "", -4, -1},
};

static void
test_draw(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof drawn / sizeof drawn[0]; i++) {
		struct arena *arena = arena_new();
		struct field field;
		char *row;
		int cursor;

		field_init(&field, 0, false);
		type(&field, drawn[i].keys);
		draw(arena, &field, 20, 0, drawn[i].width, &row, &cursor);
		if (strcmp(row, drawn[i].row) != 0 || cursor != drawn[i].cursor)
			fail_msg("case %zu: \"%s\", cursor %d", i, row, cursor);
		arena_free(&arena);
	}
}

/* The cursor is inside, and never on the mark for hidden text, wherever it goes in whatever width. */
static void
test_draw_everywhere(void **state)
{
	struct field field;

	(void)state;
	for (int width = 4; width < 12; width++) {
		field_init(&field, 0, false);
		type(&field, "a漢bq" ACUTE "字cdéfg漢漢hij");
		field.cursor = 0;
		for (bool more = true; more;) {
			struct grid *grid = grid_new(width, 1);
			struct key right = {.code = KEY_ARROW_RIGHT};
			const struct cell *cell;

			field_draw(&field, grid, 0, 0, width, true);
			assert_int_equal(grid->cursor_row, 0);
			cell = &grid->cells[grid->cursor_column];
			assert_true(cell->width > 0);
			assert_int_not_equal(cell->points[0], 0x2026);
			if (field.cursor < field.length) {
				size_t used;
				int32_t under =
					text_decode(field.text + field.cursor, field.length - field.cursor, &used);

				assert_int_equal(cell->points[0], under);
			}
			more = field.cursor < field.length;
			assert_true(field_key(&field, &right));
			grid_free(&grid);
		}
	}
}

static void
test_draw_at_the_edge(void **state)
{
	struct arena *arena = arena_new();
	struct field field;
	char *row;
	int cursor;

	(void)state;
	field_init(&field, 0, false);
	type(&field, "abcdefgh^");
	draw(arena, &field, 8, 4, 20, &row, &cursor);
	assert_string_equal(row, "    abc…");
	assert_int_equal(cursor, 4);
	arena_free(&arena);
}

static void
test_unfocused(void **state)
{
	struct grid *grid = grid_new(8, 1);
	struct field field;

	(void)state;
	field_init(&field, 0, false);
	type(&field, "abc");
	field_draw(&field, grid, 0, 1, 5, false);
	assert_int_equal(grid->cursor_row, -1);
	for (int i = 0; i < 8; i++)
		assert_int_equal(grid->cells[i].style, i >= 1 && i < 6 ? STYLE_FIELD : STYLE_PLAIN);
	grid_free(&grid);
}

static void
test_masked(void **state)
{
	struct arena *arena = arena_new();
	struct field field;
	char *row;
	int cursor;

	(void)state;
	field_init(&field, 0, true);
	type(&field, "p漢q" ACUTE "<");
	draw(arena, &field, 8, 0, 8, &row, &cursor);
	assert_string_equal(row, "•••");
	assert_int_equal(cursor, 2);
	arena_free(&arena);
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
		cmocka_unit_test(test_edits),
		cmocka_unit_test(test_other_keys),
		cmocka_unit_test(test_refused_keys),
		cmocka_unit_test(test_pastes),
		cmocka_unit_test(test_paste_in_the_middle),
		cmocka_unit_test(test_huge_paste),
		cmocka_unit_test(test_set),
		cmocka_unit_test(test_wiped),
		cmocka_unit_test(test_draw),
		cmocka_unit_test(test_draw_everywhere),
		cmocka_unit_test(test_draw_at_the_edge),
		cmocka_unit_test(test_unfocused),
		cmocka_unit_test(test_masked),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("field", tests, use_locale, NULL);
}
