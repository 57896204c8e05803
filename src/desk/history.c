/* The record (F4) of one case or one person; a row opens to all of its fields. */
#include <string.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/desk/canvas.h"
#include "mfadesk/tui/list.h"
#include "prompts.h"

#define LINES "500"
#define WHEN_WIDTH 6 /* "10:43 " */
#define WHO_WIDTH 11

struct history_screen {
	struct screen base;
	char *of; /* owned */
	char *title;
	uint64_t tag;
	struct arena *arena;
	struct history_list history;
	bool answered;
	bool refused;
	struct list list;
};

struct row_context {
	const struct desk *desk;
	struct arena *arena;
	const struct history_screen *history;
};

void
history_line_draw(const struct desk *desk, struct arena *arena, const struct history_entry *entry, struct grid *grid,
	int row, int column, int width)
{
	const char *when = canvas_time(arena, desk, entry->at);
	int end = column + width, when_width = strlen(when) < WHEN_WIDTH ? WHEN_WIDTH : 11;

	grid_text(grid, row, column, when_width - 1, STYLE_PLAIN, when);
	column += when_width;
	grid_text(grid, row, column, WHO_WIDTH - 1, STYLE_PLAIN, entry->who);
	column += WHO_WIDTH;
	grid_text(grid, row, column, end - column, STYLE_PLAIN, canvas_local(arena, desk, entry->text));
}

static bool
history_reply(struct desk *desk, struct screen *screen, const struct pending *pending, const struct link_reply *reply,
	struct effects *effects)
{
	struct history_screen *history = (struct history_screen *)screen;
	struct arena *arena;
	struct history_list list;
	struct error error = {0};

	(void)effects;
	if (pending->tag != history->tag)
		return true;
	history->answered = true;
	history->refused = !reply->ok;
	if (!reply->ok)
		return false;
	arena = arena_new();
	if (!reply_history(arena, reply->json, &list, &error)) {
		arena_free(&arena);
		desk_say_error(desk, &error);
		return true;
	}
	arena_free(&history->arena);
	history->arena = arena;
	history->history = list;
	list_set_count(&history->list, list.count);
	return true;
}

static const struct history_entry *
selected(const struct history_screen *history)
{
	return history->list.cursor < history->history.count ? &history->history.rows[history->list.cursor] : NULL;
}

/* A document that a colleague recorded and whose confirmation is still wanted begins here. */
static bool
can_be_confirmed(const struct desk *desk, const struct history_entry *entry)
{
	return entry && strcmp(entry->act, "record_proof") == 0 && entry->target_count &&
		strcmp(entry->outcome, "passed") == 0 && strcmp(entry->who, desk->staff.login) != 0 &&
		(act_info(ACT_CONFIRM_PROOF)->roles & (unsigned)desk->staff.role);
}

static bool
history_key(struct desk *desk, struct screen *screen, const struct key *key, struct effects *effects)
{
	struct history_screen *history = (struct history_screen *)screen;
	const struct history_entry *entry = selected(history);

	(void)effects;
	list_set_page(&history->list, frame_area(desk).height - 2);
	if (entry && key_matches(key, "Enter"))
		screen_push(desk, entry_screen_new(entry, history->title));
	else if (can_be_confirmed(desk, entry) && key_matches(key, act_info(ACT_CONFIRM_PROOF)->key))
		prompt_confirm(desk, entry->case_id, entry->targets[0], history->title);
	else
		return list_key(&history->list, key);
	return true;
}

static void
draw_row(const void *opaque, size_t index, bool selected_row, struct grid *grid, int row, int column, int width)
{
	const struct row_context *context = opaque;

	canvas_cursor(grid, row, column + 1, selected_row);
	history_line_draw(context->desk, context->arena, &context->history->history.rows[index], grid, row, column + 3,
		width - 3);
}

static void
history_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas)
{
	const struct history_screen *history = (const struct history_screen *)screen;
	struct row_context context = {desk, canvas->arena, history};
	struct area area = canvas->area;

	grid_printf(canvas->grid, area.row, 1, area.width - 2, STYLE_STRONG, "Ledger · %s", history->title);
	grid_rule(canvas->grid, area.row + 1, 1, area.width - 2);
	if (history->history.count)
		list_draw(&history->list, canvas->grid, area.row + 2, 0, area.width - 1, area.height - 2, draw_row,
			&context);
	else
		grid_text(canvas->grid, area.row + 2, 3, area.width - 5, STYLE_DIM,
			history->refused	    ? "The ledger could not be read."
				: history->answered ? "Nothing is on record."
						    : "reading…");
}

static void
history_footer(const struct desk *desk, const struct screen *screen, struct footer *footer)
{
	const struct history_entry *entry = selected((const struct history_screen *)screen);

	footer_add(footer, "Enter", "all fields");
	if (can_be_confirmed(desk, entry))
		footer_add(footer, act_info(ACT_CONFIRM_PROOF)->key, act_info(ACT_CONFIRM_PROOF)->label);
	footer_add(footer, "Esc", "back");
	if (screen_on_case(desk)) {
		footer_add_act(desk, footer, ACT_END_CONTACT);
		footer_add_act(desk, footer, ACT_RAISE_DOUBT);
	}
	footer_add(footer, "F1", "help");
}

static void
history_close(struct screen *screen)
{
	struct history_screen *history = (struct history_screen *)screen;

	memory_free(history->of);
	memory_free(history->title);
	arena_free(&history->arena);
	memory_free(history);
}

static void
ask(struct desk *desk, struct history_screen *history, struct effects *effects)
{
	struct act_request request;

	act_request_init(&request, ACT_HISTORY);
	act_request_set(&request, "of", history->of);
	act_request_set(&request, "limit", LINES);
	history->tag = desk_send(desk, &history->base, DESK_ACTS, &request, NULL, effects);
}

void
history_open(struct desk *desk, const char *of, const char *title, bool on_case, struct effects *effects)
{
	const struct screen_class *class = on_case ? &history_case_class : &history_class;
	struct screen *open = screen_of_class(desk, class);
	struct history_screen *history = memory_alloc(sizeof *history);

	/* The texts may be the old screen's own. */
	history->of = memory_copy(of);
	history->title = memory_copy(title);
	if (open)
		screen_remove(desk, open);
	history->base.class = class;
	list_init(&history->list);
	screen_push(desk, &history->base);
	ask(desk, history, effects);
}

const struct screen_class history_class = {
	.name = "the ledger",
	.key = history_key,
	.reply = history_reply,
	.draw = history_draw,
	.footer = history_footer,
	.close = history_close,
};

/* The same above the person of the page. */
const struct screen_class history_case_class = {
	.name = "the ledger",
	.flags = SCREEN_ON_CASE,
	.key = history_key,
	.reply = history_reply,
	.draw = history_draw,
	.footer = history_footer,
	.close = history_close,
};
