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
	return is_among(basic, letter, length);
}

bool
message_is_one(const char *text)
{
	size_t gsm = 0, utf16 = 0, left = strlen(text);
	bool plain = true;

	for (size_t used; left > 0; text += used, left -= used) {
		int32_t point = text_decode(text, left, &used);
		size_t places = gsm_places(point, text, used);

		plain = plain && places > 0;
		gsm += places;
		utf16 += point > 0xFFFF ? 2 : 1;
	}
	return plain ? gsm <= GSM_MOST : utf16 <= UTF16_MOST;
}
