/* Codes sent by text or call: six digits, kept as a keyed hash that is bound to their challenge. */
#ifndef MFADESK_CRYPTO_CODE_H
#define MFADESK_CRYPTO_CODE_H

#include <stdbool.h>

#include "mfadesk/crypto/keys.h"
#include "mfadesk/crypto/secret.h"

#define CODE_DIGITS 6
#define CODE_HASH_SIZE 32

/* Each of the million equally often. Owned by the caller. */
struct secret *code_new(void) MUST_CHECK;
/* HMAC-SHA256 of the challenge's uuid and the code, under the key of KEY_CODE. */
void code_hash(
	const unsigned char key[KEY_SIZE], const char *challenge, const char *code, unsigned char hash[CODE_HASH_SIZE]);
/* Blanks in what was typed are skipped. Takes the same time wherever it differs. */
bool code_is_right(const unsigned char key[KEY_SIZE], const char *challenge, const char *typed,
	const unsigned char hash[CODE_HASH_SIZE]) MUST_CHECK;

#endif
