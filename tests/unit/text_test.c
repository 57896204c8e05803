/* UTF-8 to the letter, and which code points are shown as themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "mfadesk/base/text.h"

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))

static int
utf8_locale(void **state)
{
	(void)state;
	return setlocale(LC_CTYPE, "C.UTF-8") == NULL;
}

static const struct {
	const char *bytes;
	size_t length;
	int32_t point;
	size_t used;
} decoded[] = {
	{"", 0, -1, 0},
	{"a", 1, 'a', 1},
	{"\x7F", 1, 0x7F, 1},
	{"\0", 1, -1, 1},
	{"\xC2\x80", 2, 0x80, 2},
	{"\xDF\xBF", 2, 0x7FF, 2},
	{"\xE0\xA0\x80", 3, 0x800, 3},
	{"\xEF\xBF\xBF", 3, 0xFFFF, 3},
	{"\xF0\x90\x80\x80", 4, 0x10000, 4},
	{"\xF4\x8F\xBF\xBF", 4, 0x10FFFF, 4},
	{"\xED\x9F\xBF", 3, 0xD7FF, 3},
	{"\xEE\x80\x80", 3, 0xE000, 3},
	/* followed by something else */
	{"\xC3\xA9x", 3, 0xE9, 2},
	/* overlong */
	{"\xC0\x80", 2, -1, 1},
	{"\xC0\xAF", 2, -1, 1},
	{"\xC1\xBF", 2, -1, 1},
	{"\xE0\x80\xAF", 3, -1, 1},
	{"\xE0\x9F\xBF", 3, -1, 1},
	{"\xF0\x80\x80\xAF", 4, -1, 1},
	{"\xF0\x8F\xBF\xBF", 4, -1, 1},
	/* surrogates, and past the end of Unicode */
	{"\xED\xA0\x80", 3, -1, 1},
	{"\xED\xBF\xBF", 3, -1, 1},
	{"\xF4\x90\x80\x80", 4, -1, 1},
	{"\xF5\x80\x80\x80", 4, -1, 1},
	{"\xF7\xBF\xBF\xBF", 4, -1, 1},
	/* five and six bytes, as they once were */
	{"\xF8\x88\x80\x80\x80", 5, -1, 1},
	{"\xFC\x84\x80\x80\x80\x80", 6, -1, 1},
	{"\xFE", 1, -1, 1},
	{"\xFF", 1, -1, 1},
	/* a continuation without a start, and starts without their end */
	{"\x80", 1, -1, 1},
	{"\xBF", 1, -1, 1},
	{"\xC3", 1, -1, 1},
	{"\xC3x", 2, -1, 1},
	{"\xE2\x82", 2, -1, 1},
	{"\xE2\x82x", 3, -1, 1},
	{"\xE2x\xAC", 3, -1, 1},
	{"\xF0\x9F\x98", 3, -1, 1},
	{"\xF0\x9F\x98\xC3", 4, -1, 1},
};

/* Each is copied to a block of its exact size, so that AddressSanitizer sees a read past it. */
static void
test_decode(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(decoded); i++) {
		char *exact = memory_alloc(decoded[i].length);
		size_t used = 99;

		memcpy(exact, decoded[i].bytes, decoded[i].length);
		if (text_decode(exact, decoded[i].length, &used) != decoded[i].point || used != decoded[i].used)
			fail_msg("row %zu", i);
		memory_free(exact);
	}
}

static void
test_every_code_point_comes_back(void **state)
{
	(void)state;
	for (uint32_t point = 1; point <= 0x10FFFF; point++) {
		char bytes[4];
		size_t used;
		size_t length = text_encode(point, bytes);

		if (point >= 0xD800 && point <= 0xDFFF) {
			assert_int_equal(length, 0);
			continue;
		}
		if (text_decode(bytes, length, &used) != (int32_t)point || used != length)
			fail_msg("U+%04X", (unsigned)point);
	}
}

/* Of all sequences of two bytes exactly 1,920 are one code point. */
static void
test_no_other_two_bytes_are_a_code_point(void **state)
{
	int count = 0;

	(void)state;
	for (int lead = 0x80; lead <= 0xFF; lead++) {
		for (int next = 0; next <= 0xFF; next++) {
			const char bytes[2] = {(char)lead, (char)next};
			size_t used;

			count += text_decode(bytes, 2, &used) >= 0;
		}
	}
	assert_int_equal(count, 0x800 - 0x80);
}

static void
test_encode_refuses(void **state)
{
	char bytes[4];

	(void)state;
	assert_int_equal(text_encode(0x110000, bytes), 0);
	assert_int_equal(text_encode(UINT32_MAX, bytes), 0);
	assert_int_equal(text_encode(0xD800, bytes), 0);
	assert_int_equal(text_encode(0, bytes), 1);
}

static void
test_is_utf8(void **state)
{
	(void)state;
	assert_true(text_is_utf8("", 0));
	assert_true(text_is_utf8("Zoë 漢字", strlen("Zoë 漢字")));
	assert_true(text_is_utf8("\x1B[2J", 4)); /* UTF-8, which does not make it printable */
	assert_false(text_is_utf8("Zo\xEB", 3));
	assert_false(text_is_utf8("a\0b", 3));
	assert_false(text_is_utf8("Zo\xC3", 3));
}

/* From, to: nothing of it is ever shown as itself. */
static const uint32_t hidden[][2] = {
	{0x00, 0x1F}, /* C0 */
	{0x7F, 0x9F}, /* DEL, C1 */
	{0xA0, 0xA0}, /* no-break space */
	{0xAD, 0xAD}, /* soft hyphen */
	{0x34F, 0x34F}, /* combining grapheme joiner */
	{0x378, 0x379}, /* unassigned */
	{0x600, 0x605}, /* Arabic number signs */
	{0x61C, 0x61C}, /* Arabic letter mark */
	{0x6DD, 0x6DD},
	{0x70F, 0x70F},
	{0x115F, 0x1160}, /* Hangul fillers */
	{0x1161, 0x11FF}, /* vowels and finals alone: zero columns by libc, one by utf8proc */
	{0x1680, 0x1680}, /* Ogham space */
	{0x17B4, 0x17B5}, /* Khmer inherent vowels */
	{0x180B, 0x180F}, /* Mongolian variation selectors, vowel separator */
	{0x2000, 0x200F}, /* spaces, zero-width characters, direction marks */
	{0x2028, 0x202F}, /* separators, embeddings and overrides */
	{0x205F, 0x206F}, /* word joiner, invisible operators, isolates */
	{0x2800, 0x2800}, /* blank Braille pattern: a symbol with nothing to see */
	{0x3000, 0x3000}, /* ideographic space */
	{0x3164, 0x3164}, /* Hangul filler */
	{0xD800, 0xDFFF}, /* surrogates */
	{0xE000, 0xF8FF}, /* private use */
	{0xFDD0, 0xFDEF}, /* no characters */
	{0xFE00, 0xFE0F}, /* variation selectors */
	{0xFEFF, 0xFEFF}, /* byte order mark */
	{0xFFA0, 0xFFA0}, /* halfwidth Hangul filler */
	{0xFFF0, 0xFFFB}, /* interlinear annotation */
	{0xFFFE, 0xFFFF}, /* no characters */
	{0x16FE4, 0x16FE4}, /* Khitan filler */
	{0x1BCA0, 0x1BCA3}, /* shorthand controls */
	{0x1D159, 0x1D159}, /* null notehead */
	{0x1D173, 0x1D17A}, /* musical controls */
	{0xE0000, 0xE0FFF}, /* tags, variation selectors */
	{0xF0000, 0x110000}, /* private use, and past the end */
	{UINT32_MAX, UINT32_MAX},
};

static void
test_hidden_code_points(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(hidden); i++)
		for (uint64_t point = hidden[i][0]; point <= hidden[i][1]; point++)
			if (text_is_printable((uint32_t)point))
				fail_msg("U+%04X is printable", (unsigned)point);
}

static const uint32_t shown[] = {' ', '!', '~', '\'', 0xA1, 0xE9, 0xDF, 0x130, 0x301, 0x3A9, 0x416, 0x531, 0x5D0, 0x627,
	0x64E, 0x905, 0x93E, 0x94D, 0xB95, 0xBBE, 0xE01, 0xE33, 0xE49, 0x10D0, 0x1100, 0x1E9E, 0x2019, 0x20AC, 0x2713,
	0x4E00, 0x3042, 0xAC00, 0xFF21, 0xFFFD, 0x1F600, 0x1F3FB, 0x20000};

static void
test_shown_code_points(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(shown); i++)
		if (!text_is_printable(shown[i]))
			fail_msg("U+%04X is not printable", (unsigned)shown[i]);
	for (uint32_t point = 0x20; point < 0x7F; point++)
		assert_true(text_is_printable(point));
}

static void
test_without_utf8_ascii_alone_is_printable(void **state)
{
	(void)state;
	assert_non_null(setlocale(LC_CTYPE, "C"));
	for (uint32_t point = 0; point < 0x3000; point++)
		assert_int_equal(text_is_printable(point), point >= 0x20 && point < 0x7F);
}

/* LC_ALL, and the character set that comes of it. */
static const struct {
	const char *locale;
	const char *codeset;
} locales[] = {
	{"C.UTF-8", "UTF-8"},
	{"C", "UTF-8"},
	{"POSIX", "UTF-8"},
	{"", "UTF-8"},
	{"xx_NO.such", "UTF-8"},
};

static void
test_use_locale(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(locales); i++) {
		setenv("LC_ALL", locales[i].locale, 1);
		assert_non_null(setlocale(LC_ALL, "C"));
		assert_true(text_use_locale());
		assert_string_equal(nl_langinfo(CODESET), locales[i].codeset);
		assert_string_equal(setlocale(LC_NUMERIC, NULL), "C");
		assert_string_equal(setlocale(LC_COLLATE, NULL), "C");
	}
	unsetenv("LC_ALL");
}

#define TEXT_TEST(test) cmocka_unit_test_setup(test, utf8_locale)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEXT_TEST(test_decode),
		TEXT_TEST(test_every_code_point_comes_back),
		TEXT_TEST(test_no_other_two_bytes_are_a_code_point),
		TEXT_TEST(test_encode_refuses),
		TEXT_TEST(test_is_utf8),
		TEXT_TEST(test_hidden_code_points),
		TEXT_TEST(test_shown_code_points),
		TEXT_TEST(test_without_utf8_ascii_alone_is_printable),
		TEXT_TEST(test_use_locale),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
