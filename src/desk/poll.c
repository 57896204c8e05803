/* What is asked for without a key: at every tick, and when the directory says that there may be news. */
#include "poll.h"

#include <string.h>

#include "challenge.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/desk/screen.h"
#include "replaced.h"

#define PULSE_EVERY (10 * CLOCK_SECOND)
#define HANDSET_EVERY (2 * CLOCK_SECOND)
#define PAGE_EVERY (2 * CLOCK_SECOND)

bool
desk_awaits(const struct desk *desk, enum act act)
{
	for (size_t i = 0; i < desk->pending_count; i++) {
		if (desk->pending[i].act == act)
			return true;
	}
	return false;
}

void
desk_ask(struct desk *desk, enum act act, struct effects *effects)
{
	struct act_request request;

	if (desk_awaits(desk, act))
		return;
	act_request_init(&request, act);
	desk_send(desk, NULL, DESK_ACTS, &request, NULL, effects);
}

/* A locked desk asks nothing: nobody is there to read it. */
static bool
may_ask(const struct desk *desk)
{
	return desk->known && desk->links[DESK_ACTS].state == LINK_READY && !screen_of_class(desk, &lock_class);
}

/* What becomes of notices, and of what waits for a lead or a colleague, is seen without a key. */
static bool
page_may_have_changed(const struct desk *desk, bool news)
{
	const struct page *page = &desk->page;
	const struct account *account = &page->account;
	bool waits = page->loaded &&
		(account->file.wish_count > 0 || (*account->standing.shown && *account->standing.missing));

	if (!page->loaded || desk_awaits(desk, ACT_ACCOUNT))
		return false;
	return (waits && news) || ((waits || account->telling) && desk->now - page->asked >= PAGE_EVERY);
}

void
desk_poll(struct desk *desk, bool news, struct effects *effects)
{
	if (!may_ask(desk))
		return;
	if (!desk->pulse.asked || desk->now - desk->pulse.asked >= PULSE_EVERY) {
		desk->pulse.asked = desk->now;
		desk_ask(desk, ACT_PULSE, effects);
	}
	if (desk->staff.demonstration && (news || desk->now - desk->handset.asked >= HANDSET_EVERY)) {
		desk->handset.asked = desk->now;
		desk_ask(desk, ACT_HANDSET, effects);
	}
	if (page_may_have_changed(desk, news))
		page_refresh(desk, effects);
	if (challenge_goes_on(desk))
		challenge_ask(desk, effects);
	enrol_poll(desk, effects);
	pass_poll(desk, effects);
	lead_poll(desk, news, effects);
	replaced_poll(desk, effects);
}

static enum worker_view
worker_from_word(const char *word)
{
	if (strcmp(word, "ok") == 0)
		return WORKER_OK;
	return strcmp(word, "silent") == 0 ? WORKER_SILENT : WORKER_NONE;
}

bool
desk_take_pulse(struct desk *desk, const char *json, struct error *error)
{
	struct arena *arena = arena_new();
	struct pulse pulse;
	bool ok = reply_pulse(arena, json, &pulse, error);

	if (ok) {
		desk->pulse.known = true;
		desk->pulse.worker = worker_from_word(pulse.worker);
		desk->pulse.silent = pulse.silent_seconds;
	}
	arena_free(&arena);
	return ok;
}
