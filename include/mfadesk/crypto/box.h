/*
 * A secret for one reader: X25519, HKDF-SHA256 and AES-256-GCM (as RFC 9180 has
 * it, without its framing). The desk makes a key for one request and sends its
 * public half; whoever reads the answer on the way, or later in a backup, reads nothing.
 *
 * A sealed box: public key of the sender, made for it alone, 32 | the secret | tag 16
 */
#ifndef MFADESK_CRYPTO_BOX_H
#define MFADESK_CRYPTO_BOX_H

#include "mfadesk/base/error.h"
#include "mfadesk/crypto/seal.h"
#include "mfadesk/crypto/secret.h"

#define BOX_KEY_SIZE 32
#define BOX_KEY_TEXT (2 * BOX_KEY_SIZE + 1)
#define BOX_OVERHEAD 48

struct box_key;

/* The private half lies in the secure heap. Owned by the caller. */
struct box_key *box_key_new(void) MUST_CHECK;
void box_key_public(const struct box_key *key, unsigned char out[BOX_KEY_SIZE]);
/* The same as a request carries it: hexadecimal digits, and a NUL. */
void box_key_text(const struct box_key *key, char out[BOX_KEY_TEXT]);
void box_key_free(struct box_key **key); /* wipes; NULL is accepted */

/* `about`: what the secret belongs to (the challenge's uuid): not sent, and the same is needed to open. False: the
 * public key is none (a point of small order). */
bool box_seal(struct arena *arena, const unsigned char public_key[BOX_KEY_SIZE], const char *about,
	const struct secret *secret, struct sealed *sealed, struct error *error) MUST_CHECK;
/* The same to hexadecimal digits, as a request carries them; also false where they are none. */
bool box_seal_to(struct arena *arena, const char *public_key, const char *about, const struct secret *secret,
	struct sealed *sealed, struct error *error) MUST_CHECK;
/* Owned by the caller. NULL: for another key, about something else, changed or cut. */
struct secret *box_open(
	const struct box_key *key, const char *about, struct sealed sealed, struct error *error) MUST_CHECK;
/* The same of hexadecimal digits, as an answer carries it; also NULL where they are none, or `key` is NULL. */
struct secret *box_open_text(
	const struct box_key *key, const char *about, const char *sealed, struct error *error) MUST_CHECK;

#endif
