/*
 * Showing a field that may be longer than its place. What is shown follows from
 * the cursor alone, so that drawing needs no state: the text moves by half a
 * width at a time, and the cursor is never under the "…" of hidden text.
 */
#include <string.h>
#include <wchar.h>

#include "mfadesk/base/text.h"
#include "mfadesk/tui/field.h"

/* The text as shown, one step (a character and its marks) after the other. */
struct steps {
	const char **texts;
	int *widths;
	size_t count;
	size_t cursor; /* steps before it */
};

/* Bytes of the step that starts at `text`. */
static size_t
step_length(const char *text, size_t length)
{
	size_t end, used;

	text_decode(text, length, &end);
	while (end < length && wcwidth((wchar_t)text_decode(text + end, length - end, &used)) == 0)
		end += used;
	return end;
}

static struct steps
measure(struct arena *arena, const struct field *field)
{
	struct steps steps = {
		.texts = arena_alloc_array(arena, field->length + 1, sizeof *steps.texts),
		.widths = arena_alloc_array(arena, field->length + 1, sizeof *steps.widths),
	};

	for (size_t at = 0, length; at < field->length; at += length) {
		length = step_length(field->text + at, field->length - at);
		if (at < field->cursor)
			steps.cursor++;
		if (field->masked)
			steps.texts[steps.count] = "•";
		else
			steps.texts[steps.count] = arena_copy_bytes(arena, field->text + at, length);
		steps.widths[steps.count] = field->masked ? 1 : text_width(arena, steps.texts[steps.count]);
		steps.count++;
	}
	return steps;
}

static int
columns_between(const struct steps *steps, size_t from, size_t to)
{
	int columns = 0;

	for (size_t i = from; i < to; i++)
		columns += steps->widths[i];
	return columns;
}

/* The columns hidden at the left, so that what the cursor is on ends before the last column. */
static int
hidden_columns(const struct steps *steps, int width)
{
	bool at_end = steps->cursor == steps->count;
	int under = at_end ? 1 : steps->widths[steps->cursor];
	int end = columns_between(steps, 0, steps->cursor) + under;
	int stride = width >= 6 ? width / 2 : 1;

	if (columns_between(steps, 0, steps->count) + (at_end ? 1 : 0) <= width)
		return 0;
	if (end <= width - 1)
		return 0;
	return (end - (width - 1) + stride - 1) / stride * stride;
}

void
field_draw(const struct field *field, struct grid *grid, int row, int column, int width, bool focused)
{
	if (width > grid->width - column)
		width = grid->width - column;
	if (width < 1)
		return;

	struct arena *arena = arena_new();
	struct steps steps = measure(arena, field);
	int hidden = hidden_columns(&steps, width);
	int at = -hidden;
	size_t i = 0;

	grid_printf(grid, row, column, width, STYLE_FIELD, "%*s", width, "");
	if (hidden > 0)
		grid_text(grid, row, column, 1, STYLE_FIELD, "…");
	for (; i < steps.count && at + steps.widths[i] <= width; at += steps.widths[i++])
		if (at >= (hidden > 0 ? 1 : 0))
			grid_text(grid, row, column + at, steps.widths[i], STYLE_FIELD, steps.texts[i]);
	if (i < steps.count)
		grid_text(grid, row, column + width - 1, 1, STYLE_FIELD, "…");
	if (focused) {
		int cursor = columns_between(&steps, 0, steps.cursor) - hidden;

		grid_cursor(grid, row, column + (cursor < 0 ? 0 : cursor));
	}
	arena_free(&arena);
}
