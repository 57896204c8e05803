/* How Find looks. */
#include <string.h>

#include "find.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/desk/canvas.h"

/* Where the columns of the list begin, and how wide they are; a width of 0 leaves a column out. */
struct columns {
	int name;
	int email;
	int department;
	int title;
};

struct row_context {
	const struct find_screen *find;
	struct columns columns;
};

/* Name and address are what a person is known by; the rest has what is left. */
static struct columns
divide(int width)
{
	struct columns columns = {0};
	int room = width - 3;

	if (room < 60) {
		columns.name = room * 4 / 10;
		columns.email = room - columns.name - 1;
		return columns;
	}
	columns.name = room * 27 / 100;
	columns.email = room * 35 / 100;
	columns.department = room * 16 / 100;
	columns.title = room - columns.name - columns.email - columns.department - 3;
	return columns;
}

static void
draw_row(const void *context, size_t index, bool selected, struct grid *grid, int row, int column, int width)
{
	const struct row_context *at = context;
	const struct found *found = &at->find->results.rows[index];
	const struct columns *columns = &at->columns;
	bool active = strcmp(found->status, "active") == 0;
	enum style style = active ? STYLE_PLAIN : STYLE_DIM;
	int end = column + width;

	canvas_cursor(grid, row, column + 1, selected);
	column += 3;
	grid_text(grid, row, column, columns->name, active ? STYLE_STRONG : STYLE_DIM, found->name);
	column += columns->name + 1;
	/* Where there is no room for more columns, the number still tells people of one name apart. */
	if (!columns->department && *found->employee_number)
		grid_printf(grid, row, column, columns->email, style, "%s %s", found->employee_number, found->email);
	else
		grid_text(grid, row, column, columns->email, style, found->email);
	column += columns->email + 1;
	if (columns->department) {
		grid_text(grid, row, column, columns->department, style, found->department);
		column += columns->department + 1;
	}
	if (*found->employee_number)
		grid_printf(grid, row, column, end - column, STYLE_CAUTION, "%s%s %s", active ? "no. " : "",
			found->employee_number, active ? "" : found->status);
	else if (!active)
		grid_text(grid, row, column, end - column, style, found->status);
	else
		grid_text(grid, row, column, end - column, style, found->title);
}

static const char *
count_text(const struct find_screen *find, struct arena *arena, const struct desk *desk)
{
	const struct pending *pending = find->tag ? desk_pending(desk, find->tag) : NULL;

	if (pending)
		return desk->now - pending->since < CLOCK_SECOND
			? "…"
			: arena_printf(arena, "looking, %s", canvas_age(arena, desk->now - pending->since));
	if (!find->answered)
		return "";
	if (find->results.count >= 50)
		return "50 people or more";
	return arena_printf(arena, "%zu %s", find->results.count, find->results.count == 1 ? "person" : "people");
}

/* What stands where no rows are. */
static const char *
empty_text(const struct find_screen *find, struct arena *arena)
{
	if (find->error.message[0])
		return arena_printf(arena, "%s\n%s", find->error.message, find->error.hint);
	if (find->kind == QUERY_NUMBER)
		return "A whole phone number: Enter asks for the reason, and the search goes on the record.";
	if (find->kind == QUERY_TEXT && find->answered)
		return arena_printf(arena,
			"Nobody found for \"%s\". Try the beginning of the email address, of a name, or the last four "
			"digits of a phone number.",
			find->asked);
	if (find->kind == QUERY_TEXT)
		return "";
	return "Type a name, an email address, an employee number, or the last four digits of a phone number.";
}

void
find_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas)
{
	const struct find_screen *find = (const struct find_screen *)screen;
	struct area area = canvas->area;
	struct row_context context = {find, divide(area.width - 1)};
	const char *count = count_text(find, canvas->arena, desk);
	int count_width = text_width(canvas->arena, count);
	int row = area.row;

	grid_text(canvas->grid, row, 1, 5, STYLE_STRONG, "Find");
	canvas_cursor(canvas->grid, row, 6, !find->in_list);
	field_draw(&find->typed, canvas->grid, row, 8, area.width - 10 - count_width, !find->in_list);
	grid_text(canvas->grid, row, area.width - 1 - count_width, count_width, STYLE_PLAIN, count);
	grid_rule(canvas->grid, row + 1, 1, area.width - 2);
	row += FIND_HEAD_ROWS;
	if (find->results.count)
		list_draw(&find->list, canvas->grid, row, 0, area.width - 1, area.height - FIND_HEAD_ROWS, draw_row,
			&context);
	else
		canvas_wrap(canvas, row, 3, area.width - 5, area.height - FIND_HEAD_ROWS,
			find->error.message[0] ? STYLE_DANGER : STYLE_DIM, empty_text(find, canvas->arena));
}
