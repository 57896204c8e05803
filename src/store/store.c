/* The link for callers that wait: a loop of their own, run until the one thing they wait for is there. */
#include "mfadesk/store/store.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/base/loop.h"
#include "mfadesk/crypto/secret.h"
#include "mfadesk/store/link.h"

enum { PASSWORD_SIZE = 1024, PASSWORD_TRIES = 3 };

struct store {
	struct loop *loop;
	struct store_link *link;
	store_ask_password *ask;
	void *ask_context;
	struct error failure; /* of the link, once it failed */
	bool interrupted;

	/* the call under way */
	uint64_t ticket; /* 0: none */
	struct arena *arena;
	char *json;
	struct error *error;
};

static void
state_changed(void *context, enum link_state state, const struct error *error)
{
	struct store *store = context;

	if (error && (state == LINK_FAILED || state == LINK_WANTS_PASSWORD)) {
		error_clear(&store->failure);
		store->failure = *error;
	}
}

static void
replied(void *context, const struct link_reply *reply)
{
	struct store *store = context;

	if (reply->ticket != store->ticket)
		return;
	store->ticket = 0;
	if (reply->ok)
		store->json = arena_copy(store->arena, reply->json);
	else if (store->error && store->error->kind == ERROR_NONE)
		*store->error = *reply->error;
}

static void
interrupted(void *context, int number)
{
	struct store *store = context;

	(void)number;
	store->interrupted = true;
}

static bool
ask_password(struct store *store)
{
	char password[PASSWORD_SIZE];
	char prompt[300];
	bool given;

	snprintf(prompt, sizeof(prompt), "Password for %s: ", link_target(store->link));
	given = store->ask && store->ask(store->ask_context, prompt, password, sizeof(password));
	if (given)
		link_password(store->link, password);
	secret_wipe(password, sizeof(password));
	return given;
}

static bool
no_password(struct store *store, struct error *error)
{
	if (store->failure.kind != ERROR_NONE)
		return error_set(error, ERROR_CONNECTION, store->failure.code,
			"See whether the login (PGUSER) and the password are right.", "%s", store->failure.message);
	return error_set(error, ERROR_CONNECTION, "",
		"Run it on a terminal, or put the password into ~/.pgpass (readable by you alone).",
		"%s asks for a password, and there is no terminal to ask on.", link_target(store->link));
}

static bool
wait_until_ready(struct store *store, struct error *error)
{
	int tries = 0;

	while (link_state(store->link) != LINK_READY) {
		if (link_state(store->link) == LINK_FAILED) {
			if (error && error->kind == ERROR_NONE)
				*error = store->failure;
			return false;
		}
		if (store->interrupted)
			return error_set(error, ERROR_CONNECTION, "", "", "Interrupted.");
		if (link_state(store->link) == LINK_WANTS_PASSWORD &&
			(tries++ == PASSWORD_TRIES || !ask_password(store)))
			return no_password(store, error);
		loop_step(store->loop, -1);
	}
	return true;
}

struct store *
store_open(const char *conninfo, const char *application, store_ask_password *ask, void *context, struct error *error)
{
	const struct link_options options = {.conninfo = conninfo, .application = application, .once = true};
	const struct link_events events = {.state = state_changed, .reply = replied};
	struct store *store = memory_alloc(sizeof(*store));

	store->loop = loop_new();
	store->ask = ask;
	store->ask_context = context;
	loop_on_signal(store->loop, SIGINT, interrupted, store);
	store->link = link_new(store->loop, &options, &events, store);
	if (!wait_until_ready(store, error))
		store_close(&store);
	return store;
}

void
store_close(struct store **store)
{
	if (!*store)
		return;
	link_free(&(*store)->link);
	loop_free(&(*store)->loop);
	memory_free(*store);
	*store = NULL;
}

bool
store_call(
	struct store *store, const struct act_request *request, struct arena *arena, char **json, struct error *error)
{
	store->json = NULL;
	store->arena = arena;
	store->error = error;
	store->interrupted = false;
	store->ticket = link_send(store->link, request);
	while (store->ticket && !store->interrupted)
		loop_step(store->loop, -1);
	store->error = NULL;
	*json = store->json;
	if (!store->ticket)
		return store->json != NULL;
	store->ticket = 0;
	return error_set(error, ERROR_CONNECTION, "", "It may have been done all the same.",
		"Interrupted before the answer was there.");
}

bool
store_wait(struct store *store, int64_t microseconds, struct error *error)
{
	int64_t end = clock_monotonic() + microseconds;
	int64_t left;

	store->interrupted = false;
	while (!store->interrupted && (left = end - clock_monotonic()) > 0)
		loop_step(store->loop, left);
	return !store->interrupted || error_set(error, ERROR_LOCAL, "", "", "Interrupted.");
}
