/* Recovery codes: ten of the right form that nobody confuses; found by their hashes, whichever it is, and no others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "mfadesk/crypto/recovery.h"

enum { CODE_SIZE = 19, DRAWS = 200 };

static const struct bytes salt = {"salt of sixteen.", SLOW_SALT_SIZE};

/* The line of one, as it is read. */
static void
line_of(const struct secret *codes, size_t at, char code[CODE_SIZE + 1])
{
	snprintf(code, CODE_SIZE + 1, "%s", secret_text(codes) + at * (CODE_SIZE + 1));
}

static void
test_their_form(void **state)
{
	char seen[256] = {0};
	size_t letters = 0;

	(void)state;
	for (int i = 0; i < DRAWS; i++) {
		struct secret *codes = recovery_codes_new();
		const char *text = secret_text(codes);

		assert_int_equal(strlen(text), RECOVERY_CODES * (CODE_SIZE + 1) - 1);
		for (size_t at = 0; text[at]; at++) {
			char wanted = at % (CODE_SIZE + 1) == CODE_SIZE ? '\n'
				: at % (CODE_SIZE + 1) % 5 == 4		? '-'
									: 0;

			assert_true(wanted ? text[at] == wanted : text[at] != '-' && text[at] != '\n');
			letters += !seen[(unsigned char)text[at]];
			seen[(unsigned char)text[at]] = 1;
		}
		secret_free(&codes);
	}
	assert_int_equal(letters, 32 + 2);
	for (const char *none = "ILOUa"; *none; none++)
		assert_false(seen[(unsigned char)*none]);
}

static void
test_no_two_are_the_same(void **state)
{
	struct secret *codes = recovery_codes_new();
	char one[CODE_SIZE + 1], other[CODE_SIZE + 1];

	(void)state;
	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		line_of(codes, i, one);
		for (size_t j = 0; j < i; j++) {
			line_of(codes, j, other);
			assert_string_not_equal(one, other);
		}
	}
	secret_free(&codes);
}

static void
test_each_is_found(void **state)
{
	struct secret *codes = recovery_codes_new();
	unsigned char hashes[RECOVERY_HASHES_SIZE], typed[SLOW_HASH_SIZE];
	char code[CODE_SIZE + 1];

	(void)state;
	for (size_t i = 0; i < RECOVERY_CODES; i++)
		recovery_code_hash(codes, i, salt, hashes + i * SLOW_HASH_SIZE);
	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		line_of(codes, i, code);
		slow_hash(salt, SLOW_COST, code, typed);
		assert_int_equal(recovery_code_find(typed, hashes, RECOVERY_CODES), i);
		assert_int_equal(recovery_code_find(typed, hashes, i), i);
	}
	code[0] = code[0] == '0' ? '1' : '0';
	slow_hash(salt, SLOW_COST, code, typed);
	assert_int_equal(recovery_code_find(typed, hashes, RECOVERY_CODES), RECOVERY_CODES);
	assert_int_equal(recovery_code_find(typed, hashes, 0), 0);
	secret_free(&codes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_their_form),
		cmocka_unit_test(test_no_two_are_the_same),
		cmocka_unit_test(test_each_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
