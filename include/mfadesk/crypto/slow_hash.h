/*
 * Passes and recovery codes at rest: scrypt (RFC 7914, N 16384, r 8, p 1: 16 MiB
 * and about 50 ms a try) under a salt of their own. What was read aloud is typed
 * in many ways: case, blanks and hyphens count for nothing.
 */
#ifndef MFADESK_CRYPTO_SLOW_HASH_H
#define MFADESK_CRYPTO_SLOW_HASH_H

#include "mfadesk/crypto/primitive.h"

#define SLOW_SALT_SIZE 16
#define SLOW_HASH_SIZE 32

/* `salt` is random_bytes() of SLOW_SALT_SIZE, stored beside the hash. */
void slow_hash(struct bytes salt, const char *text, unsigned char hash[SLOW_HASH_SIZE]);
/* Takes the same time wherever it differs. A text of nothing but blanks and hyphens is never right. */
bool slow_hash_is_right(struct bytes salt, const char *typed, const unsigned char hash[SLOW_HASH_SIZE]) MUST_CHECK;

#endif
