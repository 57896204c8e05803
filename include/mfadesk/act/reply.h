/*
 * The answers of the database, from its JSON (the interface of the commands,
 * docs/mfadesk.1) to the words of the domain. Everything is owned by `arena`.
 * False with ERROR_LOCAL where the document is not of the form; members that
 * are not known are ignored.
 */
#ifndef MFADESK_ACT_REPLY_H
#define MFADESK_ACT_REPLY_H

#include "mfadesk/base/error.h"
#include "mfadesk/domain/account.h"
#include "mfadesk/domain/worklist.h"

/* The answer to every change. */
struct change {
	const char *request;
	const char *case_id; /* "" where the act is not on a case */
	const char **ids;
	size_t id_count;
	const char *state;
	const char *bring; /* of a person who cannot be proven now; "" otherwise */
	int64_t at;
};

struct found_list {
	struct found *rows;
	size_t count;
};

struct case_list {
	struct case_file *rows;
	size_t count;
};

struct history_list {
	struct history_entry *rows;
	size_t count;
};

struct worklist_heads {
	struct worklist_head *rows;
	size_t count;
};

struct revealed {
	const char *number;
	const char *extension;
};

/* A new authenticator, as `enrol` prints it. */
struct enrolled {
	const char *method;
	const char *challenge;
	const char *uri; /* "" where it is not printed */
};

/* A new pass, as `pass issue` prints it. */
struct issued_pass {
	const char *id;
	const char *pass; /* "" where it was printed before */
	int64_t expires_at;
};

/* New recovery codes, as `recovery-codes issue` prints them. */
struct issued_codes {
	const char *id;
	const char *codes; /* a line each; "" where they were printed before */
};

bool reply_found(struct arena *arena, const char *json, struct found_list *list, struct error *error) MUST_CHECK;
bool reply_account(struct arena *arena, const char *json, struct account *account, struct error *error) MUST_CHECK;
bool reply_cases(struct arena *arena, const char *json, struct case_list *list, struct error *error) MUST_CHECK;
bool reply_history(struct arena *arena, const char *json, struct history_list *list, struct error *error) MUST_CHECK;
bool reply_change(struct arena *arena, const char *json, struct change *change, struct error *error) MUST_CHECK;
bool reply_revealed(struct arena *arena, const char *json, struct revealed *revealed, struct error *error) MUST_CHECK;
bool reply_staff(struct arena *arena, const char *json, struct staff_member *staff, struct error *error) MUST_CHECK;
bool reply_challenge(
	struct arena *arena, const char *json, struct challenge *challenge, struct error *error) MUST_CHECK;
bool reply_enrolment(
	struct arena *arena, const char *json, struct enrolment *enrolment, struct error *error) MUST_CHECK;
bool reply_enrolled(struct arena *arena, const char *json, struct enrolled *enrolled, struct error *error) MUST_CHECK;
bool reply_replacement(
	struct arena *arena, const char *json, struct replacement *replacement, struct error *error) MUST_CHECK;
/* Of what comes in a box for one desk: waiting, ready or over. */
bool reply_box_state(struct arena *arena, const char *json, const char **state, struct error *error) MUST_CHECK;
bool reply_pass_box(struct arena *arena, const char *json, struct pass_box *box, struct error *error) MUST_CHECK;
bool reply_issued_pass(
	struct arena *arena, const char *json, struct issued_pass *issued, struct error *error) MUST_CHECK;
bool reply_standing(struct arena *arena, const char *json, struct standing *standing, struct error *error) MUST_CHECK;
bool reply_codes_box(struct arena *arena, const char *json, struct codes_box *box, struct error *error) MUST_CHECK;
bool reply_issued_codes(
	struct arena *arena, const char *json, struct issued_codes *issued, struct error *error) MUST_CHECK;
bool reply_pulse(struct arena *arena, const char *json, struct pulse *pulse, struct error *error) MUST_CHECK;
bool reply_handset(struct arena *arena, const char *json, struct handset *handset, struct error *error) MUST_CHECK;
bool reply_worklists(
	struct arena *arena, const char *json, struct worklist_heads *heads, struct error *error) MUST_CHECK;
bool reply_worklist(struct arena *arena, const char *json, struct worklist *list, struct error *error) MUST_CHECK;
bool reply_lead_view(struct arena *arena, const char *json, struct lead_view *view, struct error *error) MUST_CHECK;
/* Of whoami's answer the one member that every version has. */
bool reply_schema_version(struct arena *arena, const char *json, int64_t *version, struct error *error) MUST_CHECK;

/* Any answer as the commands' --json prints it: one line, members in their order, and no character that could drive a
 * terminal. NULL where it is not JSON. */
char *reply_document(struct arena *arena, const char *json, struct error *error) MUST_CHECK;
/* What `enrol` prints with --json: {"method","challenge"}, and "uri" where it is not "". */
char *reply_enrolled_json(struct arena *arena, const struct enrolled *enrolled) MUST_CHECK;
/* What `pass issue` prints with --json: {"pass","expires_at","id"}; no "pass" where it is "". */
char *reply_issued_pass_json(struct arena *arena, const struct issued_pass *issued) MUST_CHECK;
/* One thing that `replaced-phone` did, as it prints it with --json: {"step","command","answer"}. NULL where the answer
 * is not JSON. */
char *reply_step_json(
	struct arena *arena, const char *step, const char *command, const char *answer, struct error *error) MUST_CHECK;
/* Where it stopped: {"step":"left","go_on"}, the command that goes on. */
char *reply_left_json(struct arena *arena, const char *go_on) MUST_CHECK;
/* What `recovery-codes issue` prints with --json: {"codes":[...],"id"}; no "codes" where they are "". */
char *reply_issued_codes_json(struct arena *arena, const struct issued_codes *issued) MUST_CHECK;
/* An error as the commands' --json prints it on stderr: {"error":{"code","message","hint"}} and the request id where
 * given. */
char *reply_error_json(struct arena *arena, const struct error *error, const char *request_id) MUST_CHECK;

#endif
