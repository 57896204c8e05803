/*
 * How a prompt looks: a box whose lines scroll when there is less room than
 * lines, so that the one being filled in is always seen.
 */
#include <string.h>

#include "mfadesk/desk/canvas.h"
#include "mfadesk/desk/form.h"

#define BOX_WIDTH 78
#define FIELD_WIDTH 60

/* Goes down the lines of the form; draws those inside the window. */
struct pen {
	const struct canvas *canvas;
	struct area window;
	bool drawing; /* false: only measures */
	int line;
	int first; /* the line at the top of the window */
	int focus; /* the line of the focus */
	int error; /* the first line of the refusal, -1 without one */
};

static int
pen_row(const struct pen *pen)
{
	int row = pen->line - pen->first;

	return pen->drawing && row >= 0 && row < pen->window.height ? pen->window.row + row : -1;
}

static void
pen_text(struct pen *pen, enum style style, const char *text)
{
	size_t count;
	char **lines = canvas_lines(pen->canvas->arena, text ? text : "", pen->window.width, &count);

	for (size_t i = 0; i < count; i++, pen->line++)
		grid_text(pen->canvas->grid, pen_row(pen), pen->window.column, pen->window.width, style, lines[i]);
}

static int
label_width(const struct form *form, struct arena *arena)
{
	int width = 0;

	for (size_t i = 0; i < form->count; i++) {
		int label = text_width(arena, form->inputs[i].label);

		if (!form->inputs[i].hidden && label > width)
			width = label;
	}
	return width + 3;
}

/* "▸l lost   s stolen", over as many lines as it takes. */
static void
pen_choices(struct pen *pen, const struct form_input *input, int column)
{
	int at = column, end = pen->window.width;

	for (size_t i = 0; i < input->count; i++) {
		const struct form_choice *choice = &input->choices[i];
		const char *text = arena_printf(
			pen->canvas->arena, "%s%c %s", choice->chosen ? "▸" : " ", choice->letter, choice->label);
		int width = text_width(pen->canvas->arena, text);

		if (at > column && at + width > end) {
			at = column;
			pen->line++;
		}
		grid_text(pen->canvas->grid, pen_row(pen), pen->window.column + at, end - at,
			choice->chosen ? STYLE_STRONG : STYLE_PLAIN, text);
		at += width + 2;
	}
	pen->line++;
}

static void
pen_input(struct pen *pen, const struct form *form, size_t index, int labels)
{
	const struct form_input *input = &form->inputs[index];
	bool focused = index == form->focus;
	struct grid *grid = pen->canvas->grid;
	int room = pen->window.width - labels;

	if (input->hidden)
		return;
	if (focused)
		pen->focus = pen->line;
	canvas_cursor(grid, pen_row(pen), pen->window.column, focused);
	grid_text(grid, pen_row(pen), pen->window.column + 1, labels - 2, focused ? STYLE_STRONG : STYLE_PLAIN,
		input->label);
	if (input->kind == FORM_TEXT) {
		if (pen_row(pen) >= 0)
			field_draw(input->field, grid, pen_row(pen), pen->window.column + labels,
				room < FIELD_WIDTH ? room : FIELD_WIDTH, focused && !form->tag);
		pen->line++;
	} else
		pen_choices(pen, input, labels - 1);
}

static void
pen_error(struct pen *pen, const struct error *error)
{
	if (!error->message[0])
		return;
	pen->error = pen->line;
	pen_text(pen, STYLE_DANGER,
		arena_printf(pen->canvas->arena, "%s%s%s", error->code, error->code[0] ? ": " : "", error->message));
	pen_text(pen, STYLE_PLAIN, error->hint);
}

/* The last line: what sends it. */
static void
pen_action(struct pen *pen, const struct desk *desk, const struct form *form)
{
	struct arena *arena = pen->canvas->arena;
	const char *label = act_info(form->request.act)->label;
	const struct pending *pending = form->tag ? desk_pending(desk, form->tag) : NULL;
	const char *key = form->confirm ? arena_printf(arena, "%c", form->confirm) : "Enter";
	bool focused = form->focus == form->count;

	if (focused)
		pen->focus = pen->line;
	canvas_cursor(pen->canvas->grid, pen_row(pen), pen->window.column, focused && !pending);
	if (pending)
		grid_printf(pen->canvas->grid, pen_row(pen), pen->window.column + 1, pen->window.width - 1,
			STYLE_STRONG, "sent, %s", canvas_age(arena, desk->now - pending->since));
	else
		grid_printf(pen->canvas->grid, pen_row(pen), pen->window.column + 1, pen->window.width - 1,
			focused ? STYLE_STRONG : STYLE_DIM, "%s%s %s   Esc back",
			form_needs_lead(form) ? "A ask a lead   " : "", key, label);
	pen->line++;
}

static void
pen_form(struct pen *pen, const struct desk *desk, const struct form *form)
{
	int labels = label_width(form, pen->canvas->arena);

	if (!form->titled || text_width(pen->canvas->arena, form->title) > pen->window.width)
		pen_text(pen, STYLE_STRONG, form->about);
	pen_text(pen, STYLE_PLAIN, form->intro);
	pen_text(pen, STYLE_CAUTION, form->caution);
	for (size_t i = 0; i < form->count; i++)
		pen_input(pen, form, i, labels);
	pen_error(pen, &form->error);
	pen_action(pen, desk, form);
	pen_text(pen, STYLE_DIM, form->aside);
}

/* The line of the focus is seen; after a refusal what it says, from its first line. */
static int
scroll(const struct pen *pen, int height)
{
	int last = pen->line - height;
	int first = pen->focus + 1 - height;

	if (pen->error >= 0)
		first = pen->focus < pen->error && pen->error - pen->focus < height ? pen->focus : pen->error;
	if (first > last)
		first = last;
	return first > 0 ? first : 0;
}

void
form_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas)
{
	const struct form *form = (const struct form *)screen;
	struct area area = canvas->area;
	int width = area.width - 2 < BOX_WIDTH ? area.width - 2 : BOX_WIDTH;
	struct pen pen = {
		.canvas = canvas, .error = -1, .window = {area.row + 1, area.column + 3, width - 4, area.height - 2}};

	pen_form(&pen, desk, form);
	/* What is proven stays in sight where there is room. */
	if (screen_on_case(desk) && pen.line < pen.window.height) {
		area.row++;
		pen.window.row++;
		pen.window.height--;
	}
	if (pen.line < pen.window.height)
		pen.window.height = pen.line;
	canvas_box(canvas, area.row, width, pen.window.height + 2, form->title);
	pen.first = scroll(&pen, pen.window.height);
	pen.line = 0;
	pen.drawing = true;
	pen_form(&pen, desk, form);
}
