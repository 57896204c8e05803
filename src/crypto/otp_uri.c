/* Key URIs: what the QR code of a new authenticator holds, in the form that Google's app began and all apps read. */
#include <stdbool.h>
#include <string.h>

#include "mfadesk/crypto/base32.h"
#include "mfadesk/crypto/otp.h"

/* A text in the making, in a room that is large enough. */
struct uri {
	char *text; /* borrowed */
	size_t length;
};

static void
add(struct uri *uri, const char *text)
{
	memcpy(uri->text + uri->length, text, strlen(text));
	uri->length += strlen(text);
}

/* Unreserved (RFC 3986, section 2.3), and the @ of an account, which paths may have. */
static bool
stays(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || strchr("-._~@", c) != NULL;
}

static void
add_escaped(struct uri *uri, const char *text)
{
	static const char digits[] = "0123456789ABCDEF";

	for (; *text != '\0'; text++) {
		if (stays(*text)) {
			uri->text[uri->length++] = *text;
			continue;
		}
		uri->text[uri->length++] = '%';
		uri->text[uri->length++] = digits[(unsigned char)*text >> 4];
		uri->text[uri->length++] = digits[(unsigned char)*text & 0x0F];
	}
}

/* Digits, period and algorithm are those that apps take when none are named: a shorter URI is a smaller picture. */
struct secret *
otp_uri(const struct secret *secret, const char *issuer, const char *account)
{
	static const char fixed[] = "otpauth://totp/:?secret=&issuer=";
	struct secret *base32 = base32_encode(secret);
	struct secret *whole =
		secret_new(sizeof(fixed) + secret_length(base32) + 6 * strlen(issuer) + 3 * strlen(account));
	struct secret *exact;
	struct uri uri = {(char *)secret_bytes(whole), 0};

	add(&uri, "otpauth://totp/");
	add_escaped(&uri, issuer);
	add(&uri, ":");
	add_escaped(&uri, account);
	add(&uri, "?secret=");
	add(&uri, secret_text(base32));
	add(&uri, "&issuer=");
	add_escaped(&uri, issuer);
	exact = secret_new_bytes(uri.length);
	memcpy(secret_bytes(exact), uri.text, uri.length);
	secret_free(&whole);
	secret_free(&base32);
	return exact;
}
