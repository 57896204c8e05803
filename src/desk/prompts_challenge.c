/* The prompts of codes: a test, a new authenticator, a number on a new phone. */
#include <string.h>

#include "challenge.h"
#include "enrol.h"
#include "mfadesk/desk/canvas.h"
#include "prompts.h"

#define DEVICE_LIMIT 60

static const enum method_channel ways[] = {CHANNEL_TEXT, CHANNEL_CALL, CHANNEL_APP};

/* What a code to this method is for when nobody says: pending ones are confirmed. */
static const char *
purpose_of(const struct method *method)
{
	return method->state == METHOD_PENDING ? "confirm" : "test";
}

static struct form *
new_test(struct desk *desk, const struct method *method)
{
	struct arena *arena = arena_new();
	const char *name = name_target(arena, &desk->page.account, method->id);
	bool pending = method->state == METHOD_PENDING;
	struct form *form = form_new(desk, ACT_TEST, arena_printf(arena, "%s %s", pending ? "Confirm" : "Test", name));
	struct form_input *channel = form_add_choice(form, NULL, "By");

	arena_free(&arena);
	channel->parameter = "channel";
	channel->required = true;
	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		if (method->channels & ways[i])
			form_offer(form, channel, method_channel_word(ways[i]), method_channel_word(ways[i]), 0);
	}
	form_fix(form, "method", method->id);
	form_fix(form, "purpose", purpose_of(method));
	if (method->channels & CHANNEL_TEXT)
		form_choose(form, 0, method_channel_word(CHANNEL_TEXT));
	form->intro = pending ? "A code goes out. When it comes back the method is active, and tested with that."
			      : "A code goes out. When it comes back the method works.";
	return form;
}

void
prompt_test(struct desk *desk, const char *id, struct effects *effects)
{
	const struct method *method = account_method(&desk->page.account, id);
	const char *open = challenge_open_on(desk, id);
	unsigned channels = method ? method->channels & (CHANNEL_TEXT | CHANNEL_CALL | CHANNEL_APP) : 0;

	if (open)
		challenge_open(desk, open, effects);
	else if (!channels)
		desk_hint(desk, "No code can go to this sign-in method.");
	else if (channels & (channels - 1))
		form_open(desk, new_test(desk, method));
	else
		challenge_start(desk, NULL, id, method_channel_word((enum method_channel)channels), purpose_of(method),
			effects);
}

void
prompt_enrol(struct desk *desk)
{
	struct form *form = form_new(desk, ACT_ENROL, "New authenticator");
	char public_key[BOX_KEY_TEXT];

	own_box_new_key(&desk->enrol_key, public_key);
	form_fix(form, "public_key", public_key);
	form->intro = "A QR code is shown for them to scan. It is active when a code of the app came back, and no "
		      "proof for 7 days.";
	form_add_text(form, "device", "Its device", DEVICE_LIMIT);
	form_open(desk, form);
}

void
prompt_moved(struct desk *desk, const char *id)
{
	const struct method *method = account_method(&desk->page.account, id);
	struct arena *arena = arena_new();
	const char *name = name_target(arena, &desk->page.account, id);
	struct form *form;

	if (method && *method->number && method->kind != METHOD_OFFICE_PHONE) {
		form = form_new(desk, ACT_MOVE_NUMBER, arena_printf(arena, "Number moved: %s", name));
		form->done = arena_printf(form->arena, "moved %s", name);
		form->intro = "The number is kept and rings on a new phone now. A code that came back from it in this "
			      "contact is needed: test it first.";
		form_fix(form, "method", id);
		form_add_text(form, "device", "New phone", DEVICE_LIMIT);
		form_open(desk, form);
	} else
		desk_hint(desk, "Move to a phone first: only a number can move to another one.");
	arena_free(&arena);
}
