/*
 * Text from outside, laid out as cells. What may be shown as itself is collected
 * into runs, composed (NFC) and given cells; everything else ends the run and is
 * spelled out as a mark.
 *
 * A combining mark without a character before it (at the start, or after one of
 * our marks) is spelled out too: on a dotted circle it would look like text
 * that holds a dotted circle.
 */
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "text_rule.h"

/* Unicode's Stream-Safe Text Format (UAX #15): no honest text has more in a row. It also bounds the sorting of marks.
 */
#define MARKS_IN_A_ROW 30

#define NFC (UTF8PROC_STABLE | UTF8PROC_COMPOSE)

struct layout {
	struct arena *arena;
	bool utf8;
	struct text_cell *cells;
	size_t count;
	size_t capacity;
	bool has_base; /* the last cell can take a combining mark */
	char *run; /* UTF-8 */
	size_t run_length;
	int marks_in_a_row;
	bool composed; /* the run is in NFC as it is */
};

static void
add_cell(struct layout *layout, uint32_t point, int width)
{
	if (layout->count == layout->capacity) {
		struct text_cell *old = layout->cells;

		layout->capacity = layout->capacity * 2 + 16;
		layout->cells = arena_alloc_array(layout->arena, layout->capacity, sizeof(*old));
		if (layout->count > 0)
			memcpy(layout->cells, old, layout->count * sizeof(*old));
	}
	layout->cells[layout->count++] = (struct text_cell){.points = {point}, .width = width};
}

static void
add_to_last_cell(struct layout *layout, uint32_t point)
{
	struct text_cell *cell = &layout->cells[layout->count - 1];

	for (size_t i = 1; i < TEXT_CELL_POINTS; i++) {
		if (cell->points[i] == 0) {
			cell->points[i] = point;
			return;
		}
	}
}

static void
add_mark(struct layout *layout, const char *name)
{
	add_cell(layout, layout->utf8 ? 0x2039 : '<', 1);
	for (const char *letter = name; *letter != '\0'; letter++)
		add_cell(layout, (unsigned char)*letter, 1);
	add_cell(layout, layout->utf8 ? 0x203A : '>', 1);
	layout->has_base = false;
}

static void
add_point_mark(struct layout *layout, uint32_t point)
{
	char name[16];

	snprintf(name, sizeof(name), "U+%04X", point);
	add_mark(layout, name);
}

static void
add_byte_mark(struct layout *layout, unsigned char byte)
{
	char name[4];

	snprintf(name, sizeof(name), "x%02X", byte);
	add_mark(layout, name);
}

static void
add_point(struct layout *layout, uint32_t point)
{
	int width = text_point_width(point);

	if (width > 0) {
		add_cell(layout, point, width);
		layout->has_base = true;
	} else if (width == 0 && layout->has_base) {
		add_to_last_cell(layout, point);
	} else {
		add_point_mark(layout, point);
	}
}

static void
add_run_as_it_is(struct layout *layout)
{
	for (size_t at = 0, used; at < layout->run_length; at += used)
		add_point(layout, (uint32_t)text_decode(layout->run + at, layout->run_length - at, &used));
}

static void
add_run_composed(struct layout *layout)
{
	const utf8proc_uint8_t *run = (const utf8proc_uint8_t *)layout->run;
	utf8proc_ssize_t length = (utf8proc_ssize_t)layout->run_length;
	utf8proc_ssize_t count = utf8proc_decompose(run, length, NULL, 0, NFC);
	utf8proc_int32_t *points = arena_alloc_array(layout->arena, (size_t)count + 1, sizeof(*points));

	utf8proc_decompose(run, length, points, count, NFC);
	count = utf8proc_normalize_utf32(points, count, NFC);
	for (utf8proc_ssize_t i = 0; i < count; i++)
		add_point(layout, (uint32_t)points[i]);
}

static void
end_run(struct layout *layout)
{
	if (layout->composed)
		add_run_as_it_is(layout);
	else
		add_run_composed(layout);
	layout->run_length = 0;
	layout->composed = true;
	layout->marks_in_a_row = 0;
}

/* Below U+0300 nothing composes or is reordered. */
static void
add_to_run(struct layout *layout, const char *bytes, size_t length, uint32_t point)
{
	if (point >= 0x300) {
		layout->composed = false;
		if (utf8proc_get_property((utf8proc_int32_t)point)->combining_class == 0)
			layout->marks_in_a_row = 0;
		else if (++layout->marks_in_a_row > MARKS_IN_A_ROW)
			return;
	} else {
		layout->marks_in_a_row = 0;
	}
	memcpy(layout->run + layout->run_length, bytes, length);
	layout->run_length += length;
}

/* Most of what a screen shows: each of these is a cell of its own, and there is nothing to spell out or compose. */
static bool
is_printable_ascii(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (text[i] < ' ' || text[i] > '~')
			return false;
	return true;
}

static struct text_cell *
ascii_cells(struct arena *arena, const char *text, size_t length)
{
	struct text_cell *cells = arena_alloc_array(arena, length, sizeof(*cells));

	for (size_t i = 0; i < length; i++)
		cells[i] = (struct text_cell){.points = {(unsigned char)text[i]}, .width = 1};
	return cells;
}

struct text_cell *
text_cells(struct arena *arena, const char *text, size_t length, size_t *count)
{
	if (is_printable_ascii(text, length)) {
		*count = length;
		return ascii_cells(arena, text, length);
	}

	struct layout layout = {.arena = arena, .utf8 = text_locale_is_utf8(), .composed = true};

	layout.capacity = length;
	layout.cells = arena_alloc_array(arena, length, sizeof(*layout.cells));
	layout.run = arena_alloc(arena, length);
	for (size_t at = 0, used; at < length; at += used) {
		int32_t point = text_decode(text + at, length - at, &used);

		if (point >= 0 && text_is_allowed((uint32_t)point)) {
			add_to_run(&layout, text + at, used, (uint32_t)point);
			continue;
		}
		end_run(&layout);
		if (point >= 0)
			add_point_mark(&layout, (uint32_t)point);
		else
			add_byte_mark(&layout, (unsigned char)text[at]);
	}
	end_run(&layout);
	*count = layout.count;
	return layout.cells;
}

static size_t
encode_cell(const struct text_cell *cell, char *out)
{
	size_t length = 0;

	for (size_t i = 0; i < TEXT_CELL_POINTS && cell->points[i] != 0; i++)
		length += text_encode(cell->points[i], out + length);
	return length;
}

char *
text_printable(struct arena *arena, const char *text)
{
	size_t count;
	const struct text_cell *cells = text_cells(arena, text, strlen(text), &count);
	size_t length = 0;
	char *out;

	for (size_t i = 0; i < count; i++) {
		char encoded[TEXT_CELL_POINTS * 4];

		length += encode_cell(&cells[i], encoded);
	}
	out = arena_alloc(arena, length + 1);
	for (size_t i = 0, at = 0; i < count; i++)
		at += encode_cell(&cells[i], out + at);
	return out;
}

int
text_width(struct arena *arena, const char *text)
{
	size_t count;
	const struct text_cell *cells = text_cells(arena, text, strlen(text), &count);
	int width = 0;

	for (size_t i = 0; i < count; i++)
		width += cells[i].width;
	return width;
}
