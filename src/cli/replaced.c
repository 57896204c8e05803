/*
 * The whole job of a replaced phone as one command. It does what the single
 * commands do, one after the other; which is next, and what is possible, the
 * directory says. Where it ends early the case is as it is, and the same
 * command goes on.
 */
#include "replaced.h"

#include <string.h>
#include <unistd.h>

#include "mfadesk/base/text.h"

static const struct {
	const char *step;
	bool (*take)(struct replaced *at, const struct replacement_step *step);
} steps[] = {
	{"happened", replaced_happened},
	{"prove", replaced_prove},
	{"way-in", replaced_way_in},
	{"backup", replaced_backup},
	{"test", replaced_test},
	{"default", replaced_default},
	{"finish", replaced_finish},
};

static const struct replacement_step *
step_named(const struct replaced *at, const char *name)
{
	static const struct replacement_step none = {"", "", "", ""};

	for (size_t i = 0; i < at->job.step_count; i++) {
		if (strcmp(at->job.steps[i].step, name) == 0)
			return &at->job.steps[i];
	}
	return &none;
}

static bool
is(const struct replacement_step *step, const char *state)
{
	return strcmp(step->state, state) == 0;
}

/* The first that is open; before it, once, a backup where one is missing. NULL: none. */
static const struct replacement_step *
next_step(const struct replaced *at)
{
	const struct replacement_step *finish = step_named(at, "finish");
	const struct replacement_step *backup = NULL;

	if (is(finish, "open") && is(step_named(at, "prove"), "open"))
		return finish; /* which needs no fresh proof */
	for (size_t i = 0; i < at->job.step_count; i++) {
		const struct replacement_step *step = &at->job.steps[i];

		if (is(step, "open"))
			return backup ? backup : step;
		if (is(step, "optional") && strcmp(step->step, "backup") == 0 && !at->backup_asked)
			backup = step;
	}
	return NULL;
}

/* Nothing is open: the job is done, or something stands in its way. */
static bool
nothing_open(struct replaced *at)
{
	for (size_t i = 0; i < at->job.step_count; i++) {
		const struct replacement_step *step = &at->job.steps[i];

		if (is(step, "blocked"))
			return error_set(at->error, ERROR_REFUSED, "", "", "%s: %s", step->step, step->text);
	}
	at->ended = true;
	return true;
}

static bool
take_next(struct replaced *at)
{
	const struct replacement_step *step = replaced_look(at) ? next_step(at) : NULL;

	if (!step)
		return at->error->kind == ERROR_NONE && nothing_open(at);
	if (at->terminal)
		fprintf(stderr, "\n%s · %s\n", step->step,
			text_printable(at->arena, local_times(at->arena, step->text)));
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		if (strcmp(steps[i].step, step->step) == 0)
			return steps[i].take(at, step);
	}
	return error_set(at->error, ERROR_LOCAL, "", "Update this program.", "%s is no step known here", step->step);
}

/* On a terminal a refusal is not the end; but nothing that led to it is taken again by itself. */
static bool
goes_on(struct replaced *at)
{
	struct error refusal = *at->error;

	if (!at->terminal || refusal.kind != ERROR_REFUSED)
		return false;
	trouble_print(at->arena, at->command, &refusal, true);
	error_clear(at->error);
	act_request_init(&at->given, ACT_REPLACED_PHONE);
	at->proofs = NULL;
	if (replaced_agrees(at, NULL, "Go on with this case?", true))
		return true;
	error_clear(at->error);
	*at->error = refusal;
	return false;
}

/* False where there is none that could be seen. */
static bool
show(struct replaced *at, char **json)
{
	struct act_request request;

	act_request_init(&request, ACT_SHOW);
	act_request_set(&request, "who", act_request_get(&at->given, "who"));
	if (replaced_read_account(at, &request, json))
		return strcmp(at->account.file.ticket, act_request_get(&at->given, "ticket")) == 0;
	if (at->error->kind == ERROR_REFUSED)
		error_clear(at->error);
	return false;
}

static bool
is_same_contact(struct replaced *at)
{
	const struct case_file *file = &at->account.file;
	const char *by = contact_channel_word(file->by);

	if (strcmp(file->state, "open") != 0 || strcmp(by, act_request_get(&at->given, "by")) != 0)
		return false;
	if (act_request_get(&at->given, "same_contact") || !at->terminal)
		return act_request_get(&at->given, "same_contact") != NULL;
	return replaced_agrees(at, "same_contact",
		arena_printf(at->arena, "%s is open, %s. Is it still the same contact?",
			text_printable(at->arena, file->ticket), contact_channel_phrase(file->by)),
		false);
}

/* Finished before: whoever lost the answer finds it here. */
static bool
is_finished(struct replaced *at)
{
	char *json;

	if (strcmp(at->account.file.state, "closed") != 0 || !replaced_read_job(at, &json))
		return false;
	at->ended =
		is(step_named(at, "finish"), "done") && replaced_tell(at, "finish", ACT_REPLACEMENT, json, at->error);
	return at->ended;
}

static bool
open_case(struct replaced *at)
{
	static const char *const names[] = {"who", "ticket", "by"};
	struct act_request request;
	char *json;

	act_request_init(&request, ACT_OPEN_CASE);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		act_request_set(&request, names[i], act_request_get(&at->given, names[i]));
	return replaced_read_account(at, &request, &json) && replaced_tell(at, "case", ACT_OPEN_CASE, json, at->error);
}

static bool
begin(struct replaced *at)
{
	char *json;

	if (show(at, &json)) {
		if (is_finished(at))
			return true;
		if (at->error->kind == ERROR_NONE && is_same_contact(at))
			return replaced_tell(at, "case", ACT_SHOW, json, at->error);
	}
	at->account.file.id = NULL;
	return at->error->kind == ERROR_NONE && open_case(at);
}

/* The command that goes on, for a shell. */
static const char *
go_on(const struct replaced *at)
{
	const struct command *command = at->command;
	struct arena *arena = at->arena;
	const struct case_file *file = &at->account.file;
	const char *by =
		file->by == CONTACT_NONE ? act_request_get(&command->request, "by") : contact_channel_word(file->by);

	return arena_printf(arena, "mfadesk replaced-phone %s --ticket %s --by %s%s%s%s",
		shell_word(arena, at->account.person.email), shell_word(arena, file->ticket), by,
		file->by == CONTACT_NONE ? "" : " --same-contact", command->connect ? " --connect " : "",
		command->connect ? shell_word(arena, command->connect) : "");
}

static void
tell_left(const struct replaced *at)
{
	if (!at->account.file.id)
		return;
	if (at->command->json)
		puts(reply_left_json(at->arena, go_on(at)));
	else
		fprintf(stderr, "\nThe case stays as it is. To go on:\n  %s\n", text_printable(at->arena, go_on(at)));
}

bool
replaced_run(const struct command *command, struct store *store, struct arena *arena, struct error *error)
{
	struct replaced at = {.command = command,
		.store = store,
		.arena = arena,
		.error = error,
		.given = command->request,
		.terminal = isatty(STDIN_FILENO),
		.proofs = act_request_get(&command->request, "proof"),
		.added = ""};

	if (!begin(&at)) {
		tell_left(&at);
		return false;
	}
	while (!at.ended && (take_next(&at) || goes_on(&at)))
		;
	if (!at.ended)
		tell_left(&at);
	return at.ended;
}
