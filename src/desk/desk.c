/*
 * The desk: its state, and the one way it changes. A key goes to the screen on
 * top first; what that does not take are the keys that work everywhere.
 */
#include <stdio.h>
#include <string.h>

#include "handset.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/crypto/box.h"
#include "mfadesk/desk/screen.h"
#include "poll.h"

struct desk *
desk_new(int width, int height)
{
	struct desk *desk = memory_alloc(sizeof *desk);

	desk->width = width;
	desk->height = height;
	return desk;
}

void
desk_free(struct desk **pointer)
{
	struct desk *desk = *pointer;

	if (!desk)
		return;
	while (desk->depth)
		screen_pop(desk);
	for (size_t i = 0; i < desk->pending_count; i++)
		memory_free(desk->pending[i].done);
	memory_free(desk->stack);
	memory_free(desk->pending);
	page_clear(&desk->page);
	arena_free(&desk->staff_arena);
	arena_free(&desk->cases_arena);
	arena_free(&desk->handset.arena);
	box_key_free(&desk->enrol_key);
	box_key_free(&desk->pass_key);
	secret_free(&desk->password);
	secret_free(&desk->attempt);
	memory_free(desk);
	*pointer = NULL;
}

void
desk_say(struct desk *desk, const char *format, ...)
{
	va_list values;

	desk->notice = (struct notice){0};
	va_start(values, format);
	vsnprintf(desk->notice.text, sizeof desk->notice.text, format, values);
	va_end(values);
}

void
desk_hint(struct desk *desk, const char *text)
{
	desk_say(desk, "%s", text);
	desk->notice.brief = true;
}

void
desk_say_error(struct desk *desk, const struct error *error)
{
	desk->notice = (struct notice){.bad = true};
	snprintf(desk->notice.text, sizeof desk->notice.text, "%s%s%s%s%s", error->code, error->code[0] ? ": " : "",
		error->message, error->hint[0] ? "  " : "", error->hint);
}

void
desk_hush(struct desk *desk)
{
	desk->notice = (struct notice){0};
}

static void
quit(struct desk *desk, struct effects *effects)
{
	for (size_t i = 0; i < desk->pending_count && !desk->leaving; i++) {
		if (!(act_info(desk->pending[i].act)->flags & ACT_CHANGES))
			continue;
		desk_say(desk, "%s has no answer yet. Ctrl-Q again leaves all the same.",
			act_info(desk->pending[i].act)->label);
		desk->notice.bad = true;
		desk->leaving = true;
		return;
	}
	effects_add(effects, EFFECT_QUIT, DESK_ACTS);
}

static void
help(struct desk *desk)
{
	struct screen *open = screen_of_class(desk, &help_class);

	if (open)
		screen_remove(desk, open);
	screen_push(desk, help_screen_new(screen_top(desk)));
}

static void
ledger(struct desk *desk, struct effects *effects)
{
	const struct person *person = &desk->page.account.person;

	if (screen_on_case(desk) && desk->page.loaded)
		history_open(desk, desk->page.case_id, person->name, SCREEN_ON_CASE, effects);
	else
		find_ledger(desk, effects);
}

/* On every page of the desk, in fields too. */
static bool
key_anywhere(struct desk *desk, const struct key *key, struct effects *effects)
{
	if (key_matches(key, "F1"))
		help(desk);
	else if (key_matches(key, act_info(ACT_CASES)->key) && desk_offers(desk, ACT_CASES))
		cases_open(desk, effects);
	else if (key_matches(key, act_info(ACT_WORKLIST)->key) && desk_offers(desk, ACT_WORKLIST))
		worklist_open(desk, effects);
	else if (key_matches(key, act_info(ACT_HISTORY)->key) && desk_offers(desk, ACT_HISTORY))
		ledger(desk, effects);
	else if (key_matches(key, act_info(ACT_HANDSET)->key) && desk_offers(desk, ACT_HANDSET))
		handset_toggle(desk, effects);
	else
		return false;
	return true;
}

static void
back(struct desk *desk)
{
	/* What was just said may not have been read yet. */
	if (desk->depth > 1)
		screen_pop(desk);
	else
		desk_hush(desk);
}

/* Outside fields. */
static void
key_outside(struct desk *desk, const struct key *key, struct effects *effects)
{
	if (key_matches(key, "Esc"))
		back(desk);
	else if (key_matches(key, "?"))
		help(desk);
	else if (key_matches(key, ":"))
		screen_push(desk, palette_screen_new(desk));
	else if (key_matches(key, act_info(ACT_FIND)->key))
		screen_pop_to_first(desk);
	else if (screen_on_case(desk) && act_begin_everywhere(desk, key, effects))
		return;
	else if (key_matches(key, "q") && desk->depth == 1)
		quit(desk, effects);
}

/* Whatever is on the screen, these are the program's own. */
static bool
key_program(struct desk *desk, const struct key *key, struct effects *effects)
{
	if (key_matches(key, "Ctrl-Q"))
		quit(desk, effects);
	else if (key_matches(key, "Ctrl-L"))
		effects_add(effects, EFFECT_REDRAW, DESK_ACTS);
	else if (key_matches(key, "Ctrl-C"))
		desk_hint(desk, "Ctrl-Q quits.");
	else if (key_matches(key, "Ctrl-R")) {
		effects_add(effects, EFFECT_RETRY_LINK, DESK_ACTS);
		effects_add(effects, EFFECT_RETRY_LINK, DESK_SEARCH);
	} else
		return false;
	return true;
}

static void
press(struct desk *desk, const struct key *key, struct effects *effects)
{
	struct screen *top = screen_top(desk);

	desk->last_key = desk->now;
	if (desk->notice.brief)
		desk_hush(desk);
	if (!top || key_program(desk, key, effects))
		return;
	desk->leaving = false;
	if (top->class->flags & SCREEN_ALONE) {
		top->class->key(desk, top, key, effects);
		return;
	}
	if (!key_anywhere(desk, key, effects) && !top->class->key(desk, top, key, effects))
		key_outside(desk, key, effects);
}

/* Nobody typed for long: what is on the screen is no longer for whoever stands before it. */
static void
watch_idle(struct desk *desk)
{
	if (desk->known && desk->now - desk->last_key >= DESK_IDLE && !screen_of_class(desk, &lock_class))
		screen_push(desk, lock_screen_new());
}

static void
start(struct desk *desk, struct effects *effects)
{
	desk->last_key = desk->now;
	screen_push(desk, connect_screen_new());
	effects_add(effects, EFFECT_OPEN_LINK, DESK_ACTS);
}

void
desk_update(struct desk *desk, const struct message *message, struct effects *effects)
{
	desk->now = message->now;
	desk->wall = message->wall;
	/* Before the key is looked at: the first key after a long absence only wakes the screen. */
	watch_idle(desk);
	switch (message->kind) {
	case MESSAGE_START:
		start(desk, effects);
		break;
	case MESSAGE_KEY:
		press(desk, &message->key, effects);
		break;
	case MESSAGE_RESIZED:
		desk->width = message->width;
		desk->height = message->height;
		break;
	case MESSAGE_TICK:
		desk_poll(desk, false, effects);
		break;
	case MESSAGE_WOKEN:
		desk_poll(desk, true, effects);
		break;
	case MESSAGE_LINK:
		desk_link_changed(desk, message, effects);
		break;
	case MESSAGE_REPLY:
		desk_answer(desk, message, effects);
		break;
	}
}
