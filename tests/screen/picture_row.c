/* Cells that look the same and are of one kind become one element. */
#include "picture_row.h"

#include "mfadesk/tui/theme.h"

enum kind { KIND_BLANK, KIND_TEXT, KIND_SYMBOL, KIND_SHAPE };

enum { MIDDLE_X = CELL_WIDTH / 2, MIDDLE_Y = CELL_HEIGHT / 2, HALF = CELL_HEIGHT / 2 };

/* What lines and blocks are made of. */
static const struct part {
	int x, y, width, height;
} parts[] = {
	{0, MIDDLE_Y, CELL_WIDTH, 1}, /* across */
	{0, MIDDLE_Y, MIDDLE_X, 1}, /* to the left */
	{MIDDLE_X, MIDDLE_Y, CELL_WIDTH - MIDDLE_X, 1}, /* to the right */
	{MIDDLE_X, 0, 1, MIDDLE_Y + 1}, /* up */
	{MIDDLE_X, MIDDLE_Y, 1, CELL_HEIGHT - MIDDLE_Y}, /* down */
	{0, 0, CELL_WIDTH, HALF}, /* the upper half */
	{0, HALF, CELL_WIDTH, HALF}, /* the lower half */
};

enum { ACROSS = 1, LEFT = 2, RIGHT = 4, UP = 8, DOWN = 16, UPPER = 32, LOWER = 64 };

static const struct {
	uint32_t point;
	unsigned parts; /* a bit each */
} shapes[] = {
	{0x2500, ACROSS}, /* ─ */
	{0x2502, UP | DOWN}, /* │ */
	{0x250C, RIGHT | DOWN}, /* ┌ */
	{0x2510, LEFT | DOWN}, /* ┐ */
	{0x2514, RIGHT | UP}, /* └ */
	{0x2518, LEFT | UP}, /* ┘ */
	{0x2580, UPPER}, /* ▀ */
	{0x2584, LOWER}, /* ▄ */
	{0x2588, UPPER | LOWER}, /* █ */
};

/* 0: no shape. */
static unsigned
parts_of(const struct cell *cell)
{
	for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
		if (shapes[i].point == cell->points[0])
			return shapes[i].parts;
	return 0;
}

static enum kind
kind_of(const struct cell *cell)
{
	uint32_t point = cell->points[0];

	if (point == ' ' || point == 0)
		return KIND_BLANK;
	if (parts_of(cell))
		return KIND_SHAPE;
	/* Often from another font, of another width: each stands alone. */
	return (point >= 0x2000 && point < 0x3000) || cell->width == 2 ? KIND_SYMBOL : KIND_TEXT;
}

void
picture_escape(struct buffer *svg, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (text[i] == '<')
			buffer_append_text(svg, "&lt;");
		else if (text[i] == '&')
			buffer_append_text(svg, "&amp;");
		else
			buffer_append(svg, &text[i], 1);
}

/* ` class="…"`, nothing for what is plain. */
static void
append_class(struct buffer *svg, enum style style)
{
	static const char *const colours[COLOURS] = {
		[COLOUR_OWN] = "",
		[COLOUR_RED] = "r",
		[COLOUR_GREEN] = "g",
		[COLOUR_YELLOW] = "y",
		[COLOUR_PAPER] = "p",
	};
	struct look look = theme_look(style, true);
	const char *bold = look.bold ? "b" : "";
	const char *other = look.reverse ? "v" : look.dim ? "d" : colours[look.colour];

	if (*bold || *other)
		buffer_printf(svg, " class=\"%s%s%s\"", bold, *bold && *other ? " " : "", other);
}

static void
append_rectangle(struct buffer *svg, const char *name, int from, int count)
{
	buffer_printf(svg, "<rect class=\"%s\" x=\"%d\" y=\"0\" width=\"%d\" height=\"%d\"/>", name, from * CELL_WIDTH,
		count * CELL_WIDTH, CELL_HEIGHT);
}

/* Lines are paths: a rectangle so thin, with edges put on the screen's own points, is gone in a smaller picture. */
static void
append_line_under(struct buffer *svg, int from, int count)
{
	buffer_printf(svg, "<path d=\"M%d %dh%dv1h-%dz\"/>", from * CELL_WIDTH, BASELINE + 2, count * CELL_WIDTH,
		count * CELL_WIDTH);
}

static void
append_ground(struct buffer *svg, enum style style, int from, int count)
{
	struct look look = theme_look(style, true);

	if (look.colour == COLOUR_PAPER)
		append_rectangle(svg, "P", from, count);
	else if (look.reverse)
		append_rectangle(svg, "I", from, count);
	else if (look.underline)
		append_line_under(svg, from, count);
}

static void
append_grounds(struct buffer *svg, const struct cell *cells, int width)
{
	for (int i = 0, end; i < width; i = end) {
		for (end = i + 1; end < width && cells[end].style == cells[i].style; end++)
			;
		append_ground(svg, cells[i].style, i, end - i);
	}
}

static void
append_text(struct buffer *svg, const struct cell *cells, int from, int count)
{
	int columns = count == 1 ? cells[from].width : count;

	buffer_append_text(svg, "<text");
	append_class(svg, cells[from].style);
	buffer_printf(svg, " x=\"%d\" y=\"%d\" textLength=\"%d\">", from * CELL_WIDTH, BASELINE, columns * CELL_WIDTH);
	for (int i = from; i < from + count; i++)
		for (size_t n = 0; n < TEXT_CELL_POINTS && cells[i].points[n] != 0; n++) {
			char bytes[4];

			picture_escape(svg, bytes, text_encode(cells[i].points[n], bytes));
		}
	buffer_append_text(svg, "</text>");
}

/* One part of all these cells. What reaches from edge to edge is drawn once for neighbours. */
static void
append_part(struct buffer *svg, const struct cell *cells, int from, int to, size_t index)
{
	const struct part *part = &parts[index];
	unsigned bit = 1U << index;

	for (int i = from, end; i < to; i = end) {
		end = i + 1;
		if (!(parts_of(&cells[i]) & bit))
			continue;
		while (part->width == CELL_WIDTH && end < to && parts_of(&cells[end]) & bit)
			end++;

		int width = (end - i - 1) * CELL_WIDTH + part->width;

		buffer_printf(svg, "M%d %dh%dv%dh-%dz", i * CELL_WIDTH + part->x, part->y, width, part->height, width);
	}
}

static void
append_shapes(struct buffer *svg, const struct cell *cells, int from, int to)
{
	buffer_append_text(svg, "<path");
	append_class(svg, cells[from].style);
	buffer_append_text(svg, " d=\"");
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		append_part(svg, cells, from, to, i);
	buffer_append_text(svg, "\"/>");
}

/* Where the run that starts here ends. A single space within a text belongs to it. */
static int
run_end(const struct cell *cells, int from, int width)
{
	enum kind kind = kind_of(&cells[from]);
	int end = from + 1;

	while (kind != KIND_SYMBOL && end < width && cells[end].style == cells[from].style) {
		bool space = kind == KIND_TEXT && kind_of(&cells[end]) == KIND_BLANK && end + 1 < width &&
			cells[end + 1].style == cells[from].style && kind_of(&cells[end + 1]) == KIND_TEXT;

		if (kind_of(&cells[end]) != kind && !space)
			break;
		end++;
	}
	return end;
}

void
picture_row(struct buffer *svg, const struct cell *cells, int width)
{
	append_grounds(svg, cells, width);
	for (int i = 0, end; i < width; i = end) {
		enum kind kind = kind_of(&cells[i]);

		end = run_end(cells, i, width);
		if (kind == KIND_SHAPE)
			append_shapes(svg, cells, i, end);
		else if (kind != KIND_BLANK)
			append_text(svg, cells, i, end - i);
	}
}
