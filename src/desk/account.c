/*
 * The Account page: a person's sign-in methods, device by device, and every act
 * on the case from one place. Which keys there are is the act table's to say.
 */
#include "account.h"

#include <string.h>

#include "mfadesk/desk/canvas.h"
#include "prompts.h"

static struct account_row
row_under_cursor(const struct desk *desk, const struct account_screen *account)
{
	struct arena *arena = arena_new();
	struct account_rows rows = account_rows_make(arena, &desk->page.account, account->all_ever);
	struct account_row row = {0};

	if (account->list.cursor < rows.count)
		row = rows.rows[account->list.cursor];
	arena_free(&arena);
	return row;
}

static void
settle_list(const struct desk *desk, struct account_screen *account)
{
	struct arena *arena = arena_new();

	list_set_count(&account->list, account_rows_make(arena, &desk->page.account, account->all_ever).count);
	list_set_page(&account->list, frame_area(desk).height / 2);
	arena_free(&arena);
}

/* The method under the cursor; of a device with one method, that one. */
static const char *
method_meant(const struct desk *desk, const struct account_row *row)
{
	const struct account *account = &desk->page.account;
	const char *only = "";
	size_t count = 0;

	if (row->method || !row->device)
		return row->method ? row->method->id : "";
	for (size_t i = 0; i < account->method_count; i++) {
		const struct method *method = &account->methods[i];

		if (strcmp(method->device, row->device->id) == 0 && method->state != METHOD_REVOKED) {
			only = method->id;
			count++;
		}
	}
	return count == 1 ? only : "";
}

static void
begin_on_row(struct desk *desk, enum act act, const struct account_row *row)
{
	bool one_method = act == ACT_SET_DEFAULT || act == ACT_REVEAL_NUMBER;
	const char *target = one_method ? method_meant(desk, row) : account_row_target(row);

	if (!*target)
		desk_hint(desk,
			one_method ? "Move to a sign-in method first." : "Move to a sign-in method or a device first.");
	else if (act == ACT_SUSPEND)
		prompt_suspend(desk, target);
	else if (act == ACT_RESTORE)
		prompt_restore(desk, target);
	else if (act == ACT_REVOKE)
		prompt_revoke(desk, target);
	else if (act == ACT_SET_DEFAULT)
		prompt_default(desk, target);
	else
		prompt_number(desk, target);
}

/* A capital letter is its own confirmation: what it ends can be begun again. */
static void
end_contact(struct desk *desk, struct effects *effects)
{
	struct act_request request;

	for (size_t i = 0; i < desk->pending_count; i++) {
		if (desk->pending[i].act == ACT_END_CONTACT)
			return;
	}
	act_request_init(&request, ACT_END_CONTACT);
	act_request_set(&request, "case", desk->page.case_id);
	desk_send(desk, NULL, DESK_ACTS, &request, "the caller is gone: nothing is proven any more", effects);
}

void
act_begin(struct desk *desk, enum act act, struct effects *effects)
{
	struct screen *screen = screen_of_class(desk, &account_class);
	struct account_row row = {0};

	if (!desk_offers(desk, act))
		return;
	if (screen)
		row = row_under_cursor(desk, (struct account_screen *)screen);
	switch (act) {
	case ACT_SUSPEND:
	case ACT_RESTORE:
	case ACT_REVOKE:
	case ACT_SET_DEFAULT:
	case ACT_REVEAL_NUMBER:
		begin_on_row(desk, act, &row);
		break;
	case ACT_NOTE:
		prompt_note(desk);
		break;
	case ACT_CLOSE_CASE:
		prompt_close(desk);
		break;
	case ACT_START_CONTACT:
		prompt_contact(desk);
		break;
	case ACT_END_CONTACT:
		end_contact(desk, effects);
		break;
	case ACT_RECORD_PROOF:
		prompt_proof(desk);
		break;
	case ACT_ADD_PHONE:
		prompt_phone(desk);
		break;
	case ACT_RAISE_DOUBT:
	case ACT_CLEAR_DOUBT:
		prompt_doubt(desk, act, desk->page.account.person.id, "");
		break;
	case ACT_CONFIRM_PROOF:
		prompt_confirm(desk, "", "", "");
		break;
	case ACT_CASES:
		cases_open(desk, effects);
		break;
	case ACT_HISTORY:
		history_open(desk, desk->page.case_id, desk->page.account.person.name, true, effects);
		break;
	case ACT_FIND:
		screen_pop_to_first(desk);
		break;
	/* Begun on a row of Find or of Cases, or never by a key. */
	case ACT_WHOAMI:
	case ACT_FIND_NUMBER:
	case ACT_OPEN_CASE:
	case ACT_TAKE_CASE:
	case ACT_SHOW:
	case ACT_ACCOUNT:
	case ACT_APPROVE:
	case ACT_COUNT:
		break;
	}
}

/* The heading of the methods without a device is nothing to stand on. */
static bool
move(struct desk *desk, struct account_screen *account, const struct key *key)
{
	size_t before = account->list.cursor;
	bool taken = list_key(&account->list, key);
	struct account_row row = row_under_cursor(desk, account);

	if (taken && !*account_row_target(&row))
		list_select(&account->list,
			account->list.cursor < before && account->list.cursor > 0 ? account->list.cursor - 1
										  : account->list.cursor + 1);
	return taken;
}

static bool
account_key(struct desk *desk, struct screen *screen, const struct key *key, struct effects *effects)
{
	struct account_screen *account = (struct account_screen *)screen;

	settle_list(desk, account);
	for (enum act act = 0; act < ACT_COUNT; act++) {
		const struct act_info *info = act_info(act);

		if ((info->flags & ACT_ON_CASE) && key_matches(key, info->key) && desk_offers(desk, act)) {
			act_begin(desk, act, effects);
			return true;
		}
	}
	if (key_matches(key, "h")) {
		account->all_ever = !account->all_ever;
		settle_list(desk, account);
	} else
		return move(desk, account, key);
	return true;
}

static void
account_footer(const struct desk *desk, const struct screen *screen, struct footer *footer)
{
	const struct account_screen *account = (const struct account_screen *)screen;

	for (enum act act = 0; act < ACT_COUNT; act++) {
		if ((act_info(act)->flags & (ACT_ON_CASE | ACT_EVERYWHERE)) == ACT_ON_CASE)
			footer_add_act(desk, footer, act);
	}
	footer_add(footer, "h", account->all_ever ? "current only" : "all ever");
	for (enum act act = 0; act < ACT_COUNT; act++) {
		if (act_info(act)->flags & ACT_EVERYWHERE)
			footer_add_act(desk, footer, act);
	}
	footer_add(footer, "F1", "help");
}

static void
account_close(struct screen *screen)
{
	memory_free(screen);
}

struct screen *
account_screen_new(void)
{
	struct account_screen *account = memory_alloc(sizeof *account);

	account->base.class = &account_class;
	list_init(&account->list);
	/* On the first sign-in method, below its device's heading. */
	account->list.cursor = 1;
	return &account->base;
}

const struct screen_class account_class = {
	.name = "Account",
	.flags = SCREEN_ON_CASE,
	.key = account_key,
	.draw = account_draw,
	.footer = account_footer,
	.close = account_close,
};
