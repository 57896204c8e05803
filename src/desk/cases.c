/*
 * Cases (F3): one's own first; leads and auditors see everybody's. What is done in
 * a row is case_row.c's.
 */
#include <string.h>

#include "case_row.h"
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
cases_key(struct desk *desk, struct screen *screen, const struct key *key, struct effects *effects)
{
	struct cases_screen *cases = (struct cases_screen *)screen;
	bool any = cases->list.cursor < cases->cases.count;
	const struct case_file *file = any ? &cases->cases.rows[cases->list.cursor] : NULL;

	list_set_page(&cases->list, frame_area(desk).height - 2);
	if (file && case_row_key(desk, file, key, effects))
		return true;
	if (file && key_matches(key, act_info(ACT_CLEAR_DOUBT)->key) && desk_has_role(desk, ACT_CLEAR_DOUBT))
		prompt_doubt(desk, ACT_CLEAR_DOUBT, file->person_id, case_row_person(file, effects->arena));
	else if (key_matches(key, act_info(ACT_CONFIRM_PROOF)->key) && desk_has_role(desk, ACT_CONFIRM_PROOF))
		prompt_confirm(desk, "", "", "");
	else
		return list_key(&cases->list, key);
	return true;
}

static void
draw_row(const void *opaque, size_t index, bool selected, struct grid *grid, int row, int column, int width)
{
	const struct row_context *context = opaque;

	canvas_cursor(grid, row, column + 1, selected);
	case_row_draw(
		context->desk, context->arena, &context->cases->cases.rows[index], grid, row, column + 3, width - 3);
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

	if (file)
		case_row_footer(desk, file, footer);
	if (file && desk_has_role(desk, ACT_CLEAR_DOUBT))
		footer_add(footer, act_info(ACT_CLEAR_DOUBT)->key, act_info(ACT_CLEAR_DOUBT)->label);
	if (desk_has_role(desk, ACT_CONFIRM_PROOF))
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
