/* Text laid out as cells: what is composed, what combines, what is spelled out, and that nothing else gets through. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/base/log.h"
#include "mfadesk/base/text.h"

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))

static int
setup(void **state)
{
	*state = arena_new();
	return setlocale(LC_CTYPE, "C.UTF-8") == NULL;
}

static int
teardown(void **state)
{
	struct arena *arena = *state;

	arena_free(&arena);
	return 0;
}

/* "e+301 4E00/2": the points of each cell, and its width where that is not 1. */
static const char *
describe(struct arena *arena, const char *text, size_t length)
{
	size_t count;
	const struct text_cell *cells = text_cells(arena, text, length, &count);
	const char *result = "";

	for (size_t i = 0; i < count; i++) {
		result = arena_printf(arena, "%s%s%X", result, i > 0 ? " " : "", (unsigned)cells[i].points[0]);
		for (size_t k = 1; k < TEXT_CELL_POINTS && cells[i].points[k] != 0; k++)
			result = arena_printf(arena, "%s+%X", result, (unsigned)cells[i].points[k]);
		if (cells[i].width != 1)
			result = arena_printf(arena, "%s/%d", result, cells[i].width);
	}
	return result;
}

static const struct {
	const char *text;
	const char *cells;
} layouts[] = {
	{"", ""},
	{"ab", "61 62"},
	/* NFC: composed, and marks in their order */
	{"\u00E9", "E9"},
	{"e\u0301", "E9"},
	{"q\u0301", "71+301"},
	{"a\u0301\u0323", "1EA1+301"},
	{"\u212B", "C5"},
	{"\u0958", "915+93C"},
	/* Latin, Cyrillic, Greek, Georgian, Armenian */
	{"Zo\u00EB", "5A 6F EB"},
	{"\u0416\u0438\u0306", "416 439"},
	{"\u0391\u0301\u03C9", "386 3C9"},
	{"\u10D0\u10DC\u10D0", "10D0 10DC 10D0"},
	{"\u0531\u0576\u056B", "531 576 56B"},
	/* Arabic and Hebrew: the order of memory, vowels on their letters */
	{"\u0645\u064E\u0631", "645+64E 631"},
	{"\u05E9\u05C1\u05B8\u05DC", "5E9+5B8+5C1 5DC"},
	/* Devanagari and Tamil: spacing marks have a cell, others combine */
	{"\u0915\u093E", "915 93E"},
	{"\u0915\u094D\u0937\u093F", "915+94D 937 93F"},
	{"\u0B95\u0BC6\u0BBE", "B95 BCA"},
	{"\u0BA4\u0BBF\u0BB0\u0BC1", "BA4 BBF BB0 BC1"},
	{"\u0B95\u0BCD", "B95+BCD"},
	/* Thai */
	{"\u0E19\u0E49\u0E33", "E19+E49 E33"},
	{"\u0E17\u0E35\u0E48", "E17+E35+E48"},
	/* Han, Hangul composed and from jamo */
	{"\u6F22\u5B57", "6F22/2 5B57/2"},
	{"\uD55C", "D55C/2"},
	{"\u1112\u1161\u11AB", "D55C/2"},
	{"\u1112", "1112/2"},
	/* emoji, with a skin tone */
	{"\U0001F600", "1F600/2"},
	{"\U0001F44D\U0001F3FD", "1F44D/2 1F3FD/2"},
	/* a mark on a space and on a wide character */
	{" \u0301", "20+301"},
	{"\u4E00\u0301", "4E00+301/2"},
	/* a spacing mark may stand first: it has a cell anyway */
	{"\u0903", "903"},
};

static void
test_layout(void **state)
{
	for (size_t i = 0; i < LENGTH(layouts); i++)
		assert_string_equal(describe(*state, layouts[i].text, strlen(layouts[i].text)), layouts[i].cells);
}

static const struct {
	const char *text;
	const char *printed;
	int width;
	const char *ascii;
} printed[] = {
	{"", "", 0, ""},
	{"Ana Rivera", "Ana Rivera", 10, "Ana Rivera"},
	{"Zoë", "Zoë", 3, "Zo<U+00EB>"},
	{"漢字", "漢字", 4, "<U+6F22><U+5B57>"},
	{"a\tb\n", "a‹U+0009›b‹U+000A›", 18, "a<U+0009>b<U+000A>"},
	{"\x1B[2J", "‹U+001B›[2J", 11, "<U+001B>[2J"},
	{"\x7F", "‹U+007F›", 8, "<U+007F>"},
	{"\xC2\x9B"
	 "31m",
		"‹U+009B›31m", 11, "<U+009B>31m"},
	{"ana\u202Eude", "ana‹U+202E›ude", 14, "ana<U+202E>ude"},
	{"a\u00A0b\u3000", "a‹U+00A0›b‹U+3000›", 18, "a<U+00A0>b<U+3000>"},
	{"a\u200Bb\u200D\uFEFF", "a‹U+200B›b‹U+200D›‹U+FEFF›", 26, "a<U+200B>b<U+200D><U+FEFF>"},
	{"\U0001F468\u200D\U0001F469", "\U0001F468‹U+200D›\U0001F469", 12, "<U+1F468><U+200D><U+1F469>"},
	{"\u2764\uFE0F", "\u2764‹U+FE0F›", 9, "<U+2764><U+FE0F>"},
	{"\U000E0041", "‹U+E0041›", 9, "<U+E0041>"},
	{"\U0010FFFD", "‹U+10FFFD›", 10, "<U+10FFFD>"},
	{"\xFF", "‹xFF›", 5, "<xFF>"},
	{"Zo\xEB", "Zo‹xEB›", 7, "Zo<xEB>"},
	{"\xC3", "‹xC3›", 5, "<xC3>"},
	{"\xE2\x82", "‹xE2›‹x82›", 10, "<xE2><x82>"},
	{"\xE2\x82z", "‹xE2›‹x82›z", 11, "<xE2><x82>z"},
	{"\xC0\xAF", "‹xC0›‹xAF›", 10, "<xC0><xAF>"},
	{"\xED\xA0\x80", "‹xED›‹xA0›‹x80›", 15, "<xED><xA0><x80>"},
	{"\xF4\x90\x80\x80", "‹xF4›‹x90›‹x80›‹x80›", 20, "<xF4><x90><x80><x80>"},
	/* marks of others with nothing to stand on: at the start, after one of ours, after a byte */
	{"\u0301a", "‹U+0301›a", 9, "<U+0301>a"},
	{"\u200B\u0301", "‹U+200B›‹U+0301›", 16, "<U+200B><U+0301>"},
	{"\xFF\u0301", "‹xFF›‹U+0301›", 13, "<xFF><U+0301>"},
	{"\u034F\u0301", "‹U+034F›‹U+0301›", 16, "<U+034F><U+0301>"},
	/* an invisible joiner between a letter and its mark does not let them compose unseen */
	{"e\u034F\u0301", "e‹U+034F›‹U+0301›", 17, "e<U+034F><U+0301>"},
	/* libc says 0 columns and utf8proc 1; 2 and 1 */
	{"\u1161", "‹U+1161›", 8, "<U+1161>"},
	{"\u4DC0", "‹U+4DC0›", 8, "<U+4DC0>"},
	/* what looks like a mark of ours is text, and stays as it is */
	{"‹U+202E›", "‹U+202E›", 8, "<U+2039>U+202E<U+203A>"},
};

static void
test_printable(void **state)
{
	for (size_t i = 0; i < LENGTH(printed); i++) {
		assert_string_equal(text_printable(*state, printed[i].text), printed[i].printed);
		assert_int_equal(text_width(*state, printed[i].text), printed[i].width);
	}
	assert_non_null(setlocale(LC_CTYPE, "C"));
	for (size_t i = 0; i < LENGTH(printed); i++) {
		assert_string_equal(text_printable(*state, printed[i].text), printed[i].ascii);
		assert_int_equal(text_width(*state, printed[i].text), (int)strlen(printed[i].ascii));
	}
}

static void
test_a_nul_inside_is_a_byte_like_another(void **state)
{
	assert_string_equal(describe(*state, "a\0b", 3), "61 2039 78 30 30 203A 62");
}

/* After a letter, every code point there is comes out as printable ones, as wide as curses takes them to be. */
static void
test_every_code_point(void **state)
{
	(void)state;
	for (uint32_t point = 1; point <= 0x10FFFF; point++) {
		struct arena *arena = arena_new();
		char text[5] = "x";
		size_t length = 1 + text_encode(point, text + 1);
		size_t count;
		const struct text_cell *cells = text_cells(arena, text, length, &count);

		for (size_t i = 0; i < count; i++) {
			assert_int_equal(wcwidth((wchar_t)cells[i].points[0]), cells[i].width);
			for (size_t k = 0; k < TEXT_CELL_POINTS && cells[i].points[k] != 0; k++) {
				if (!text_is_printable(cells[i].points[k]))
					fail_msg("U+%04X", (unsigned)point);
				if (k > 0)
					assert_int_equal(wcwidth((wchar_t)cells[i].points[k]), 0);
			}
		}
		arena_free(&arena);
	}
}

static void
test_marks_past_the_cell_are_dropped(void **state)
{
	assert_string_equal(describe(*state, "q\u0300\u0301\u0302\u0303\u0304\u0305z", 14), "71+300+301+302+303 7A");
}

/* Marks that sort against each other: unlimited, ordering half a million of them would take minutes. */
static void
test_half_a_million_marks(void **state)
{
	const size_t length = 1 << 20;
	char *text = memory_alloc(length + 1);
	int64_t start = clock_monotonic();
	size_t count;

	text[0] = text[1] = 'q';
	for (size_t i = 2; i < length; i += 2)
		text_encode(i % 4 == 0 ? 0x301 : 0x323, text + i);
	assert_non_null(text_cells(*state, text, length, &count));
	assert_int_equal(count, 2);
	assert_true(clock_monotonic() - start < 20 * CLOCK_SECOND);
	memory_free(text);
}

/* Input of a megabyte of anything is a long line, not a crash. */
static void
test_a_megabyte_of_bad_bytes(void **state)
{
	const size_t length = 1 << 20;
	char *text = memory_alloc(length + 1);

	memset(text, 0xFF, length);
	assert_int_equal(strlen(text_printable(*state, text)), length * strlen("‹xFF›"));
	memory_free(text);
}

/* What log_line() writes, through a file in place of stderr. */
static void
test_log_line(void **state)
{
	FILE *file = tmpfile();
	int saved = dup(STDERR_FILENO);
	char line[128] = "";

	(void)state;
	assert_non_null(file);
	dup2(fileno(file), STDERR_FILENO);
	log_set_program("mfadesk-admin");
	log_line("row %d of \"%s\"", 3, "a\nb\x1B[2J");
	dup2(saved, STDERR_FILENO);
	close(saved);
	rewind(file);
	assert_true(fread(line, 1, sizeof(line) - 1, file) > 0);
	assert_string_equal(line, "mfadesk-admin: row 3 of \"a‹U+000A›b‹U+001B›[2J\"\n");
	(void)fclose(file);
}

#define CELL_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CELL_TEST(test_layout),
		CELL_TEST(test_printable),
		CELL_TEST(test_a_nul_inside_is_a_byte_like_another),
		CELL_TEST(test_every_code_point),
		CELL_TEST(test_marks_past_the_cell_are_dropped),
		CELL_TEST(test_half_a_million_marks),
		CELL_TEST(test_a_megabyte_of_bad_bytes),
		CELL_TEST(test_log_line),
	};

	return cmocka_run_group_tests_name("text_cell", tests, NULL, NULL);
}
