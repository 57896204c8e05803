/*
 * The replaced phone on one page (SCREENS: the case's whole job). The steps and
 * what each says come from the directory; a step is done by the very prompt of
 * its single act, over this page.
 */
#include "replaced.h"

#include <string.h>

#include "account.h"
#include "mfadesk/act/reply.h"
#include "mfadesk/base/clock.h"
#include "poll.h"
#include "prompts.h"

#define ASK_AGAIN CLOCK_SECOND

static void
ask(struct desk *desk, struct replaced_screen *replaced, struct effects *effects)
{
	struct act_request request;

	act_request_init(&request, ACT_REPLACEMENT);
	act_request_set(&request, "case", desk->page.case_id);
	replaced->tag = desk_send(desk, &replaced->base, DESK_ACTS, &request, NULL, effects);
	replaced->asked = desk->now;
}

void
replaced_refresh(struct desk *desk, struct effects *effects)
{
	struct screen *screen = screen_of_class(desk, &replaced_class);

	if (screen)
		ask(desk, (struct replaced_screen *)screen, effects);
}

void
replaced_poll(struct desk *desk, struct effects *effects)
{
	struct screen *screen = screen_of_class(desk, &replaced_class);
	struct replaced_screen *replaced = (struct replaced_screen *)screen;

	if (screen && replaced->arena && replaced->job.awaits && desk->now - replaced->asked >= ASK_AGAIN &&
		!desk_awaits(desk, ACT_REPLACEMENT))
		ask(desk, replaced, effects);
}

void
replaced_open(struct desk *desk, struct effects *effects)
{
	struct replaced_screen *replaced;

	if (screen_of_class(desk, &replaced_class))
		return;
	replaced = memory_alloc(sizeof *replaced);
	replaced->base.class = &replaced_class;
	screen_push(desk, &replaced->base);
	ask(desk, replaced, effects);
}

/* What comes next: the first that is open. */
static size_t
next_step(const struct replacement *job)
{
	for (size_t i = 0; i < job->step_count; i++) {
		if (strcmp(job->steps[i].state, "open") == 0)
			return i;
	}
	return 0;
}

static void
take(struct replaced_screen *replaced, struct arena *arena, const struct replacement *job)
{
	arena_free(&replaced->arena);
	replaced->arena = arena;
	replaced->job = *job;
	error_clear(&replaced->error);
	if (!replaced->moved || replaced->cursor >= job->step_count)
		replaced->cursor = next_step(job);
	replaced->moved = false;
}

static bool
replaced_reply(struct desk *desk, struct screen *screen, const struct pending *pending, const struct link_reply *reply,
	struct effects *effects)
{
	struct replaced_screen *replaced = (struct replaced_screen *)screen;
	struct arena *arena = arena_new();
	struct replacement job;
	struct error error = {0};

	(void)desk;
	(void)effects;
	if (pending->tag == replaced->tag && reply->ok && reply_replacement(arena, reply->json, &job, &error)) {
		take(replaced, arena, &job);
		return true;
	}
	arena_free(&arena);
	if (pending->tag == replaced->tag)
		replaced->error = reply->ok ? error : *reply->error;
	return true;
}

static const struct replacement_step *
step_under_cursor(const struct replaced_screen *replaced)
{
	return replaced->cursor < replaced->job.step_count ? &replaced->job.steps[replaced->cursor] : NULL;
}

static void
begin_way_in(struct desk *desk, const struct replacement_step *step, struct effects *effects)
{
	if (*step->target)
		act_begin(desk, ACT_TEST, effects);
	else
		act_begin(desk, desk_offers(desk, ACT_ENROL) ? ACT_ENROL : ACT_ADD_PHONE, effects);
}

/* Enter: the act that does the step, on what it is about. */
static void
begin_step(struct desk *desk, const struct replacement_step *step, struct effects *effects)
{
	if (*step->target)
		account_select(desk, step->target);
	if (strcmp(step->step, "happened") == 0)
		act_begin(desk, ACT_BEGIN_REPLACEMENT, effects);
	else if (strcmp(step->step, "prove") == 0)
		act_begin(desk, desk_offers(desk, ACT_START_CONTACT) ? ACT_START_CONTACT : ACT_RECORD_PROOF, effects);
	else if (strcmp(step->step, "way-in") == 0)
		begin_way_in(desk, step, effects);
	else if (strcmp(step->step, "backup") == 0)
		act_begin(desk, ACT_ADD_PHONE, effects);
	else if (strcmp(step->step, "test") == 0)
		act_begin(desk, ACT_TEST, effects);
	else if (strcmp(step->step, "default") == 0)
		act_begin(desk, ACT_SET_DEFAULT, effects);
	else
		act_begin(desk, ACT_FINISH, effects);
}

/* Why Enter does nothing on a step that is done; NULL: it does. */
static const char *
nothing_left(const struct replacement_step *step)
{
	if (strcmp(step->state, "done") != 0)
		return NULL;
	if (strcmp(step->step, "happened") == 0)
		return "That was said. s on the account suspends more.";
	return strcmp(step->step, "default") == 0 ? "That is set. d on the account sets another." : NULL;
}

static void
enter(struct desk *desk, const struct replacement_step *step, struct effects *effects)
{
	const char *why = step ? nothing_left(step) : NULL;

	if (!step)
		return;
	if (strcmp(step->state, "blocked") == 0)
		desk_hint(desk, step->text);
	else if (why)
		desk_hint(desk, why);
	else
		begin_step(desk, step, effects);
}

static bool
move(struct replaced_screen *replaced, const struct key *key)
{
	size_t last = replaced->job.step_count ? replaced->job.step_count - 1 : 0;

	if (key_matches(key, "Down") || key_matches(key, "j"))
		replaced->cursor += replaced->cursor < last;
	else if (key_matches(key, "Up") || key_matches(key, "k"))
		replaced->cursor -= replaced->cursor > 0;
	else if (key_matches(key, "Home"))
		replaced->cursor = 0;
	else if (key_matches(key, "End"))
		replaced->cursor = last;
	else
		return false;
	replaced->moved = true;
	return true;
}

/* Every act of the account works here too, on what the step is about. */
static bool
begin_act(struct desk *desk, const struct replaced_screen *replaced, const struct key *key, struct effects *effects)
{
	const struct replacement_step *step = step_under_cursor(replaced);

	for (enum act act = 0; act < ACT_COUNT; act++) {
		const struct act_info *info = act_info(act);

		if (!(info->flags & (ACT_ON_CASE | ACT_ON_REPLACEMENT)) || !info->key || !key_matches(key, info->key) ||
			!desk_offers(desk, act))
			continue;
		if (step && *step->target)
			account_select(desk, step->target);
		act_begin(desk, act, effects);
		return true;
	}
	return false;
}

static bool
replaced_key(struct desk *desk, struct screen *screen, const struct key *key, struct effects *effects)
{
	struct replaced_screen *replaced = (struct replaced_screen *)screen;

	if (key_matches(key, "Enter"))
		enter(desk, step_under_cursor(replaced), effects);
	else
		return move(replaced, key) || begin_act(desk, replaced, key, effects);
	return true;
}

static void
replaced_footer(const struct desk *desk, const struct screen *screen, struct footer *footer)
{
	(void)screen;
	footer_add(footer, "Enter", "do the step");
	footer_add(footer, "j k", "go to a step");
	footer_add_act(desk, footer, ACT_RECORD_PROOF);
	footer_add_act(desk, footer, ACT_ADD_PHONE);
	footer_add_act(desk, footer, ACT_ENROL);
	footer_add_act(desk, footer, ACT_MOVE_NUMBER);
	footer_add_act(desk, footer, ACT_ISSUE_PASS);
	footer_add_act(desk, footer, ACT_SET_STUCK);
	footer_add_act(desk, footer, ACT_FINISH);
	footer_add(footer, "Esc", "leave (it stays as it is)");
	footer_add_act(desk, footer, ACT_END_CONTACT);
	footer_add_act(desk, footer, ACT_RAISE_DOUBT);
	footer_add(footer, "F1", "help");
}

static void
replaced_close(struct screen *screen)
{
	struct replaced_screen *replaced = (struct replaced_screen *)screen;

	arena_free(&replaced->arena);
	memory_free(replaced);
}

const struct screen_class replaced_class = {
	.name = "the replaced phone",
	.flags = SCREEN_ON_CASE,
	.key = replaced_key,
	.reply = replaced_reply,
	.draw = replaced_draw,
	.footer = replaced_footer,
	.close = replaced_close,
};
