/*
 * The challenge of the page's case: what the database told of it last. It is
 * asked for when there may be news, and besides every second while it goes on;
 * the drawer that shows it may be hidden meanwhile.
 */
#include "challenge.h"

#include <string.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/desk/canvas.h"

const struct challenge *
challenge_shown(const struct desk *desk)
{
	return desk->page.watch.loaded ? &desk->page.watch.challenge : NULL;
}

bool
challenge_goes_on(const struct desk *desk)
{
	const struct watch *watch = &desk->page.watch;

	return watch->id[0] && !(watch->loaded && challenge_is_final(watch->challenge.state));
}

void
challenge_ask(struct desk *desk, struct effects *effects)
{
	struct act_request request;

	if (!desk->page.watch.id[0] || desk_awaits(desk, ACT_CHALLENGE))
		return;
	act_request_init(&request, ACT_CHALLENGE);
	act_request_set(&request, "challenge", desk->page.watch.id);
	desk_send(desk, NULL, DESK_ACTS, &request, NULL, effects);
}

void
challenge_watch(struct desk *desk, const char *id, struct effects *effects)
{
	struct watch *watch = &desk->page.watch;

	if (strcmp(watch->id, id) != 0) {
		watch_clear(watch);
		memcpy(watch->id, id, strnlen(id, UUID_SIZE - 1));
	}
	challenge_ask(desk, effects);
}

void
challenge_open(struct desk *desk, const char *id, struct effects *effects)
{
	struct screen *open = screen_of_class(desk, &challenge_class);

	challenge_watch(desk, id, effects);
	if (open)
		screen_remove(desk, open);
	screen_push(desk, challenge_screen_new());
}

const char *
challenge_open_on(const struct desk *desk, const char *method)
{
	const struct account *account = &desk->page.account;
	const struct challenge *shown = challenge_shown(desk);

	if (shown && challenge_goes_on(desk) && strcmp(shown->method, method) == 0)
		return shown->id;
	for (size_t i = 0; i < account->challenge_count; i++) {
		const struct challenge *challenge = &account->challenges[i];

		/* The page may be older than what is known of the challenge. */
		if (strcmp(challenge->method, method) == 0 && !challenge_is_final(challenge->state) &&
			strcmp(challenge->id, desk->page.watch.id) != 0)
			return challenge->id;
	}
	return NULL;
}

/* What went on before the case was left, or the program ended, is followed again. */
void
challenge_resume(struct desk *desk, struct effects *effects)
{
	const struct account *account = &desk->page.account;

	for (size_t i = 0; i < account->challenge_count && !desk->page.watch.id[0]; i++) {
		if (!challenge_is_final(account->challenges[i].state))
			challenge_watch(desk, account->challenges[i].id, effects);
	}
}

/* A code that passed changed the page. Whoever hid the drawer is told how it ended. */
static void
ended(struct desk *desk, struct effects *effects)
{
	struct arena *arena = arena_new();
	const struct challenge *challenge = &desk->page.watch.challenge;
	bool watched = screen_of_class(desk, &challenge_class) || screen_of_class(desk, &enrol_class);

	if (!watched && challenge->state != CHALLENGE_CANCELLED)
		desk_say(desk, "%s: %s", challenge_title(arena, &desk->page.account, challenge),
			challenge_says(arena, desk, challenge));
	arena_free(&arena);
	page_refresh(desk, effects);
}

bool
challenge_take(struct desk *desk, const char *json, struct effects *effects, struct error *error)
{
	struct watch *watch = &desk->page.watch;
	struct arena *arena = arena_new();
	bool went_on = challenge_goes_on(desk);
	struct challenge challenge;

	if (!reply_challenge(arena, json, &challenge, error)) {
		arena_free(&arena);
		return false;
	}
	if (strcmp(challenge.id, watch->id) != 0) {
		arena_free(&arena);
		return true;
	}
	arena_free(&watch->arena);
	watch->arena = arena;
	watch->challenge = challenge;
	watch->loaded = true;
	if (went_on && challenge_is_final(challenge.state))
		ended(desk, effects);
	return true;
}

uint64_t
challenge_again(struct desk *desk, const struct screen *asker, const struct challenge *challenge, const char *channel,
	struct effects *effects)
{
	struct act_request request;

	if (strcmp(challenge->proof, "manager") != 0 && challenge->channel != CHANNEL_RECOVERY)
		return challenge_start(desk, asker, challenge->method, channel, challenge->purpose, effects);
	if (desk_awaits(desk, ACT_START_PROOF))
		return 0;
	act_request_init(&request, ACT_START_PROOF);
	act_request_set(&request, "case", desk->page.case_id);
	act_request_set(&request, "kind", challenge->proof);
	if (challenge->channel != CHANNEL_RECOVERY)
		act_request_set(&request, "channel", channel);
	return desk_send(desk, asker, DESK_ACTS, &request, NULL, effects);
}

uint64_t
challenge_start(struct desk *desk, const struct screen *asker, const char *method, const char *channel,
	const char *purpose, struct effects *effects)
{
	struct act_request request;

	if (desk_awaits(desk, ACT_TEST))
		return 0;
	act_request_init(&request, ACT_TEST);
	act_request_set(&request, "case", desk->page.case_id);
	act_request_set(&request, "method", method);
	act_request_set(&request, "channel", channel);
	act_request_set(&request, "purpose", purpose);
	return desk_send(desk, asker, DESK_ACTS, &request, NULL, effects);
}
