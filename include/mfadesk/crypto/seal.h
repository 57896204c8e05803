/*
 * Secrets at rest. Each has a data key of its own, AES-256-GCM; the data key is
 * wrapped by a master key (keys.h), so that a new master key costs a new
 * wrapping and the secret itself stays closed.
 *
 * A sealed secret:
 *	format 1 (u8) | version of the master key (u32, big-endian)
 *	| nonce 12 | data key 32 | tag 16	the wrapped data key
 *	| nonce 12 | the secret | tag 16
 * What it is for and whose it is are associated data of both layers: a sealed
 * secret that was moved to another row does not open.
 */
#ifndef MFADESK_CRYPTO_SEAL_H
#define MFADESK_CRYPTO_SEAL_H

#include <stdint.h>

#include "mfadesk/base/error.h"
#include "mfadesk/crypto/keys.h"
#include "mfadesk/crypto/secret.h"

#define SEAL_OVERHEAD 93 /* bytes more than the secret has */
#define SEAL_LARGEST 4096 /* bytes of a secret */

struct seal_subject {
	const char *purpose; /* "authenticator" */
	const char *person; /* uuids, as text */
	const char *method;
};

struct sealed {
	const unsigned char *bytes; /* borrowed, or owned by the arena of the function that made it */
	size_t length;
};

/* Under the newest master key. False: a subject without uuids, or a secret that is too large. */
bool seal_secret(struct arena *arena, const struct keys *keys, const struct seal_subject *subject,
	const struct secret *secret, struct sealed *sealed, struct error *error) MUST_CHECK;
/* Owned by the caller. NULL: changed, cut, another's, or its master key is not in the file. */
struct secret *seal_open(const struct keys *keys, const struct seal_subject *subject, struct sealed sealed,
	struct error *error) MUST_CHECK;
/* The same secret under the newest master key, which opens only the data key. */
bool seal_wrap_again(struct arena *arena, const struct keys *keys, const struct seal_subject *subject,
	struct sealed sealed, struct sealed *fresh, struct error *error) MUST_CHECK;
/* The master key's version; 0 where this is no sealed secret. */
uint32_t seal_key_version(struct sealed sealed);

#endif
