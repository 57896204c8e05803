#include "mfadesk/crypto/base32.h"

#include <string.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

struct secret *
base32_encode(const struct secret *bytes)
{
	size_t length = secret_length(bytes);
	struct secret *text = secret_new_bytes((length * 8 + 4) / 5);
	const unsigned char *from = secret_bytes(bytes);
	unsigned char *to = secret_bytes(text);

	for (size_t bit = 0; bit < length * 8; bit += 5) {
		size_t at = bit / 8;
		unsigned pair = (unsigned)from[at] << 8 | (at + 1 < length ? from[at + 1] : 0U);

		*to++ = (unsigned char)letters[pair >> (11 - bit % 8) & 31];
	}
	return text;
}

/* 0 to 31; 32 for what is no letter of base 32. */
static unsigned
letter_value(char letter)
{
	if (letter >= 'A' && letter <= 'Z')
		return (unsigned)(letter - 'A');
	if (letter >= 'a' && letter <= 'z')
		return (unsigned)(letter - 'a');
	if (letter >= '2' && letter <= '7')
		return (unsigned)(letter - '2') + 26;
	return 32;
}

/* Whole bytes leave 0, 2, 4, 5 or 7 letters of the last eight; padding, where there is any, fills these up. */
static bool
is_whole(const char *text, size_t count)
{
	size_t rest = count % 8;
	size_t padding = strspn(text + count, "=");

	return text[count + padding] == '\0' && rest != 1 && rest != 3 && rest != 6 &&
		(padding == 0 || (rest != 0 && rest + padding == 8));
}

struct secret *
base32_decode(const char *text)
{
	size_t count = strcspn(text, "=");
	struct secret *bytes;
	unsigned held = 0; /* bits that are not written yet, and how many */
	unsigned bits = 0;
	size_t length = 0;

	if (!is_whole(text, count))
		return NULL;
	bytes = secret_new_bytes(count * 5 / 8);
	for (size_t i = 0; i < count; i++) {
		unsigned value = letter_value(text[i]);

		if (value > 31) {
			secret_free(&bytes);
			return NULL;
		}
		held = (held << 5 | value) & 0xFFF;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			secret_bytes(bytes)[length++] = (unsigned char)(held >> bits);
		}
	}
	if ((held & ((1U << bits) - 1)) != 0)
		secret_free(&bytes);
	return bytes;
}
