/*
 * A temporary access pass on the command line. It comes sealed to a key that was
 * made for this command, and is shown once: on the terminal, or in the JSON.
 */
#include <unistd.h>

#include "mfadesk/act/reply.h"
#include "own_box.h"

struct issuing {
	const struct command *command;
	struct own_box own;
	const char *id;
	struct pass_box box;
	struct secret *pass; /* owned */
};

/* Before anything is asked for: a pass that would reach nobody is not made. */
static bool
has_place(struct issuing *at)
{
	return at->command->json || isatty(STDOUT_FILENO) ||
		error_set(at->own.error, ERROR_USAGE, "", "A terminal, or --json, takes it.",
			"there is no place for the pass");
}

static bool
ask_for(struct issuing *at)
{
	struct own_box *own = &at->own;
	char *json;

	at->id = arena_copy(own->arena, at->command->request.id);
	return own_box_request(own, at->command, &json) && own_box_await(own, ACT_PASS, "pass", at->id, &json) &&
		reply_pass_box(own->arena, json, &at->box, own->error);
}

static bool
open_box(struct issuing *at)
{
	at->pass = box_open_text(at->own.key, at->id, at->box.sealed, at->own.error);
	return at->pass != NULL;
}

bool
pass_run(const struct command *command, struct store *store, struct arena *arena, char **json, struct error *error)
{
	struct issuing at = {.command = command, .own = {.store = store, .arena = arena, .error = error}};
	bool done = has_place(&at) && ask_for(&at) && open_box(&at);

	if (done && !command->json)
		puts(secret_text(at.pass));
	if (done)
		*json = reply_issued_pass_json(arena,
			&(struct issued_pass){at.id, command->json ? secret_text(at.pass) : "", at.box.expires_at});
	box_key_free(&at.own.key);
	secret_free(&at.pass);
	return done;
}
