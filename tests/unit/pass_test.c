/* Passes: of as many parts as they should have, all of the list, and the slow hash does not tell how they are typed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "mfadesk/crypto/pass.h"
#include "mfadesk/crypto/slow_hash.h"

enum { DRAWS = 2000, LONGEST_WORD = 6, ROOM = 64 };

static size_t
parts(const char *text, size_t least, size_t most)
{
	size_t count = 0;

	for (;; text++, count++) {
		size_t length = strcspn(text, "-");

		assert_in_range(length, least, most);
		text += length;
		if (*text == '\0')
			return count + 1;
	}
}

static void
test_words(void **state)
{
	(void)state;
	for (int i = 0; i < DRAWS; i++) {
		struct secret *pass = pass_new(PASS_WORDS);
		const char *text = secret_text(pass);

		assert_int_equal(parts(text, 3, LONGEST_WORD), 6);
		assert_int_equal(strspn(text, "abcdefghijklmnopqrstuvwxyz-"), strlen(text));
		secret_free(&pass);
	}
}

static void
test_characters(void **state)
{
	char seen[256] = {0};
	size_t different = 0;

	(void)state;
	for (int i = 0; i < DRAWS; i++) {
		struct secret *pass = pass_new(PASS_CHARACTERS);
		const char *text = secret_text(pass);

		assert_int_equal(parts(text, 5, 5), 3);
		for (; *text; text++) {
			different += !seen[(unsigned char)*text];
			seen[(unsigned char)*text] = 1;
		}
		secret_free(&pass);
	}
	assert_int_equal(different, 31 + 1);
	for (const char *alike = "01ILO"; *alike; alike++)
		assert_false(seen[(unsigned char)*alike]);
}

static void
test_no_two_are_the_same(void **state)
{
	char last[ROOM] = "";

	(void)state;
	for (int i = 0; i < DRAWS; i++) {
		struct secret *pass = pass_new(i % 2 ? PASS_WORDS : PASS_CHARACTERS);

		assert_true(secret_length(pass) < sizeof(last));
		assert_string_not_equal(secret_text(pass), last);
		memcpy(last, secret_text(pass), secret_length(pass) + 1);
		secret_free(&pass);
	}
}

static void
test_it_is_right_as_it_is_read(void **state)
{
	const struct bytes salt = {"salt of sixteen.", SLOW_SALT_SIZE};
	struct secret *pass = pass_new(PASS_WORDS);
	unsigned char hash[SLOW_HASH_SIZE];
	char typed[ROOM];

	(void)state;
	slow_hash(salt, SLOW_COST, secret_text(pass), hash);
	memcpy(typed, secret_text(pass), secret_length(pass) + 1);
	for (char *at = typed; *at; at++)
		*at = (char)(*at == '-' ? ' ' : *at - 'a' + 'A');
	assert_true(slow_hash_is_right(salt, typed, hash));
	secret_free(&pass);
}

static void
test_forms(void **state)
{
	enum pass_form form = PASS_WORDS;

	(void)state;
	assert_true(pass_form_from_word("characters", &form));
	assert_int_equal(form, PASS_CHARACTERS);
	assert_true(pass_form_from_word("words", &form));
	assert_int_equal(form, PASS_WORDS);
	assert_false(pass_form_from_word("digits", &form));
	assert_false(pass_form_from_word("", &form));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_characters),
		cmocka_unit_test(test_no_two_are_the_same),
		cmocka_unit_test(test_it_is_right_as_it_is_read),
		cmocka_unit_test(test_forms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
