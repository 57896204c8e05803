/*
 * Any bytes as if a terminal had sent them, in pieces and with pauses, each key into
 * a field, the field drawn: nothing stays undecoded for ever, what was typed is
 * printable UTF-8 within its limit, and the cursor is where it can be seen.
 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "mfadesk/base/text.h"
#include "mfadesk/tui/decode.h"
#include "mfadesk/tui/field.h"

#define LIMIT 60

int LLVMFuzzerInitialize(int *count, char ***words);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool held)
{
	if (!held)
		abort();
}

int
LLVMFuzzerInitialize(int *count, char ***words)
{
	(void)count;
	(void)words;
	must(setlocale(LC_CTYPE, "C.UTF-8") != NULL);
	return 0;
}

static void
check_field(const struct field *field)
{
	must(field->length <= LIMIT && strlen(field->text) == field->length && field->cursor <= field->length);
	for (size_t at = 0, used; at < field->length; at += used) {
		int32_t point = text_decode(field->text + at, field->length - at, &used);

		must(point > 0 && text_is_printable((uint32_t)point));
	}
	/* Between characters. */
	must(field->cursor == field->length || ((unsigned char)field->text[field->cursor] & 0xC0) != 0x80);
}

static void
check_drawing(const struct field *field, int width)
{
	struct grid *grid = grid_new(width + 2, 1);

	field_draw(field, grid, 0, 1, width, true);
	must(grid->cells[0].points[0] == ' ' && grid->cells[width + 1].points[0] == ' ');
	must(grid->cursor_row == 0 && grid->cursor_column >= 1 && grid->cursor_column <= width);
	must(grid->cells[grid->cursor_column].width > 0);
	grid_free(&grid);
}

static void
take_keys(struct decoder *decoder, struct field *field, int64_t now)
{
	for (struct key key = decoder_next(decoder, now); key.code != KEY_NONE_YET; key = decoder_next(decoder, now)) {
		bool taken = field_key(field, &key);

		must(taken || key.code != KEY_TEXT);
		check_field(field);
	}
	must(decoder_room(decoder) > 0);
}

/* The first byte of each piece says how long it is, and how long nothing came before it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct decoder *decoder = decoder_new();
	struct field field;
	int64_t now = 1000000;

	field_init(&field, LIMIT, false);
	for (size_t at = 0, piece; at < size; at += piece) {
		uint8_t head = data[at++];

		piece = (head & 0x3Fu) < size - at ? (head & 0x3Fu) : size - at;
		now += head & 0x80 ? 3000000 : head & 0x40 ? 30000 : 1;
		decoder_feed(decoder, (const char *)data + at, piece, now);
		take_keys(decoder, &field, now);
		check_drawing(&field, 1 + head % 20);
	}
	take_keys(decoder, &field, now + 1000000);
	decoder_free(&decoder);
	field_clear(&field);
	return 0;
}
