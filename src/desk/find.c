/*
 * Find: the first page. What is typed is looked for at once on the search
 * connection. Only the answer to the newest question is shown: an older one
 * would put somebody else under the cursor.
 */
#include "find.h"

#include <stdio.h>
#include <string.h>

#include "mfadesk/desk/canvas.h"
#include "mfadesk/desk/query.h"

#define TYPED_LIMIT 320 /* an address may have 254 bytes, a pasted one carries a name */
#define RESULTS 50
#define RESULTS_TEXT "50"

static void
forget_results(struct find_screen *find)
{
	arena_free(&find->arena);
	find->results = (struct found_list){0};
	list_set_count(&find->list, 0);
}

/* The rows become the page's; they are owned by `arena`. */
static void
take_results(struct find_screen *find, struct arena *arena, const struct found_list *results)
{
	forget_results(find);
	find->arena = arena;
	find->results = *results;
	find->answered = true;
	list_set_count(&find->list, results->count);
	list_select(&find->list, 0);
}

bool
find_take(struct find_screen *find, const char *json, struct error *error)
{
	struct arena *arena = arena_new();
	struct found_list results;

	if (!reply_found(arena, json, &results, error)) {
		arena_free(&arena);
		return false;
	}
	take_results(find, arena, &results);
	return true;
}

static void
ask(struct desk *desk, struct find_screen *find, struct effects *effects)
{
	struct act_request request;
	char *text = query_clean(effects->arena, find->typed.text);

	if (strcmp(text, find->asked) == 0)
		return;
	snprintf(find->asked, sizeof find->asked, "%s", text);
	find->kind = query_kind(text);
	find->tag = 0;
	find->answered = find->hurried = false;
	find->error = (struct error){0};
	if (find->kind != QUERY_TEXT) {
		forget_results(find);
		return;
	}
	act_request_init(&request, ACT_FIND);
	act_request_set(&request, "text", text);
	act_request_set(&request, "limit", RESULTS_TEXT);
	find->tag = desk_send(desk, &find->base, DESK_SEARCH, &request, NULL, effects);
	desk_forget_searches(desk);
}

static const struct found *
selected(const struct find_screen *find)
{
	return find->list.cursor < find->results.count ? &find->results.rows[find->list.cursor] : NULL;
}

static void
open_selected(struct desk *desk, struct find_screen *find, struct effects *effects)
{
	const struct found *found = selected(find);

	/* Rows under a question that has no answer yet are those of the last one: they open nobody. */
	if (find->kind == QUERY_NUMBER && !find->answered)
		prompt_find_number(desk, find->asked);
	find->hurried = find->tag != 0;
	desk_hush(desk);
	if (!found || find->tag)
		return;
	person_open(desk, found, effects);
}

void
find_ledger(struct desk *desk, struct effects *effects)
{
	struct screen *screen = screen_of_class(desk, &find_class);
	const struct found *found = screen ? selected((struct find_screen *)screen) : NULL;

	if (found)
		history_open(desk, found->id, arena_printf(effects->arena, "%s · %s", found->name, found->email), false,
			effects);
	else
		desk_hint(desk, "Find a person first: the ledger is of one person, or of one case.");
}

static bool
list_takes(struct desk *desk, struct find_screen *find, const struct key *key)
{
	list_set_page(&find->list, frame_area(desk).height - FIND_HEAD_ROWS);
	return list_key(&find->list, key);
}

static bool
key_in_field(struct desk *desk, struct find_screen *find, const struct key *key, struct effects *effects)
{
	bool moves = key->code == KEY_ARROW_UP || key->code == KEY_ARROW_DOWN || key->code == KEY_PAGE_UP ||
		key->code == KEY_PAGE_DOWN;

	if (moves)
		return list_takes(desk, find, key);
	if (key_matches(key, "Esc"))
		field_clear(&find->typed);
	else if (!field_key(&find->typed, key))
		return false;
	desk_hush(desk);
	ask(desk, find, effects);
	return true;
}

static bool
find_key(struct desk *desk, struct screen *screen, const struct key *key, struct effects *effects)
{
	struct find_screen *find = (struct find_screen *)screen;

	if (key_matches(key, "Enter"))
		open_selected(desk, find, effects);
	else if (key_matches(key, "Tab") || key_matches(key, "Back-Tab"))
		find->in_list = !find->in_list;
	else if (!find->in_list)
		return key_in_field(desk, find, key, effects);
	else if (key_matches(key, "Esc") || key_matches(key, "/"))
		find->in_list = false;
	else
		return list_takes(desk, find, key);
	return true;
}

static bool
find_reply(struct desk *desk, struct screen *screen, const struct pending *pending, const struct link_reply *reply,
	struct effects *effects)
{
	struct find_screen *find = (struct find_screen *)screen;

	if (pending->tag != find->tag)
		return true;
	find->tag = 0;
	find->error = (struct error){0};
	if (!reply->ok) {
		find->error = *reply->error;
		forget_results(find);
	} else if (!find_take(find, reply->json, &find->error))
		forget_results(find);
	if (find->hurried && find->results.count == 1 && screen_top(desk) == screen)
		open_selected(desk, find, effects);
	return true;
}

static void
find_close(struct screen *screen)
{
	struct find_screen *find = (struct find_screen *)screen;

	arena_free(&find->arena);
	memory_free(find);
}

static void
find_footer(const struct desk *desk, const struct screen *screen, struct footer *footer)
{
	const struct find_screen *find = (const struct find_screen *)screen;

	footer_add_act(desk, footer, ACT_OPEN_CASE);
	footer_add(footer, "F1", "help");
	footer_add_act(desk, footer, ACT_WORKLIST);
	footer_add_act(desk, footer, ACT_CASES);
	footer_add_act(desk, footer, ACT_HISTORY);
	if (find->in_list) {
		footer_add(footer, "/", "type");
		footer_add(footer, ":", "acts");
	} else
		footer_add(footer, "Tab", "list");
	footer_add(footer, "Ctrl-Q", "quit");
}

struct screen *
find_screen_new(void)
{
	struct find_screen *find = memory_alloc(sizeof *find);

	find->base.class = &find_class;
	field_init(&find->typed, TYPED_LIMIT, false);
	list_init(&find->list);
	return &find->base;
}

const struct screen_class find_class = {
	.name = "Find",
	.key = find_key,
	.reply = find_reply,
	.draw = find_draw,
	.footer = find_footer,
	.close = find_close,
};
