/* People paste what mail programs and ticket systems give them: the address is dug out of it. */
#include "mfadesk/desk/query.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "mfadesk/base/text.h"

#define NUMBER_DIGITS 10 /* an employee number may have nine */

/* The inside of the last <…>. */
static void
take_bracketed(const char **text, size_t *length)
{
	const char *open = memrchr(*text, '<', *length);
	const char *close = open ? memchr(open, '>', (size_t)(*text + *length - open)) : NULL;

	if (!open || open + 1 == close)
		return;
	*length = close ? (size_t)(close - open - 1) : (size_t)(*text + *length - open - 1);
	*text = open + 1;
}

static bool
is_trimmed(char byte)
{
	return byte && strchr(" \t\r\n.,;:'\"<>()", byte);
}

static void
trim(const char **text, size_t *length)
{
	while (*length && is_trimmed((*text)[*length - 1]))
		(*length)--;
	/* "(508) 555 0142" begins with what else is only dropped behind. */
	while (*length && **text != '(' && is_trimmed(**text)) {
		(*text)++;
		(*length)--;
	}
}

static void
drop_scheme(const char **text, size_t *length)
{
	static const char scheme[] = "mailto:";
	const char *end;

	if (*length < sizeof scheme - 1 || strncasecmp(*text, scheme, sizeof scheme - 1) != 0)
		return;
	*text += sizeof scheme - 1;
	*length -= sizeof scheme - 1;
	end = memchr(*text, '?', *length);
	if (end)
		*length = (size_t)(end - *text);
}

char *
query_clean(struct arena *arena, const char *typed)
{
	size_t length = strlen(typed);

	take_bracketed(&typed, &length);
	trim(&typed, &length);
	drop_scheme(&typed, &length);
	trim(&typed, &length);
	return arena_copy_bytes(arena, typed, length);
}

static bool
is_number(const char *text)
{
	size_t digits = 0;
	bool punctuated = false;

	for (const char *at = text; *at; at++) {
		if (isdigit((unsigned char)*at))
			digits++;
		else if (strchr("+-. ()/x", *at))
			punctuated = true;
		else
			return false;
	}
	return digits >= (punctuated ? NUMBER_DIGITS - 3 : NUMBER_DIGITS);
}

static bool
is_enough(const char *text)
{
	size_t used, length = strlen(text);
	int32_t point = text_decode(text, length, &used);

	/* One letter is a whole word where the script is Chinese, Japanese or Korean. */
	return used < length || point >= 0x2E80;
}

enum query_kind
query_kind(const char *cleaned)
{
	if (!*cleaned)
		return QUERY_NOTHING;
	if (is_number(cleaned))
		return QUERY_NUMBER;
	return is_enough(cleaned) ? QUERY_TEXT : QUERY_NOTHING;
}
