#include "mfadesk/base/uuid.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define UUID_BYTES 16

static const char digits[] = "0123456789abcdef";

/* Up to 256 bytes getrandom() gives whole or not at all. */
static void
random_bytes(unsigned char *bytes, size_t length)
{
	while (getrandom(bytes, length, 0) != (ssize_t)length)
		if (errno != EINTR)
			abort(); /* a kernel without getrandom(2): no id may be guessable */
}

static bool
is_hyphen_place(size_t place)
{
	return place == 8 || place == 13 || place == 18 || place == 23;
}

void
uuid_make(char uuid[UUID_SIZE])
{
	unsigned char bytes[UUID_BYTES];
	size_t place = 0;

	random_bytes(bytes, sizeof(bytes));
	bytes[6] = (unsigned char)((bytes[6] & 0x0F) | 0x40); /* version 4 */
	bytes[8] = (unsigned char)((bytes[8] & 0x3F) | 0x80); /* the variant of RFC 9562 */
	for (size_t i = 0; i < UUID_BYTES; i++) {
		if (is_hyphen_place(place))
			uuid[place++] = '-';
		uuid[place++] = digits[bytes[i] >> 4];
		uuid[place++] = digits[bytes[i] & 0x0F];
	}
	uuid[place] = '\0';
}

bool
uuid_is_valid(const char *text)
{
	for (size_t i = 0; i < UUID_SIZE - 1; i++) {
		if (text[i] == '\0')
			return false;
		if (is_hyphen_place(i) ? text[i] != '-' : strchr("0123456789abcdefABCDEF", text[i]) == NULL)
			return false;
	}
	return text[UUID_SIZE - 1] == '\0';
}
