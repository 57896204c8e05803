/* Bytes as digits and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "mfadesk/base/hex.h"

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))

static void
test_every_byte_there_and_back(void **state)
{
	struct arena *arena = arena_new();
	unsigned char bytes[256], back[256];
	size_t length;
	char *text;

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)i;
	text = hex_encode(arena, bytes, sizeof(bytes));
	assert_int_equal(strlen(text), 512);
	assert_memory_equal(text, "000102030405060708090a0b0c0d0e0f10", 34);
	assert_string_equal(text + 506, "fdfeff");
	assert_true(hex_decode(text, back, sizeof(back)));
	assert_memory_equal(back, bytes, sizeof(bytes));
	assert_memory_equal(hex_decode_all(arena, text, &length), bytes, sizeof(bytes));
	assert_int_equal(length, sizeof(bytes));
	arena_free(&arena);
}

static const struct {
	const char *text;
	size_t length;
	bool right;
} texts[] = {
	{"", 0, true},
	{"", 1, false},
	{"0", 0, false},
	{"0", 1, false},
	{"00", 0, false},
	{"00", 1, true},
	{"aB", 1, true},
	{"000", 1, false},
	{"0g", 1, false},
	{"g0", 1, false},
	{"/0", 1, false},
	{":0", 1, false},
	{"@0", 1, false},
	{"`0", 1, false},
	{" 0", 1, false},
	{"0x", 1, false},
	{"\xC3\xA9", 1, false},
};

static void
test_what_is_no_hex(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < LENGTH(texts); i++) {
		unsigned char bytes[2] = {0x55, 0x55};
		size_t length;

		assert_int_equal(hex_decode(texts[i].text, bytes, texts[i].length), texts[i].right);
		assert_int_equal(bytes[1], 0x55);
		if (!texts[i].right)
			assert_int_equal(bytes[0], 0x55);
		if (texts[i].right)
			assert_non_null(hex_decode_all(arena, texts[i].text, &length));
		else if (strlen(texts[i].text) % 2 == 1 || strlen(texts[i].text) == 2 * texts[i].length)
			assert_null(hex_decode_all(arena, texts[i].text, &length));
	}
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_byte_there_and_back),
		cmocka_unit_test(test_what_is_no_hex),
	};

	return cmocka_run_group_tests_name("hex", tests, NULL, NULL);
}
