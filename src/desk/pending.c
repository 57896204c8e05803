/*
 * Requests that have no answer yet, and what an answer does. Whoever asked may
 * have been left by then: the act went on all the same, so what it came to is
 * said in the notice line, and the page is read again.
 */
#include <string.h>

#include "account.h"
#include "approval.h"
#include "handset.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/desk/screen.h"
#include "poll.h"
#include "replaced.h"

static void
remember_case(struct pending *pending, const struct act_request *request)
{
	const char *id = act_request_get(request, "case");

	if (!id && pending->act == ACT_HISTORY)
		id = act_request_get(request, "of");
	if (id)
		memcpy(pending->case_id, id, strnlen(id, UUID_SIZE - 1));
}

uint64_t
desk_send(struct desk *desk, const struct screen *asker, enum desk_link link, const struct act_request *request,
	const char *done, struct effects *effects)
{
	struct pending *pending;

	desk->pending = memory_resize_array(desk->pending, desk->pending_count + 1, sizeof *pending);
	pending = &desk->pending[desk->pending_count++];
	*pending = (struct pending){
		.tag = ++desk->serial,
		.act = request->act,
		.link = link,
		.screen = asker ? asker->serial : 0,
		.since = desk->now,
		.done = done ? memory_copy(done) : NULL,
	};
	remember_case(pending, request);
	if (act_info(request->act)->flags & ACT_CHANGES)
		desk_hush(desk);
	effects_send(effects, link, pending->tag, request);
	return pending->tag;
}

const struct pending *
desk_pending(const struct desk *desk, uint64_t tag)
{
	for (size_t i = 0; i < desk->pending_count; i++) {
		if (desk->pending[i].tag == tag)
			return &desk->pending[i];
	}
	return NULL;
}

const struct pending *
desk_oldest(const struct desk *desk)
{
	return desk->pending_count ? &desk->pending[0] : NULL;
}

/* Out of the list; `done` becomes the caller's. */
static bool
take(struct desk *desk, uint64_t tag, struct pending *taken)
{
	for (size_t i = 0; i < desk->pending_count; i++) {
		if (desk->pending[i].tag != tag)
			continue;
		*taken = desk->pending[i];
		memmove(&desk->pending[i], &desk->pending[i + 1],
			(desk->pending_count - i - 1) * sizeof *desk->pending);
		desk->pending_count--;
		return true;
	}
	return false;
}

void
desk_forget_searches(struct desk *desk)
{
	struct pending gone;
	struct pending *newest = NULL;
	int64_t since = desk->now;

	for (size_t i = 0; i < desk->pending_count; i++) {
		if (desk->pending[i].link != DESK_SEARCH)
			continue;
		newest = &desk->pending[i];
		since = newest->since < since ? newest->since : since;
	}
	if (!newest)
		return;
	newest->since = since;
	for (size_t i = (size_t)(newest - desk->pending); i-- > 0;) {
		if (desk->pending[i].link == DESK_SEARCH && take(desk, desk->pending[i].tag, &gone))
			memory_free(gone.done);
	}
}

/* An answer that nobody waits for any more still shows that the server answers. */
static void
restart_searches(struct desk *desk)
{
	for (size_t i = 0; i < desk->pending_count; i++) {
		if (desk->pending[i].link == DESK_SEARCH)
			desk->pending[i].since = desk->now;
	}
}

static bool
is_page(const struct desk *desk, const struct pending *pending)
{
	return desk->page.case_id[0] && strcmp(pending->case_id, desk->page.case_id) == 0;
}

static bool
take_cases(struct desk *desk, const char *json, struct error *error)
{
	struct arena *arena = arena_new();
	struct case_list list;

	if (!reply_cases(arena, json, &list, error)) {
		arena_free(&arena);
		return false;
	}
	arena_free(&desk->cases_arena);
	desk->cases_arena = arena;
	desk->cases = list;
	return true;
}

static bool
take_staff(struct desk *desk, const char *json, struct effects *effects, struct error *error)
{
	struct arena *arena = arena_new();
	struct staff_member staff;
	struct screen *connecting = screen_of_class(desk, &connect_class);

	if (!reply_staff(arena, json, &staff, error)) {
		arena_free(&arena);
		return false;
	}
	arena_free(&desk->staff_arena);
	desk->staff_arena = arena;
	desk->staff = staff;
	desk->known = true;
	if (connecting)
		screen_remove(desk, connecting);
	if (!desk->depth)
		screen_push(desk, find_screen_new());
	desk_ask_cases(desk, effects);
	desk_poll(desk, true, effects);
	return true;
}

static bool
take_account(struct desk *desk, const char *json, struct effects *effects, struct error *error)
{
	struct case_file *file = &desk->page.account.file;
	size_t waited = desk->page.loaded ? file->wish_count : 0;
	int64_t oldest = waited ? file->wishes[0].asked_at : 0;

	if (!page_take_account(&desk->page, json, error))
		return false;
	approval_compare(desk, waited, oldest);
	account_follow(desk);
	replaced_refresh(desk, effects);
	challenge_resume(desk, effects);
	return true;
}

/* What the desk itself asked for. */
static void
take_own(struct desk *desk, const struct pending *pending, const char *json, struct effects *effects)
{
	struct error error = {0};
	bool ok = true;

	if (pending->act == ACT_WHOAMI)
		ok = take_staff(desk, json, effects, &error);
	else if (pending->act == ACT_CASES)
		ok = take_cases(desk, json, &error);
	else if (pending->act == ACT_ACCOUNT && is_page(desk, pending))
		ok = take_account(desk, json, effects, &error);
	else if (pending->act == ACT_HISTORY && is_page(desk, pending))
		ok = page_take_history(&desk->page, json, &error);
	else if (pending->act == ACT_CHALLENGE)
		ok = challenge_take(desk, json, effects, &error);
	else if (pending->act == ACT_PULSE)
		ok = desk_take_pulse(desk, json, &error);
	else if (pending->act == ACT_HANDSET)
		ok = handset_take(desk, json, effects, &error);
	if (!ok)
		desk_say_error(desk, &error);
}

/* The case left: its page has nothing more to show. */
static void
closed(struct desk *desk)
{
	screen_pop_to_first(desk);
	page_clear(&desk->page);
}

/* "suspended iPhone 12 (2 sign-in methods), 10:43": how many is only known from the answer. */
static void
say_done(struct desk *desk, const struct pending *pending, const struct link_reply *reply)
{
	bool counts = pending->act == ACT_SUSPEND || pending->act == ACT_RESTORE || pending->act == ACT_REVOKE;
	struct arena *arena = arena_new();
	const char *done = pending->done, *count = "";
	struct change change;
	struct error error = {0};
	char time[CLOCK_TEXT_SIZE];

	clock_format_time_of_day(desk->wall, time);
	if (!reply_change(arena, reply->json, &change, &error))
		change = (struct change){.state = ""};
	if (counts && change.id_count > 1)
		count = arena_printf(arena, " (%zu sign-in methods)", change.id_count);
	if (pending->act == ACT_FINISH && strcmp(change.state, "after-care") == 0)
		done = "not closed yet: the case waits for the pass to be used";
	desk_say(desk, "%s%s, %s", done, count, time);
	arena_free(&arena);
}

/* What was begun is shown, also when its prompt was left meanwhile. */
static void
begun(struct desk *desk, const struct pending *pending, const struct link_reply *reply, struct effects *effects)
{
	struct arena *arena = arena_new();
	struct change change;
	struct error error = {0};

	if (!reply_change(arena, reply->json, &change, &error))
		desk_say_error(desk, &error);
	else if ((pending->act == ACT_TEST || pending->act == ACT_START_PROOF) && change.id_count > 0)
		challenge_open(desk, change.ids[0], effects);
	else if (pending->act == ACT_ENROL && change.id_count > 1)
		enrol_open(desk, change.ids[1], effects);
	else if (pending->act == ACT_ISSUE_PASS && change.id_count > 0)
		pass_open(desk, ACT_PASS, change.ids[0], effects);
	else if (pending->act == ACT_ISSUE_CODES && change.id_count > 0)
		pass_open(desk, ACT_CODES, change.ids[0], effects);
	arena_free(&arena);
}

static bool
begins(enum act act)
{
	return act == ACT_TEST || act == ACT_START_PROOF || act == ACT_ENROL || act == ACT_ISSUE_PASS ||
		act == ACT_ISSUE_CODES;
}

static void
changed(struct desk *desk, const struct pending *pending, const struct link_reply *reply, struct effects *effects)
{
	if (pending->done)
		say_done(desk, pending, reply);
	if (begins(pending->act) && is_page(desk, pending) && screen_on_case(desk))
		begun(desk, pending, reply, effects);
	if (pending->act == ACT_CLOSE_CASE && is_page(desk, pending))
		closed(desk);
	else if (is_page(desk, pending) || pending->act == ACT_RAISE_DOUBT || pending->act == ACT_CLEAR_DOUBT)
		page_refresh(desk, effects);
	if (pending->act == ACT_OPEN_CASE || pending->act == ACT_CLOSE_CASE || pending->act == ACT_FINISH ||
		pending->act == ACT_TAKE_CASE)
		desk_ask_cases(desk, effects);
}

/* The page was out of date, or is no longer one's own: whoever was refused must see why. */
static void
refused(struct desk *desk, const struct pending *pending, const struct error *error, struct effects *effects)
{
	bool gone = strcmp(error->code, "MD403") == 0 || strcmp(error->code, "MD404") == 0;
	bool moved = strcmp(error->code, "MD409") == 0 || strcmp(error->code, "MD404") == 0;

	if (moved && is_page(desk, pending) && (act_info(pending->act)->flags & ACT_CHANGES))
		page_refresh(desk, effects);
	if (gone && pending->act == ACT_CHALLENGE)
		watch_clear(&desk->page.watch);
	if (gone && is_page(desk, pending) && pending->act == ACT_ACCOUNT) {
		desk->page.loaded = false;
		desk->page.refused = true;
	}
}

/* Asked again before long: what refused it once is no news to whoever sits here. */
static bool
is_poll(enum act act)
{
	return act == ACT_PULSE || act == ACT_HANDSET || act == ACT_CHALLENGE || act == ACT_ENROLMENT ||
		act == ACT_PASS || act == ACT_CODES || act == ACT_LEAD_VIEW;
}

void
desk_answer(struct desk *desk, const struct message *message, struct effects *effects)
{
	const struct link_reply *reply = message->reply;
	struct pending pending;
	struct screen *asker;
	bool cared = false;

	if (message->link == DESK_SEARCH)
		restart_searches(desk);
	if (!take(desk, message->tag, &pending))
		return;
	asker = pending.screen ? screen_by_serial(desk, pending.screen) : NULL;
	if (!reply->ok)
		refused(desk, &pending, reply->error, effects);
	else if (act_info(pending.act)->flags & ACT_CHANGES)
		changed(desk, &pending, reply, effects);
	else if (!pending.screen)
		take_own(desk, &pending, reply->json, effects);
	/* Closing a case closes its screens too: look again. */
	asker = asker ? screen_by_serial(desk, pending.screen) : NULL;
	if (asker && asker->class->reply)
		cared = asker->class->reply(desk, asker, &pending, reply, effects);
	if (!reply->ok && !cared && !is_poll(pending.act))
		desk_say_error(desk, reply->error);
	memory_free(pending.done);
}
