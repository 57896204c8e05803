/* AES-256-GCM, HKDF, HMAC and X25519 against the vectors of their standards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "mfadesk/base/hex.h"
#include "mfadesk/crypto/primitive.h"

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))
#define TWICE(text) text text

static struct bytes
bytes_of(struct arena *arena, const char *hex)
{
	struct bytes bytes;

	bytes.at = hex_decode_all(arena, hex, &bytes.length);
	assert_non_null(bytes.at);
	return bytes;
}

/* Test cases 13, 14, 15 and 16 of the GCM submission to NIST (McGrew, Viega): those with keys of 256 bits. */
static const struct {
	const char *key, *nonce, *associated, *text, *closed;
} gcm[] = {
	{TWICE("00000000000000000000000000000000"), "000000000000000000000000", "", "",
		"530f8afbc74536b9a963b4f1c4cb738b"},
	{TWICE("00000000000000000000000000000000"), "000000000000000000000000", "", "00000000000000000000000000000000",
		"cea7403d4d606b6e074ec5d3baf39d18"
		"d0d1c8a799996bf0265b98b5d48ab919"},
	{TWICE("feffe9928665731c6d6a8f9467308308"), "cafebabefacedbaddecaf888", "",
		"d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
		"1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
		"522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
		"8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad"
		"b094dac5d93471bdec1a502270e3cc6c"},
	{TWICE("feffe9928665731c6d6a8f9467308308"), "cafebabefacedbaddecaf888",
		"feedfacedeadbeeffeedfacedeadbeefabaddad2",
		"d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
		"1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
		"522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
		"8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
		"76fc6ece0f4e1768cddf8853bb2d551b"},
};

static void
test_gcm(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < LENGTH(gcm); i++) {
		struct bytes key = bytes_of(arena, gcm[i].key), nonce = bytes_of(arena, gcm[i].nonce);
		struct bytes associated = bytes_of(arena, gcm[i].associated), text = bytes_of(arena, gcm[i].text);
		struct bytes closed = bytes_of(arena, gcm[i].closed);
		unsigned char *out = arena_alloc(arena, closed.length);

		gcm_close(key.at, nonce.at, associated, text, out);
		assert_memory_equal(out, closed.at, closed.length);
		memset(out, 0x55, closed.length);
		assert_true(gcm_open(key.at, nonce.at, associated, closed, out));
		assert_memory_equal(out, text.at, text.length);
	}
	arena_free(&arena);
}

static bool
opens(struct bytes key, struct bytes nonce, struct bytes associated, struct bytes closed)
{
	static const unsigned char zeros[64];
	unsigned char out[64];
	bool open;

	memset(out, 0x55, sizeof(out));
	open = gcm_open(key.at, nonce.at, associated, closed, out);
	if (!open && closed.length >= GCM_TAG_SIZE)
		assert_memory_equal(out, zeros, closed.length - GCM_TAG_SIZE);
	return open;
}

/* Every bit of everything that goes in counts, and what does not open leaves nothing to look at. */
static void
test_gcm_refuses_what_differs(void **state)
{
	struct arena *arena = arena_new();
	struct bytes parts[] = {bytes_of(arena, gcm[3].key), bytes_of(arena, gcm[3].nonce),
		bytes_of(arena, gcm[3].associated), bytes_of(arena, gcm[3].closed)};

	(void)state;
	assert_true(opens(parts[0], parts[1], parts[2], parts[3]));
	for (size_t part = 0; part < LENGTH(parts); part++) {
		unsigned char *bytes = (unsigned char *)parts[part].at;

		for (size_t bit = 0; bit < 8 * parts[part].length; bit++) {
			bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
			assert_false(opens(parts[0], parts[1], parts[2], parts[3]));
			bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
		}
	}
	for (size_t length = 0; length < parts[3].length; length++)
		assert_false(opens(parts[0], parts[1], parts[2], (struct bytes){parts[3].at, length}));
	assert_false(opens(parts[0], parts[1], (struct bytes){parts[2].at, parts[2].length - 1}, parts[3]));
	arena_free(&arena);
}

/* RFC 5869, appendices A.1 to A.3. */
static const struct {
	const char *key, *salt, *info, *out;
} hkdfs[] = {
	{"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
		"3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"},
	{"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f"
	 "303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
		"606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f"
		"909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
		"b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf"
		"e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
		"b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
		"da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"},
	{"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "",
		"8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"},
};

static void
test_hkdf(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < LENGTH(hkdfs); i++) {
		struct bytes wanted = bytes_of(arena, hkdfs[i].out);
		unsigned char *out = arena_alloc(arena, wanted.length);

		hkdf(bytes_of(arena, hkdfs[i].key), bytes_of(arena, hkdfs[i].salt), bytes_of(arena, hkdfs[i].info), out,
			wanted.length);
		assert_memory_equal(out, wanted.at, wanted.length);
	}
	arena_free(&arena);
}

/* RFC 4231, test cases 1, 2 and 6: the last with a key that is longer than a block. */
static void
test_hmac(void **state)
{
	static const struct {
		const char *key;
		size_t length;
		const char *text, *out;
	} vectors[] = {
		{"\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b", 20, "Hi There",
			"b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
		{"Jefe", 4, "what do ya want for nothing?",
			"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
		{NULL, 131, "Test Using Larger Than Block-Size Key - Hash Key First",
			"60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
	};
	struct arena *arena = arena_new();
	unsigned char long_key[131];

	(void)state;
	memset(long_key, 0xaa, sizeof(long_key));
	for (size_t i = 0; i < LENGTH(vectors); i++) {
		const void *key = vectors[i].key != NULL ? (const void *)vectors[i].key : long_key;
		unsigned char out[32];

		hmac_sha256((struct bytes){key, vectors[i].length},
			(struct bytes){vectors[i].text, strlen(vectors[i].text)}, out);
		assert_string_equal(hex_encode(arena, out, sizeof(out)), vectors[i].out);
	}
	arena_free(&arena);
}

/* RFC 7748, sections 5.2 and 6.1. */
static void
test_x25519(void **state)
{
	static const char *const vectors[][3] = {
		{"a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
			"e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
			"c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"},
		{"4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
			"e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
			"95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"},
		{"77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
			"de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
			"4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"},
		{"5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
			"8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
			"4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"},
	};
	struct arena *arena = arena_new();
	unsigned char out[X25519_SIZE];

	(void)state;
	for (size_t i = 0; i < LENGTH(vectors); i++) {
		assert_true(x25519(bytes_of(arena, vectors[i][0]).at, bytes_of(arena, vectors[i][1]).at, out));
		assert_string_equal(hex_encode(arena, out, sizeof(out)), vectors[i][2]);
	}
	x25519_public(bytes_of(arena, vectors[2][0]).at, out);
	assert_string_equal(hex_encode(arena, out, sizeof(out)), vectors[3][1]);
	x25519_public(bytes_of(arena, vectors[3][0]).at, out);
	assert_string_equal(hex_encode(arena, out, sizeof(out)), vectors[2][1]);
	arena_free(&arena);
}

/* The same section: the function again and again on what it gave. */
static void
test_x25519_a_thousand_times(void **state)
{
	struct arena *arena = arena_new();
	unsigned char k[X25519_SIZE] = {9}, u[X25519_SIZE] = {9}, out[X25519_SIZE];

	(void)state;
	for (int i = 1; i <= 1000; i++) {
		assert_true(x25519(k, u, out));
		memcpy(u, k, sizeof(u));
		memcpy(k, out, sizeof(k));
		if (i == 1)
			assert_string_equal(hex_encode(arena, k, sizeof(k)),
				"422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079");
	}
	assert_string_equal(
		hex_encode(arena, k, sizeof(k)), "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51");
	arena_free(&arena);
}

/* Points of small order: whoever sends one would know what comes out. */
static void
test_x25519_refuses_points_of_small_order(void **state)
{
	static const char *const points[] = {
		"0000000000000000000000000000000000000000000000000000000000000000",
		"0100000000000000000000000000000000000000000000000000000000000000",
		"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
		"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	};
	struct arena *arena = arena_new();
	unsigned char key[X25519_SIZE], out[X25519_SIZE];

	(void)state;
	random_bytes(key, sizeof(key));
	for (size_t i = 0; i < LENGTH(points); i++)
		assert_false(x25519(key, bytes_of(arena, points[i]).at, out));
	arena_free(&arena);
}

static void
test_random_and_equal(void **state)
{
	unsigned char one[64] = {0}, other[64] = {0};

	(void)state;
	assert_true(bytes_equal(one, other, sizeof(one)));
	random_bytes(one, sizeof(one));
	random_bytes(other, 0);
	assert_false(bytes_equal(one, other, sizeof(one)));
	assert_true(bytes_equal(one, other, 0));
	memcpy(other, one, sizeof(one));
	for (size_t i = 0; i < sizeof(one); i++) {
		other[i] ^= 0x80;
		assert_false(bytes_equal(one, other, sizeof(one)));
		other[i] ^= 0x80;
	}
	random_bytes(other, sizeof(other));
	assert_false(bytes_equal(one, other, sizeof(one)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gcm),
		cmocka_unit_test(test_gcm_refuses_what_differs),
		cmocka_unit_test(test_hkdf),
		cmocka_unit_test(test_hmac),
		cmocka_unit_test(test_x25519),
		cmocka_unit_test(test_x25519_a_thousand_times),
		cmocka_unit_test(test_x25519_refuses_points_of_small_order),
		cmocka_unit_test(test_random_and_equal),
	};

	return cmocka_run_group_tests_name("primitive", tests, NULL, NULL);
}
