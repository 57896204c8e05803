/*
 * One-time passcodes of authenticator apps: HOTP (RFC 4226) over time steps of
 * 30 seconds (RFC 6238), HMAC-SHA-1, six digits: what every authenticator app knows.
 */
#ifndef MFADESK_CRYPTO_OTP_H
#define MFADESK_CRYPTO_OTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mfadesk/crypto/secret.h"

#define OTP_SECONDS 30
#define OTP_DIGITS 6
#define OTP_CODE_SIZE 7 /* with the NUL */
#define OTP_SECRET_SIZE 20 /* as long as SHA-1's output (RFC 4226, section 4) */
#define OTP_NO_STEP INT64_C(-1)

enum otp_result { OTP_RIGHT, OTP_USED, OTP_WRONG };

struct otp_match {
	int64_t step; /* of the code; never to be accepted again, nor any before it */
	int drift; /* of the authenticator's clock, in steps: kept for the next check */
	int next; /* seconds until the authenticator shows its next code */
};

struct secret *otp_secret_new(void) MUST_CHECK; /* OTP_SECRET_SIZE random bytes; owned by the caller */

int64_t otp_step(int64_t time); /* of clock_now() */
/* The number of 31 bits that the digits are the end of (RFC 4226, section 5.3). */
uint32_t otp_number(const void *key, size_t length, uint64_t counter);
void otp_code(const struct secret *secret, int64_t step, char code[OTP_CODE_SIZE]); /* the caller wipes it */

/*
 * Is `typed` (digits; blanks are skipped) the code of now, of the step before or
 * of the step after, by an authenticator whose clock is `drift` steps ahead?
 * OTP_USED: of a step up to `last_step` (OTP_NO_STEP: none was used).
 * OTP_WRONG leaves step and drift as they were known. Every candidate is compared, in constant time.
 */
enum otp_result otp_check(const struct secret *secret, const char *typed, int64_t time, int drift, int64_t last_step,
	struct otp_match *match) MUST_CHECK;

/* otpauth://totp/ISSUER:ACCOUNT?secret=…&issuer=… for a QR code. Owned by the caller. */
struct secret *otp_uri(const struct secret *secret, const char *issuer, const char *account) MUST_CHECK;
/* The same of at most `most` bytes where shortening the account gets it there: what follows the @ goes first, then
 * characters from the end. A long issuer may leave it longer. Owned by the caller. */
struct secret *otp_uri_fit(
	const struct secret *secret, const char *issuer, const char *account, size_t most) MUST_CHECK;

#endif
