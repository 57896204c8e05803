/* Sealed secrets and boxes: what was changed, moved or meant for another does not open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mfadesk/base/hex.h"
#include "mfadesk/crypto/box.h"
#include "mfadesk/crypto/keys.h"
#include "mfadesk/crypto/seal.h"

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))

#define PERSON "0d2f9a4c-5b1e-4c3a-9f77-1a2b3c4d5e6f"
#define METHOD "7c6b5a49-3827-4160-8f9e-0d1c2b3a4958"
#define KEY_7 "7 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
#define KEY_8 "8 1cd3a4e9f05b6a7788990a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f\n"
#define OTHER_7 "7 ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"

static const struct seal_subject subject = {"authenticator", PERSON, METHOD};

static struct keys *
keys_of(const char *text)
{
	char path[] = "/tmp/mfadesk-seal.XXXXXX";
	int fd = mkstemp(path);
	struct error error = {0};
	struct keys *keys;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	keys = keys_read(path, &error);
	unlink(path);
	assert_non_null(keys);
	return keys;
}

static struct secret *
secret_of(const char *text)
{
	struct secret *secret = secret_new(strlen(text));

	assert_true(secret_set(secret, text));
	return secret;
}

static struct sealed
sealed_of(struct arena *arena, const struct keys *keys, const char *text)
{
	struct secret *secret = secret_of(text);
	struct sealed sealed = {NULL, 0};

	assert_true(seal_secret(arena, keys, &subject, secret, &sealed, NULL));
	secret_free(&secret);
	return sealed;
}

static bool
opens(const struct keys *keys, const struct seal_subject *whose, struct sealed sealed, const char *text)
{
	struct error error = {0};
	struct secret *secret = seal_open(keys, whose, sealed, &error);
	bool open = secret != NULL;

	if (open) {
		assert_int_equal(secret_length(secret), strlen(text));
		assert_memory_equal(secret_text(secret), text, strlen(text));
	} else {
		assert_int_equal(error.kind, ERROR_LOCAL);
		assert_true(error.message[0] != '\0');
	}
	secret_free(&secret);
	return open;
}

/* Made by another program from what the header says: secrets that are stored stay readable. */
static void
test_the_form(void **state)
{
	static const char form[] =
		"0100000007a0a1a2a3a4a5a6a7a8a9aaab2b917d31a76de09a2b73f1760a58fb0b962c1ecd50a958dea354e91e8c54ccaa"
		"234bffa51345d2d937eeb758b68ad364b0b1b2b3b4b5b6b7b8b9babb3232b3b1f47cdca102de16cadec279fd8930bd18"
		"aed7cd32c259d28a6c6ee7a3c2c06ff3";
	struct arena *arena = arena_new();
	struct keys *keys = keys_of(KEY_7);
	struct seal_subject upper = {"authenticator", "0D2F9A4C-5B1E-4C3A-9F77-1A2B3C4D5E6F", METHOD};
	struct sealed sealed;

	(void)state;
	sealed.bytes = hex_decode_all(arena, form, &sealed.length);
	assert_int_equal(seal_key_version(sealed), 7);
	assert_true(opens(keys, &subject, sealed, "12345678901234567890"));
	assert_true(opens(keys, &upper, sealed, "12345678901234567890"));
	keys_free(&keys);
	arena_free(&arena);
}

static void
test_there_and_back(void **state)
{
	struct arena *arena = arena_new();
	struct keys *keys = keys_of(KEY_7 KEY_8);
	char longest[SEAL_LARGEST + 2];
	struct sealed one, other;
	struct secret *secret;
	struct error error = {0};

	(void)state;
	memset(longest, 's', sizeof(longest));
	longest[SEAL_LARGEST] = '\0';
	assert_true(opens(keys, &subject, sealed_of(arena, keys, longest), longest));
	assert_true(opens(keys, &subject, sealed_of(arena, keys, ""), ""));
	one = sealed_of(arena, keys, "the same");
	other = sealed_of(arena, keys, "the same");
	assert_int_equal(one.length, 8 + SEAL_OVERHEAD);
	assert_int_equal(seal_key_version(one), 8);
	/* Nothing but format and version is ever the same twice. */
	for (size_t at = 5; at + 4 <= one.length; at += 4)
		assert_memory_not_equal(one.bytes + at, other.bytes + at, 4);
	longest[SEAL_LARGEST] = 's';
	longest[SEAL_LARGEST + 1] = '\0';
	secret = secret_of(longest);
	assert_false(seal_secret(arena, keys, &subject, secret, &one, &error));
	assert_non_null(strstr(error.message, "4096"));
	secret_free(&secret);
	keys_free(&keys);
	arena_free(&arena);
}

static void
test_every_bit_counts(void **state)
{
	struct arena *arena = arena_new();
	/* Version 7 and 8 differ in bits of the version: both are there, and neither opens the other's. */
	struct keys *keys = keys_of(KEY_7 KEY_8);
	struct sealed sealed = sealed_of(arena, keys, "a secret of many bits");
	unsigned char *bytes = (unsigned char *)arena_copy_bytes(arena, (const char *)sealed.bytes, sealed.length + 1);

	(void)state;
	sealed.bytes = bytes;
	for (size_t bit = 0; bit < 8 * sealed.length; bit++) {
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
		assert_false(opens(keys, &subject, sealed, ""));
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	for (size_t length = 0; length < sealed.length; length++)
		assert_false(opens(keys, &subject, (struct sealed){bytes, length}, ""));
	assert_false(opens(keys, &subject, (struct sealed){bytes, sealed.length + 1}, ""));
	assert_true(opens(keys, &subject, sealed, "a secret of many bits"));
	keys_free(&keys);
	arena_free(&arena);
}

static const struct seal_subject others[] = {
	{"authenticato", PERSON, METHOD},
	{"authenticators", PERSON, METHOD},
	{"", PERSON, METHOD},
	{"pass", PERSON, METHOD},
	{"authenticator", METHOD, PERSON},
	{"authenticator", METHOD, METHOD},
	{"authenticator", PERSON, PERSON},
	{"authenticator", "0d2f9a4c-5b1e-4c3a-9f77-1a2b3c4d5e6e", METHOD},
	{"authenticator", PERSON, "7c6b5a49-3827-4160-8f9e-0d1c2b3a4959"},
};

static const struct seal_subject impossible[] = {
	{"authenticator", "", METHOD},
	{"authenticator", "ana", METHOD},
	{"authenticator", PERSON, PERSON METHOD},
	{"authenticator", PERSON, "7c6b5a49-3827-4160-8f9e-0d1c2b3a495"},
	{"a purpose that is longer than any purpose", PERSON, METHOD},
};

static void
test_another_subject(void **state)
{
	struct arena *arena = arena_new();
	struct keys *keys = keys_of(KEY_7);
	struct sealed sealed = sealed_of(arena, keys, "hers"), fresh;
	struct secret *secret = secret_of("hers");

	(void)state;
	for (size_t i = 0; i < LENGTH(others); i++) {
		assert_false(opens(keys, &others[i], sealed, ""));
		assert_false(seal_wrap_again(arena, keys, &others[i], sealed, &fresh, NULL));
	}
	for (size_t i = 0; i < LENGTH(impossible); i++) {
		assert_false(opens(keys, &impossible[i], sealed, ""));
		assert_false(seal_secret(arena, keys, &impossible[i], secret, &fresh, NULL));
	}
	secret_free(&secret);
	keys_free(&keys);
	arena_free(&arena);
}

/* Two rows of one person: the wrapped key of one before the text of the other. */
static void
test_halves_do_not_mix(void **state)
{
	struct arena *arena = arena_new();
	struct keys *keys = keys_of(KEY_7);
	struct sealed one = sealed_of(arena, keys, "one"), two = sealed_of(arena, keys, "two");
	unsigned char *mixed = (unsigned char *)arena_copy_bytes(arena, (const char *)one.bytes, one.length);

	(void)state;
	memcpy(mixed, two.bytes, 65);
	assert_false(opens(keys, &subject, (struct sealed){mixed, one.length}, ""));
	keys_free(&keys);
	arena_free(&arena);
}

static void
test_rotation(void **state)
{
	struct arena *arena = arena_new();
	struct keys *old = keys_of(KEY_7), *both = keys_of(KEY_7 KEY_8), *fresh_only = keys_of(KEY_8),
		    *wrong = keys_of(OTHER_7);
	struct sealed sealed = sealed_of(arena, old, "kept"), fresh = {NULL, 0}, again = {NULL, 0};
	struct error error = {0};

	(void)state;
	assert_true(seal_wrap_again(arena, both, &subject, sealed, &fresh, &error));
	assert_int_equal(seal_key_version(sealed), 7);
	assert_int_equal(seal_key_version(fresh), 8);
	assert_int_equal(fresh.length, sealed.length);
	assert_memory_equal(fresh.bytes + 65, sealed.bytes + 65, sealed.length - 65);
	assert_true(opens(both, &subject, sealed, "kept"));
	assert_true(opens(both, &subject, fresh, "kept"));
	assert_true(opens(fresh_only, &subject, fresh, "kept"));
	assert_false(opens(old, &subject, fresh, ""));
	assert_false(opens(wrong, &subject, sealed, ""));
	assert_true(seal_wrap_again(arena, both, &subject, fresh, &again, &error));
	assert_true(opens(fresh_only, &subject, again, "kept"));
	assert_null(seal_open(fresh_only, &subject, sealed, &error));
	assert_non_null(strstr(error.message, "master key 7"));
	assert_false(seal_wrap_again(arena, fresh_only, &subject, sealed, &again, NULL));
	keys_free(&old);
	keys_free(&both);
	keys_free(&fresh_only);
	keys_free(&wrong);
	arena_free(&arena);
}

static void
test_no_sealed_secret_has_no_version(void **state)
{
	unsigned char bytes[SEAL_OVERHEAD] = {1, 0, 0, 1, 2};

	(void)state;
	assert_int_equal(seal_key_version((struct sealed){bytes, 0}), 0);
	assert_int_equal(seal_key_version((struct sealed){bytes, SEAL_OVERHEAD - 1}), 0);
	assert_int_equal(seal_key_version((struct sealed){bytes, SEAL_OVERHEAD}), 258);
	bytes[0] = 2;
	assert_int_equal(seal_key_version((struct sealed){bytes, SEAL_OVERHEAD}), 0);
}

static struct sealed
boxed(struct arena *arena, const struct box_key *key, const char *about, const char *text)
{
	unsigned char public_key[BOX_KEY_SIZE];
	struct secret *secret = secret_of(text);
	struct sealed sealed = {NULL, 0};

	box_key_public(key, public_key);
	assert_true(box_seal(arena, public_key, about, secret, &sealed, NULL));
	secret_free(&secret);
	return sealed;
}

static bool
box_opens(const struct box_key *key, const char *about, struct sealed sealed, const char *text)
{
	struct error error = {0};
	struct secret *secret = box_open(key, about, sealed, &error);
	bool open = secret != NULL;

	if (open)
		assert_string_equal(secret_text(secret), text);
	else
		assert_non_null(strstr(error.message, "does not open"));
	secret_free(&secret);
	return open;
}

static void
test_boxes(void **state)
{
	struct arena *arena = arena_new();
	struct box_key *key = box_key_new(), *other = box_key_new();
	struct sealed sealed = boxed(arena, key, METHOD, "for one desk"),
		      again = boxed(arena, key, METHOD, "for one desk");

	(void)state;
	assert_int_equal(sealed.length, 12 + BOX_OVERHEAD);
	for (size_t at = 0; at + 4 <= sealed.length; at += 4)
		assert_memory_not_equal(sealed.bytes + at, again.bytes + at, 4);
	assert_true(box_opens(key, METHOD, sealed, "for one desk"));
	assert_true(box_opens(key, "", boxed(arena, key, "", ""), ""));
	assert_false(box_opens(other, METHOD, sealed, ""));
	assert_false(box_opens(key, PERSON, sealed, ""));
	assert_false(box_opens(key, "", sealed, ""));
	box_key_free(&key);
	assert_null(key);
	box_key_free(&key);
	box_key_free(&other);
	arena_free(&arena);
}

/* But one bit: the highest of an X25519 public key is none of it (RFC 7748, section 5), yet it is bound all the same.
 */
static void
test_every_bit_of_a_box_counts(void **state)
{
	struct arena *arena = arena_new();
	struct box_key *key = box_key_new();
	struct sealed sealed = boxed(arena, key, METHOD, "a secret of many bits");
	unsigned char *bytes = (unsigned char *)arena_copy_bytes(arena, (const char *)sealed.bytes, sealed.length + 1);

	(void)state;
	sealed.bytes = bytes;
	for (size_t bit = 0; bit < 8 * sealed.length; bit++) {
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
		assert_false(box_opens(key, METHOD, sealed, ""));
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	for (size_t length = 0; length < sealed.length; length++)
		assert_false(box_opens(key, METHOD, (struct sealed){bytes, length}, ""));
	assert_false(box_opens(key, METHOD, (struct sealed){bytes, sealed.length + 1}, ""));
	assert_true(box_opens(key, METHOD, sealed, "a secret of many bits"));
	memset(bytes, 0, BOX_KEY_SIZE);
	assert_false(box_opens(key, METHOD, sealed, ""));
	box_key_free(&key);
	arena_free(&arena);
}

static void
test_a_public_key_that_is_none(void **state)
{
	static const unsigned char none[BOX_KEY_SIZE] = {1};
	struct arena *arena = arena_new();
	struct secret *secret = secret_of("s");
	struct error error = {0};
	struct sealed sealed;

	(void)state;
	assert_false(box_seal(arena, none, METHOD, secret, &sealed, &error));
	assert_non_null(strstr(error.message, "public key"));
	error = (struct error){0};
	assert_false(box_seal_to(arena, "2a", METHOD, secret, &sealed, &error));
	assert_non_null(strstr(error.message, "public key"));
	secret_free(&secret);
	arena_free(&arena);
}

/* Without the secure heap: what is written past a piece of ordinary memory the sanitizers see. */
int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_form),
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_every_bit_counts),
		cmocka_unit_test(test_another_subject),
		cmocka_unit_test(test_halves_do_not_mix),
		cmocka_unit_test(test_rotation),
		cmocka_unit_test(test_no_sealed_secret_has_no_version),
		cmocka_unit_test(test_boxes),
		cmocka_unit_test(test_every_bit_of_a_box_counts),
		cmocka_unit_test(test_a_public_key_that_is_none),
	};

	return cmocka_run_group_tests_name("seal", tests, NULL, NULL);
}
