/* Base 32 (RFC 4648, section 6), as secrets are typed into authenticator apps. */
#ifndef MFADESK_CRYPTO_BASE32_H
#define MFADESK_CRYPTO_BASE32_H

#include "mfadesk/crypto/secret.h"

/* Upper case, without padding: key URIs have none. Owned by the caller. */
struct secret *base32_encode(const struct secret *bytes) MUST_CHECK;
/* Either case, with or without padding. Owned by the caller; NULL where it is not base 32, or has bits to spare that
 * are not zero. */
struct secret *base32_decode(const char *text) MUST_CHECK;

#endif
