/* The answers as text for people: one function a form. What a next command needs (ids) stands first in its line. */
#include <stdio.h>
#include <string.h>

#include "columns.h"
#include "command.h"
#include "mfadesk/act/reply.h"

static bool
print_found(struct arena *arena, const char *json, struct error *error)
{
	struct found_list list;
	struct columns columns;

	if (!reply_found(arena, json, &list, error))
		return false;
	columns_init(&columns, arena, 6);
	for (size_t i = 0; i < list.count; i++) {
		const struct found *row = &list.rows[i];
		bool disabled = strcmp(row->status, "disabled") == 0;

		columns_add(&columns,
			(const char *const[]){row->name, row->email, row->department, row->title, row->employee_number,
				disabled ? "disabled" : ""});
	}
	if (list.count == 0)
		columns_line(arena, "Nobody was found.");
	columns_print(&columns);
	return true;
}

static bool
print_cases(struct arena *arena, const char *json, struct error *error)
{
	struct case_list list;
	struct columns columns;

	if (!reply_cases(arena, json, &list, error))
		return false;
	columns_init(&columns, arena, 9);
	for (size_t i = 0; i < list.count; i++) {
		const struct case_file *row = &list.rows[i];

		columns_add(&columns,
			(const char *const[]){row->id, row->ticket, row->person_name, row->person_email,
				contact_channel_phrase(row->by), row->agent, local_day_and_time(arena, row->opened_at),
				row->step, *row->approval ? arena_printf(arena, "approve %s", row->approval) : ""});
	}
	if (list.count == 0)
		columns_line(arena, "No cases are open.");
	columns_print(&columns);
	return true;
}

static bool
print_history(struct arena *arena, const char *json, struct error *error)
{
	struct history_list list;
	struct columns columns;

	if (!reply_history(arena, json, &list, error))
		return false;
	columns_init(&columns, arena, 4);
	for (size_t i = 0; i < list.count; i++) {
		const struct history_entry *row = &list.rows[i];

		columns_add(&columns,
			(const char *const[]){local_day_and_time(arena, row->at), row->who, row->ticket,
				*row->text ? row->text : row->outcome});
	}
	if (list.count == 0)
		columns_line(arena, "Nothing is on the record.");
	columns_print(&columns);
	return true;
}

static bool
print_change(struct arena *arena, enum act act, const char *json, struct error *error)
{
	struct change change;

	if (!reply_change(arena, json, &change, error))
		return false;
	columns_linef(arena, "%s: %s, %s", act_info(act)->command, *change.state ? change.state : "done",
		local_time_of_day(arena, change.at));
	for (size_t i = 0; i < change.id_count; i++)
		columns_linef(arena, "  %s", change.ids[i]);
	if (*change.bring)
		columns_linef(arena, "%s", change.bring);
	columns_linef(arena, "request %s", change.request);
	return true;
}

static bool
print_revealed(struct arena *arena, const char *json, struct error *error)
{
	struct revealed revealed;

	if (!reply_revealed(arena, json, &revealed, error))
		return false;
	columns_linef(arena, "%s%s%s", revealed.number, *revealed.extension ? " extension " : "", revealed.extension);
	return true;
}

static bool
print_challenge(struct arena *arena, const char *json, struct error *error)
{
	struct challenge challenge;

	if (!reply_challenge(arena, json, &challenge, error))
		return false;
	columns_linef(arena, "%s  %s to %s: %s%s%s", challenge.id, method_channel_word(challenge.channel),
		challenge.purpose, challenge_state_word(challenge.state), *challenge.reason ? ", " : "",
		local_times(arena, challenge.reason));
	if (*challenge.mark && !challenge_is_final(challenge.state))
		columns_linef(arena, "ask for the code marked %s", challenge.mark);
	return true;
}

static bool
print_steps(struct arena *arena, const char *json, struct error *error)
{
	struct replacement replacement;
	struct columns columns;

	if (!reply_replacement(arena, json, &replacement, error))
		return false;
	columns_init(&columns, arena, 3);
	for (size_t i = 0; i < replacement.step_count; i++) {
		const struct replacement_step *step = &replacement.steps[i];

		columns_add(&columns, (const char *const[]){step->step, step->state, local_times(arena, step->text)});
	}
	columns_print(&columns);
	return true;
}

/* The QR code, where it is for a terminal, stands above. */
static bool
print_enrol(struct arena *arena, const char *json, struct error *error)
{
	struct enrolled enrolled;

	if (!reply_enrolled(arena, json, &enrolled, error))
		return false;
	columns_linef(arena, "method %s", enrolled.method);
	columns_linef(arena, "challenge %s", enrolled.challenge);
	if (*enrolled.uri)
		columns_linef(arena, "%s", enrolled.uri);
	columns_linef(arena, "After the scan: mfadesk answer %s", enrolled.challenge);
	return true;
}

/* The pass itself stands above. */
static bool
print_pass(struct arena *arena, const char *json, struct error *error)
{
	struct issued_pass issued;

	if (!reply_issued_pass(arena, json, &issued, error))
		return false;
	columns_linef(
		arena, "lets them in once, until %s; shown this once", local_time_of_day(arena, issued.expires_at));
	columns_linef(arena, "pass %s", issued.id);
	return true;
}

static bool
print_staff(struct arena *arena, const char *json, struct error *error)
{
	struct staff_member staff;

	if (!reply_staff(arena, json, &staff, error))
		return false;
	columns_linef(arena, "%s: %s%s", staff.login, staff_role_word(staff.role),
		staff.counter ? ", may see documents at the counter" : "");
	columns_linef(arena, "%s  %s", staff.name, staff.email);
	if (staff.demonstration)
		columns_line(arena, "DEMONSTRATION: these people are made up.");
	return true;
}

bool
answer_print(struct arena *arena, enum act act, const char *json, struct error *error)
{
	switch (act) {
	case ACT_WHOAMI:
		return print_staff(arena, json, error);
	case ACT_FIND:
	case ACT_FIND_NUMBER:
		return print_found(arena, json, error);
	case ACT_OPEN_CASE:
	case ACT_SHOW:
	case ACT_ACCOUNT:
		return answer_account(arena, json, error);
	case ACT_CASES:
		return print_cases(arena, json, error);
	case ACT_REVEAL_NUMBER:
		return print_revealed(arena, json, error);
	case ACT_HISTORY:
		return print_history(arena, json, error);
	case ACT_TAKE_CASE:
	case ACT_NOTE:
	case ACT_END_CONTACT:
	case ACT_START_CONTACT:
	case ACT_CLOSE_CASE:
	case ACT_RECORD_PROOF:
	case ACT_CONFIRM_PROOF:
	case ACT_ASK_APPROVAL:
	case ACT_APPROVE:
	case ACT_SUSPEND:
	case ACT_RESTORE:
	case ACT_REVOKE:
	case ACT_SET_DEFAULT:
	case ACT_ADD_PHONE:
	case ACT_RAISE_DOUBT:
	case ACT_CLEAR_DOUBT:
	case ACT_MOVE_NUMBER:
	case ACT_BEGIN_REPLACEMENT:
	case ACT_SET_STUCK:
	case ACT_FINISH:
	case ACT_REOPEN_CASE:
	case ACT_CANCEL_PASS:
		return print_change(arena, act, json, error);
	case ACT_START_PROOF:
	case ACT_TEST:
	case ACT_ANSWER:
	case ACT_CHALLENGE:
	case ACT_CANCEL:
		return print_challenge(arena, json, error);
	case ACT_REPLACEMENT:
		return print_steps(arena, json, error);
	case ACT_ENROL:
		return print_enrol(arena, json, error);
	case ACT_ISSUE_PASS:
		return print_pass(arena, json, error);
	case ACT_PROOF_WAYS:
		return proof_print(arena, json, error);
	case ACT_ISSUE_CODES:
		return codes_print(arena, json, error);
	case ACT_REPLACED_PHONE: /* replaced.c's */
	case ACT_WORKLIST: /* worklist.c's */
	case ACT_WORKLISTS:
	case ACT_EXPORT_WORKLIST:
	case ACT_ENROLMENT: /* boxes: own_box.c's */
	case ACT_PASS:
	case ACT_CODES:
	case ACT_LEAD_VIEW: /* the desk's alone, as are the rest */
	case ACT_PULSE:
	case ACT_HANDSET:
	case ACT_PICK_UP:
	case ACT_REJECT:
	case ACT_VOICEMAIL:
	case ACT_COUNT:
		break;
	}
	return false;
}
