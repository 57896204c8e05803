/*
 * A new pass: on the screen once, to be read aloud. It comes sealed for this
 * desk alone; the page is left by R, when it was read out, and wipes it. Drawn
 * in pass_draw.c.
 */
#include "pass.h"

#include <string.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/crypto/box.h"
#include "prompts.h"

#define MINUTES_LIMIT 3

void
prompt_pass(struct desk *desk)
{
	struct form *form = form_new(desk, ACT_ISSUE_PASS, "Temporary access pass");
	char public_key[BOX_KEY_TEXT];

	box_key_free(&desk->pass_key);
	desk->pass_key = box_key_new();
	box_key_text(desk->pass_key, public_key);
	form_fix(form, "public_key", public_key);
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

	if (pass->text || pass->over || desk_awaits(desk, ACT_PASS))
		return;
	act_request_init(&request, ACT_PASS);
	act_request_set(&request, "pass", pass->pass);
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
pass_open(struct desk *desk, const char *id, struct effects *effects)
{
	struct screen *open = screen_of_class(desk, &pass_class);
	struct pass_screen *pass;

	if (open)
		screen_remove(desk, open);
	pass = memory_alloc(sizeof *pass);
	pass->base.class = &pass_class;
	pass->key = desk->pass_key;
	desk->pass_key = NULL;
	pass->expires_at = CLOCK_NEVER;
	memcpy(pass->pass, id, strnlen(id, UUID_SIZE - 1));
	screen_push(desk, &pass->base);
	ask(desk, pass, effects);
}

/* The box opens with the key that was made for it, and for nothing else. */
static void
open_box(struct pass_screen *pass, const struct pass_box *box)
{
	pass->text = box_open_text(pass->key, pass->pass, box->sealed, &pass->error);
	pass->over = pass->text == NULL;
	pass->expires_at = box->expires_at;
	box_key_free(&pass->key);
}

static void
take(struct pass_screen *pass, const char *json)
{
	struct arena *arena = arena_new();
	struct pass_box box;

	if (!reply_pass_box(arena, json, &box, &pass->error))
		pass->over = true;
	else if (strcmp(box.state, "ready") == 0)
		open_box(pass, &box);
	else
		pass->over = strcmp(box.state, "over") == 0;
	arena_free(&arena);
}

static bool
pass_reply(struct desk *desk, struct screen *screen, const struct pending *pending, const struct link_reply *reply,
	struct effects *effects)
{
	struct pass_screen *pass = (struct pass_screen *)screen;

	if (pending->act != ACT_PASS)
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
	.name = "a temporary access pass",
	.flags = SCREEN_ALONE | SCREEN_ON_CASE,
	.key = pass_key,
	.reply = pass_reply,
	.draw = pass_draw,
	.close = pass_close,
};
