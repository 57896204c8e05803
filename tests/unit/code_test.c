/* Codes: six digits, all equally likely; right for one challenge under one key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "mfadesk/base/hex.h"
#include "mfadesk/crypto/code.h"

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))
#define CHALLENGE "0d2f9a4c-5b1e-4c3a-9f77-1a2b3c4d5e6f"

enum { DRAWS = 200000, GROUPS = 100 };

static unsigned
number_of(const char *digits, size_t count)
{
	unsigned number = 0;

	for (size_t i = 0; i < count; i++) {
		assert_true(digits[i] >= '0' && digits[i] <= '9');
		number = number * 10 + (unsigned)(digits[i] - '0');
	}
	return number;
}

/* Of 99 degrees of freedom: a good generator is above 250 once in 10^14 runs. */
static void
assert_even(const unsigned counts[GROUPS])
{
	const double expected = (double)DRAWS / GROUPS;
	double chi_squared = 0;

	for (size_t i = 0; i < GROUPS; i++)
		chi_squared += (counts[i] - expected) * (counts[i] - expected) / expected;
	assert_true(chi_squared < 250);
}

static void
test_all_codes_are_equally_likely(void **state)
{
	unsigned by_first[GROUPS] = {0}, by_last[GROUPS] = {0};

	(void)state;
	for (int i = 0; i < DRAWS; i++) {
		struct secret *code = code_new();

		assert_int_equal(secret_length(code), CODE_DIGITS);
		assert_int_equal(strlen(secret_text(code)), CODE_DIGITS);
		by_first[number_of(secret_text(code), 2)]++;
		by_last[number_of(secret_text(code) + 2, 4) % GROUPS]++;
		secret_free(&code);
	}
	assert_even(by_first);
	assert_even(by_last);
}

static void
key_of(const char *hex, unsigned char key[KEY_SIZE])
{
	assert_true(hex_decode(hex, key, KEY_SIZE));
}

/* Computed by another program: hashes that are stored stay right over an upgrade. */
static void
test_the_hash(void **state)
{
	struct arena *arena = arena_new();
	unsigned char key[KEY_SIZE], hash[CODE_HASH_SIZE];

	(void)state;
	key_of("c9ce3f674124181ebe0429cddee69231338e0f780d29e7d984f153afde276f30", key);
	code_hash(key, CHALLENGE, "012345", hash);
	assert_string_equal(hex_encode(arena, hash, sizeof(hash)),
		"e5b7952ba814ca933acb1b5ca9497295763bf8c562458563d843a457f3f2e88c");
	arena_free(&arena);
}

static const struct {
	const char *challenge;
	const char *typed;
	bool right;
} answers[] = {
	{CHALLENGE, "012345", true},
	{CHALLENGE, "012 345", true},
	{CHALLENGE, " 0 1 2 3 4 5 ", true},
	{CHALLENGE, "12345", false},
	{CHALLENGE, "0012345", false},
	{CHALLENGE, "0123450", false},
	{CHALLENGE, "012346", false},
	{CHALLENGE, "112345", false},
	{CHALLENGE, "", false},
	{CHALLENGE, " ", false},
	{CHALLENGE, "012345\t", false},
	{CHALLENGE, "01234O", false},
	{"0d2f9a4c-5b1e-4c3a-9f77-1a2b3c4d5e6e", "012345", false},
	{"", "012345", false},
	{CHALLENGE "0", "12345", false},
};

static void
test_answers(void **state)
{
	unsigned char key[KEY_SIZE] = {1}, other_key[KEY_SIZE] = {2}, hash[CODE_HASH_SIZE];

	(void)state;
	code_hash(key, CHALLENGE, "012345", hash);
	for (size_t i = 0; i < LENGTH(answers); i++)
		assert_int_equal(code_is_right(key, answers[i].challenge, answers[i].typed, hash), answers[i].right);
	assert_false(code_is_right(other_key, CHALLENGE, "012345", hash));
	for (size_t bit = 0; bit < 8 * sizeof(hash); bit++) {
		hash[bit / 8] ^= (unsigned char)(1 << bit % 8);
		assert_false(code_is_right(key, CHALLENGE, "012345", hash));
		hash[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
}

/* The hash of no code at all is no way in. */
static void
test_an_empty_code_is_never_right(void **state)
{
	unsigned char key[KEY_SIZE] = {1}, hash[CODE_HASH_SIZE];

	(void)state;
	code_hash(key, CHALLENGE, "", hash);
	assert_false(code_is_right(key, CHALLENGE, "", hash));
	assert_false(code_is_right(key, CHALLENGE, "x", hash));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_codes_are_equally_likely),
		cmocka_unit_test(test_the_hash),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_an_empty_code_is_never_right),
	};

	return cmocka_run_group_tests_name("code", tests, NULL, NULL);
}
