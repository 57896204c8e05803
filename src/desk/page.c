/*
 * The case in front of the agent. What is shown is what the database told last;
 * after every change it is asked again, because a change moves more than it names.
 */
#include <string.h>

#include "account.h"
#include "mfadesk/desk/screen.h"

#define HISTORY_LINES "30" /* more than any screen has room for below the methods */

void
watch_clear(struct watch *watch)
{
	arena_free(&watch->arena);
	*watch = (struct watch){0};
}

void
page_clear(struct page *page)
{
	arena_free(&page->arena);
	arena_free(&page->history_arena);
	watch_clear(&page->watch);
	memset(page, 0, sizeof *page);
}

static void
ask(struct desk *desk, enum act act, const char *parameter, struct effects *effects)
{
	struct act_request request;

	act_request_init(&request, act);
	act_request_set(&request, parameter, desk->page.case_id);
	if (act == ACT_HISTORY)
		act_request_set(&request, "limit", HISTORY_LINES);
	desk_send(desk, NULL, DESK_ACTS, &request, NULL, effects);
}

void
page_refresh(struct desk *desk, struct effects *effects)
{
	if (!desk->page.case_id[0])
		return;
	desk->page.asked = desk->now;
	ask(desk, ACT_ACCOUNT, "case", effects);
	ask(desk, ACT_HISTORY, "of", effects);
}

void
page_open(struct desk *desk, const char *case_id, struct effects *effects)
{
	if (strcmp(desk->page.case_id, case_id) != 0) {
		page_clear(&desk->page);
		memcpy(desk->page.case_id, case_id, strnlen(case_id, UUID_SIZE - 1));
	}
	page_refresh(desk, effects);
}

bool
page_take_account(struct page *page, const char *json, struct error *error)
{
	struct arena *arena = arena_new();
	struct account account;

	if (!reply_account(arena, json, &account, error)) {
		arena_free(&arena);
		return false;
	}
	if (strcmp(page->case_id, account.file.id) != 0)
		page_clear(page);
	arena_free(&page->arena);
	page->arena = arena;
	page->account = account;
	page->loaded = true;
	page->refused = false;
	memcpy(page->case_id, account.file.id, strnlen(account.file.id, UUID_SIZE - 1));
	return true;
}

bool
page_take_history(struct page *page, const char *json, struct error *error)
{
	struct arena *arena = arena_new();
	struct history_list list;

	if (!reply_history(arena, json, &list, error)) {
		arena_free(&arena);
		return false;
	}
	arena_free(&page->history_arena);
	page->history_arena = arena;
	page->history = list;
	return true;
}

bool
page_is_mine(const struct desk *desk)
{
	const struct case_file *file = &desk->page.account.file;

	return desk->page.loaded && strcmp(file->agent, desk->staff.login) == 0 && strcmp(file->state, "closed") != 0;
}

const struct case_file *
desk_own_case(const struct desk *desk, const char *person_id)
{
	for (size_t i = 0; i < desk->cases.count; i++) {
		const struct case_file *file = &desk->cases.rows[i];

		if (strcmp(file->person_id, person_id) == 0 && strcmp(file->agent, desk->staff.login) == 0 &&
			strcmp(file->state, "open") == 0)
			return file;
	}
	return NULL;
}

void
desk_ask_cases(struct desk *desk, struct effects *effects)
{
	struct act_request request;

	if (!desk_offers(desk, ACT_CASES))
		return;
	act_request_init(&request, ACT_CASES);
	act_request_set(&request, "all", desk->staff.role == ROLE_LEAD ? "true" : "false");
	desk_send(desk, NULL, DESK_ACTS, &request, NULL, effects);
}

void
account_open(struct desk *desk, const char *case_id, struct effects *effects)
{
	/* The id may be a text of a screen that closes now. */
	const char *id = arena_copy(effects->arena, case_id);

	screen_pop_to_first(desk);
	screen_push(desk, account_screen_new());
	page_open(desk, id, effects);
	account_follow(desk);
}
