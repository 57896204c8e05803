/* The whole job of a replaced phone as one command, for its files: what is asked, and what is done. */
#ifndef MFADESK_CLI_REPLACED_H
#define MFADESK_CLI_REPLACED_H

#include "command.h"
#include "mfadesk/act/reply.h"

enum { REPLACED_NUMBER_END = 4 }; /* digits that a masked number shows */

struct replaced {
	const struct command *command;
	struct store *store;
	struct arena *arena;
	struct error *error;
	struct act_request given; /* the answers that options gave; none any more after a refusal on the terminal */
	bool terminal; /* what is not given is asked for */
	struct account account; /* as it was last read; its case has the id "" before there is one */
	struct replacement job;
	const char *proofs; /* of --proof, what was not taken yet */
	const char *added; /* the method that is to be confirmed next, "" where none was added here */
	bool backup_asked;
	bool ended;
};

/* One of what a question can be answered with. */
struct choice {
	const char *word; /* what is typed, or given by the option */
	const char *label; /* for people */
	const char *id; /* of what it is about; "" where that is the word */
};

struct question {
	const char *parameter; /* of the command: its option answers too */
	const char *text;
	const struct choice *choices;
	size_t count;
	size_t fallback; /* of the choices: what Enter alone means */
};

/* replaced_ask.c. False with the error set: left, or missing and there is no terminal. One choice alone is taken. */
bool replaced_choose(struct replaced *at, const struct question *question, size_t *chosen) MUST_CHECK;
/* A text; `fallback` (may be NULL) is what Enter alone means. Owned by the arena. */
bool replaced_type(struct replaced *at, const char *parameter, const char *text, const char *fallback,
	const char **typed) MUST_CHECK;
bool replaced_agrees(struct replaced *at, const char *parameter, const char *text, bool fallback) MUST_CHECK;
/* The choice that `text` means: its word, id or label, a label's beginning or the end of its number; "word=end" where a
 * word stands for several. False where it is none or more than one. */
bool replaced_find(const struct question *question, const char *text, size_t *found) MUST_CHECK;
/* The words that a parameter of an act can be. */
struct choice *replaced_words(struct arena *arena, enum act act, const char *parameter, size_t *count) MUST_CHECK;
/* Always false: whoever was asked does not want to go on. */
bool replaced_left(struct replaced *at);

/* replaced_do.c: an act as its command does it, its answer told. */
bool replaced_call(struct replaced *at, const char *step, const struct act_request *request, char **json) MUST_CHECK;
/* A code is sent or asked for, and followed until it passed. */
bool replaced_challenge(struct replaced *at, const char *step, const struct act_request *request) MUST_CHECK;
/* The same of one that was started. */
bool replaced_await(struct replaced *at, const char *step, const char *challenge) MUST_CHECK;
/* Of the case at hand. */
void replaced_request(const struct replaced *at, enum act act, struct act_request *request);
bool replaced_tell(
	struct replaced *at, const char *step, enum act act, const char *json, struct error *error) MUST_CHECK;
/* Answers that are kept in `at` too: the account, by whichever act; the steps. */
bool replaced_read_account(struct replaced *at, const struct act_request *request, char **json) MUST_CHECK;
bool replaced_read_job(struct replaced *at, char **json) MUST_CHECK;
/* Reads both anew. */
bool replaced_look(struct replaced *at) MUST_CHECK;

/* replaced_prove.c, replaced_way.c, replaced_steps.c: each does its step of the job. */
bool replaced_prove(struct replaced *at, const struct replacement_step *step) MUST_CHECK;
bool replaced_way_in(struct replaced *at, const struct replacement_step *step) MUST_CHECK;
bool replaced_test(struct replaced *at, const struct replacement_step *step) MUST_CHECK;
bool replaced_happened(struct replaced *at, const struct replacement_step *step) MUST_CHECK;
bool replaced_backup(struct replaced *at, const struct replacement_step *step) MUST_CHECK;
bool replaced_default(struct replaced *at, const struct replacement_step *step) MUST_CHECK;
bool replaced_finish(struct replaced *at, const struct replacement_step *step) MUST_CHECK;

#endif
