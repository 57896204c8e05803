/*
 * The cells of a screen. Drawing is arithmetic: nothing here knows a terminal, so
 * that a screen can be compared as text. Text becomes cells by base/text alone.
 */
#include "mfadesk/tui/grid.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "mfadesk/base/buffer.h"

#define GRID_WIDTH_MAX 2000
#define GRID_HEIGHT_MAX 1000

/* What the program itself draws beyond ASCII, and what stands for it where the locale cannot show it. */
static const struct {
	uint32_t point;
	char ascii;
} stand_ins[] = {
	{0x2026, '~'}, /* … cut */
	{0x2500, '-'}, /* ─ */
	{0x2502, '|'}, /* │ */
	{0x250C, '+'}, /* ┌ */
	{0x2510, '+'}, /* ┐ */
	{0x2514, '+'}, /* └ */
	{0x2518, '+'}, /* ┘ */
	{0x2588, '#'}, /* █ and its eighths: bars */
	{0x2589, '#'}, {0x258A, '#'}, {0x258B, '#'}, {0x258C, '#'}, {0x258D, '|'}, {0x258E, '|'}, {0x258F, '|'},
	{0x25B8, '>'}, /* ▸ here */
	{0x2713, 'x'}, /* ✓ done */
	{0x2022, '*'}, /* • masked */
	{0x00B7, '-'}, /* · between words */
	{0x2013, '-'}, /* – */
	{0x2014, '-'}, /* — */
};

static int
clamp(int value, int limit)
{
	if (value < 0)
		return 0;
	return value > limit ? limit : value;
}

struct grid *
grid_new(int width, int height)
{
	struct grid *grid = memory_alloc(sizeof *grid);

	grid->width = clamp(width, GRID_WIDTH_MAX);
	grid->height = clamp(height, GRID_HEIGHT_MAX);
	/* One cell more, so that an empty grid has an address too. */
	grid->cells = memory_alloc_array((size_t)grid->width * (size_t)grid->height + 1, sizeof *grid->cells);
	grid_clear(grid);
	return grid;
}

void
grid_free(struct grid **grid)
{
	if (*grid == NULL)
		return;
	memory_free((*grid)->cells);
	memory_free(*grid);
	*grid = NULL;
}

void
grid_clear(struct grid *grid)
{
	for (int i = 0; i < grid->width * grid->height; i++)
		grid->cells[i] = (struct cell){.points = {' '}, .width = 1};
	grid_cursor(grid, -1, 0);
}

void
grid_cursor(struct grid *grid, int row, int column)
{
	bool inside = row >= 0 && row < grid->height && column >= 0 && column < grid->width;

	grid->cursor_row = inside ? row : -1;
	grid->cursor_column = inside ? column : 0;
}

static struct cell *
cell_at(struct grid *grid, int row, int column)
{
	if (row < 0 || row >= grid->height || column < 0 || column >= grid->width)
		return NULL;
	return &grid->cells[row * grid->width + column];
}

static void
blank(struct cell *cell, enum style style)
{
	*cell = (struct cell){.points = {' '}, .style = style, .width = 1};
}

/* Before a cell is overwritten: the other half of a wide one that stood there becomes a space. */
static void
split(struct grid *grid, int row, int column)
{
	struct cell *cell = cell_at(grid, row, column);
	struct cell *other = NULL;

	if (cell->width == 2)
		other = cell_at(grid, row, column + 1);
	else if (cell->width == 0)
		other = cell_at(grid, row, column - 1);
	if (other != NULL)
		blank(other, other->style);
}

/* A wide cell whose left half is outside the grid leaves a space. Its right half never is: see grid_text(). */
static void
put(struct grid *grid, int row, int column, enum style style, const struct text_cell *text)
{
	struct cell *left = cell_at(grid, row, column);
	struct cell *right = text->width == 2 ? cell_at(grid, row, column + 1) : NULL;

	if (left != NULL) {
		split(grid, row, column);
		blank(left, style);
	}
	if (right != NULL) {
		split(grid, row, column + 1);
		blank(right, style);
	}
	if (left == NULL)
		return;
	memcpy(left->points, text->points, sizeof left->points);
	left->width = text->width;
	if (right != NULL)
		*right = (struct cell){.style = style};
}

static bool
locale_shows(uint32_t point)
{
	return wcwidth((wchar_t)point) == 1;
}

static uint32_t
stand_in(uint32_t point)
{
	for (size_t i = 0; i < sizeof stand_ins / sizeof stand_ins[0]; i++)
		if (stand_ins[i].point == point && !locale_shows(point))
			return (uint32_t)stand_ins[i].ascii;
	return point;
}

/* The text with stand-ins for what the program draws and the locale cannot show. */
static const char *
with_stand_ins(struct arena *arena, const char *text)
{
	size_t length = strlen(text);
	char *copy = arena_alloc(arena, length + 1);
	size_t written = 0;

	for (size_t at = 0, used; at < length; at += used) {
		int32_t point = text_decode(text + at, length - at, &used);
		uint32_t shown = point < 0 ? 0 : stand_in((uint32_t)point);

		if (point < 0 || shown == (uint32_t)point) {
			memcpy(copy + written, text + at, used);
			written += used;
		} else {
			copy[written++] = (char)shown;
		}
	}
	copy[written] = '\0';
	return copy;
}

static struct text_cell *
cells_of(struct arena *arena, const char *text, size_t *count)
{
	if (!locale_shows(0x2026))
		text = with_stand_ins(arena, text);
	return text_cells(arena, text, strlen(text), count);
}

/* How many of the cells fit in `width` columns; `*columns` is what they take. */
static size_t
fitting(const struct text_cell *cells, size_t count, int width, int *columns)
{
	size_t n = 0;

	*columns = 0;
	while (n < count && cells[n].width <= width - *columns)
		*columns += cells[n++].width;
	return n;
}

/* Draws cells that end at `end` when they are to the right, else from `column`. */
static int
draw(struct grid *grid, int row, int column, int width, bool right, enum style style, const char *text)
{
	struct arena *arena = arena_new();
	size_t count;
	int used;
	struct text_cell *cells = cells_of(arena, text, &count);
	size_t shown = fitting(cells, count, width, &used);
	bool cut = shown < count;

	if (cut)
		shown = fitting(cells, count, width - 1, &used);
	if (right)
		column += width - used - (cut ? 1 : 0);

	int at = column;

	for (size_t i = 0; i < shown; at += cells[i++].width)
		put(grid, row, at, style, &cells[i]);
	if (cut) {
		struct text_cell ellipsis = {.points = {stand_in(0x2026)}, .width = 1};

		put(grid, row, at++, style, &ellipsis);
	}
	arena_free(&arena);
	return at - column;
}

int
grid_text(struct grid *grid, int row, int column, int width, enum style style, const char *text)
{
	/* What the edge hides shows as cut. */
	if (width > grid->width - column)
		width = grid->width - column;
	if (width <= 0)
		return 0;
	return draw(grid, row, column, width, false, style, text);
}

int
grid_text_right(struct grid *grid, int row, int column, int width, enum style style, const char *text)
{
	if (width > grid->width - column)
		width = grid->width - column;
	if (width <= 0)
		return 0;
	return draw(grid, row, column, width, true, style, text);
}

int
grid_printf(struct grid *grid, int row, int column, int width, enum style style, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	int length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length < 0)
		return 0;

	char *text = memory_alloc((size_t)length + 1);

	va_start(arguments, format);
	vsnprintf(text, (size_t)length + 1, format, arguments);
	va_end(arguments);

	int used = grid_text(grid, row, column, width, style, text);

	memory_free(text);
	return used;
}

static void
put_point(struct grid *grid, int row, int column, uint32_t point)
{
	struct text_cell cell = {.points = {stand_in(point)}, .width = 1};

	put(grid, row, column, STYLE_PLAIN, &cell);
}

void
grid_rule(struct grid *grid, int row, int column, int width)
{
	for (int i = 0; i < width && column + i < grid->width; i++)
		put_point(grid, row, column + i, 0x2500);
}

static void
box_row(struct grid *grid, int row, int column, int width, uint32_t left, uint32_t middle, uint32_t right)
{
	put_point(grid, row, column, left);
	for (int i = 1; i < width - 1 && column + i < grid->width; i++)
		put_point(grid, row, column + i, middle);
	put_point(grid, row, column + width - 1, right);
}

void
grid_box(struct grid *grid, int row, int column, int width, int height, const char *title)
{
	if (width < 2 || height < 2)
		return;
	box_row(grid, row, column, width, 0x250C, 0x2500, 0x2510);
	for (int i = 1; i < height - 1 && row + i < grid->height; i++)
		box_row(grid, row + i, column, width, 0x2502, ' ', 0x2502);
	box_row(grid, row + height - 1, column, width, 0x2514, 0x2500, 0x2518);
	if (title != NULL && title[0] != '\0')
		grid_printf(grid, row, column + 1, width - 2, STYLE_STRONG, " %s ", title);
}

void
grid_style(struct grid *grid, int row, int column, int width, enum style style)
{
	for (int i = 0; i < width && column + i < grid->width; i++) {
		struct cell *cell = cell_at(grid, row, column + i);

		if (cell != NULL)
			cell->style = style;
	}
}

static void
dump_cell(struct buffer *buffer, const struct cell *cell)
{
	char bytes[4];

	for (size_t i = 0; i < TEXT_CELL_POINTS && cell->points[i] != 0; i++)
		buffer_append(buffer, bytes, text_encode(cell->points[i], bytes));
}

static bool
is_space(const struct cell *cell)
{
	return cell->points[0] == ' ' && cell->points[1] == 0;
}

char *
grid_dump(struct arena *arena, const struct grid *grid)
{
	struct buffer buffer;

	buffer_init(&buffer, 0);
	for (int row = 0; row < grid->height; row++) {
		const struct cell *cells = &grid->cells[row * grid->width];
		int end = grid->width;

		while (end > 0 && is_space(&cells[end - 1]))
			end--;
		for (int i = 0; i < end; i++)
			dump_cell(&buffer, &cells[i]);
		buffer_append_text(&buffer, "\n");
	}

	char *text = arena_copy_bytes(arena, buffer_text(&buffer), buffer.length);

	buffer_free(&buffer);
	return text;
}
