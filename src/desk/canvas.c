/* Text in lines, and times in words. */
#include "mfadesk/desk/canvas.h"

#include <string.h>

#include "mfadesk/base/clock.h"

struct wrapper {
	struct arena *arena;
	char **lines;
	size_t count;
	const char *start; /* of the line under way */
	const char *end;
	int columns;
	int width;
};

/* Columns from the start of the line to here, all of its spaces included. */
static int
columns_to(const struct wrapper *wrapper, const char *end)
{
	return text_width(
		wrapper->arena, arena_copy_bytes(wrapper->arena, wrapper->start, (size_t)(end - wrapper->start)));
}

static void
line_end(struct wrapper *wrapper)
{
	wrapper->lines[wrapper->count++] =
		arena_copy_bytes(wrapper->arena, wrapper->start, (size_t)(wrapper->end - wrapper->start));
	wrapper->columns = 0;
}

/* Bytes of a word that is wider than a line, or written without spaces, that fit one; one character at least. */
static size_t
fitting(const struct wrapper *wrapper, const char *word, size_t length)
{
	size_t fits = 0, used;

	while (fits < length) {
		text_decode(word + fits, length - fits, &used);
		if (fits &&
			text_width(wrapper->arena, arena_copy_bytes(wrapper->arena, word, fits + used)) >
				wrapper->width)
			break;
		fits += used;
	}
	return fits;
}

static void
line_add(struct wrapper *wrapper, const char *word, size_t length)
{
	int columns = columns_to(wrapper, word + length);

	if (wrapper->columns && columns > wrapper->width) {
		line_end(wrapper);
		wrapper->start = word;
		columns = columns_to(wrapper, word + length);
	}
	wrapper->columns = columns;
	wrapper->end = word + length;
}

char **
canvas_lines(struct arena *arena, const char *text, int width, size_t *count)
{
	struct wrapper wrapper = {.arena = arena, .width = width < 1 ? 1 : width, .start = text, .end = text};

	/* A line holds a word at least, or is ended by a line end. */
	wrapper.lines = arena_alloc_array(arena, strlen(text) + 1, sizeof *wrapper.lines);
	while (*text) {
		size_t length = strcspn(text, " \n");

		length = fitting(&wrapper, text, length);
		if (length && !wrapper.columns)
			wrapper.start = text;
		if (length)
			line_add(&wrapper, text, length);
		text += length;
		if (*text == '\n') {
			if (!wrapper.columns)
				wrapper.start = wrapper.end = text;
			line_end(&wrapper);
		}
		if (*text == ' ' || *text == '\n')
			text++;
	}
	if (wrapper.columns)
		line_end(&wrapper);
	*count = wrapper.count;
	return wrapper.lines;
}

int
canvas_wrap(const struct canvas *canvas, int row, int column, int width, int height, enum style style, const char *text)
{
	size_t count;
	char **lines = canvas_lines(canvas->arena, text, width, &count);
	int used = 0;

	for (; used < height && (size_t)used < count; used++)
		grid_text(canvas->grid, row + used, column, width, style, lines[used]);
	return used;
}

void
canvas_box(const struct canvas *canvas, int row, int width, int height, const char *title)
{
	for (int i = 0; i < height; i++)
		grid_printf(canvas->grid, row + i, 0, canvas->area.width, STYLE_PLAIN, "%*s", canvas->area.width, "");
	grid_box(canvas->grid, row, 1, width, height, title);
}

void
canvas_cursor(struct grid *grid, int row, int column, bool selected)
{
	grid_text(grid, row, column, 1, STYLE_PLAIN, selected ? "▸" : " ");
}

void
canvas_bar(const struct canvas *canvas, int row, int column, int width, int64_t value, int64_t most)
{
	static const char *const eighths[] = {"▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"};
	int64_t left = most > 0 ? value * width * 8 / most : 0;

	if (value > 0 && left == 0)
		left = 1;
	for (; left > 0; left -= 8)
		grid_text(canvas->grid, row, column++, 1, STYLE_STRONG, eighths[left >= 8 ? 7 : left - 1]);
}

const char *
canvas_date(struct arena *arena, int64_t at)
{
	char text[CLOCK_TEXT_SIZE];

	if (at == CLOCK_NEVER)
		return "";
	clock_format_date(at, text);
	return arena_copy(arena, text);
}

const char *
canvas_time(struct arena *arena, const struct desk *desk, int64_t at)
{
	char text[CLOCK_TEXT_SIZE];

	if (at == CLOCK_NEVER || strcmp(canvas_date(arena, at), canvas_date(arena, desk->wall)) != 0)
		return canvas_date(arena, at);
	clock_format_time_of_day(at, text);
	return arena_copy(arena, text);
}

const char *
canvas_age(struct arena *arena, int64_t duration)
{
	int64_t seconds = duration / CLOCK_SECOND;

	if (seconds < 100)
		return arena_printf(arena, "%d s", (int)seconds);
	if (seconds < 100 * 60)
		return arena_printf(arena, "%d min", (int)(seconds / 60));
	if (seconds < 48 * 3600)
		return arena_printf(arena, "%d h", (int)(seconds / 3600));
	return arena_printf(arena, "%lld d", (long long)(seconds / 86400));
}

const char *
canvas_ago(struct arena *arena, const struct desk *desk, int64_t at)
{
	/* Clocks differ: what is said to have been a moment ahead was just now. */
	if (desk->wall - at < 60 * CLOCK_SECOND)
		return "now";
	return arena_printf(arena, "%s ago", canvas_age(arena, desk->wall - at));
}

#define RFC3339_LENGTH 20 /* "2026-11-24T05:14:33Z" */

const char *
canvas_local(struct arena *arena, const struct desk *desk, const char *text)
{
	size_t length = strlen(text);

	for (size_t i = 0; i + RFC3339_LENGTH <= length; i++) {
		char *stamp;
		int64_t at;

		if (text[i + RFC3339_LENGTH - 1] != 'Z' || text[i + 10] != 'T')
			continue;
		stamp = arena_copy_bytes(arena, text + i, RFC3339_LENGTH);
		if (clock_parse(stamp, &at))
			return arena_printf(arena, "%.*s%s%s", (int)i, text, canvas_time(arena, desk, at),
				canvas_local(arena, desk, text + i + RFC3339_LENGTH));
	}
	return text;
}
