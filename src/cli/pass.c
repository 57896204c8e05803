/*
 * A temporary access pass on the command line. It comes sealed to a key that was
 * made for this command, and is shown once: on the terminal, or in the JSON.
 */
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "mfadesk/act/reply.h"
#include "mfadesk/crypto/box.h"

struct issuing {
	const struct command *command;
	struct store *store;
	struct arena *arena;
	struct error *error;
	struct box_key *key; /* owned */
	const char *id;
	struct pass_box box;
	struct secret *pass; /* owned */
};

/* Before anything is asked for: a pass that would reach nobody is not made. */
static bool
has_place(struct issuing *at)
{
	return at->command->json || isatty(STDOUT_FILENO) ||
		error_set(at->error, ERROR_USAGE, "", "A terminal, or --json, takes it.",
			"there is no place for the pass");
}

static bool
ask_for(struct issuing *at)
{
	struct act_request request = at->command->request;
	char public_key[BOX_KEY_TEXT];
	char *json;

	at->key = box_key_new();
	box_key_text(at->key, public_key);
	act_request_set(&request, "public_key", public_key);
	at->id = arena_copy(at->arena, request.id);
	return store_call(at->store, &request, at->arena, &json, at->error);
}

static bool
await_pass(struct issuing *at)
{
	struct act_request request;
	char *json;

	act_request_init(&request, ACT_PASS);
	act_request_set(&request, "pass", at->id);
	while (store_call(at->store, &request, at->arena, &json, at->error) &&
		reply_pass_box(at->arena, json, &at->box, at->error)) {
		if (strcmp(at->box.state, "ready") == 0)
			return true;
		if (strcmp(at->box.state, "over") == 0)
			return error_set(at->error, ERROR_REFUSED, "", "Ask again once the worker is there.",
				"the worker made no pass in time");
		if (!store_wait(at->store, LOOK_AGAIN, at->error))
			return false;
	}
	return false;
}

static bool
open_box(struct issuing *at)
{
	at->pass = box_open_text(at->key, at->id, at->box.sealed, at->error);
	return at->pass != NULL;
}

bool
pass_run(const struct command *command, struct store *store, struct arena *arena, char **json, struct error *error)
{
	struct issuing at = {.command = command, .store = store, .arena = arena, .error = error};
	bool done = has_place(&at) && ask_for(&at) && await_pass(&at) && open_box(&at);

	if (done && !command->json)
		puts(secret_text(at.pass));
	if (done)
		*json = reply_issued_pass_json(arena,
			&(struct issued_pass){at.id, command->json ? secret_text(at.pass) : "", at.box.expires_at});
	box_key_free(&at.key);
	secret_free(&at.pass);
	return done;
}
