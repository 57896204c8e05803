/*
 * The lead's page (L on the worklists): who is doubted, what waits for a lead, what
 * else is open, and how the last days went. What is done in a row is case_row.c's.
 */
#include <string.h>

#include "case_row.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/desk/canvas.h"
#include "mfadesk/tui/list.h"
#include "prompts.h"

#define NEWS_EVERY (5 * CLOCK_SECOND) /* read again at most so often, where there is news */
#define LOOK_EVERY (30 * CLOCK_SECOND) /* and without any */
#define BAR_ROOM 14 /* from this height on there is room for the bars */
#define BAR_WIDTH 20

struct lead_screen {
	struct screen base;
	uint64_t tag; /* of the question under way, or the last one */
	int64_t asked; /* monotonic */
	bool news; /* since then */
	struct arena *arena;
	struct lead_view view;
	bool answered;
	bool refused;
	struct list list; /* the doubts, then the cases */
};

struct row_context {
	const struct desk *desk;
	struct arena *arena;
	const struct lead_screen *lead;
};

static const struct lead_doubt *
doubt_at(const struct lead_screen *lead, size_t index)
{
	return index < lead->view.doubt_count ? &lead->view.doubts[index] : NULL;
}

static const struct case_file *
case_at(const struct lead_screen *lead, size_t index)
{
	size_t first = lead->view.doubt_count;

	return index >= first && index - first < lead->view.case_count ? &lead->view.cases[index - first] : NULL;
}

/* Whom or what a row is of; "" where there is none. */
static const char *
row_id(const struct lead_screen *lead, size_t index)
{
	const struct lead_doubt *doubt = doubt_at(lead, index);
	const struct case_file *file = case_at(lead, index);

	return doubt ? doubt->person : file ? file->id : "";
}

/* The cursor stays on whom it was on, wherever the row is now. */
static void
take(struct lead_screen *lead, struct arena *arena, const struct lead_view *view)
{
	char *on = memory_copy(row_id(lead, lead->list.cursor));

	arena_free(&lead->arena);
	lead->arena = arena;
	lead->view = *view;
	lead->answered = true;
	list_set_count(&lead->list, view->doubt_count + view->case_count);
	for (size_t i = 0; i < lead->list.count; i++) {
		if (strcmp(row_id(lead, i), on) == 0)
			list_select(&lead->list, i);
	}
	memory_free(on);
}

static bool
lead_reply(struct desk *desk, struct screen *screen, const struct pending *pending, const struct link_reply *reply,
	struct effects *effects)
{
	struct lead_screen *lead = (struct lead_screen *)screen;
	struct arena *arena;
	struct lead_view view;
	struct error error = {0};

	(void)effects;
	if (pending->tag != lead->tag)
		return true;
	lead->refused = !reply->ok;
	if (!reply->ok)
		return false;
	arena = arena_new();
	if (!reply_lead_view(arena, reply->json, &view, &error)) {
		arena_free(&arena);
		desk_say_error(desk, &error);
		return true;
	}
	take(lead, arena, &view);
	return true;
}

static const char *
doubted(const struct lead_doubt *doubt, struct arena *arena)
{
	return arena_printf(arena, "%s · %s", doubt->name, doubt->email);
}

static int
head_rows(const struct lead_screen *lead, const struct area *area)
{
	return area->height >= BAR_ROOM ? 3 + (int)lead->view.day_count : 2;
}

static bool
lead_key(struct desk *desk, struct screen *screen, const struct key *key, struct effects *effects)
{
	struct lead_screen *lead = (struct lead_screen *)screen;
	const struct lead_doubt *doubt = doubt_at(lead, lead->list.cursor);
	const struct case_file *file = case_at(lead, lead->list.cursor);
	struct area area = frame_area(desk);

	list_set_page(&lead->list, area.height - head_rows(lead, &area));
	if (file && case_row_key(desk, file, key, effects))
		return true;
	if (doubt && key_matches(key, "Enter")) {
		desk_hush(desk);
		history_open(desk, doubt->person, doubted(doubt, effects->arena), false, effects);
	} else if (doubt && key_matches(key, act_info(ACT_CLEAR_DOUBT)->key)) {
		prompt_doubt(desk, ACT_CLEAR_DOUBT, doubt->person, doubted(doubt, effects->arena));
	} else {
		return list_key(&lead->list, key);
	}
	return true;
}

static size_t
waiting(const struct lead_view *view)
{
	size_t count = 0;

	for (size_t i = 0; i < view->case_count; i++)
		count += *view->cases[i].approval != '\0';
	return count;
}

static void
draw_days(const struct lead_screen *lead, const struct canvas *canvas)
{
	const struct lead_view *view = &lead->view;
	struct area area = canvas->area;
	int64_t most = 0;

	for (size_t i = 0; i < view->day_count; i++)
		most = view->days[i].closed > most ? view->days[i].closed : most;
	for (size_t i = 0; i < view->day_count; i++) {
		const struct lead_day *day = &view->days[i];
		int row = area.row + 1 + (int)i;

		grid_text(canvas->grid, row, 3, 10, STYLE_PLAIN, day->day);
		canvas_bar(canvas, row, 14, BAR_WIDTH, day->closed, most);
		if (day->closed)
			grid_printf(canvas->grid, row, 14 + BAR_WIDTH + 1, area.width - BAR_WIDTH - 16, STYLE_PLAIN,
				"%lld closed, median %lld min", (long long)day->closed, (long long)day->median_minutes);
	}
	grid_rule(canvas->grid, area.row + 1 + (int)view->day_count, 1, area.width - 2);
	grid_printf(canvas->grid, area.row + 2 + (int)view->day_count, 3, area.width - 5, STYLE_DIM,
		"%zu in doubt, %zu open, %zu of them wait for a lead.", view->doubt_count, view->case_count,
		waiting(view));
}

static void
draw_doubt(const struct row_context *context, const struct lead_doubt *doubt, struct grid *grid, int row, int column,
	int width)
{
	struct row_cells cells = {.state = "doubt",
		.style = STYLE_CAUTION,
		.age = canvas_age(context->arena, context->desk->wall - doubt->at),
		.name = doubt->name,
		.login = doubt->by,
		.text = doubt->reason};

	row_cells_draw(&cells, grid, row, column, width);
}

static void
draw_row(const void *opaque, size_t index, bool selected, struct grid *grid, int row, int column, int width)
{
	const struct row_context *context = opaque;
	const struct lead_doubt *doubt = doubt_at(context->lead, index);

	canvas_cursor(grid, row, column + 1, selected);
	if (doubt)
		draw_doubt(context, doubt, grid, row, column + 3, width - 3);
	else
		case_row_draw(
			context->desk, context->arena, case_at(context->lead, index), grid, row, column + 3, width - 3);
}

static void
lead_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas)
{
	const struct lead_screen *lead = (const struct lead_screen *)screen;
	struct row_context context = {desk, canvas->arena, lead};
	struct area area = canvas->area;
	int head = head_rows(lead, &area);

	grid_text(canvas->grid, area.row, 1, area.width - 2, STYLE_STRONG, "Last seven days");
	if (lead->answered)
		grid_text_right(canvas->grid, area.row, 1, area.width - 2, STYLE_PLAIN,
			arena_printf(canvas->arena, "%lld on an agent's word", (long long)lead->view.agents_word));
	if (lead->answered && area.height >= BAR_ROOM)
		draw_days(lead, canvas);
	else
		grid_rule(canvas->grid, area.row + 1, 1, area.width - 2);
	if (lead->list.count)
		list_draw(&lead->list, canvas->grid, area.row + head, 0, area.width - 1, area.height - head, draw_row,
			&context);
	else
		grid_text(canvas->grid, area.row + head, 3, area.width - 5, STYLE_DIM,
			lead->refused		 ? "It could not be read."
				: lead->answered ? "No case is open, and nobody is in doubt."
						 : "reading…");
}

static void
lead_footer(const struct desk *desk, const struct screen *screen, struct footer *footer)
{
	const struct lead_screen *lead = (const struct lead_screen *)screen;
	const struct case_file *file = case_at(lead, lead->list.cursor);

	if (file)
		case_row_footer(desk, file, footer);
	if (doubt_at(lead, lead->list.cursor)) {
		footer_add(footer, "Enter", "their record");
		footer_add(footer, act_info(ACT_CLEAR_DOUBT)->key, act_info(ACT_CLEAR_DOUBT)->label);
	}
	footer_add(footer, "F3", "cases");
	footer_add(footer, "Esc", "back");
	footer_add(footer, "F1", "help");
}

static void
lead_close(struct screen *screen)
{
	arena_free(&((struct lead_screen *)screen)->arena);
	memory_free(screen);
}

static void
ask(struct desk *desk, struct lead_screen *lead, struct effects *effects)
{
	struct act_request request;

	act_request_init(&request, ACT_LEAD_VIEW);
	lead->tag = desk_send(desk, &lead->base, DESK_ACTS, &request, NULL, effects);
	lead->asked = desk->now;
	lead->news = false;
}

void
lead_poll(struct desk *desk, bool news, struct effects *effects)
{
	struct lead_screen *lead = (struct lead_screen *)screen_of_class(desk, &lead_class);

	if (!lead)
		return;
	lead->news = lead->news || news;
	if (!desk_awaits(desk, ACT_LEAD_VIEW) && desk->now - lead->asked >= (lead->news ? NEWS_EVERY : LOOK_EVERY))
		ask(desk, lead, effects);
}

void
lead_open(struct desk *desk, struct effects *effects)
{
	struct screen *open = screen_of_class(desk, &lead_class);
	struct lead_screen *lead = memory_alloc(sizeof *lead);

	if (open)
		screen_remove(desk, open);
	lead->base.class = &lead_class;
	list_init(&lead->list);
	screen_push(desk, &lead->base);
	ask(desk, lead, effects);
}

const struct screen_class lead_class = {
	.name = "The desk today",
	.key = lead_key,
	.reply = lead_reply,
	.draw = lead_draw,
	.footer = lead_footer,
	.close = lead_close,
};
