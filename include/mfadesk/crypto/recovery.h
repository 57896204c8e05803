/*
 * Saved recovery codes: ten together, 80 bits each, written in Crockford's base 32
 * (no I, L, O, U) in groups of four for reading aloud: "7K3Q-9XWD-M2R8-PZ4T".
 * At rest they are slow hashes under one salt of the set, so that what is typed is
 * hashed once and compared with all.
 */
#ifndef MFADESK_CRYPTO_RECOVERY_H
#define MFADESK_CRYPTO_RECOVERY_H

#include "mfadesk/crypto/secret.h"
#include "mfadesk/crypto/slow_hash.h"

#define RECOVERY_CODES 10
#define RECOVERY_LETTERS 16 /* of a code, of five bits */
#define RECOVERY_GROUP 4
#define RECOVERY_WIDTH (RECOVERY_LETTERS + RECOVERY_LETTERS / RECOVERY_GROUP - 1) /* with the hyphens */
#define RECOVERY_HASHES_SIZE (RECOVERY_CODES * SLOW_HASH_SIZE)

/* A line for each code, joined by line feeds. Owned by the caller. */
struct secret *recovery_codes_new(void) MUST_CHECK;
/* The hash of the code on one of these lines, counted from 0, at SLOW_COST. */
void recovery_code_hash(
	const struct secret *codes, size_t which, struct bytes salt, unsigned char hash[SLOW_HASH_SIZE]);
/* Which of `count` hashes is that of what was typed; `count`: none. Takes the same time whichever it is. */
size_t recovery_code_find(
	const unsigned char typed[SLOW_HASH_SIZE], const unsigned char *hashes, size_t count) MUST_CHECK;

#endif
