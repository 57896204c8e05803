/* What seal.h, box.h, keys.h and code.h are made of, each as its standard has it. Keys and outputs may be secret:
 * callers keep them in the secure heap. */
#ifndef MFADESK_CRYPTO_PRIMITIVE_H
#define MFADESK_CRYPTO_PRIMITIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mfadesk/base/memory.h"

struct bytes {
	const void *at; /* borrowed */
	size_t length;
};

/* AES-256-GCM (NIST SP 800-38D) with nonces of 96 bits and whole tags. */
#define GCM_KEY_SIZE 32
#define GCM_NONCE_SIZE 12
#define GCM_TAG_SIZE 16
/* Writes text.length bytes, then the tag. */
void gcm_close(const unsigned char key[GCM_KEY_SIZE], const unsigned char nonce[GCM_NONCE_SIZE],
	struct bytes associated, struct bytes text, unsigned char *out);
/* closed: the text and its tag. Writes closed.length - GCM_TAG_SIZE bytes; all zeros, and false, where anything
 * differs.
 */
bool gcm_open(const unsigned char key[GCM_KEY_SIZE], const unsigned char nonce[GCM_NONCE_SIZE], struct bytes associated,
	struct bytes closed, unsigned char *out) MUST_CHECK;

/* HKDF with SHA-256 (RFC 5869); at most 8160 bytes. */
void hkdf(struct bytes key, struct bytes salt, struct bytes info, unsigned char *out, size_t length);

/* HMAC with SHA-256 (RFC 2104), for texts of all lengths. */
void hmac_sha256(struct bytes key, struct bytes text, unsigned char out[32]);

/* X25519 (RFC 7748). False where the result is all zeros: the public key is a point of small order. */
#define X25519_SIZE 32
bool x25519(const unsigned char private_key[X25519_SIZE], const unsigned char public_key[X25519_SIZE],
	unsigned char out[X25519_SIZE]) MUST_CHECK;
void x25519_public(const unsigned char private_key[X25519_SIZE], unsigned char out[X25519_SIZE]);

/* From the system's generator, by OpenSSL's for private values. */
void random_bytes(void *out, size_t length);
/* One of 0 … limit - 1, each equally often. */
uint32_t random_below(uint32_t limit) MUST_CHECK;
/* Takes the same time wherever they differ. */
bool bytes_equal(const void *one, const void *other, size_t length) MUST_CHECK;

#endif
