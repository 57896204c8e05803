/* Errors: the first one stays, and what is cut stays UTF-8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "mfadesk/base/error.h"
#include "mfadesk/base/text.h"

static void
test_the_first_error_stays(void **state)
{
	struct error error = {0};

	(void)state;
	assert_false(error_set(&error, ERROR_REFUSED, "MD403", "Ask a lead.", "%s may not", "mlopez"));
	assert_false(error_set(&error, ERROR_LOCAL, "MD001", "later", "later"));
	assert_int_equal(error.kind, ERROR_REFUSED);
	assert_string_equal(error.code, "MD403");
	assert_string_equal(error.message, "mlopez may not");
	assert_string_equal(error.hint, "Ask a lead.");
	error_clear(&error);
	assert_int_equal(error.kind, ERROR_NONE);
	assert_string_equal(error.message, "");
	assert_false(error_set(&error, ERROR_LOCAL, NULL, NULL, "second"));
	assert_string_equal(error.code, "");
	assert_string_equal(error.hint, "");
	assert_string_equal(error.message, "second");
}

static void
test_nobody_asked(void **state)
{
	(void)state;
	assert_false(error_set(NULL, ERROR_LOCAL, "", "", "dropped"));
}

static void
test_long_texts_are_cut_between_characters(void **state)
{
	static const char *const characters[] = {"x", "é", "漢", "\xF0\x9F\x98\x80"};

	(void)state;
	for (size_t i = 0; i < sizeof(characters) / sizeof(*characters); i++) {
		for (size_t shift = 0; shift < 4; shift++) {
			struct error error = {0};
			char text[2048] = {0};

			memset(text, 'a', shift);
			for (size_t at = shift; at < 1024; at += strlen(characters[i]))
				memcpy(text + at, characters[i], strlen(characters[i]) + 1);
			assert_false(error_set(&error, ERROR_LOCAL, "MD40333", text, "%s", text));
			assert_string_equal(error.code, "MD403");
			assert_true(text_is_utf8(error.message, strlen(error.message)));
			assert_true(text_is_utf8(error.hint, strlen(error.hint)));
			assert_in_range(strlen(error.message), 511 - 3, 511);
			assert_string_equal(error.message, error.hint);
		}
	}
}

/* Bytes that never were UTF-8 are not this file's to mend: it only must not read or write past them. */
static void
test_bytes_that_are_no_text(void **state)
{
	struct error error = {0};
	char text[1024];

	(void)state;
	memset(text, 0x9F, sizeof(text));
	text[sizeof(text) - 1] = '\0';
	assert_false(error_set(&error, ERROR_LOCAL, "\xC3\xA9\xC3\xA9\xC3\xA9", text, "%s", text));
	assert_string_equal(error.code, "\xC3\xA9\xC3\xA9");
	assert_in_range(strlen(error.message), 500, 511);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_first_error_stays),
		cmocka_unit_test(test_nobody_asked),
		cmocka_unit_test(test_long_texts_are_cut_between_characters),
		cmocka_unit_test(test_bytes_that_are_no_text),
	};

	return cmocka_run_group_tests_name("error", tests, NULL, NULL);
}
