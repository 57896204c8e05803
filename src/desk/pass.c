/*
 * A new pass, or recovery codes: on the screen once, to be read aloud. They come
 * sealed for this desk alone; the page is left by R, when they were read out,
 * and wipes them. Drawn in pass_draw.c.
 */
#include "pass.h"

#include <string.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/crypto/box.h"
#include "prompts.h"

#define MINUTES_LIMIT 3

/* The desk's key is made anew for each. */
static struct form *
new_sealed(struct desk *desk, enum act act, const char *title)
{
	struct form *form = form_new(desk, act, title);
	char public_key[BOX_KEY_TEXT];

	box_key_free(&desk->pass_key);
	desk->pass_key = box_key_new();
	box_key_text(desk->pass_key, public_key);
	form_fix(form, "public_key", public_key);
	return form;
}

void
prompt_codes(struct desk *desk)
{
	struct form *form = new_sealed(desk, ACT_ISSUE_CODES, "Ten recovery codes");

	form->intro = arena_printf(form->arena,
		"Each proves once who the person is. They are shown once, for you to read aloud or to hand over on "
		"paper. %s",
		desk->page.account.codes_left ? "The ones that they have end." : "They have none now.");
	form_open(desk, form);
}

void
prompt_pass(struct desk *desk)
{
	struct form *form = new_sealed(desk, ACT_ISSUE_PASS, "Temporary access pass");

	form->intro = "Lets the person in once, to register. It is shown once, for you to read aloud. An older one "
		      "ends.";
	form_add_text(form, "minutes", "Minutes", MINUTES_LIMIT);
	form_open(desk, form);
}

void
prompt_end_pass(struct desk *desk)
{
	struct form *form = form_new(desk, ACT_CANCEL_PASS, "End the temporary access pass");

	form_fix(form, "pass", desk->page.account.pass.id);
	form->intro = "It lets nobody in any more. Where it is the person's only way in it stays.";
	form->done = "ended the temporary access pass";
	form_open(desk, form);
}

static void
ask(struct desk *desk, struct pass_screen *pass, struct effects *effects)
{
	struct act_request request;

	if (pass->text || pass->over || desk_awaits(desk, pass->act))
		return;
	act_request_init(&request, pass->act);
	act_request_set(&request, pass->act == ACT_PASS ? "pass" : "set", pass->id);
	desk_send(desk, &pass->base, DESK_ACTS, &request, NULL, effects);
}

void
pass_poll(struct desk *desk, struct effects *effects)
{
	struct screen *screen = screen_of_class(desk, &pass_class);

	if (screen)
		ask(desk, (struct pass_screen *)screen, effects);
}

void
pass_open(struct desk *desk, enum act act, const char *id, struct effects *effects)
{
	struct screen *open = screen_of_class(desk, &pass_class);
	struct pass_screen *pass;

	if (open)
		screen_remove(desk, open);
	pass = memory_alloc(sizeof *pass);
	pass->base.class = &pass_class;
	pass->act = act;
	pass->key = desk->pass_key;
	desk->pass_key = NULL;
	pass->expires_at = CLOCK_NEVER;
	memcpy(pass->id, id, strnlen(id, UUID_SIZE - 1));
	screen_push(desk, &pass->base);
	ask(desk, pass, effects);
}

/* The box opens with the key that was made for it, and for nothing else. */
static void
open_box(struct pass_screen *pass, const char *sealed)
{
	pass->text = box_open_text(pass->key, pass->id, sealed, &pass->error);
	pass->over = pass->text == NULL;
	box_key_free(&pass->key);
}

/* Of either answer what both have. */
static bool
read_box(struct arena *arena, struct pass_screen *pass, const char *json, const char **state, const char **sealed)
{
	struct pass_box box;
	struct codes_box codes;

	if (pass->act == ACT_PASS && reply_pass_box(arena, json, &box, &pass->error)) {
		*state = box.state;
		*sealed = box.sealed;
		pass->expires_at = box.expires_at;
		return true;
	}
	if (pass->act == ACT_PASS || !reply_codes_box(arena, json, &codes, &pass->error))
		return false;
	*state = codes.state;
	*sealed = codes.sealed;
	return true;
}

static void
take(struct pass_screen *pass, const char *json)
{
	struct arena *arena = arena_new();
	const char *state, *sealed;

	if (!read_box(arena, pass, json, &state, &sealed))
		pass->over = true;
	else if (strcmp(state, "ready") == 0)
		open_box(pass, sealed);
	else
		pass->over = strcmp(state, "over") == 0;
	arena_free(&arena);
}

static bool
pass_reply(struct desk *desk, struct screen *screen, const struct pending *pending, const struct link_reply *reply,
	struct effects *effects)
{
	struct pass_screen *pass = (struct pass_screen *)screen;

	if (pending->act != pass->act)
		return false;
	if (reply->ok)
		take(pass, reply->json);
	else {
		pass->over = true;
		pass->error = *reply->error;
	}
	if (pass->text)
		page_refresh(desk, effects);
	return true;
}

static bool
pass_key(struct desk *desk, struct screen *screen, const struct key *key, struct effects *effects)
{
	struct pass_screen *pass = (struct pass_screen *)screen;

	if (key_matches(key, pass->text ? "R" : "Esc"))
		screen_remove(desk, screen);
	else if (key_matches(key, act_info(ACT_END_CONTACT)->key))
		act_begin(desk, ACT_END_CONTACT, effects);
	else if (key_matches(key, act_info(ACT_RAISE_DOUBT)->key))
		act_begin(desk, ACT_RAISE_DOUBT, effects);
	return true;
}

static void
pass_close(struct screen *screen)
{
	struct pass_screen *pass = (struct pass_screen *)screen;

	secret_free(&pass->text);
	box_key_free(&pass->key);
	memory_free(pass);
}

const struct screen_class pass_class = {
	.name = "what is shown once",
	.flags = SCREEN_ALONE | SCREEN_ON_CASE,
	.key = pass_key,
	.reply = pass_reply,
	.draw = pass_draw,
	.close = pass_close,
};
