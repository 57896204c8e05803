#include "mfadesk/base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A text cut by its array must not end in half a character. */
static void
drop_partial_character(char *text)
{
	size_t length = strlen(text);
	size_t start = length;
	unsigned char lead;
	size_t want;

	while (start > 0 && length - start < 4 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
		start--;
	if (start == 0)
		return;
	lead = (unsigned char)text[start - 1];
	want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
	if (want > length - (start - 1))
		text[start - 1] = '\0';
}

static void
copy(char *to, size_t size, const char *from)
{
	if (snprintf(to, size, "%s", from == NULL ? "" : from) >= (int)size)
		drop_partial_character(to);
}

bool
error_set(struct error *error, enum error_kind kind, const char *code, const char *hint, const char *format, ...)
{
	va_list arguments;

	if (error == NULL || error->kind != ERROR_NONE)
		return false;
	error->kind = kind;
	copy(error->code, sizeof(error->code), code);
	copy(error->hint, sizeof(error->hint), hint);
	va_start(arguments, format);
	if (vsnprintf(error->message, sizeof(error->message), format, arguments) >= (int)sizeof(error->message))
		drop_partial_character(error->message);
	va_end(arguments);
	return false;
}

void
error_clear(struct error *error)
{
	memset(error, 0, sizeof(*error));
}
