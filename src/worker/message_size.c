#include "message_size.h"

#include <string.h>

#include "mfadesk/base/text.h"

enum { GSM_MOST = 160, UTF16_MOST = 70 };

/* Beyond ASCII. */
static const char basic[] = "£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà";
static const char extended[] = "^{}\\[~]|\f€";

static bool
is_among(const char *letters, const char *letter, size_t length)
{
	for (size_t used; *letters; letters += used) {
		(void)text_decode(letters, strlen(letters), &used);
		if (used == length && memcmp(letters, letter, length) == 0)
			return true;
	}
	return false;
}

/* 0: it is not in the alphabet. */
static size_t
gsm_places(int32_t point, const char *letter, size_t length)
{
	if (is_among(extended, letter, length))
		return 2;
	if (point == '\n' || point == '\r' || (point >= ' ' && point <= '~' && point != '`'))
		return 1;
	return is_among(basic, letter, length) ? 1 : 0;
}

struct size {
	bool gsm;
	size_t gsm_places, utf16_units;
};

static struct size
size_of(const char *text)
{
	struct size size = {.gsm = true};
	size_t left = strlen(text);

	for (size_t used; left > 0; text += used, left -= used) {
		int32_t point = text_decode(text, left, &used);
		size_t places = gsm_places(point, text, used);

		size.gsm = size.gsm && places > 0;
		size.gsm_places += places;
		size.utf16_units += point > 0xFFFF ? 2 : 1;
	}
	return size;
}

bool
message_is_gsm(const char *text)
{
	return size_of(text).gsm;
}

bool
message_is_one(const char *text)
{
	struct size size = size_of(text);

	return size.gsm ? size.gsm_places <= GSM_MOST : size.utf16_units <= UTF16_MOST;
}
