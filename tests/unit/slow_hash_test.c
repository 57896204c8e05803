/* Slow hashes: scrypt as its RFC has it; right however a pass is typed, wrong for any other and under another salt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "mfadesk/base/hex.h"
#include "mfadesk/crypto/slow_hash.h"

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))

static struct bytes
salt_of(const char *text)
{
	return (struct bytes){text, strlen(text)};
}

/* RFC 7914, section 12, third vector: the first half of its 64 bytes is what 32 bytes are. */
static void
test_the_vector_of_the_rfc(void **state)
{
	struct arena *arena = arena_new();
	unsigned char hash[SLOW_HASH_SIZE];

	(void)state;
	slow_hash(salt_of("SodiumChloride"), SLOW_COST, "pleaseletmein", hash);
	assert_string_equal(hex_encode(arena, hash, sizeof(hash)),
		"7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2");
	arena_free(&arena);
}

static void
test_another_cost(void **state)
{
	unsigned char hash[SLOW_HASH_SIZE], dearer[SLOW_HASH_SIZE];

	(void)state;
	slow_hash(salt_of("salt of sixteen."), SLOW_COST_LEAST, "amber", hash);
	slow_hash(salt_of("salt of sixteen."), SLOW_COST_LEAST + 1, "amber", dearer);
	assert_memory_not_equal(hash, dearer, SLOW_HASH_SIZE);
}

static void
test_how_it_is_typed(void **state)
{
	static const struct {
		const char *typed;
		bool right;
	} rows[] = {
		{"amber-frog-9QZ", true},
		{"AMBER FROG 9qz", true},
		{"  amberfrog9qz\t", true},
		{"a-m b--erfrog9q z", true},
		{"amber-frog-9q", false},
		{"amber-frog-9qzz", false},
		{"amber_frog-9qz", false},
		{"frog-amber-9qz", false},
		{"", false},
		{" - ", false},
	};
	unsigned char hash[SLOW_HASH_SIZE];

	(void)state;
	slow_hash(salt_of("salt of sixteen."), SLOW_COST, "Amber-Frog-9qz", hash);
	for (size_t i = 0; i < LENGTH(rows); i++) {
		assert_int_equal(slow_hash_is_right(salt_of("salt of sixteen."), rows[i].typed, hash), rows[i].right);
	}
	assert_false(slow_hash_is_right(salt_of("Salt of sixteen."), "amber-frog-9qz", hash));
}

static void
test_nothing_is_never_right(void **state)
{
	unsigned char hash[SLOW_HASH_SIZE];

	(void)state;
	slow_hash(salt_of("salt of sixteen."), SLOW_COST, "", hash);
	assert_false(slow_hash_is_right(salt_of("salt of sixteen."), "", hash));
	assert_false(slow_hash_is_right(salt_of("salt of sixteen."), " -\t", hash));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_vector_of_the_rfc),
		cmocka_unit_test(test_another_cost),
		cmocka_unit_test(test_how_it_is_typed),
		cmocka_unit_test(test_nothing_is_never_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
