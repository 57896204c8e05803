/* Asking a lead for what an agent may not do alone, and hearing of it. */
#include "approval.h"

#include <ctype.h>
#include <string.h>

#include "mfadesk/base/clock.h"

#define LAST_DIGITS 4
#define COUNTS_FOR (60 * 60 * CLOCK_SECOND) /* what was asked, and what was approved */

/* The acts that a lead approves, as the directory calls them. */
static const struct {
	enum act act;
	const char *word;
	const char *target; /* the parameter that says what it is done to; NULL: all of the case */
} approvable[] = {
	{ACT_RESTORE, "restore", "target"},
	{ACT_REVOKE, "revoke", "target"},
	{ACT_SET_DEFAULT, "set_default", "method"},
	{ACT_ADD_PHONE, "add_phone", "number"},
	{ACT_REVEAL_NUMBER, "reveal_number", "method"},
	{ACT_ENROL, "enrol", NULL},
	{ACT_MOVE_NUMBER, "move_number", "method"},
	{ACT_ISSUE_PASS, "issue_pass", NULL},
	{ACT_CANCEL_PASS, "cancel_pass", "pass"},
	{ACT_ISSUE_CODES, "issue_recovery_codes", NULL},
	{ACT_FINISH, "finish", NULL},
};

static size_t
place_of(enum act act)
{
	size_t count = sizeof approvable / sizeof approvable[0], i = 0;

	while (i < count && approvable[i].act != act)
		i++;
	return i;
}

bool
approval_can_be_asked(enum act act)
{
	return place_of(act) < sizeof approvable / sizeof approvable[0];
}

/* "+1 508 555 0177 x9" is approved as 0177. */
static const char *
last_digits(struct arena *arena, const char *number)
{
	char digits[LAST_DIGITS + 1] = "";
	size_t count = 0;

	for (size_t i = strcspn(number, "xX#"); i-- > 0 && count < LAST_DIGITS;) {
		if (isdigit((unsigned char)number[i]))
			digits[LAST_DIGITS - 1 - count++] = number[i];
	}
	return count == LAST_DIGITS ? arena_copy(arena, digits) : NULL;
}

void
approval_ask(struct desk *desk, const struct act_request *act, struct effects *effects)
{
	size_t place = place_of(act->act);
	const char *target = approvable[place].target ? act_request_get(act, approvable[place].target) : NULL;
	struct act_request request;

	if (desk_awaits(desk, ACT_ASK_APPROVAL))
		return;
	if (act->act == ACT_ADD_PHONE && target)
		target = last_digits(effects->arena, target);
	act_request_init(&request, ACT_ASK_APPROVAL);
	act_request_set(&request, "case", desk->page.case_id);
	act_request_set(&request, "act", approvable[place].word);
	act_request_set(&request, "target", target);
	desk_send(desk, NULL, DESK_ACTS, &request, "asked a lead: it shows above once it is approved", effects);
}

void
approval_compare(struct desk *desk, size_t waited, int64_t oldest)
{
	if (desk->page.account.file.wish_count >= waited)
		return;
	if (desk->wall - oldest < COUNTS_FOR)
		desk_say(desk, "a lead approved: do it within the hour");
	else
		desk_say(desk, "no lead approved within the hour: ask again");
}
