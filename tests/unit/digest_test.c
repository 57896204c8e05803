/* SHA-256 against the vectors of FIPS 180-4 and RFC 6962, in one go and in pieces of every size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "mfadesk/crypto/digest.h"

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))

/* NIST's examples for FIPS 180-4, and the empty leaf of RFC 6962. */
static const struct {
	const char *bytes;
	size_t length;
	const char *hex;
} vectors[] = {
	{"", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	{"abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
	{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
		"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
	{"\0", 1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
};

static void
test_vectors(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(vectors); i++) {
		unsigned char out[DIGEST_SIZE];
		char hex[DIGEST_HEX_SIZE];

		digest_of(vectors[i].bytes, vectors[i].length, out);
		digest_hex(out, hex);
		assert_string_equal(hex, vectors[i].hex);
	}
}

static void
test_a_million_letters(void **state)
{
	char letters[1000];
	unsigned char out[DIGEST_SIZE];
	char hex[DIGEST_HEX_SIZE];
	struct digest *digest = digest_new();

	(void)state;
	memset(letters, 'a', sizeof(letters));
	for (int i = 0; i < 1000; i++)
		digest_add(digest, letters, sizeof(letters));
	digest_finish(&digest, out);
	assert_null(digest);
	digest_hex(out, hex);
	assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void
test_pieces_of_every_size(void **state)
{
	unsigned char bytes[200];
	unsigned char whole[DIGEST_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(i * 7);
	digest_of(bytes, sizeof(bytes), whole);
	for (size_t piece = 1; piece <= sizeof(bytes); piece++) {
		unsigned char out[DIGEST_SIZE];
		struct digest *digest = digest_new();

		digest_add(digest, bytes, 0);
		for (size_t at = 0; at < sizeof(bytes); at += piece)
			digest_add(digest, bytes + at, piece < sizeof(bytes) - at ? piece : sizeof(bytes) - at);
		digest_finish(&digest, out);
		assert_memory_equal(out, whole, DIGEST_SIZE);
	}
}

static void
test_free_without_a_result(void **state)
{
	struct digest *digest = digest_new();

	(void)state;
	digest_add(digest, "abc", 3);
	digest_free(&digest);
	assert_null(digest);
	digest_free(&digest);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vectors),
		cmocka_unit_test(test_a_million_letters),
		cmocka_unit_test(test_pieces_of_every_size),
		cmocka_unit_test(test_free_without_a_result),
	};

	return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
