/* A challenge in words: whom it is to, how far it came, and what to do next. */
#include <string.h>

#include "challenge.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/desk/canvas.h"

const char *
challenge_title(struct arena *arena, const struct account *account, const struct challenge *challenge)
{
	const char *target = strcmp(challenge->proof, "manager") == 0
		? arena_printf(arena, "the manager, %s", account->person.manager_name)
		: name_target(arena, account, challenge->method);

	if (challenge->channel == CHANNEL_RECOVERY)
		return "One of their recovery codes";
	switch (challenge->channel) {
	case CHANNEL_TEXT:
		return arena_printf(arena, "Text to %s", target);
	case CHANNEL_CALL:
		return arena_printf(arena, "Call to %s", target);
	case CHANNEL_APP:
	case CHANNEL_RECOVERY:
	case CHANNEL_NOTIFICATION:
		break;
	}
	return arena_printf(arena, "Code of %s", target);
}

static const char *
step(struct arena *arena, const char *before, const char *name, int64_t at)
{
	const char *between = *before ? "   " : "";
	char time[CLOCK_TEXT_SIZE];

	if (at == CLOCK_NEVER)
		return arena_printf(arena, "%s%s✓ %s", before, between, name);
	clock_format_time_of_day(at, time);
	return arena_printf(arena, "%s%s✓ %s %s:%02d", before, between, name, time, (int)(at / CLOCK_SECOND % 60));
}

static const char *
answered(const struct challenge *challenge)
{
	if (strcmp(challenge->answered_by, "human") == 0)
		return " (a person)";
	if (strcmp(challenge->answered_by, "machine") == 0)
		return " (a machine)";
	return "";
}

const char *
challenge_steps(struct arena *arena, const struct challenge *challenge)
{
	bool rang = challenge->state == CHALLENGE_RINGING || challenge->answered_at != CLOCK_NEVER;
	const char *text = "";

	if (challenge->sent_at != CLOCK_NEVER)
		text = step(arena, text, "sent", challenge->sent_at);
	if (challenge->delivered_at != CLOCK_NEVER)
		text = step(arena, text, "delivered", challenge->delivered_at);
	if (challenge->channel == CHANNEL_CALL && rang)
		text = step(arena, text, "ringing", CLOCK_NEVER);
	if (challenge->answered_at != CLOCK_NEVER)
		text = arena_printf(
			arena, "%s%s", step(arena, text, "answered", challenge->answered_at), answered(challenge));
	return text;
}

const char *
challenge_left(struct arena *arena, const struct desk *desk, const struct challenge *challenge)
{
	int64_t seconds = (challenge->expires_at - desk->wall) / CLOCK_SECOND;

	if (challenge->expires_at == CLOCK_NEVER)
		return "";
	if (seconds < 0)
		seconds = 0;
	return arena_printf(arena, "%d:%02d left", (int)(seconds / 60), (int)(seconds % 60));
}

static const char *
passed(struct arena *arena, const struct challenge *challenge)
{
	const char *text = "Passed: it works.";

	if (strcmp(challenge->purpose, "proof") == 0)
		text = "Passed: it counts as a proof of who this is.";
	else if (strcmp(challenge->purpose, "confirm") == 0)
		text = "Passed: it is confirmed, and with that tested.";
	if (challenge->channel == CHANNEL_RECOVERY)
		return arena_printf(arena, "%s %s.", text, challenge->reason);
	return *challenge->reason ? arena_printf(arena, "%s But %s.", text, challenge->reason) : text;
}

static const char *
waiting(struct arena *arena, const struct desk *desk, const char *reason)
{
	if (desk->pulse.known && desk->pulse.worker != WORKER_OK)
		return "Nothing is sent while there is no worker. Tell who runs mfadeskd.";
	return *reason ? arena_printf(arena, "Waiting: %s.", reason) : "Waiting for the worker.";
}

/* The manager's, of those that are open. */
static unsigned
manager_channels(const struct standing *standing)
{
	unsigned channels = 0;

	for (size_t i = 0; i < standing->way_count; i++) {
		const struct proof_way *way = &standing->ways[i];
		enum method_channel channel;

		if (way->open && strcmp(way->kind, "manager") == 0 && method_channel_from_word(way->channel, &channel))
			channels |= channel;
	}
	return channels;
}

const char *
challenge_other_channel(const struct desk *desk, const struct challenge *challenge)
{
	const struct account *account = &desk->page.account;
	const struct method *method = account_method(account, challenge->method);
	unsigned both = CHANNEL_TEXT | CHANNEL_CALL, channels = method ? method->channels : 0;

	if (strcmp(challenge->proof, "manager") == 0)
		channels = manager_channels(&account->standing);
	channels &= both & ~(unsigned)challenge->channel;
	return channels && (challenge->channel & both) ? method_channel_word((enum method_channel)channels) : NULL;
}

/* Names only keys that do something here. */
static const char *
failed(struct arena *arena, const struct desk *desk, const struct challenge *challenge, const char *what)
{
	bool sends = (challenge->channel & (CHANNEL_TEXT | CHANNEL_CALL)) != 0;
	const char *next = sends ? "N sends a new code" : "N asks for another code";

	/* The page of a new authenticator has no N: its secret is shown once. */
	if (screen_of_class(desk, &enrol_class))
		next = "Leave, and test the new authenticator with t";
	return arena_printf(arena, "%s%s%s. %s%s.", what, *challenge->reason ? ": " : "", challenge->reason, next,
		challenge_other_channel(desk, challenge) ? ", C by another channel" : "");
}

const char *
challenge_says(struct arena *arena, const struct desk *desk, const struct challenge *challenge)
{
	const char *reason = *challenge->reason ? arena_printf(arena, "%s.", challenge->reason) : "";

	switch (challenge->state) {
	case CHALLENGE_QUEUED:
		return challenge_takes_code(challenge) ? reason : waiting(arena, desk, challenge->reason);
	case CHALLENGE_SENDING:
		return "Being sent.";
	case CHALLENGE_SENT:
	case CHALLENGE_DELIVERED:
	case CHALLENGE_RINGING:
	case CHALLENGE_ANSWERED:
	case CHALLENGE_STATES:
		break;
	case CHALLENGE_CHECKING:
		return "Checking the code.";
	case CHALLENGE_UNKNOWN:
		return arena_printf(arena, "May have been sent: ask for %s; nothing was sent again.", challenge->mark);
	case CHALLENGE_PASSED:
		return passed(arena, challenge);
	case CHALLENGE_FAILED:
		return failed(arena, desk, challenge, "Failed");
	case CHALLENGE_EXPIRED:
		return failed(arena, desk, challenge, "The time for the code is over");
	case CHALLENGE_CANCELLED:
		return failed(arena, desk, challenge, "Cancelled");
	}
	return reason;
}
