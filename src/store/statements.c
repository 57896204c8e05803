/* The statements of the acts. Parameters take their types from the functions, none of which is overloaded. */
#include "statements.h"

#include <string.h>

#include "mfadesk/base/buffer.h"

static const struct {
	const char *first;
	const char *second;
} statements[ACT_COUNT] = {
	[ACT_WHOAMI] = {"SELECT desk.whoami()", NULL},
	[ACT_FIND] = {"SELECT desk.find($1, $2)", NULL},
	[ACT_FIND_NUMBER] = {"SELECT desk.find_number($1, $2, $3)", "SELECT desk.found_number($1)"},
	[ACT_OPEN_CASE] = {"SELECT desk.open_case($1, $2, $3, $4)", "SELECT desk.account($1)"},
	[ACT_CASES] = {"SELECT desk.cases($1)", NULL},
	[ACT_TAKE_CASE] = {"SELECT desk.take_case($1, $2, $3)", NULL},
	[ACT_NOTE] = {"SELECT desk.note($1, $2, $3)", NULL},
	[ACT_END_CONTACT] = {"SELECT desk.end_contact($1, $2)", NULL},
	[ACT_START_CONTACT] = {"SELECT desk.start_contact($1, $2, $3)", NULL},
	[ACT_CLOSE_CASE] = {"SELECT desk.close_case($1, $2, $3, $4)", NULL},
	[ACT_SHOW] = {"SELECT desk.show($1)", NULL},
	[ACT_ACCOUNT] = {"SELECT desk.account($1)", NULL},
	[ACT_RECORD_PROOF] = {"SELECT desk.record_proof($1, $2, $3, $4, $5)", NULL},
	[ACT_CONFIRM_PROOF] = {"SELECT desk.confirm_proof($1, $2, $3)", NULL},
	[ACT_PROOF_WAYS] = {"SELECT desk.proof_ways($1)", NULL},
	[ACT_START_PROOF] = {"SELECT desk.start_proof($1, $2, $3, $4)", NULL},
	[ACT_ASK_APPROVAL] = {"SELECT desk.ask_approval($1, $2, $3, $4)", NULL},
	[ACT_APPROVE] = {"SELECT desk.approve($1, $2, $3)", NULL},
	[ACT_SUSPEND] = {"SELECT desk.suspend($1, $2, $3, $4, $5)", NULL},
	[ACT_RESTORE] = {"SELECT desk.restore($1, $2, $3, $4)", NULL},
	[ACT_REVOKE] = {"SELECT desk.revoke($1, $2, $3, $4, $5)", NULL},
	[ACT_SET_DEFAULT] = {"SELECT desk.set_default($1, $2, $3, $4)", NULL},
	[ACT_ADD_PHONE] = {"SELECT desk.add_phone($1, $2, $3, $4, $5, $6, $7)", NULL},
	[ACT_REVEAL_NUMBER] = {"SELECT desk.reveal_number($1, $2, $3, $4)", "SELECT desk.revealed_number($1)"},
	[ACT_RAISE_DOUBT] = {"SELECT desk.raise_doubt($1, $2, $3, $4)", NULL},
	[ACT_CLEAR_DOUBT] = {"SELECT desk.clear_doubt($1, $2, $3)", NULL},
	[ACT_HISTORY] = {"SELECT desk.history($1, $2)", NULL},
	[ACT_TEST] = {"SELECT desk.start_challenge($1, $2, $3, $4, $5)", NULL},
	[ACT_ANSWER] = {"SELECT desk.answer_challenge($1, $2, $3)", NULL},
	[ACT_CHALLENGE] = {"SELECT desk.challenge($1)", NULL},
	[ACT_CANCEL] = {"SELECT desk.cancel_challenge($1, $2)", NULL},
	[ACT_ENROL] = {"SELECT desk.enrol($1, $2, $3, $4, $5)", NULL},
	[ACT_ENROLMENT] = {"SELECT desk.enrolment($1)", NULL},
	[ACT_MOVE_NUMBER] = {"SELECT desk.move_number($1, $2, $3, $4, $5)", NULL},
	[ACT_REPLACEMENT] = {"SELECT desk.replacement($1)", NULL},
	[ACT_BEGIN_REPLACEMENT] = {"SELECT desk.begin_replacement($1, $2, $3, $4, $5)", NULL},
	[ACT_SET_STUCK] = {"SELECT desk.set_stuck($1, $2)", NULL},
	[ACT_FINISH] = {"SELECT desk.finish($1, $2, $3)", NULL},
	[ACT_REOPEN_CASE] = {"SELECT desk.reopen_case($1, $2, $3)", NULL},
	[ACT_ISSUE_PASS] = {"SELECT desk.issue_pass($1, $2, $3, $4, $5)", NULL},
	[ACT_PASS] = {"SELECT desk.pass($1)", NULL},
	[ACT_CANCEL_PASS] = {"SELECT desk.cancel_pass($1, $2, $3)", NULL},
	[ACT_ISSUE_CODES] = {"SELECT desk.issue_recovery_codes($1, $2, $3, $4)", NULL},
	[ACT_CODES] = {"SELECT desk.recovery_codes($1)", NULL},
	[ACT_WORKLIST] = {"SELECT desk.worklist($1, $2, $3)", NULL},
	[ACT_WORKLISTS] = {"SELECT desk.worklists()", NULL},
	[ACT_EXPORT_WORKLIST] = {"SELECT desk.export_worklist($1, $2, $3, $4)", "SELECT desk.exported_worklist($1)"},
	[ACT_LEAD_VIEW] = {"SELECT desk.lead_view()", NULL},
	[ACT_PULSE] = {"SELECT desk.pulse()", NULL},
	[ACT_HANDSET] = {"SELECT sim.handset($1)", NULL},
	[ACT_PICK_UP] = {"SELECT sim.pick_up($1)", NULL},
	[ACT_REJECT] = {"SELECT sim.reject($1)", NULL},
	[ACT_VOICEMAIL] = {"SELECT sim.voicemail($1)", NULL},
};

void
statement_first(struct arena *arena, const struct act_request *request, struct statement *statement)
{
	const struct act_info *info = act_info(request->act);

	*statement = (struct statement){.sql = statements[request->act].first};
	if (info->flags & ACT_CHANGES)
		statement->values[statement->count++] = request->id;
	for (size_t i = 0; i < act_parameter_count(request->act); i++) {
		bool list = info->parameters[i].type == ACT_TYPE_LIST && request->list;

		statement->values[statement->count++] =
			list ? statement_array(arena, request->list) : request->values[i];
	}
}

void
statement_second(enum act act, const char *id, struct statement *statement)
{
	*statement = (struct statement){.sql = statements[act].second, .count = 1, .values = {id}};
}

void
statement_call(const struct link_call *call, struct statement *statement)
{
	*statement = (struct statement){.sql = call->sql, .count = (int)call->count};
	memcpy(statement->values, call->values, sizeof(call->values));
}

/* Every word is quoted, so that "null", "{" and the empty word mean themselves. */
char *
statement_array(struct arena *arena, const char *const *words)
{
	struct buffer literal;
	char *copy;

	buffer_init(&literal, 0);
	buffer_append_text(&literal, "{");
	for (size_t i = 0; words[i]; i++) {
		buffer_append_text(&literal, i ? ",\"" : "\"");
		for (const char *at = words[i]; *at; at++) {
			if (*at == '"' || *at == '\\')
				buffer_append_text(&literal, "\\");
			buffer_append(&literal, at, 1);
		}
		buffer_append_text(&literal, "\"");
	}
	buffer_append_text(&literal, "}");
	copy = arena_copy(arena, buffer_text(&literal));
	buffer_free(&literal);
	return copy;
}
