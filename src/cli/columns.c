/* See columns.h. */
#include "columns.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "mfadesk/base/text.h"

#define GAP 2

/* Columns of the terminal on stdout; without one there is no edge. */
static int
edge(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return 0;
	return size.ws_col;
}

void
columns_init(struct columns *columns, struct arena *arena, size_t count)
{
	*columns = (struct columns){.arena = arena, .count = count};
}

void
columns_add(struct columns *columns, const char *const *texts)
{
	if (columns->rows == columns->room) {
		const char **old = columns->cells;

		columns->room = columns->room ? columns->room * 2 : 16;
		columns->cells = arena_alloc_array(columns->arena, columns->room * columns->count, sizeof(*old));
		if (old)
			memcpy(columns->cells, old, columns->rows * columns->count * sizeof(*old));
	}
	for (size_t i = 0; i < columns->count; i++)
		columns->cells[columns->rows * columns->count + i] = texts[i] ? texts[i] : "";
	columns->rows++;
}

static void
print_cells(const struct text_cell *cells, size_t count)
{
	char bytes[4];

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < TEXT_CELL_POINTS && cells[i].points[k]; k++)
			fwrite(bytes, 1, text_encode(cells[i].points[k], bytes), stdout);
	}
}

/* At most `room` columns of it (0: all); returns those used. */
static int
print_cut(struct arena *arena, const char *text, int room)
{
	size_t count;
	struct text_cell *cells = text_cells(arena, text, strlen(text), &count);
	int used = 0;
	size_t shown = 0;

	while (shown < count && (room == 0 || used + cells[shown].width <= room))
		used += cells[shown++].width;
	print_cells(cells, shown);
	return used;
}

void
columns_line(struct arena *arena, const char *text)
{
	print_cut(arena, text, edge());
	putchar('\n');
}

/* Of the columns after the first that hold nothing anywhere, none is printed. */
static void
measure(const struct columns *columns, int widths[COLUMNS_MAX])
{
	for (size_t column = 0; column < columns->count; column++) {
		widths[column] = 0;
		for (size_t row = 0; row < columns->rows; row++) {
			int width = text_width(columns->arena, columns->cells[row * columns->count + column]);

			if (width > widths[column])
				widths[column] = width;
		}
	}
}

static void
print_row(const struct columns *columns, const char *const *cells, const int widths[COLUMNS_MAX], int limit)
{
	int owed = 0; /* spaces, printed only when something follows */
	int at = 0;

	for (size_t i = 0; i < columns->count; i++) {
		int width;

		if (widths[i] == 0)
			continue;
		if (*cells[i] && (limit == 0 || at + owed < limit)) {
			printf("%*s", owed, "");
			width = print_cut(columns->arena, cells[i], limit ? limit - at - owed : 0);
			at += owed + width;
			owed = widths[i] - width + GAP;
		} else {
			owed += widths[i] + GAP;
		}
	}
	putchar('\n');
}

void
columns_print(struct columns *columns)
{
	int widths[COLUMNS_MAX];
	int limit = edge();

	measure(columns, widths);
	for (size_t row = 0; row < columns->rows; row++)
		print_row(columns, &columns->cells[row * columns->count], widths, limit);
}

void
columns_linef(struct arena *arena, const char *format, ...)
{
	char text[4096];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	columns_line(arena, text);
}
