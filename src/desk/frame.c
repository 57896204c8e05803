/*
 * What every page shares: the person of the case, the notice and the footer.
 * The screen on top says what the footer offers; the highest full page is drawn
 * first, the drawers above it over it. The top line is top_line.c.
 */
#include "frame.h"

#include <string.h>

#include "mfadesk/desk/canvas.h"

#define SMALLEST_WIDTH 40
#define SMALLEST_HEIGHT 10
#define ROOMY_HEIGHT 16 /* from here on the footer and the notice may have more rows */

/* Rows that are not the page's. */
struct frame {
	int person;
	int notice;
	int footer;
};

static bool
stands_alone(const struct desk *desk)
{
	const struct screen *top = screen_top(desk);

	return top && (top->class->flags & SCREEN_ALONE);
}

/* Places the items in rows, and draws them when there is a grid. Returns the rows needed. */
static int
place_footer(const struct desk *desk, struct arena *arena, struct grid *grid, int row, int rows)
{
	const struct screen *top = screen_top(desk);
	struct footer footer = {.count = 0};
	int column = 1, used = 1;

	if (top && top->class->footer)
		top->class->footer(desk, top, &footer);
	for (size_t i = 0; i < footer.count; i++) {
		char *text = arena_printf(arena, "%s %s", footer.items[i].key, footer.items[i].label);
		int width = text_width(arena, text);

		if (column > 1 && column + width > desk->width - 1) {
			column = 1;
			used++;
		}
		if (grid && used <= rows)
			grid_text(grid, row + used - 1, column, desk->width - 1 - column, STYLE_BAR, text);
		column += width + 2;
	}
	return used;
}

static int
place_notice(const struct desk *desk, struct arena *arena, size_t *count, char ***lines)
{
	*lines = canvas_lines(arena, desk->notice.text, desk->width - 2, count);
	return *count ? (int)*count : 1;
}

static int
at_most(int rows, int limit)
{
	return rows < limit ? rows : limit;
}

/* Name and address stand on one row where there is room for both, else on two: neither may be cut away. */
static int
person_rows(const struct desk *desk, struct arena *arena)
{
	const struct person *person = &desk->page.account.person;

	if (!screen_on_case(desk))
		return 0;
	if (!desk->page.loaded)
		return 1;
	return text_width(arena, person->name) + text_width(arena, person->email) + 16 > desk->width ? 2 : 1;
}

static struct frame
measure(const struct desk *desk, struct arena *arena)
{
	bool roomy = desk->height >= ROOMY_HEIGHT;
	size_t count;
	char **lines;

	return (struct frame){
		.person = person_rows(desk, arena),
		.notice = at_most(place_notice(desk, arena, &count, &lines), roomy ? 4 : 2),
		.footer = at_most(place_footer(desk, arena, NULL, 0, 0), roomy ? 3 : 1),
	};
}

static struct area
room(const struct desk *desk, const struct frame *frame)
{
	int row = 1 + frame->person;

	return (struct area){row, 0, desk->width, desk->height - row - frame->notice - frame->footer};
}

struct area
frame_area(const struct desk *desk)
{
	struct arena *arena = arena_new();
	struct frame frame = measure(desk, arena);

	arena_free(&arena);
	return room(desk, &frame);
}

static const char *
standing(const struct person *person)
{
	if (strcmp(person->status, "active") != 0)
		return "DISABLED";
	return strcmp(person->tier, "standard") == 0 ? "standard" : "PRIVILEGED";
}

static void
draw_person(const struct desk *desk, const struct canvas *canvas, int rows)
{
	const struct person *person = &desk->page.account.person;
	struct grid *grid = canvas->grid;
	int width = desk->width, name_width, email_row = rows == 2 ? 2 : 1, column = 1;

	if (rows == 0)
		return;
	if (!desk->page.loaded) {
		grid_text(grid, 1, 1, width - 2, STYLE_DIM,
			desk->page.refused ? "This case is not yours, or not any more." : "reading the case…");
		return;
	}
	name_width = width - 2 - 11;
	column += grid_text(grid, 1, 1, name_width, STYLE_STRONG, person->name) + 3;
	grid_text_right(grid, 1, width - 11, 10, STYLE_PLAIN, standing(person));
	if (rows == 2)
		column = 1;
	column += grid_text(grid, email_row, column, width - 1 - column, STYLE_PLAIN, person->email) + 3;
	grid_printf(grid, email_row, column, width - column - (rows == 2 ? 1 : 12), STYLE_PLAIN, "%s%s%s",
		person->department, *person->title ? ", " : "", person->title);
}

static void
draw_notice(const struct desk *desk, const struct canvas *canvas, int row, int rows)
{
	size_t count;
	char **lines;

	place_notice(desk, canvas->arena, &count, &lines);
	if (!count)
		grid_rule(canvas->grid, row, 1, desk->width - 2);
	for (int i = 0; i < rows && (size_t)i < count; i++)
		grid_text(canvas->grid, row + i, 1, desk->width - 2, desk->notice.bad ? STYLE_DANGER : STYLE_GOOD,
			lines[i]);
}

static void
draw_footer(const struct desk *desk, const struct canvas *canvas, int row, int rows)
{
	for (int i = 0; i < rows; i++)
		grid_style(canvas->grid, row + i, 0, desk->width, STYLE_BAR);
	place_footer(desk, canvas->arena, canvas->grid, row, rows);
}

static void
draw_screens(const struct desk *desk, const struct canvas *canvas)
{
	size_t first = desk->depth - 1;

	while (first > 0 && (desk->stack[first]->class->flags & SCREEN_DRAWER))
		first--;
	for (; first < desk->depth; first++) {
		/* Only what is on top may show the terminal's cursor. */
		grid_cursor(canvas->grid, -1, 0);
		desk->stack[first]->class->draw(desk, desk->stack[first], canvas);
	}
}

static void
draw_all(const struct desk *desk, struct canvas *canvas)
{
	struct frame frame = measure(desk, canvas->arena);
	int row;

	canvas->area = room(desk, &frame);
	row = canvas->area.row + canvas->area.height;
	top_line_draw(desk, canvas);
	draw_person(desk, canvas, frame.person);
	draw_screens(desk, canvas);
	draw_notice(desk, canvas, row, frame.notice);
	draw_footer(desk, canvas, row + frame.notice, frame.footer);
}

static void
draw_alone(const struct desk *desk, struct canvas *canvas)
{
	const struct screen *top = screen_top(desk);

	canvas->area = (struct area){0, 0, desk->width, desk->height};
	top->class->draw(desk, top, canvas);
}

struct grid *
desk_draw(const struct desk *desk)
{
	struct canvas canvas = {.grid = grid_new(desk->width, desk->height), .arena = arena_new()};

	if (desk->width < SMALLEST_WIDTH || desk->height < SMALLEST_HEIGHT)
		grid_printf(canvas.grid, 0, 0, desk->width, STYLE_PLAIN, "too small: %dx%d is the least",
			SMALLEST_WIDTH, SMALLEST_HEIGHT);
	else if (stands_alone(desk))
		draw_alone(desk, &canvas);
	else if (desk->depth)
		draw_all(desk, &canvas);
	arena_free(&canvas.arena);
	return canvas.grid;
}
