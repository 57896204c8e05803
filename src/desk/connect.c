/* Before the first page: what is being connected to, the password, or why it failed. */
#include <string.h>

#include "mfadesk/desk/canvas.h"
#include "mfadesk/tui/field.h"

#define PASSWORD_LIMIT 1000

struct connect_screen {
	struct screen base;
	struct field password;
};

static bool
connect_key(struct desk *desk, struct screen *screen, const struct key *key, struct effects *effects)
{
	struct connect_screen *connect = (struct connect_screen *)screen;
	enum link_state state = desk->links[DESK_ACTS].state;
	bool wanted = state == LINK_WANTS_PASSWORD || desk->links[DESK_SEARCH].state == LINK_WANTS_PASSWORD;

	if (wanted && key_matches(key, "Enter")) {
		desk_give_password(desk, connect->password.text, effects);
		field_clear(&connect->password);
	} else if (wanted)
		return field_key(&connect->password, key);
	else if (state == LINK_FAILED && key_matches(key, "Enter"))
		effects_add(effects, EFFECT_OPEN_LINK, DESK_ACTS);
	else if (state == LINK_LOST && key_matches(key, "Enter"))
		effects_add(effects, EFFECT_RETRY_LINK, DESK_ACTS);
	return true;
}

static int
draw_error(const struct canvas *canvas, int row, int width, const struct error *error)
{
	row += canvas_wrap(canvas, row, 2, width, 5, STYLE_DANGER, error->message);
	return row + canvas_wrap(canvas, row, 2, width, 4, STYLE_PLAIN, error->hint);
}

static void
connect_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas)
{
	const struct connect_screen *connect = (const struct connect_screen *)screen;
	const struct link_view *acts = &desk->links[DESK_ACTS];
	bool wanted = acts->state == LINK_WANTS_PASSWORD || desk->links[DESK_SEARCH].state == LINK_WANTS_PASSWORD;
	int width = desk->width - 4, row = canvas->area.height >= 16 ? 2 : 0;
	const char *does = "";

	grid_text(canvas->grid, row++, 2, width, STYLE_STRONG, "mfadesk");
	if (wanted) {
		row += canvas_wrap(canvas, row, 2, width, 2, STYLE_PLAIN,
			arena_printf(canvas->arena, "Password for %s", acts->target));
		field_draw(&connect->password, canvas->grid, row++, 2, width < 40 ? width : 40, true);
		does = "Enter connect";
	} else if (acts->state == LINK_FAILED || acts->state == LINK_LOST)
		does = "Enter try again";
	else
		row += canvas_wrap(canvas, row, 2, width, 2, STYLE_PLAIN,
			arena_printf(canvas->arena, "%s %s",
				acts->state == LINK_READY ? "connected to" : "connecting to", acts->target));
	if (acts->error.message[0])
		row = draw_error(canvas, row + 1, width, &acts->error);
	/* Connected, and refused as staff. */
	if (desk->notice.bad)
		row += canvas_wrap(canvas, row + 1, 2, width, 5, STYLE_DANGER, desk->notice.text);
	if (acts->state == LINK_LOST)
		grid_text(canvas->grid, row++, 2, width, STYLE_PLAIN, "It is tried again by itself.");
	grid_printf(canvas->grid, canvas->area.height - 1, 1, desk->width - 2, STYLE_BAR, "%s%sCtrl-Q quit", does,
		*does ? "  " : "");
}

static void
connect_close(struct screen *screen)
{
	field_clear(&((struct connect_screen *)screen)->password);
	memory_free(screen);
}

struct screen *
connect_screen_new(void)
{
	struct connect_screen *connect = memory_alloc(sizeof *connect);

	connect->base.class = &connect_class;
	field_init(&connect->password, PASSWORD_LIMIT, true);
	return &connect->base;
}

const struct screen_class connect_class = {
	.name = "Connecting",
	.flags = SCREEN_ALONE,
	.key = connect_key,
	.draw = connect_draw,
	.close = connect_close,
};
