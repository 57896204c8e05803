/*
 * Cases (F3): one's own first; leads and auditors see everybody's. A row opens
 * one's own case; on a colleague's there is taking over, approving, and the record.
 */
#include <string.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/desk/canvas.h"
#include "mfadesk/tui/list.h"
#include "prompts.h"

struct cases_screen {
	struct screen base;
	uint64_t tag; /* of the question under way */
	struct arena *arena;
	struct case_list cases;
	bool answered;
	bool refused;
	struct list list;
};

struct row_context {
	const struct desk *desk;
	struct arena *arena;
	const struct cases_screen *cases;
};

static bool
sees_all(const struct desk *desk)
{
	return desk->staff.role == ROLE_LEAD || desk->staff.role == ROLE_AUDITOR;
}

static void
ask(struct desk *desk, struct cases_screen *cases, struct effects *effects)
{
	struct act_request request;

	act_request_init(&request, ACT_CASES);
	act_request_set(&request, "all", sees_all(desk) ? "true" : "false");
	cases->tag = desk_send(desk, &cases->base, DESK_ACTS, &request, NULL, effects);
}

static bool
cases_reply(struct desk *desk, struct screen *screen, const struct pending *pending, const struct link_reply *reply,
	struct effects *effects)
{
	struct cases_screen *cases = (struct cases_screen *)screen;
	struct arena *arena;
	struct case_list list;
	struct error error = {0};

	(void)effects;
	if (pending->tag != cases->tag)
		return true;
	cases->tag = 0;
	cases->refused = !reply->ok;
	if (!reply->ok)
		return false;
	arena = arena_new();
	if (!reply_cases(arena, reply->json, &list, &error)) {
		arena_free(&arena);
		desk_say_error(desk, &error);
		return true;
	}
	arena_free(&cases->arena);
	cases->arena = arena;
	cases->cases = list;
	cases->answered = true;
	list_set_count(&cases->list, list.count);
	return true;
}

static bool
is_mine(const struct desk *desk, const struct case_file *file)
{
	return strcmp(file->agent, desk->staff.login) == 0;
}

static bool
role_has(const struct desk *desk, enum act act)
{
	return (act_info(act)->roles & (unsigned)desk->staff.role) != 0;
}

static const char *
whose(const struct case_file *file, struct arena *arena)
{
	return arena_printf(arena, "%s · %s", file->person_name, file->person_email);
}

static void
open_row(struct desk *desk, const struct case_file *file, struct effects *effects)
{
	desk_hush(desk);
	if (is_mine(desk, file))
		account_open(desk, file->id, effects);
	else
		history_open(desk, file->id, whose(file, effects->arena), false, effects);
}

/* On a colleague's case. */
static bool
key_on_row(struct desk *desk, const struct case_file *file, const struct key *key)
{
	if (key_matches(key, act_info(ACT_TAKE_CASE)->key) && role_has(desk, ACT_TAKE_CASE))
		prompt_take(desk, file);
	else if (key_matches(key, act_info(ACT_APPROVE)->key) && role_has(desk, ACT_APPROVE))
		prompt_approve(desk, file);
	else
		return false;
	return true;
}

static bool
cases_key(struct desk *desk, struct screen *screen, const struct key *key, struct effects *effects)
{
	struct cases_screen *cases = (struct cases_screen *)screen;
	bool any = cases->list.cursor < cases->cases.count;
	const struct case_file *file = any ? &cases->cases.rows[cases->list.cursor] : NULL;

	list_set_page(&cases->list, frame_area(desk).height - 2);
	if (file && key_matches(key, "Enter"))
		open_row(desk, file, effects);
	else if (file && !is_mine(desk, file) && key_on_row(desk, file, key))
		return true;
	else if (file && key_matches(key, act_info(ACT_CLEAR_DOUBT)->key) && role_has(desk, ACT_CLEAR_DOUBT))
		prompt_doubt(desk, ACT_CLEAR_DOUBT, file->person_id, whose(file, effects->arena));
	else if (key_matches(key, act_info(ACT_CONFIRM_PROOF)->key) && role_has(desk, ACT_CONFIRM_PROOF))
		prompt_confirm(desk, "", "", "");
	else
		return list_key(&cases->list, key);
	return true;
}

static const char *
standing(const struct row_context *context, const struct case_file *file)
{
	if (strcmp(file->state, "open") != 0)
		return file->state;
	if (file->proven_until != CLOCK_NEVER && file->proven_until > context->desk->wall)
		return arena_printf(context->arena, "proven until %s",
			canvas_time(context->arena, context->desk, file->proven_until));
	return file->by == CONTACT_NONE ? "nobody here" : contact_channel_phrase(file->by);
}

static void
draw_row(const void *opaque, size_t index, bool selected, struct grid *grid, int row, int column, int width)
{
	const struct row_context *context = opaque;
	const struct case_file *file = &context->cases->cases.rows[index];
	int end = column + width, name = width >= 60 ? width * 26 / 100 : width - 18;

	canvas_cursor(grid, row, column + 1, selected);
	column += 3;
	grid_text(grid, row, column, 12, STYLE_STRONG, file->ticket);
	column += 13;
	grid_text(grid, row, column, name, STYLE_PLAIN, file->person_name);
	column += name + 1;
	if (width < 60)
		return;
	grid_text(grid, row, column, 10, STYLE_PLAIN, is_mine(context->desk, file) ? "mine" : file->agent);
	column += 11;
	grid_text(grid, row, column, 10, STYLE_PLAIN, canvas_time(context->arena, context->desk, file->opened_at));
	column += 11;
	grid_text(grid, row, column, 18, STYLE_PLAIN, standing(context, file));
	column += 19;
	if (end - column > 8)
		grid_text(grid, row, column, end - column, STYLE_PLAIN, file->person_email);
}

static void
cases_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas)
{
	const struct cases_screen *cases = (const struct cases_screen *)screen;
	struct row_context context = {desk, canvas->arena, cases};
	struct area area = canvas->area;

	grid_text(canvas->grid, area.row, 1, area.width - 2, STYLE_STRONG,
		sees_all(desk) ? "Open cases, mine first" : "My open cases");
	if (cases->answered)
		grid_text_right(canvas->grid, area.row, 1, area.width - 2, STYLE_PLAIN,
			arena_printf(canvas->arena, "%zu", cases->cases.count));
	grid_rule(canvas->grid, area.row + 1, 1, area.width - 2);
	if (cases->cases.count)
		list_draw(&cases->list, canvas->grid, area.row + 2, 0, area.width - 1, area.height - 2, draw_row,
			&context);
	else
		canvas_wrap(canvas, area.row + 2, 3, area.width - 5, area.height - 2, STYLE_DIM,
			cases->refused		  ? "The cases could not be read."
				: cases->answered ? "No case is open. Find a person, and open one under its ticket."
						  : "reading…");
}

static void
cases_footer(const struct desk *desk, const struct screen *screen, struct footer *footer)
{
	const struct cases_screen *cases = (const struct cases_screen *)screen;
	const struct case_file *file =
		cases->list.cursor < cases->cases.count ? &cases->cases.rows[cases->list.cursor] : NULL;
	static const enum act acts[] = {ACT_TAKE_CASE, ACT_APPROVE};

	if (file)
		footer_add(footer, "Enter", is_mine(desk, file) ? "go on" : "its record");
	for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
		if (file && !is_mine(desk, file) && role_has(desk, acts[i]))
			footer_add(footer, act_info(acts[i])->key, act_info(acts[i])->label);
	}
	if (file && role_has(desk, ACT_CLEAR_DOUBT))
		footer_add(footer, act_info(ACT_CLEAR_DOUBT)->key, act_info(ACT_CLEAR_DOUBT)->label);
	if (role_has(desk, ACT_CONFIRM_PROOF))
		footer_add(footer, act_info(ACT_CONFIRM_PROOF)->key, act_info(ACT_CONFIRM_PROOF)->label);
	footer_add(footer, "Esc", "back");
	footer_add(footer, "F1", "help");
}

static void
cases_close(struct screen *screen)
{
	arena_free(&((struct cases_screen *)screen)->arena);
	memory_free(screen);
}

void
cases_open(struct desk *desk, struct effects *effects)
{
	struct screen *open = screen_of_class(desk, &cases_class);
	struct cases_screen *cases = memory_alloc(sizeof *cases);

	if (open)
		screen_remove(desk, open);
	cases->base.class = &cases_class;
	list_init(&cases->list);
	screen_push(desk, &cases->base);
	ask(desk, cases, effects);
}

const struct screen_class cases_class = {
	.name = "Cases",
	.key = cases_key,
	.reply = cases_reply,
	.draw = cases_draw,
	.footer = cases_footer,
	.close = cases_close,
};
