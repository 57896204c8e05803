/* The answers as text for people: one function a form. What a next command needs (ids) stands first in its line. */
#include <stdio.h>
#include <string.h>

#include "columns.h"
#include "command.h"
#include "mfadesk/act/reply.h"
#include "mfadesk/base/clock.h"

static const char *
time_of_day(struct arena *arena, int64_t time)
{
	char clock[CLOCK_TEXT_SIZE];

	clock_format_time_of_day(time, clock);
	return arena_copy(arena, clock);
}

static const char *
dated(struct arena *arena, const char *word, int64_t time)
{
	char date[CLOCK_TEXT_SIZE];

	if (time == CLOCK_NEVER)
		return "";
	clock_format_date(time, date);
	return arena_printf(arena, "%s %s", word, date);
}

static void line(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

static void
line(struct arena *arena, const char *format, ...)
{
	char text[4096];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	columns_line(arena, text);
}

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

static void
print_person(struct arena *arena, const struct account *account)
{
	const struct person *person = &account->person;

	line(arena, "%s  %s  %s%s%s  %s%s", person->name, person->email, person->department,
		*person->department && *person->title ? ", " : "", person->title, person->tier,
		strcmp(person->status, "disabled") == 0 ? ", disabled" : "");
	for (size_t i = 0; i < person->alias_count; i++)
		line(arena, "also %s", person->aliases[i]);
	if (*person->manager_name)
		line(arena, "manager %s  %s", person->manager_name, person->manager_email);
}

static void
print_case(struct arena *arena, const struct case_file *file)
{
	line(arena, "case %s  %s%s%s  %s, opened %s by %s", file->id, file->ticket, file->by == CONTACT_NONE ? "" : " ",
		contact_channel_phrase(file->by), file->state, local_day_and_time(arena, file->opened_at), file->agent);
	if (file->proven_until == CLOCK_NEVER)
		columns_line(arena, "NOT PROVEN: ask, do not tell. Nothing here is proof.");
	else
		line(arena, "PROVEN until %s", time_of_day(arena, file->proven_until));
}

static void
add_method(struct columns *columns, const struct method *method)
{
	struct arena *arena = columns->arena;
	bool foreign = strcmp(method->authority, "here") != 0;

	columns_add(columns,
		(const char *const[]){
			arena_printf(arena, "  %s", method->id),
			arena_printf(arena, "%c%s", method->is_default ? '*' : ' ', method_kind_name(method->kind)),
			method_channels_text(arena, method->channels),
			method->number,
			method->label,
			method->confirmed_at == CLOCK_NEVER ? dated(arena, "added", method->added_at)
							    : dated(arena, "confirmed", method->confirmed_at),
			dated(arena, "used", method->last_used_at),
			arena_printf(arena, "%s%s%s", method_state_word(method->state), *method->reason ? ": " : "",
				method->reason),
			foreign ? arena_printf(arena, "at %s", method->authority) : "",
		});
}

static bool
add_methods_on(struct columns *columns, const struct account *account, const char *device)
{
	bool any = false;

	for (size_t i = 0; i < account->method_count; i++) {
		if (strcmp(account->methods[i].device, device) != 0)
			continue;
		if (!any && !*device)
			columns_add(columns, (const char *const[COLUMNS_MAX]){"no device"});
		add_method(columns, &account->methods[i]);
		any = true;
	}
	return any;
}

static void
print_methods(struct arena *arena, const struct account *account)
{
	struct columns columns;

	columns_init(&columns, arena, COLUMNS_MAX);
	for (size_t i = 0; i < account->device_count; i++) {
		const struct device *device = &account->devices[i];

		columns_add(&columns,
			(const char *const[COLUMNS_MAX]){
				device->id, device->name, [7] = method_state_word(device->state)});
		add_methods_on(&columns, account, device->id);
	}
	add_methods_on(&columns, account, "");
	if (columns.rows == 0)
		columns_line(arena, "No sign-in methods.");
	columns_print(&columns);
}

static bool
print_account(struct arena *arena, const char *json, struct error *error)
{
	struct account account;

	if (!reply_account(arena, json, &account, error))
		return false;
	print_person(arena, &account);
	print_case(arena, &account.file);
	putchar('\n');
	print_methods(arena, &account);
	if (account.warning_count)
		putchar('\n');
	for (size_t i = 0; i < account.warning_count; i++)
		line(arena, "! %s", local_times(arena, account.warnings[i].text));
	return true;
}

static bool
print_cases(struct arena *arena, const char *json, struct error *error)
{
	struct case_list list;
	struct columns columns;

	if (!reply_cases(arena, json, &list, error))
		return false;
	columns_init(&columns, arena, 8);
	for (size_t i = 0; i < list.count; i++) {
		const struct case_file *row = &list.rows[i];
		const char *proven = row->proven_until == CLOCK_NEVER
			? "not proven"
			: arena_printf(arena, "proven until %s", time_of_day(arena, row->proven_until));

		columns_add(&columns,
			(const char *const[]){row->id, row->ticket, row->person_name, row->person_email,
				contact_channel_phrase(row->by), row->agent, local_day_and_time(arena, row->opened_at),
				proven});
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
	line(arena, "%s: %s, %s", act_info(act)->command, *change.state ? change.state : "done",
		time_of_day(arena, change.at));
	for (size_t i = 0; i < change.id_count; i++)
		line(arena, "  %s", change.ids[i]);
	line(arena, "request %s", change.request);
	return true;
}

static bool
print_revealed(struct arena *arena, const char *json, struct error *error)
{
	struct revealed revealed;

	if (!reply_revealed(arena, json, &revealed, error))
		return false;
	line(arena, "%s%s%s", revealed.number, *revealed.extension ? " extension " : "", revealed.extension);
	return true;
}

static bool
print_challenge(struct arena *arena, const char *json, struct error *error)
{
	struct challenge challenge;

	if (!reply_challenge(arena, json, &challenge, error))
		return false;
	line(arena, "%s  %s to %s: %s%s%s", challenge.id, method_channel_word(challenge.channel), challenge.purpose,
		challenge_state_word(challenge.state), *challenge.reason ? ", " : "",
		local_times(arena, challenge.reason));
	if (*challenge.mark && !challenge_is_final(challenge.state))
		line(arena, "ask for the code marked %s", challenge.mark);
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
	line(arena, "method %s", enrolled.method);
	line(arena, "challenge %s", enrolled.challenge);
	if (*enrolled.uri)
		line(arena, "%s", enrolled.uri);
	line(arena, "After the scan: mfadesk answer %s", enrolled.challenge);
	return true;
}

/* The pass itself stands above. */
static bool
print_pass(struct arena *arena, const char *json, struct error *error)
{
	struct issued_pass issued;

	if (!reply_issued_pass(arena, json, &issued, error))
		return false;
	line(arena, "lets them in once, until %s; shown this once", time_of_day(arena, issued.expires_at));
	line(arena, "pass %s", issued.id);
	return true;
}

static bool
print_staff(struct arena *arena, const char *json, struct error *error)
{
	struct staff_member staff;

	if (!reply_staff(arena, json, &staff, error))
		return false;
	line(arena, "%s: %s%s", staff.login, staff_role_word(staff.role),
		staff.counter ? ", may see documents at the counter" : "");
	line(arena, "%s  %s", staff.name, staff.email);
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
		return print_account(arena, json, error);
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
	case ACT_ISSUE_CODES:
	case ACT_CODES:
	case ACT_PASS:
	case ACT_WORKLIST: /* worklist.c's */
	case ACT_WORKLISTS:
	case ACT_EXPORT_WORKLIST:
	case ACT_LEAD_VIEW:
	case ACT_ENROLMENT: /* the desk's alone, as are the rest */
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
