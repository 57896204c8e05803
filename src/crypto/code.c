#include "mfadesk/crypto/code.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "mfadesk/crypto/primitive.h"
#include "typed.h"

#define CODES UINT32_C(1000000)

_Static_assert(CODE_DIGITS == TYPED_DIGITS, "codes are as long as what is typed");

struct secret *
code_new(void)
{
	struct secret *code = secret_new_bytes(CODE_DIGITS);
	uint32_t number = random_below(CODES);

	for (int i = CODE_DIGITS - 1; i >= 0; i--, number /= 10)
		secret_bytes(code)[i] = (unsigned char)('0' + number % 10);
	secret_wipe(&number, sizeof(number));
	return code;
}

void
code_hash(
	const unsigned char key[KEY_SIZE], const char *challenge, const char *code, unsigned char hash[CODE_HASH_SIZE])
{
	size_t length = strlen(challenge) + 1;
	struct secret *text = secret_new_bytes(length + strlen(code));

	memcpy(secret_bytes(text), challenge, length);
	memcpy(secret_bytes(text) + length, code, strlen(code));
	hmac_sha256((struct bytes){key, KEY_SIZE}, (struct bytes){secret_bytes(text), secret_length(text)}, hash);
	secret_free(&text);
}

bool
code_is_right(const unsigned char key[KEY_SIZE], const char *challenge, const char *typed,
	const unsigned char hash[CODE_HASH_SIZE])
{
	unsigned char typed_hash[CODE_HASH_SIZE];
	char code[CODE_DIGITS + 1];
	bool right;

	typed_code(typed, code);
	code_hash(key, challenge, code, typed_hash);
	right = bytes_equal(typed_hash, hash, CODE_HASH_SIZE) && code[0] != '\0';
	secret_wipe(code, sizeof(code));
	return right;
}
