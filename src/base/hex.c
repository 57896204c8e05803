#include "mfadesk/base/hex.h"

#include <string.h>

void
hex_write(const void *bytes, size_t length, char *text)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *from = bytes;

	for (size_t i = 0; i < length; i++) {
		text[2 * i] = digits[from[i] >> 4];
		text[2 * i + 1] = digits[from[i] & 0x0F];
	}
}

char *
hex_encode(struct arena *arena, const void *bytes, size_t length)
{
	char *text = arena_alloc(arena, 2 * length + 1);

	hex_write(bytes, length, text);
	return text;
}

/* 0 to 15; 16 for anything that is no digit. */
static unsigned
digit_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return (unsigned)(digit - '0');
	if (digit >= 'a' && digit <= 'f')
		return (unsigned)(digit - 'a') + 10;
	if (digit >= 'A' && digit <= 'F')
		return (unsigned)(digit - 'A') + 10;
	return 16;
}

static bool
all_digits(const char *text, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (digit_value(text[i]) > 15)
			return false;
	}
	return true;
}

bool
hex_decode(const char *text, void *bytes, size_t length)
{
	unsigned char *to = bytes;

	if (strlen(text) != 2 * length || !all_digits(text, 2 * length))
		return false;
	for (size_t i = 0; i < length; i++)
		to[i] = (unsigned char)(digit_value(text[2 * i]) << 4 | digit_value(text[2 * i + 1]));
	return true;
}

unsigned char *
hex_decode_all(struct arena *arena, const char *text, size_t *length)
{
	size_t count = strlen(text) / 2;
	unsigned char *bytes = arena_alloc(arena, count + 1);

	*length = 0;
	if (!hex_decode(text, bytes, count))
		return NULL;
	*length = count;
	return bytes;
}
