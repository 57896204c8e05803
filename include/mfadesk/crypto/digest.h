/* SHA-256 (FIPS 180-4), in one go or piece by piece. A ledger leaf is SHA-256(0x00 || body) (RFC 6962, section 2.1). */
#ifndef MFADESK_CRYPTO_DIGEST_H
#define MFADESK_CRYPTO_DIGEST_H

#include <stddef.h>

#include "mfadesk/base/memory.h"

#define DIGEST_SIZE 32
#define DIGEST_HEX_SIZE 65 /* with the NUL */

struct digest;

void digest_of(const void *bytes, size_t length, unsigned char out[DIGEST_SIZE]);

struct digest *digest_new(void) MUST_CHECK;
void digest_add(struct digest *digest, const void *bytes, size_t length);
/* Writes the result, frees the digest and sets it to NULL. */
void digest_finish(struct digest **digest, unsigned char out[DIGEST_SIZE]);
void digest_free(struct digest **digest); /* without a result; NULL is accepted */

void digest_hex(const unsigned char digest[DIGEST_SIZE], char hex[DIGEST_HEX_SIZE]); /* lower case */

#endif
