/*
 * The one table of acts. Footer, help, palette, key bindings, commands, options,
 * manual pages and completion are made from it; the store sends its requests.
 * What an act may do is decided by the database alone: `roles` only keeps the
 * screen from offering what would be refused.
 */
#ifndef MFADESK_ACT_ACT_H
#define MFADESK_ACT_ACT_H

#include <stdbool.h>
#include <stddef.h>

#include "mfadesk/base/error.h"
#include "mfadesk/base/uuid.h"
#include "mfadesk/domain/words.h"

/* The schema version that this program was written for: the highest number in schema/tables. */
#define ACT_SCHEMA_VERSION 15

enum act {
	ACT_WHOAMI,
	ACT_FIND,
	ACT_FIND_NUMBER,
	ACT_OPEN_CASE,
	ACT_CASES,
	ACT_TAKE_CASE,
	ACT_REPLACEMENT,
	ACT_NOTE,
	ACT_END_CONTACT,
	ACT_START_CONTACT,
	ACT_CLOSE_CASE,
	ACT_SHOW,
	ACT_ACCOUNT,
	ACT_RECORD_PROOF,
	ACT_CONFIRM_PROOF,
	ACT_PROOF_WAYS,
	ACT_START_PROOF,
	ACT_ASK_APPROVAL,
	ACT_APPROVE,
	ACT_SUSPEND,
	ACT_RESTORE,
	ACT_REVOKE,
	ACT_SET_DEFAULT,
	ACT_ADD_PHONE,
	ACT_REVEAL_NUMBER,
	ACT_RAISE_DOUBT,
	ACT_CLEAR_DOUBT,
	ACT_HISTORY,
	ACT_TEST,
	ACT_ANSWER,
	ACT_CHALLENGE,
	ACT_CANCEL,
	ACT_ENROL,
	ACT_ENROLMENT,
	ACT_MOVE_NUMBER,
	ACT_BEGIN_REPLACEMENT,
	ACT_SET_STUCK,
	ACT_FINISH,
	ACT_REOPEN_CASE,
	ACT_REPLACED_PHONE,
	ACT_ISSUE_PASS,
	ACT_PASS,
	ACT_CANCEL_PASS,
	ACT_ISSUE_CODES,
	ACT_CODES,
	ACT_WORKLIST,
	ACT_WORKLISTS,
	ACT_EXPORT_WORKLIST,
	ACT_LEAD_VIEW,
	ACT_PULSE,
	ACT_HANDSET,
	ACT_PICK_UP,
	ACT_REJECT,
	ACT_VOICEMAIL,
	ACT_COUNT,
};

enum act_type {
	ACT_TYPE_TEXT,
	ACT_TYPE_UUID,
	ACT_TYPE_INTEGER,
	ACT_TYPE_CHOICE, /* one of `choices`, separated by '|' */
	ACT_TYPE_FLAG, /* a bare option: "true" or absent */
	ACT_TYPE_LIST, /* one or more words: a text array */
};

#define ACT_PARAMETERS_MAX 15

/* One argument of the database function, in its order (the request id not counted). */
struct act_parameter {
	const char *name; /* "ticket" */
	const char *option; /* "--ticket"; NULL: positional on the command line */
	const char *metavar; /* "T"; NULL without an option: only the desk sets it */
	enum act_type type;
	bool required;
	const char *choices;
	const char *fallback; /* the value where none is set; NULL: SQL NULL */
	const char *help;
	bool local; /* the command's own, no argument of the function: these stand last */
};

enum act_flag {
	ACT_CHANGES = 1, /* carries a request id; answers with a struct change */
	ACT_PAIR = 2, /* a second statement, in a transaction of its own, gives the answer */
	ACT_TAKES_AWAY = 4, /* asks once, and is confirmed by its own letter in capitals */
	ACT_NO_COMMAND = 8, /* only the desk uses it */
	ACT_ON_CASE = 16, /* on the pages of a case */
	ACT_EVERYWHERE = 32, /* on every page of a case and in every drawer */
	ACT_ON_REPLACEMENT = 128, /* on the page of the replaced phone alone */
	ACT_OF_OTHERS = 256, /* a command made of other acts: it has no statement of its own */
	ACT_ON_CHALLENGE = 64, /* the command prints what became of the challenge */
};

struct act_info {
	const char *command; /* "case open" */
	const char *key; /* "s", "!", "F3"; NULL: no key */
	const char *label; /* the footer's words: "suspend" */
	unsigned roles; /* set of enum staff_role */
	unsigned flags;
	const char *help; /* one sentence */
	const char *output; /* what --json prints, for the manual */
	const char *request_option; /* another name of --request ("--id"); may be NULL */
	struct act_parameter parameters[ACT_PARAMETERS_MAX + 1]; /* ends with name NULL */
};

/* Never NULL for a value of the enum. */
const struct act_info *act_info(enum act act);
size_t act_parameter_count(enum act act); /* of the database function: local ones are not counted */
/* False for what only the desk sets. */
bool act_parameter_is_typed(const struct act_parameter *parameter);
/* The act whose command is `words` ("case open"), ACT_COUNT where there is none. */
enum act act_from_command(const char *words);

/*
 * A request on its way to the database: values in the order of the parameters,
 * as text; NULL is SQL NULL. Strings are owned by the arena of whoever made it.
 */
struct act_request {
	enum act act;
	char id[UUID_SIZE]; /* of a change: made by the client, also the id of a new row; "" otherwise */
	const char *values[ACT_PARAMETERS_MAX];
	/* ACT_TYPE_LIST only: the words, NULL-terminated; its place in values stays NULL */
	const char *const *list;
};

/* Starts a request; a change gets a fresh id, parameters their fallbacks. */
void act_request_init(struct act_request *request, enum act act);
/* Sets the parameter called `name`; a name that the act does not have is a programming error (abort). */
void act_request_set(struct act_request *request, const char *name, const char *value);
/* NULL where it is not set, or the act has no such parameter. Borrowed. */
const char *act_request_get(const struct act_request *request, const char *name);
/* Required ones there, choices known, uuids and integers well formed, text valid UTF-8. */
bool act_request_check(const struct act_request *request, struct error *error) MUST_CHECK;

#endif
