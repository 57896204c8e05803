/*
 * A challenge on the command line: started, answered or given up, then what
 * became of it. Its states go to stderr while it is followed.
 */
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "mfadesk/act/reply.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/base/text.h"
#include "mfadesk/crypto/secret.h"

enum {
	CODE_SIZE = 64, /* with the blanks that people put between digits */
	CHECK_LOOKS = 40, /* twice a second: what a worker may take to check a code */
};

struct following {
	struct store *store;
	struct arena *arena;
	struct error *error;
	char id[UUID_SIZE]; /* of the challenge */
	char *json; /* as it was last seen */
	struct challenge challenge;
	const char *told; /* what was said of it last */
	bool piped; /* without a terminal the codes are lines of stdin */
};

static bool
look(struct following *at)
{
	struct act_request request;

	act_request_init(&request, ACT_CHALLENGE);
	act_request_set(&request, "challenge", at->id);
	return store_call(at->store, &request, at->arena, &at->json, at->error) &&
		reply_challenge(at->arena, at->json, &at->challenge, at->error);
}

/* "10:44 sent"; once for each that it comes to. True: there was something new. */
static bool
tell(struct following *at)
{
	const struct challenge *challenge = &at->challenge;
	const char *now = arena_printf(at->arena, "%s%s%s", challenge_state_word(challenge->state),
		*challenge->reason ? ": " : "", local_times(at->arena, challenge->reason));
	char time[CLOCK_TEXT_SIZE];

	if (at->told && strcmp(at->told, now) == 0)
		return false;
	at->told = now;
	clock_format_time_of_day(clock_now(), time);
	fprintf(stderr, "%s %s\n", time, text_printable(at->arena, now));
	return true;
}

static const char *
prompt(struct following *at)
{
	if (*at->challenge.mark)
		return arena_printf(at->arena, "Code marked %s: ", at->challenge.mark);
	return at->challenge.channel == CHANNEL_RECOVERY ? "Recovery code: " : "Code of the app: ";
}

/* While the code is typed: does anybody still want it? */
static bool
tick(void *context)
{
	struct following *at = context;
	enum challenge_state before = at->challenge.state;

	if (!look(at) || !challenge_takes_code(&at->challenge))
		return false;
	if (at->challenge.state != before) {
		fputs(at->piped ? "" : "\n", stderr);
		tell(at);
		fputs(at->piped ? "" : prompt(at), stderr);
	}
	return true;
}

static bool
left(struct following *at)
{
	return error_set(at->error, ERROR_LOCAL, "",
		arena_printf(at->arena, "What became of it: mfadesk challenge %s", at->id), "left before the end");
}

static bool
await_look(struct following *at)
{
	return store_wait(at->store, LOOK_AGAIN, NULL) || left(at);
}

static bool
answer(struct following *at, struct act_request *request, const char *code)
{
	char *json;
	bool answered;

	act_request_set(request, "code", code);
	answered = store_call(at->store, request, at->arena, &json, at->error);
	act_request_set(request, "code", NULL);
	return answered;
}

/* Until the worker has compared it. */
static bool
await_check(struct following *at)
{
	for (int looks = 0; looks < CHECK_LOOKS; looks++) {
		if (!look(at))
			return false;
		if (at->challenge.state != CHALLENGE_CHECKING)
			return true;
		if (!await_look(at))
			return false;
	}
	return error_set(at->error, ERROR_LOCAL, "",
		arena_printf(at->arena, "Is the worker there? Later: mfadesk challenge %s", at->id),
		"the code is still being checked");
}

/* A code that the directory would not take can be typed again; the challenge is as it was. */
static bool
answer_typed(struct following *at, const char *code)
{
	struct act_request request;

	if (!*code)
		return true;
	act_request_init(&request, ACT_ANSWER);
	act_request_set(&request, "challenge", at->id);
	if (answer(at, &request, code))
		return await_check(at);
	if (at->error->kind != ERROR_REFUSED)
		return false;
	fprintf(stderr, "%s. %s\n", text_printable(at->arena, at->error->message),
		text_printable(at->arena, at->error->hint));
	*at->error = (struct error){0};
	return true;
}

static bool
no_code(struct following *at)
{
	return error_set(at->error, ERROR_USAGE, "", "It is asked for on a terminal, or is a line of stdin.",
		"there is no code");
}

static bool
ask(struct following *at)
{
	char code[CODE_SIZE];
	bool terminal = isatty(STDIN_FILENO);
	enum asked asked = terminal ? ask_terminal(prompt(at), tick, at, code, sizeof(code))
				    : ask_piped(tick, at, code, sizeof(code));
	bool going = true;

	switch (asked) {
	case ASKED_GIVEN:
		going = answer_typed(at, code);
		if (going && at->challenge.state != CHALLENGE_PASSED && *code)
			fprintf(stderr, "%d tries left\n", (int)at->challenge.tries_left);
		break;
	case ASKED_LEFT:
		going = terminal ? left(at) : no_code(at);
		break;
	case ASKED_NO_TERMINAL:
		going = await_look(at);
		break;
	case ASKED_STOPPED:
		break;
	}
	secret_wipe(code, sizeof(code));
	return going && at->error->kind == ERROR_NONE;
}

static bool
follow(struct following *at)
{
	bool asks = at->piped || isatty(STDIN_FILENO);

	fprintf(stderr, "challenge %s\n", at->id);
	while (look(at)) {
		tell(at);
		if (challenge_is_final(at->challenge.state))
			return true;
		if (asks && challenge_takes_code(&at->challenge)) {
			if (!ask(at))
				return false;
		} else if (!await_look(at)) {
			return false;
		}
	}
	return false;
}

/* The code that the command is given, by the terminal or a pipe. */
static bool
read_code(struct following *at, char *code, size_t size)
{
	bool given = isatty(STDIN_FILENO) ? ask_terminal(prompt(at), NULL, NULL, code, size) == ASKED_GIVEN
					  : ask_input(code, size);

	return given || no_code(at);
}

static bool
run_answer(struct following *at, const struct command *command)
{
	struct act_request request = command->request;
	char code[CODE_SIZE] = "";
	bool answered = look(at) && read_code(at, code, sizeof(code)) && answer(at, &request, code) && await_check(at);

	secret_wipe(code, sizeof(code));
	return answered;
}

/* What is no pass is no success, though the challenge is printed. */
static bool
want_pass(struct following *at)
{
	const struct challenge *challenge = &at->challenge;

	if (challenge->state == CHALLENGE_PASSED)
		return true;
	if (challenge_is_final(challenge->state))
		error_set(at->error, ERROR_REFUSED, "", "Start a new one.", "%s%s%s",
			challenge_state_word(challenge->state), *challenge->reason ? ": " : "", challenge->reason);
	else
		error_set(at->error, ERROR_REFUSED, "", "Ask for it again, and answer again.",
			"the code was wrong: %d tries left", (int)challenge->tries_left);
	return true;
}

bool
challenge_run(const struct command *command, struct store *store, struct arena *arena, char **json, struct error *error)
{
	struct following at = {.store = store, .arena = arena, .error = error};
	bool begins = command->act == ACT_TEST || command->act == ACT_START_PROOF;
	const char *id = begins ? command->request.id : act_request_get(&command->request, "challenge");
	bool waits = act_request_get(&command->request, "wait") != NULL;
	bool done;
	char *change;

	memcpy(at.id, id, UUID_SIZE);
	if (command->act == ACT_ANSWER)
		done = run_answer(&at, command) && want_pass(&at);
	else
		done = store_call(store, &command->request, arena, &change, error) &&
			(waits ? follow(&at) && want_pass(&at) : look(&at));
	*json = at.json;
	return done;
}

bool
challenge_follow(struct store *store, struct arena *arena, const char *id, bool piped, char **json, struct error *error)
{
	struct following at = {.store = store, .arena = arena, .error = error, .piped = piped};
	bool done;

	memcpy(at.id, id, UUID_SIZE);
	done = follow(&at) && want_pass(&at);
	*json = at.json;
	return done;
}
