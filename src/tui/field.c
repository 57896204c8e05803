/*
 * Editing one line. Positions are bytes; a step is one base character and the
 * marks on it, by libc's wcwidth() as the drawing does. Nothing typed or pasted
 * is ever interpreted here: a line end in a paste is dropped, not pressed.
 */
#include "mfadesk/tui/field.h"

#include <string.h>
#include <wchar.h>

#include "mfadesk/base/text.h"

void
field_init(struct field *field, size_t limit, bool masked)
{
	*field = (struct field){.masked = masked};
	field->limit = limit == 0 || limit > FIELD_MAX ? FIELD_MAX : limit;
}

void
field_clear(struct field *field)
{
	explicit_bzero(field->text, sizeof field->text);
	field->length = 0;
	field->cursor = 0;
	field->refused = false;
}

bool
field_is_empty(const struct field *field)
{
	return field->length == 0;
}

static bool
is_continuation(char byte)
{
	return ((unsigned char)byte & 0xC0) == 0x80;
}

/* A mark that is drawn on the character before it. */
static bool
is_mark(const struct field *field, size_t at)
{
	size_t used;
	int32_t point = text_decode(field->text + at, field->length - at, &used);

	return wcwidth((wchar_t)point) == 0;
}

static size_t
next_point(const struct field *field, size_t at)
{
	do
		at++;
	while (at < field->length && is_continuation(field->text[at]));
	return at;
}

static size_t
previous_point(const struct field *field, size_t at)
{
	do
		at--;
	while (at > 0 && is_continuation(field->text[at]));
	return at;
}

static size_t
next_step(const struct field *field, size_t at)
{
	if (at >= field->length)
		return field->length;
	do
		at = next_point(field, at);
	while (at < field->length && is_mark(field, at));
	return at;
}

static size_t
previous_step(const struct field *field, size_t at)
{
	if (at == 0)
		return 0;
	do
		at = previous_point(field, at);
	while (at > 0 && is_mark(field, at));
	return at;
}

/* Back over spaces, then over what is none: the word that Ctrl-W deletes. */
static size_t
previous_word(const struct field *field, size_t at)
{
	while (at > 0 && field->text[at - 1] == ' ')
		at--;
	while (at > 0 && field->text[at - 1] != ' ')
		at--;
	return at;
}

/* The bytes left over at the end are wiped: they may be a part of a secret. */
static void
cut(struct field *field, size_t from, size_t to)
{
	size_t removed = to - from;

	memmove(field->text + from, field->text + to, field->length - to);
	field->length -= removed;
	explicit_bzero(field->text + field->length, removed);
	field->cursor = from;
}

static void
insert_point(struct field *field, uint32_t point)
{
	char bytes[4];

	if (!text_is_printable(point)) {
		field->refused = true;
		return;
	}

	size_t length = text_encode(point, bytes);

	if (length > field->limit - field->length) {
		field->refused = true;
		return;
	}
	memmove(field->text + field->cursor + length, field->text + field->cursor, field->length - field->cursor);
	memcpy(field->text + field->cursor, bytes, length);
	field->length += length;
	field->cursor += length;
}

static bool
is_line_end(int32_t point)
{
	return point == '\n' || point == '\r';
}

static void
insert_text(struct field *field, const char *text)
{
	size_t length = strlen(text);

	for (size_t at = 0, used; at < length; at += used) {
		int32_t point = text_decode(text + at, length - at, &used);

		if (point < 0)
			field->refused = true;
		else if (!is_line_end(point))
			insert_point(field, (uint32_t)point);
	}
}

void
field_set(struct field *field, const char *text)
{
	field_clear(field);
	insert_text(field, text);
}

/* The cursor never stays between a character and a mark that belongs to it. */
static void
settle(struct field *field)
{
	while (field->cursor < field->length && field->cursor > 0 && is_mark(field, field->cursor))
		field->cursor = next_point(field, field->cursor);
}

static bool
control_key(struct field *field, uint32_t letter)
{
	if (letter == 'a')
		field->cursor = 0;
	else if (letter == 'e')
		field->cursor = field->length;
	else if (letter == 'u')
		cut(field, 0, field->cursor);
	else if (letter == 'k')
		cut(field, field->cursor, field->length);
	else if (letter == 'w')
		cut(field, previous_word(field, field->cursor), field->cursor);
	else
		return false;
	return true;
}

static bool
edit(struct field *field, const struct key *key)
{
	if (key->code == KEY_TEXT)
		insert_point(field, key->point);
	else if (key->code == KEY_PASTE)
		insert_text(field, key->text);
	else if (key->code == KEY_INVALID)
		field->refused = true;
	else if (key->code == KEY_ARROW_LEFT)
		field->cursor = previous_step(field, field->cursor);
	else if (key->code == KEY_ARROW_RIGHT)
		field->cursor = next_step(field, field->cursor);
	else if (key->code == KEY_HOME_PRESSED)
		field->cursor = 0;
	else if (key->code == KEY_END_PRESSED)
		field->cursor = field->length;
	else if (key->code == KEY_ERASE)
		cut(field, previous_step(field, field->cursor), field->cursor);
	else if (key->code == KEY_DELETE_PRESSED)
		cut(field, field->cursor, next_step(field, field->cursor));
	else if (key->code == KEY_CONTROL)
		return control_key(field, key->point);
	else
		return false;
	return true;
}

bool
field_key(struct field *field, const struct key *key)
{
	field->refused = false;
	if (!edit(field, key))
		return false;
	settle(field);
	return true;
}
