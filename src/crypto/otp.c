#include "mfadesk/crypto/otp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/crypto/primitive.h"
#include "must.h"
#include "typed.h"

_Static_assert(OTP_DIGITS == TYPED_DIGITS, "codes are as long as what is typed");

enum { SHA1_SIZE = 20, DAY_STEPS = 24 * 60 * 60 / OTP_SECONDS };

struct secret *
otp_secret_new(void)
{
	return secret_random(OTP_SECRET_SIZE);
}

int64_t
otp_step(int64_t time)
{
	return time / (OTP_SECONDS * CLOCK_SECOND);
}

uint32_t
otp_number(const void *key, size_t length, uint64_t counter)
{
	unsigned char message[8];
	unsigned char mac[SHA1_SIZE];
	const unsigned char *part;
	uint32_t number;

	for (int i = 0; i < 8; i++)
		message[i] = (unsigned char)(counter >> (56 - 8 * i));
	must(HMAC(EVP_sha1(), key, (int)length, message, sizeof(message), mac, NULL) != NULL);
	part = mac + (mac[SHA1_SIZE - 1] & 0x0F);
	number = (uint32_t)(part[0] & 0x7F) << 24 | (uint32_t)part[1] << 16 | (uint32_t)part[2] << 8 | part[3];
	secret_wipe(mac, sizeof(mac));
	return number;
}

void
otp_code(const struct secret *secret, int64_t step, char code[OTP_CODE_SIZE])
{
	uint32_t number = otp_number(secret_bytes(secret), secret_length(secret), (uint64_t)step);

	for (int i = OTP_DIGITS - 1; i >= 0; i--, number /= 10)
		code[i] = (char)('0' + number % 10);
	code[OTP_DIGITS] = '\0';
}

static bool
is_code_of(const struct secret *secret, int64_t step, const char typed[OTP_CODE_SIZE])
{
	char code[OTP_CODE_SIZE];
	bool same;

	otp_code(secret, step, code);
	same = bytes_equal(code, typed, OTP_CODE_SIZE) && step >= 0;
	secret_wipe(code, sizeof(code));
	return same;
}

/* Until the code after that of `step` is shown, where the one of `shown` is shown now. */
static int
seconds_to_next(int64_t time, int64_t step, int64_t shown)
{
	int64_t steps = step - shown < DAY_STEPS ? step - shown + 1 : DAY_STEPS;

	return (int)(steps * OTP_SECONDS - time / CLOCK_SECOND % OTP_SECONDS);
}

enum otp_result
otp_check(const struct secret *secret, const char *typed, int64_t time, int drift, int64_t last_step,
	struct otp_match *match)
{
	static const int windows[] = {1, -1, 0}; /* the likeliest last: it stays where two steps have the same code */
	enum otp_result result = OTP_WRONG;
	int64_t now = otp_step(time);
	char code[OTP_CODE_SIZE];

	typed_code(typed, code);
	*match = (struct otp_match){last_step, drift, seconds_to_next(time, now, now)};
	for (size_t i = 0; i < sizeof(windows) / sizeof(*windows); i++) {
		int64_t shown = now + drift + windows[i];
		bool fresh = shown > last_step;

		if (!is_code_of(secret, shown, code) || (!fresh && result == OTP_RIGHT))
			continue;
		result = fresh ? OTP_RIGHT : OTP_USED;
		match->step = fresh ? shown : last_step;
		match->drift = fresh ? (int)(shown - now) : drift;
		match->next = seconds_to_next(time, match->step, shown);
	}
	secret_wipe(code, sizeof(code));
	return result;
}

/* The account is what the app shows below the issuer; who is meant can be seen by its beginning. */
static void
shorten(char *account)
{
	char *at = strrchr(account, '@');
	size_t end = strlen(account) - 1;

	if (at != NULL && at > account) {
		*at = '\0';
		return;
	}
	while (end > 0 && ((unsigned char)account[end] & 0xC0) == 0x80)
		end--;
	account[end] = '\0';
}

struct secret *
otp_uri_fit(const struct secret *secret, const char *issuer, const char *account, size_t most)
{
	char *shown = memory_copy(account);
	struct secret *uri = otp_uri(secret, issuer, shown);

	while (secret_length(uri) > most && shown[0] != '\0') {
		secret_free(&uri);
		shorten(shown);
		uri = otp_uri(secret, issuer, shown);
	}
	memory_free(shown);
	return uri;
}
