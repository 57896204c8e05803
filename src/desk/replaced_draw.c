/* How the page of the replaced phone looks: a step a line, and what there is to say of it. */
#include <string.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/desk/canvas.h"
#include "pass.h"
#include "replaced.h"

#define NAME_COLUMN 4
#define TEXT_COLUMN 22
#define NARROW_WIDTH 60

static const struct {
	const char *step;
	const char *name;
} names[] = {
	{"happened", "What happened"},
	{"prove", "Prove"},
	{"way-in", "Way in"},
	{"backup", "Backup phone"},
	{"test", "Test"},
	{"default", "Default"},
	{"finish", "Finish"},
};

static const char *
name_of(const char *step)
{
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(names[i].step, step) == 0)
			return names[i].name;
	}
	return step;
}

static enum style
style_of(const struct replacement_step *step)
{
	if (strcmp(step->state, "done") == 0)
		return STYLE_GOOD;
	return strcmp(step->state, "open") == 0 ? STYLE_PLAIN : STYLE_DIM;
}

struct column {
	int text; /* where what is to be said begins */
	int below; /* rows below the step's name */
	int width;
};

static struct column
column_of(const struct canvas *canvas)
{
	bool narrow = canvas->area.width < NARROW_WIDTH;
	int text = narrow ? NAME_COLUMN + 2 : TEXT_COLUMN;

	return (struct column){text, narrow ? 1 : 0, canvas->area.width - text - 1};
}

/* What is said of the proof besides: by what it can be given now, and what waits for a lead. */
static const char *
proof_lines(const struct desk *desk, struct arena *arena, bool ways)
{
	const struct account *account = &desk->page.account;
	const char *text = "";

	for (size_t i = 0; ways && i < account->standing.way_count; i++) {
		if (account->standing.ways[i].open)
			text = arena_printf(arena, "%s\no %s", text, account->standing.ways[i].label);
	}
	for (size_t i = 0; i < account->file.wish_count; i++)
		text = arena_printf(arena, "%s\n2b waiting for a lead, %s: %s", text,
			canvas_age(arena, desk->wall - account->file.wishes[i].asked_at), account->file.wishes[i].text);
	return text;
}

static const char *
step_text(const struct desk *desk, const struct canvas *canvas, const struct replaced_screen *replaced, size_t index)
{
	const struct replacement_step *step = &replaced->job.steps[index];
	const char *text = canvas_local(canvas->arena, desk, step->text);
	bool open = strcmp(step->state, "open") == 0;

	if (strcmp(step->step, "prove") != 0)
		return text;
	return arena_printf(
		canvas->arena, "%s%s", text, proof_lines(desk, canvas->arena, open && index == replaced->cursor));
}

static int
step_rows(const struct desk *desk, const struct canvas *canvas, const struct replaced_screen *replaced, size_t index)
{
	struct column column = column_of(canvas);
	size_t count;

	if (!canvas_lines(canvas->arena, step_text(desk, canvas, replaced, index), column.width, &count) || count == 0)
		count = 1;
	return (int)count + column.below;
}

/* "2 ✓ Prove            until 10:58". Returns the rows used. */
static int
draw_step(const struct desk *desk, const struct canvas *canvas, const struct replaced_screen *replaced, size_t index,
	int row, int rows)
{
	const struct replacement_step *step = &replaced->job.steps[index];
	struct column column = column_of(canvas);
	bool done = strcmp(step->state, "done") == 0;

	canvas_cursor(canvas->grid, row, 0, index == replaced->cursor);
	grid_printf(canvas->grid, row, 1, 3, style_of(step), "%d %s", (int)index + 1, done ? "✓" : " ");
	grid_text(canvas->grid, row, NAME_COLUMN + 1, canvas->area.width - NAME_COLUMN - 2,
		done ? STYLE_GOOD : STYLE_STRONG, name_of(step->step));
	canvas_wrap(canvas, row + column.below, column.text, column.width, rows - column.below, style_of(step),
		step_text(desk, canvas, replaced, index));
	return step_rows(desk, canvas, replaced, index);
}

/* The first step that is drawn, so that the cursor's is seen. */
static size_t
first_step(const struct desk *desk, const struct canvas *canvas, const struct replaced_screen *replaced, int rows)
{
	size_t first = replaced->cursor;
	int used = step_rows(desk, canvas, replaced, first);

	while (first > 0 && (used += step_rows(desk, canvas, replaced, first - 1)) <= rows)
		first--;
	return first;
}

/* "proven, 14:20 left · "; "" where it is not. */
static const char *
proven(struct arena *arena, const struct desk *desk)
{
	int64_t until = desk->page.account.file.proven_until;

	return until != CLOCK_NEVER && until > desk->wall
		? arena_printf(arena, "proven, %s left · ", pass_left(arena, desk, until))
		: "";
}

static void
draw_title(const struct desk *desk, const struct canvas *canvas)
{
	const struct account *account = &desk->page.account;
	struct area area = canvas->area;

	grid_printf(
		canvas->grid, area.row, 1, area.width - 2, STYLE_STRONG, "Replaced phone · %s", account->file.ticket);
	grid_text_right(canvas->grid, area.row, 1, area.width - 2, STYLE_PLAIN,
		arena_printf(canvas->arena, "%sopen %s", proven(canvas->arena, desk),
			canvas_age(canvas->arena, desk->wall - account->file.opened_at)));
	grid_rule(canvas->grid, area.row + 1, 1, area.width - 2);
}

void
replaced_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas)
{
	const struct replaced_screen *replaced = (const struct replaced_screen *)screen;
	struct area area = canvas->area;
	int row = area.row + 2;

	draw_title(desk, canvas);
	if (!replaced->arena) {
		grid_text(canvas->grid, row, 3, area.width - 4, replaced->error.message[0] ? STYLE_DANGER : STYLE_DIM,
			replaced->error.message[0] ? replaced->error.message : "reading…");
		return;
	}
	if (!replaced->job.step_count)
		return;
	for (size_t i = first_step(desk, canvas, replaced, area.height - 2);
		i < replaced->job.step_count && row < area.row + area.height; i++) {
		row += draw_step(desk, canvas, replaced, i, row, area.row + area.height - row);
	}
}
