/* The list engine. It is arithmetic on four numbers; it must not know what a row is. */
#include "mfadesk/tui/list.h"

/* The first row to show so that the cursor is seen and no row is left empty that could be filled. */
static size_t
first_row(const struct list *list, size_t page)
{
	size_t top = list->top;

	if (list->count <= page)
		return 0;
	if (top > list->count - page)
		top = list->count - page;
	if (list->cursor < top)
		return list->cursor;
	if (list->cursor >= top + page)
		return list->cursor - page + 1;
	return top;
}

void
list_init(struct list *list)
{
	*list = (struct list){.page = 1};
}

void
list_select(struct list *list, size_t index)
{
	if (index >= list->count)
		index = list->count == 0 ? 0 : list->count - 1;
	list->cursor = index;
	list->top = first_row(list, list->page);
}

void
list_set_count(struct list *list, size_t count)
{
	list->count = count;
	list_select(list, list->cursor);
}

void
list_set_page(struct list *list, int height)
{
	list->page = height < 1 ? 1 : (size_t)height;
	list_select(list, list->cursor);
}

static void
move_up(struct list *list, size_t rows)
{
	list_select(list, rows > list->cursor ? 0 : list->cursor - rows);
}

static void
move_down(struct list *list, size_t rows)
{
	list_select(list, list->cursor + rows);
}

bool
list_key(struct list *list, const struct key *key)
{
	if (key->code == KEY_ARROW_UP || key_matches(key, "k"))
		move_up(list, 1);
	else if (key->code == KEY_ARROW_DOWN || key_matches(key, "j"))
		move_down(list, 1);
	else if (key->code == KEY_PAGE_UP)
		move_up(list, list->page);
	else if (key->code == KEY_PAGE_DOWN)
		move_down(list, list->page);
	else if (key->code == KEY_HOME_PRESSED)
		list_select(list, 0);
	else if (key->code == KEY_END_PRESSED)
		move_down(list, list->count);
	else
		return false;
	return true;
}

void
list_draw(const struct list *list, struct grid *grid, int row, int column, int width, int height,
	list_draw_row *draw_row, const void *context)
{
	if (height < 1)
		return;

	size_t top = first_row(list, (size_t)height);

	for (size_t i = 0; i < (size_t)height && top + i < list->count; i++) {
		bool selected = top + i == list->cursor;

		draw_row(context, top + i, selected, grid, row + (int)i, column, width);
		if (selected)
			grid_style(grid, row + (int)i, column, width, STYLE_SELECTED);
	}
}
