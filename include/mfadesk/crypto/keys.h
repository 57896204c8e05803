/*
 * The worker's key file. One master key a line, the newest last:
 *	<version> <64 hexadecimal digits>
 * Versions rise; lines that begin with # and empty lines are skipped. From each
 * master key one key for every use is derived (HKDF), so that no key does two things.
 */
#ifndef MFADESK_CRYPTO_KEYS_H
#define MFADESK_CRYPTO_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mfadesk/base/error.h"
#include "mfadesk/crypto/secret.h"

#define KEY_SIZE 32
#define KEY_VERSION_MOST INT32_MAX /* what an integer of the database holds */

enum key_use {
	KEY_SEAL, /* wraps data keys: seal.h */
	KEY_CODE, /* hashes codes: code.h */
};

struct keys;

/* Owned by the caller. NULL: not there, not readable by its owner alone (private_file.h), or a line that is wrong,
 * which is named. Keys lie in the secure heap. */
struct keys *keys_read(const char *path, struct error *error) MUST_CHECK;
void keys_free(struct keys **keys); /* NULL is accepted */

uint32_t keys_newest(const struct keys *keys);
size_t keys_count(const struct keys *keys);
uint32_t keys_version(const struct keys *keys, size_t index); /* the oldest is 0 */
/* KEY_SIZE bytes, borrowed; NULL where there is no such version. */
const unsigned char *keys_get(const struct keys *keys, enum key_use use, uint32_t version);

/* A new file with one key, version 1, mode 0600. False where there is a file already. */
bool keys_create(const char *path, struct error *error) MUST_CHECK;
/* One more key, the newest from now on: after a crash the file is the old one or the new one. */
bool keys_add(const char *path, uint32_t *version, struct error *error) MUST_CHECK;

#endif
