/*
 * How each act on a case begins, by its key or from the palette: with its prompt,
 * or at once where it takes nothing.
 */
#include <string.h>

#include "account.h"
#include "find.h"
#include "mfadesk/desk/canvas.h"
#include "prompts.h"
#include "replaced.h"

typedef void begin_act(struct desk *desk, enum act act, struct effects *effects);

static struct account_row
row_under_cursor(const struct desk *desk)
{
	const struct screen *screen = screen_of_class(desk, &account_class);

	if (!screen)
		return (struct account_row){0};
	return account_row_under_cursor(desk, (const struct account_screen *)screen);
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

static bool
has_number(const struct account *account, const char *id)
{
	const struct method *method = account_method(account, id);

	return method && *method->number;
}

static void
begin_on_method(struct desk *desk, enum act act, struct effects *effects)
{
	struct account_row row = row_under_cursor(desk);
	const char *method = method_meant(desk, &row);

	if (!*method)
		desk_hint(desk, "Move to a sign-in method first.");
	else if (act == ACT_TEST)
		prompt_test(desk, method, effects);
	else if (act == ACT_MOVE_NUMBER)
		prompt_moved(desk, method);
	else if (act == ACT_SET_DEFAULT)
		prompt_default(desk, method);
	else if (has_number(&desk->page.account, method))
		prompt_number(desk, method);
	else
		desk_hint(desk, "There is no number to show: only phones have one.");
}

static void
begin_on_target(struct desk *desk, enum act act, struct effects *effects)
{
	struct account_row row = row_under_cursor(desk);
	const char *target = account_row_target(&row);

	(void)effects;
	if (!*target)
		desk_hint(desk, "Move to a sign-in method or a device first.");
	else if (act == ACT_SUSPEND)
		prompt_suspend(desk, target);
	else if (act == ACT_RESTORE)
		prompt_restore(desk, target);
	else
		prompt_revoke(desk, target);
}

/* The codes of what is under the cursor are offered first. */
static void
begin_proof(struct desk *desk)
{
	struct account_row row = row_under_cursor(desk);

	prompt_proof(desk, method_meant(desk, &row));
}

static void
begin_on_case(struct desk *desk, enum act act, struct effects *effects)
{
	(void)effects;
	if (act == ACT_NOTE)
		prompt_note(desk);
	else if (act == ACT_CLOSE_CASE)
		prompt_close(desk);
	else if (act == ACT_START_CONTACT)
		prompt_contact(desk);
	else if (act == ACT_RECORD_PROOF)
		begin_proof(desk);
	else if (act == ACT_ENROL)
		prompt_enrol(desk);
	else if (act == ACT_BEGIN_REPLACEMENT)
		prompt_happened(desk);
	else if (act == ACT_SET_STUCK)
		prompt_stuck(desk);
	else if (act == ACT_FINISH)
		prompt_finish(desk);
	else if (act == ACT_ISSUE_PASS)
		prompt_pass(desk);
	else if (act == ACT_ISSUE_CODES)
		prompt_codes(desk);
	else if (act == ACT_CANCEL_PASS)
		prompt_end_pass(desk);
	else
		prompt_phone(desk);
}

/* A capital letter is its own confirmation: what it ends can be begun again. */
static void
end_contact(struct desk *desk, enum act act, struct effects *effects)
{
	struct act_request request;

	for (size_t i = 0; i < desk->pending_count; i++) {
		if (desk->pending[i].act == act)
			return;
	}
	act_request_init(&request, act);
	act_request_set(&request, "case", desk->page.case_id);
	desk_send(desk, NULL, DESK_ACTS, &request, "the caller is gone: nothing is proven any more", effects);
}

static void
begin_doubt(struct desk *desk, enum act act, struct effects *effects)
{
	(void)effects;
	prompt_doubt(desk, act, desk->page.account.person.id, "");
}

void
person_open(struct desk *desk, const struct found *found, struct effects *effects)
{
	const struct case_file *own;

	if (desk->page.loaded && strcmp(desk->page.account.person.id, found->id) == 0 && page_is_mine(desk)) {
		account_open(desk, desk->page.case_id, effects);
		return;
	}
	own = desk_own_case(desk, found->id);
	if (own)
		account_open(desk, own->id, effects);
	else if (desk_offers(desk, ACT_OPEN_CASE))
		prompt_open_case(desk, found, effects);
	else if (desk_offers(desk, ACT_HISTORY))
		history_open(desk, found->id, arena_printf(effects->arena, "%s · %s", found->name, found->email), false,
			effects);
}

static void
begin_page(struct desk *desk, enum act act, struct effects *effects)
{
	if (act == ACT_FIND)
		screen_pop_to_first(desk);
	else if (act == ACT_CASES)
		cases_open(desk, effects);
	else if (act == ACT_REPLACEMENT)
		replaced_open(desk, effects);
	else if (act == ACT_WORKLIST)
		worklist_open(desk, effects);
	else
		history_open(desk, desk->page.case_id, desk->page.account.person.name, true, effects);
}

/* NULL: begun on a row of Find or of Cases, or never by a key. */
static begin_act *const begins[ACT_COUNT] = {
	[ACT_SUSPEND] = begin_on_target,
	[ACT_RESTORE] = begin_on_target,
	[ACT_REVOKE] = begin_on_target,
	[ACT_SET_DEFAULT] = begin_on_method,
	[ACT_REVEAL_NUMBER] = begin_on_method,
	[ACT_TEST] = begin_on_method,
	[ACT_MOVE_NUMBER] = begin_on_method,
	[ACT_ENROL] = begin_on_case,
	[ACT_ISSUE_PASS] = begin_on_case,
	[ACT_ISSUE_CODES] = begin_on_case,
	[ACT_CANCEL_PASS] = begin_on_case,
	[ACT_NOTE] = begin_on_case,
	[ACT_CLOSE_CASE] = begin_on_case,
	[ACT_START_CONTACT] = begin_on_case,
	[ACT_RECORD_PROOF] = begin_on_case,
	[ACT_ADD_PHONE] = begin_on_case,
	[ACT_END_CONTACT] = end_contact,
	[ACT_RAISE_DOUBT] = begin_doubt,
	[ACT_CLEAR_DOUBT] = begin_doubt,
	[ACT_REPLACEMENT] = begin_page,
	[ACT_BEGIN_REPLACEMENT] = begin_on_case,
	[ACT_SET_STUCK] = begin_on_case,
	[ACT_FINISH] = begin_on_case,
	[ACT_FIND] = begin_page,
	[ACT_CASES] = begin_page,
	[ACT_WORKLIST] = begin_page,
	[ACT_HISTORY] = begin_page,
};

void
act_begin(struct desk *desk, enum act act, struct effects *effects)
{
	if (begins[act] && desk_offers(desk, act))
		begins[act](desk, act, effects);
}

bool
act_begin_everywhere(struct desk *desk, const struct key *key, struct effects *effects)
{
	for (enum act act = 0; act < ACT_COUNT; act++) {
		if ((act_info(act)->flags & ACT_EVERYWHERE) && key_matches(key, act_info(act)->key)) {
			act_begin(desk, act, effects);
			return true;
		}
	}
	return false;
}
