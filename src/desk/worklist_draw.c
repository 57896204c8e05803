/* The worklists' page drawn: in a small room the chosen list only. */
#include "mfadesk/desk/canvas.h"
#include "worklist.h"

#define ROOMY_WIDTH 70
#define ROOMY_HEIGHT 14

struct row_context {
	const struct desk *desk;
	struct arena *arena;
	const struct worklist_screen *lists;
};

static bool
is_roomy(const struct area *area)
{
	return area->width >= ROOMY_WIDTH && area->height >= ROOMY_HEIGHT;
}

/* Of one column of lists. */
static int
side(const struct worklist_screen *lists)
{
	return (int)(lists->heads.count + 1) / 2;
}

int
worklist_head_rows(const struct worklist_screen *lists, const struct area *area)
{
	return is_roomy(area) ? 1 + side(lists) + 3 : 2;
}

static void
draw_head(
	const struct worklist_screen *lists, const struct canvas *canvas, size_t index, int row, int column, int width)
{
	const struct worklist_head *head = &lists->heads.rows[index];
	const char *count = arena_printf(canvas->arena, "%lld", (long long)head->count);
	bool chosen = index == lists->chosen;

	canvas_cursor(canvas->grid, row, column, chosen);
	grid_text(canvas->grid, row, column + 2, width - 3 - text_width(canvas->arena, count),
		chosen ? STYLE_STRONG : STYLE_PLAIN, head->title);
	grid_text_right(canvas->grid, row, column, width, STYLE_PLAIN, count);
}

static void
draw_heads(const struct worklist_screen *lists, const struct canvas *canvas)
{
	struct area area = canvas->area;
	int width = (area.width - 5) / 2, row = area.row;

	if (!is_roomy(&area)) {
		if (lists->heads.count)
			draw_head(lists, canvas, lists->chosen, row, 1, area.width - 2);
		grid_rule(canvas->grid, row + 1, 1, area.width - 2);
		return;
	}
	grid_text(canvas->grid, row++, 1, area.width - 2, STYLE_STRONG, "Worklists");
	for (size_t i = 0; i < lists->heads.count; i++) {
		int line = (int)i % side(lists), column = (int)i / side(lists);

		draw_head(lists, canvas, i, row + line, 1 + column * (width + 3), width);
	}
	row += side(lists);
	grid_rule(canvas->grid, row, 1, area.width - 2);
	if (lists->heads.count)
		canvas_wrap(canvas, row + 1, 3, area.width - 5, 2, STYLE_DIM, lists->heads.rows[lists->chosen].note);
}

static void
draw_row(const void *opaque, size_t index, bool selected, struct grid *grid, int row, int column, int width)
{
	const struct row_context *context = opaque;
	const struct worklist_row *person = &context->lists->page.rows[index];
	int end = column + width, name = width >= ROOMY_WIDTH ? width * 22 / 100 : width * 45 / 100;

	canvas_cursor(grid, row, column + 1, selected);
	column += 3;
	grid_text(grid, row, column, name, STYLE_PLAIN, person->name);
	column += name + 1;
	if (width >= ROOMY_WIDTH) {
		grid_text(grid, row, column, width * 32 / 100, STYLE_PLAIN, person->email);
		column += width * 32 / 100 + 1;
		grid_text(grid, row, column, 10, STYLE_PLAIN, canvas_time(context->arena, context->desk, person->at));
		column += 11;
	}
	grid_text(grid, row, column, end - column, STYLE_PLAIN, person->detail);
}

static const char *
instead(const struct worklist_screen *lists)
{
	if (lists->refused)
		return "The worklists could not be read.";
	return lists->answered ? "Nobody is on this list." : "reading…";
}

void
worklist_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas)
{
	const struct worklist_screen *lists = (const struct worklist_screen *)screen;
	struct row_context context = {desk, canvas->arena, lists};
	struct area area = canvas->area;
	int head = worklist_head_rows(lists, &area);

	draw_heads(lists, canvas);
	if (lists->page.row_count)
		list_draw(&lists->list, canvas->grid, area.row + head, 0, area.width - 1, area.height - head, draw_row,
			&context);
	else
		grid_text(canvas->grid, area.row + head, 3, area.width - 5, STYLE_DIM, instead(lists));
}
