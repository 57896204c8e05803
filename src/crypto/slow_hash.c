#include "mfadesk/crypto/slow_hash.h"

#include <stdint.h>
#include <string.h>

#include <openssl/evp.h>

#include "mfadesk/crypto/secret.h"
#include "must.h"

static const uint64_t block = 8, lanes = 1;

/* Owned by the caller. */
static struct secret *
plain(const char *text)
{
	struct secret *plain = secret_new_bytes(strlen(text));
	char *to = (char *)secret_bytes(plain);

	for (; *text != '\0'; text++) {
		if (*text == ' ' || *text == '\t' || *text == '-')
			continue;
		*to++ = (char)(*text >= 'A' && *text <= 'Z' ? *text - 'A' + 'a' : *text);
	}
	return plain;
}

void
slow_hash(struct bytes salt, int cost, const char *text, unsigned char hash[SLOW_HASH_SIZE])
{
	struct secret *secret = plain(text);
	const char *pass = (const char *)secret_bytes(secret);
	uint64_t n = UINT64_C(1) << cost;
	/* OpenSSL counts a little more than what the definition needs. */
	uint64_t memory = 2 * 128 * n * block;

	must(EVP_PBE_scrypt(pass, strlen(pass), salt.at, salt.length, n, block, lanes, memory, hash, SLOW_HASH_SIZE) ==
		1);
	secret_free(&secret);
}

bool
slow_hash_is_right(struct bytes salt, const char *typed, const unsigned char hash[SLOW_HASH_SIZE])
{
	unsigned char typed_hash[SLOW_HASH_SIZE];
	bool right;

	slow_hash(salt, SLOW_COST, typed, typed_hash);
	right = bytes_equal(typed_hash, hash, SLOW_HASH_SIZE) && typed[strspn(typed, " \t-")] != '\0';
	secret_wipe(typed_hash, sizeof(typed_hash));
	return right;
}
