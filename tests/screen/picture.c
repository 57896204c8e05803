/*
 * Rows that several screens share are in the file once. Screens take turns by CSS
 * alone: an image on a page runs no script. Where nothing moves the first is seen.
 */
#include "picture.h"

#include <string.h>

#include "mfadesk/base/buffer.h"
#include "mfadesk/tui/theme.h"
#include "picture_row.h"

enum {
	FRAMES_MOST = 32,
	ROWS_MOST = 64,
	PADDING = 12, /* pixels around the screen */
	CAPTION_HEIGHT = 40,
	FRAME_SECONDS = 4,
	CURSOR_WIDTH = 2,
};

struct frame {
	int rows[ROWS_MOST]; /* of the picture's */
	int height, cursor_row, cursor_column;
	const char *caption; /* borrowed */
};

struct picture {
	const char *title; /* borrowed */
	char **rows; /* owned: each as elements */
	int row_count;
	struct frame frames[FRAMES_MOST];
	int frame_count;
	int width, height; /* in cells, of the largest screen */
};

/* Told apart from the ground by 4.5 to 1 and more. */
static const struct palette {
	const char *ground, *ink, *dim, *edge;
	const char *red, *green, *yellow;
} light = {"#fff", "#1f2328", "#656d76", "#d0d7de", "#cf222e", "#1a7f37", "#7d4e00"},
  dark = {"#0d1117", "#e6edf3", "#8b949e", "#30363d", "#ff7b72", "#3fb950", "#d29922"};

struct picture *
picture_new(const char *title)
{
	struct picture *picture = memory_alloc(sizeof *picture);

	picture->title = title;
	return picture;
}

void
picture_free(struct picture **picture)
{
	for (int i = 0; i < (*picture)->row_count; i++)
		memory_free((*picture)->rows[i]);
	memory_free((*picture)->rows);
	memory_free(*picture);
	*picture = NULL;
}

/* The number of this row among the picture's, where it is added when it is new. */
static int
row_number(struct picture *picture, const char *row)
{
	for (int i = 0; i < picture->row_count; i++)
		if (strcmp(picture->rows[i], row) == 0)
			return i;
	picture->rows = memory_resize_array(picture->rows, (size_t)picture->row_count + 1, sizeof *picture->rows);
	picture->rows[picture->row_count] = memory_copy(row);
	return picture->row_count++;
}

static int
larger(int a, int b)
{
	return a > b ? a : b;
}

void
picture_add(struct picture *picture, const struct grid *grid, const char *caption)
{
	struct frame *frame = &picture->frames[picture->frame_count];
	struct buffer row;

	if (picture->frame_count == FRAMES_MOST || grid->height > ROWS_MOST)
		return;
	picture->frame_count++;
	*frame = (struct frame){
		.height = grid->height,
		.cursor_row = grid->cursor_row,
		.cursor_column = grid->cursor_column,
		.caption = caption,
	};
	buffer_init(&row, 0);
	for (int i = 0; i < grid->height; i++) {
		buffer_clear(&row);
		picture_row(&row, &grid->cells[i * grid->width], grid->width);
		frame->rows[i] = row_number(picture, buffer_text(&row));
	}
	buffer_free(&row);
	picture->width = larger(picture->width, grid->width);
	picture->height = larger(picture->height, grid->height);
}

static bool
moves(const struct picture *picture)
{
	return picture->frame_count > 1;
}

static void
append_palette(struct buffer *svg, const struct palette *palette)
{
	buffer_printf(svg, "text,path,.I{fill:%s}.G{fill:%s;stroke:%s}.d{fill:%s}.v{fill:%s}", palette->ink,
		palette->ground, palette->edge, palette->dim, palette->ground);
	buffer_printf(svg, ".r{fill:%s}.g{fill:%s}.y{fill:%s}.p{fill:#000}.P{fill:#fff}", palette->red, palette->green,
		palette->yellow);
}

/* Each is seen for its part of the whole time, and begins where the one before ends. */
static void
append_turns(struct buffer *svg, int count)
{
	buffer_printf(svg,
		"\n.f~.f{visibility:hidden}.f{animation:f %ds step-end infinite}"
		"@keyframes f{0%%{visibility:visible}%.6f%%{visibility:hidden}}",
		count * FRAME_SECONDS, 100.0 / count);
	for (int i = 0; i < count; i++)
		buffer_printf(svg, ".f%d{animation-delay:%ds}", i, (i - count) * FRAME_SECONDS);
	buffer_append_text(svg, "\n@media(prefers-reduced-motion:reduce){.f{animation:none}}");
}

static void
append_style(struct buffer *svg, const struct picture *picture)
{
	buffer_printf(svg,
		"<style>\ntext{font:%dpx ui-monospace,Menlo,Consolas,\"DejaVu Sans Mono\",\"Liberation "
		"Mono\",monospace}"
		".b{font-weight:bold}text.c{font-family:system-ui,sans-serif}rect,.p{shape-rendering:crispEdges}\n",
		FONT_SIZE);
	append_palette(svg, &light);
	buffer_append_text(svg, "\n@media(prefers-color-scheme:dark){");
	append_palette(svg, &dark);
	buffer_append_text(svg, "}");
	if (moves(picture))
		append_turns(svg, picture->frame_count);
	buffer_append_text(svg, "\n</style>\n");
}

static void
append_escaped(struct buffer *svg, const char *text)
{
	picture_escape(svg, text, strlen(text));
}

static void
append_words(struct buffer *svg, const struct picture *picture)
{
	buffer_append_text(svg, "<title id=\"t\">");
	append_escaped(svg, picture->title);
	buffer_append_text(svg, "</title>\n<desc id=\"d\">");
	for (int i = 0; i < picture->frame_count; i++) {
		if (moves(picture))
			buffer_printf(svg, "%s%d. ", i ? ". " : "", i + 1);
		append_escaped(svg, picture->frames[i].caption);
	}
	buffer_append_text(svg, "</desc>\n");
}

static void
append_cursor(struct buffer *svg, const struct frame *frame)
{
	if (frame->cursor_row >= 0)
		buffer_printf(svg, "<rect class=\"I\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n",
			frame->cursor_column * CELL_WIDTH, frame->cursor_row * CELL_HEIGHT, CURSOR_WIDTH, CELL_HEIGHT);
}

static void
append_row(struct buffer *svg, const struct picture *picture, int number, int row)
{
	const char *text = picture->rows[number];

	if (*text == '\0')
		return;
	if (moves(picture))
		buffer_printf(svg, "<use href=\"#r%d\" y=\"%d\"/>\n", number, row * CELL_HEIGHT);
	else
		buffer_printf(svg, "<g transform=\"translate(0 %d)\">%s</g>\n", row * CELL_HEIGHT, text);
}

static void
append_frame(struct buffer *svg, const struct picture *picture, int index)
{
	const struct frame *frame = &picture->frames[index];

	buffer_printf(svg, moves(picture) ? "<g class=\"f f%d\">\n" : "<g>\n", index);
	for (int row = 0; row < frame->height; row++)
		append_row(svg, picture, frame->rows[row], row);
	append_cursor(svg, frame);
	if (moves(picture)) {
		buffer_printf(svg, "<text class=\"c\" x=\"%d\" y=\"%d\">%d/%d  ", CELL_WIDTH,
			picture->height * CELL_HEIGHT + CAPTION_HEIGHT / 2 + PADDING, index + 1, picture->frame_count);
		append_escaped(svg, frame->caption);
		buffer_append_text(svg, "</text>\n");
	}
	buffer_append_text(svg, "</g>\n");
}

static void
append_shared_rows(struct buffer *svg, const struct picture *picture)
{
	buffer_append_text(svg, "<defs>\n");
	for (int i = 0; i < picture->row_count; i++)
		if (picture->rows[i][0] != '\0')
			buffer_printf(svg, "<g id=\"r%d\">%s</g>\n", i, picture->rows[i]);
	buffer_append_text(svg, "</defs>\n");
}

char *
picture_svg(struct arena *arena, const struct picture *picture)
{
	int width = picture->width * CELL_WIDTH + 2 * PADDING;
	int height = picture->height * CELL_HEIGHT + 2 * PADDING + (moves(picture) ? CAPTION_HEIGHT : 0);
	struct buffer svg;
	char *text;

	buffer_init(&svg, 0);
	buffer_printf(&svg,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
		"role=\"img\" "
		"aria-labelledby=\"t d\">\n",
		width, height, width, height);
	append_words(&svg, picture);
	append_style(&svg, picture);
	if (moves(picture))
		append_shared_rows(&svg, picture);
	buffer_printf(&svg, "<rect class=\"G\" x=\".5\" y=\".5\" width=\"%d\" height=\"%d\" rx=\"6\"/>\n", width - 1,
		height - 1);
	buffer_printf(&svg, "<g transform=\"translate(%d %d)\">\n", PADDING, PADDING);
	for (int i = 0; i < picture->frame_count; i++)
		append_frame(&svg, picture, i);
	buffer_append_text(&svg, "</g>\n</svg>\n");
	text = arena_copy(arena, buffer_text(&svg));
	buffer_free(&svg);
	return text;
}
