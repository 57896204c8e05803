/*
 * Passes and recovery codes at rest: scrypt (RFC 7914, r 8, p 1) under a salt of
 * their own. What was read aloud is typed in many ways: case, blanks and hyphens
 * count for nothing.
 */
#ifndef MFADESK_CRYPTO_SLOW_HASH_H
#define MFADESK_CRYPTO_SLOW_HASH_H

#include "mfadesk/crypto/primitive.h"

#define SLOW_SALT_SIZE 16
#define SLOW_HASH_SIZE 32
/* N is 2 to this: 16 MiB and about 50 ms a try. */
#define SLOW_COST 14
#define SLOW_COST_LEAST 10
#define SLOW_COST_MOST 20 /* 1 GiB */

/* `salt` is random_bytes() of SLOW_SALT_SIZE, stored beside the hash; `cost` is one of the range above. */
void slow_hash(struct bytes salt, int cost, const char *text, unsigned char hash[SLOW_HASH_SIZE]);
/* At SLOW_COST. Takes the same time wherever it differs. A text of nothing but blanks and hyphens is never right. */
bool slow_hash_is_right(struct bytes salt, const char *typed, const unsigned char hash[SLOW_HASH_SIZE]) MUST_CHECK;

#endif
