/* The palette (`:`): every act that can be begun here, by its name. */
#include <string.h>
#include <strings.h>

#include "mfadesk/desk/canvas.h"
#include "mfadesk/tui/field.h"
#include "mfadesk/tui/list.h"

#define TYPED_LIMIT 40

struct palette_screen {
	struct screen base;
	struct field typed;
	struct list list;
};

struct choices {
	enum act acts[ACT_COUNT];
	size_t count;
};

/* What can be begun from here: with a key, and not by a row of a list. */
static bool
can_begin(const struct desk *desk, enum act act)
{
	bool on_case = (act_info(act)->flags & ACT_ON_CASE) != 0;

	if (!act_info(act)->key || !desk_offers(desk, act))
		return false;
	if (on_case)
		return screen_on_case(desk);
	return act == ACT_FIND || act == ACT_CASES || act == ACT_WORKLIST ||
		(act == ACT_HISTORY && screen_on_case(desk));
}

static struct choices
choices(const struct desk *desk, const struct palette_screen *palette)
{
	struct choices found = {.count = 0};

	for (enum act act = 0; act < ACT_COUNT; act++) {
		const struct act_info *info = act_info(act);

		if (can_begin(desk, act) &&
			(strcasestr(info->label, palette->typed.text) ||
				strcasestr(info->command, palette->typed.text)))
			found.acts[found.count++] = act;
	}
	return found;
}

static void
begin(struct desk *desk, struct palette_screen *palette, struct effects *effects)
{
	struct choices found = choices(desk, palette);
	enum act act;

	if (palette->list.cursor >= found.count)
		return;
	act = found.acts[palette->list.cursor];
	screen_remove(desk, &palette->base);
	act_begin(desk, act, effects);
}

static bool
palette_key(struct desk *desk, struct screen *screen, const struct key *key, struct effects *effects)
{
	struct palette_screen *palette = (struct palette_screen *)screen;
	bool moves = key->code == KEY_ARROW_UP || key->code == KEY_ARROW_DOWN || key->code == KEY_PAGE_UP ||
		key->code == KEY_PAGE_DOWN;

	list_set_count(&palette->list, choices(desk, palette).count);
	if (key_matches(key, "Enter")) {
		begin(desk, palette, effects);
		return true;
	}
	if (moves)
		return list_key(&palette->list, key);
	if (!field_key(&palette->typed, key))
		return false;
	list_set_count(&palette->list, choices(desk, palette).count);
	list_select(&palette->list, 0);
	return true;
}

static void
draw_row(const void *context, size_t index, bool selected, struct grid *grid, int row, int column, int width)
{
	const struct choices *found = context;
	const struct act_info *info = act_info(found->acts[index]);

	canvas_cursor(grid, row, column, selected);
	grid_text(grid, row, column + 2, 5, STYLE_STRONG, info->key);
	grid_text(grid, row, column + 8, 14, STYLE_STRONG, info->label);
	grid_text(grid, row, column + 23, width - 23, STYLE_PLAIN, info->help);
}

static void
palette_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas)
{
	const struct palette_screen *palette = (const struct palette_screen *)screen;
	struct choices found = choices(desk, palette);
	struct area area = canvas->area;
	int width = area.width - 2 < 100 ? area.width - 2 : 100, rows = (int)found.count;

	rows = rows < area.height - 3 ? rows : area.height - 3;
	canvas_box(canvas, area.row, width, rows + 3, "Acts");
	field_draw(&palette->typed, canvas->grid, area.row + 1, 3, width - 4, true);
	list_draw(&palette->list, canvas->grid, area.row + 2, 3, width - 4, rows, draw_row, &found);
}

static void
palette_footer(const struct desk *desk, const struct screen *screen, struct footer *footer)
{
	(void)desk;
	(void)screen;
	footer_add(footer, "Enter", "begin");
	footer_add(footer, "Esc", "back");
}

static void
palette_close(struct screen *screen)
{
	memory_free(screen);
}

struct screen *
palette_screen_new(const struct desk *desk)
{
	struct palette_screen *palette = memory_alloc(sizeof *palette);

	palette->base.class = &palette_class;
	field_init(&palette->typed, TYPED_LIMIT, false);
	list_init(&palette->list);
	list_set_count(&palette->list, choices(desk, palette).count);
	return &palette->base;
}

const struct screen_class palette_class = {
	.name = "Acts",
	.flags = SCREEN_DRAWER,
	.key = palette_key,
	.draw = palette_draw,
	.footer = palette_footer,
	.close = palette_close,
};
