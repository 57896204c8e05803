/*
 * Worklists (F2): how many need work on top, who they are below. A further page
 * is read when the cursor wants to go past the last row that is there.
 */
#include "worklist.h"

#include <string.h>

#include "mfadesk/desk/canvas.h"

#define PAGE_ROWS "100"

static void
ask_heads(struct desk *desk, struct worklist_screen *lists, struct effects *effects)
{
	struct act_request request;

	act_request_init(&request, ACT_WORKLISTS);
	lists->heads_tag = desk_send(desk, &lists->base, DESK_ACTS, &request, NULL, effects);
}

/* `after`: "" for the first page. */
static void
ask_page(struct desk *desk, struct worklist_screen *lists, const char *after, struct effects *effects)
{
	struct act_request request;

	act_request_init(&request, ACT_WORKLIST);
	act_request_set(&request, "name", lists->heads.rows[lists->chosen].name);
	act_request_set(&request, "after", *after ? after : NULL);
	act_request_set(&request, "limit", PAGE_ROWS);
	lists->page_tag = desk_send(desk, &lists->base, DESK_ACTS, &request, NULL, effects);
}

static void
choose(struct desk *desk, struct worklist_screen *lists, size_t index, struct effects *effects)
{
	lists->chosen = index;
	lists->answered = false;
	lists->refused = false;
	arena_free(&lists->arena);
	lists->page = (struct worklist){.next = ""};
	list_init(&lists->list);
	ask_page(desk, lists, "", effects);
}

static bool
take_heads(struct desk *desk, struct worklist_screen *lists, const char *json, struct effects *effects,
	struct error *error)
{
	struct arena *arena = arena_new();
	struct worklist_heads heads;

	if (!reply_worklists(arena, json, &heads, error)) {
		arena_free(&arena);
		return false;
	}
	arena_free(&lists->heads_arena);
	lists->heads_arena = arena;
	lists->heads = heads;
	if (heads.count)
		choose(desk, lists, 0, effects);
	return true;
}

/* Behind the rows that are there. */
static bool
take_page(struct worklist_screen *lists, const char *json, struct error *error)
{
	struct worklist page;
	struct worklist_row *rows;
	size_t before = lists->page.row_count;

	if (!lists->arena)
		lists->arena = arena_new();
	if (!reply_worklist(lists->arena, json, &page, error))
		return false;
	rows = arena_alloc_array(lists->arena, before + page.row_count, sizeof *rows);
	if (before)
		memcpy(rows, lists->page.rows, before * sizeof *rows);
	if (page.row_count)
		memcpy(rows + before, page.rows, page.row_count * sizeof *rows);
	page.rows = rows;
	page.row_count += before;
	lists->page = page;
	lists->answered = true;
	list_set_count(&lists->list, page.row_count);
	if (before)
		list_select(&lists->list, before);
	return true;
}

static bool
worklist_reply(struct desk *desk, struct screen *screen, const struct pending *pending, const struct link_reply *reply,
	struct effects *effects)
{
	struct worklist_screen *lists = (struct worklist_screen *)screen;
	bool heads = pending->tag == lists->heads_tag;
	struct error error = {0};

	if (!heads && pending->tag != lists->page_tag)
		return true;
	if (heads)
		lists->heads_tag = 0;
	else
		lists->page_tag = 0;
	if (!reply->ok) {
		lists->refused = true;
		return false;
	}
	if (heads ? !take_heads(desk, lists, reply->json, effects, &error) : !take_page(lists, reply->json, &error))
		desk_say_error(desk, &error);
	return true;
}

static void
open_row(struct desk *desk, const struct worklist_row *row, struct effects *effects)
{
	struct found found = {.id = row->person,
		.name = row->name,
		.email = row->email,
		.department = row->department,
		.title = "",
		.status = "active",
		.employee_number = ""};

	desk_hush(desk);
	person_open(desk, &found, effects);
}

/* Does this key go past the last row? */
static bool
wants_more(const struct worklist_screen *lists, const struct key *key)
{
	return !lists->page_tag && *lists->page.next && lists->list.cursor + 1 == lists->list.count &&
		(key_matches(key, "Down") || key_matches(key, "j") || key_matches(key, "PgDn") ||
			key_matches(key, "End"));
}

static bool
key_on_heads(struct desk *desk, struct worklist_screen *lists, const struct key *key, struct effects *effects)
{
	size_t count = lists->heads.count;

	if (!count)
		return false;
	if (key_matches(key, "Right") || key_matches(key, "Tab"))
		choose(desk, lists, (lists->chosen + 1) % count, effects);
	else if (key_matches(key, "Left"))
		choose(desk, lists, (lists->chosen + count - 1) % count, effects);
	else
		return false;
	return true;
}

static bool
worklist_key(struct desk *desk, struct screen *screen, const struct key *key, struct effects *effects)
{
	struct worklist_screen *lists = (struct worklist_screen *)screen;
	struct area area = frame_area(desk);
	size_t at = lists->list.cursor;

	list_set_page(&lists->list, area.height - worklist_head_rows(lists, &area));
	if (key_on_heads(desk, lists, key, effects))
		return true;
	if (key_matches(key, act_info(ACT_LEAD_VIEW)->key) && desk_offers(desk, ACT_LEAD_VIEW))
		lead_open(desk, effects);
	else if (key_matches(key, "Enter") && at < lists->page.row_count)
		open_row(desk, &lists->page.rows[at], effects);
	else if (wants_more(lists, key))
		ask_page(desk, lists, lists->page.next, effects);
	else
		return list_key(&lists->list, key);
	return true;
}

static void
worklist_footer(const struct desk *desk, const struct screen *screen, struct footer *footer)
{
	const struct worklist_screen *lists = (const struct worklist_screen *)screen;

	if (lists->page.row_count)
		footer_add(footer, "Enter", "open");
	footer_add(footer, "Left Right", "list");
	footer_add(footer, "PgDn", "more");
	footer_add_act(desk, footer, ACT_LEAD_VIEW);
	footer_add(footer, "Esc", "back");
	footer_add(footer, "F1", "help");
}

static void
worklist_close(struct screen *screen)
{
	struct worklist_screen *lists = (struct worklist_screen *)screen;

	arena_free(&lists->heads_arena);
	arena_free(&lists->arena);
	memory_free(lists);
}

void
worklist_open(struct desk *desk, struct effects *effects)
{
	struct screen *open = screen_of_class(desk, &worklist_class);
	struct worklist_screen *lists = memory_alloc(sizeof *lists);

	if (open)
		screen_remove(desk, open);
	lists->base.class = &worklist_class;
	lists->page.next = "";
	list_init(&lists->list);
	screen_push(desk, &lists->base);
	ask_heads(desk, lists, effects);
}

const struct screen_class worklist_class = {
	.name = "Worklists",
	.key = worklist_key,
	.reply = worklist_reply,
	.draw = worklist_draw,
	.footer = worklist_footer,
	.close = worklist_close,
};
