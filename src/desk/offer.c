/* What is offered: an act that this role, in this state of the case, could do. The database decides all the same. */
#include <string.h>

#include "mfadesk/desk/screen.h"

static bool
is_doubted(const struct account *account)
{
	for (size_t i = 0; i < account->warning_count; i++) {
		if (strcmp(account->warnings[i].code, "doubt") == 0)
			return true;
	}
	return false;
}

static bool
fits_case(const struct desk *desk, enum act act)
{
	const struct account *account = &desk->page.account;
	bool mine = page_is_mine(desk);
	bool here = account->file.by != CONTACT_NONE;

	switch (act) {
	case ACT_TAKE_CASE:
	case ACT_CONFIRM_PROOF:
	case ACT_APPROVE:
		return !mine;
	case ACT_CLEAR_DOUBT:
		return is_doubted(account);
	case ACT_RAISE_DOUBT:
		return !is_doubted(account);
	case ACT_END_CONTACT:
	case ACT_RECORD_PROOF:
	case ACT_START_PROOF:
	case ACT_TEST:
	case ACT_ISSUE_PASS:
	case ACT_ISSUE_CODES:
		return mine && here;
	case ACT_CANCEL_PASS:
		return mine && strcmp(account->pass.state, "open") == 0;
	case ACT_ENROL:
		return mine && (account->file.by == CONTACT_COUNTER || account->file.by == CONTACT_VIDEO);
	case ACT_START_CONTACT:
		return mine && !here;
	case ACT_ASK_APPROVAL:
	case ACT_REPLACEMENT:
	case ACT_BEGIN_REPLACEMENT:
	case ACT_SET_STUCK:
	case ACT_FINISH:
	case ACT_NOTE:
	case ACT_CLOSE_CASE:
	case ACT_SUSPEND:
	case ACT_RESTORE:
	case ACT_REVOKE:
	case ACT_SET_DEFAULT:
	case ACT_ADD_PHONE:
	case ACT_REVEAL_NUMBER:
	case ACT_MOVE_NUMBER:
		return mine;
	case ACT_WHOAMI:
	case ACT_FIND:
	case ACT_FIND_NUMBER:
	case ACT_OPEN_CASE:
	case ACT_CASES:
	case ACT_SHOW:
	case ACT_ACCOUNT:
	case ACT_HISTORY:
	case ACT_ANSWER:
	case ACT_CHALLENGE:
	case ACT_CANCEL:
	case ACT_REOPEN_CASE:
	case ACT_REPLACED_PHONE:
	case ACT_ENROLMENT:
	case ACT_PROOF_WAYS:
	case ACT_CODES:
	case ACT_PASS:
	case ACT_WORKLIST:
	case ACT_WORKLISTS:
	case ACT_EXPORT_WORKLIST:
	case ACT_LEAD_VIEW:
	case ACT_PULSE:
	case ACT_HANDSET:
	case ACT_PICK_UP:
	case ACT_REJECT:
	case ACT_VOICEMAIL:
	case ACT_COUNT:
		break;
	}
	return true;
}

bool
desk_has_role(const struct desk *desk, enum act act)
{
	return desk->known && (act_info(act)->roles & (unsigned)desk->staff.role);
}

bool
desk_offers(const struct desk *desk, enum act act)
{
	const struct act_info *info = act_info(act);

	if (!desk_has_role(desk, act))
		return false;
	if (act == ACT_HANDSET)
		return desk->staff.demonstration;
	if (!(info->flags & (ACT_ON_CASE | ACT_ON_REPLACEMENT)))
		return true;
	return desk->page.loaded && fits_case(desk, act);
}

void
footer_add(struct footer *footer, const char *key, const char *label)
{
	for (size_t i = 0; i < footer->count; i++) {
		if (strcmp(footer->items[i].key, key) == 0)
			return;
	}
	if (footer->count < FOOTER_ITEMS)
		footer->items[footer->count++] = (struct footer_item){key, label};
}

void
footer_add_act(const struct desk *desk, struct footer *footer, enum act act)
{
	const struct act_info *info = act_info(act);

	if (info->key && desk_offers(desk, act))
		footer_add(footer, info->key, info->label);
}
