/*
 * A new pass, or recovery codes: on the screen once, to be read aloud. They come
 * sealed for this desk alone; the page is left by R, when they were read out,
 * and wipes them. Drawn in pass_draw.c.
 */
#include "pass.h"

#include <string.h>

#include "mfadesk/base/clock.h"
#include "prompts.h"

#define MINUTES_LIMIT 3

/* The desk's key is made anew for each. */
static struct form *
new_sealed(struct desk *desk, enum act act, const char *title)
{
	struct form *form = form_new(desk, act, title);
	char public_key[BOX_KEY_TEXT];

	own_box_new_key(&desk->pass_key, public_key);
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

void
pass_poll(struct desk *desk, struct effects *effects)
{
	struct screen *screen = screen_of_class(desk, &pass_class);

	if (screen)
		own_box_ask(desk, screen, &((struct pass_screen *)screen)->box, effects);
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
	own_box_init(&pass->box, act, act == ACT_PASS ? "pass" : "set", id, &desk->pass_key);
	pass->expires_at = CLOCK_NEVER;
	screen_push(desk, &pass->base);
	own_box_ask(desk, &pass->base, &pass->box, effects);
}

/* Of either answer what both have. */
static bool
read_box(struct arena *arena, const struct pass_screen *pass, const char *json, struct pass_box *box,
	struct error *error)
{
	struct codes_box codes;

	if (pass->box.act == ACT_PASS)
		return reply_pass_box(arena, json, box, error);
	if (!reply_codes_box(arena, json, &codes, error))
		return false;
	*box = (struct pass_box){.state = codes.state, .sealed = codes.sealed, .expires_at = CLOCK_NEVER};
	return true;
}

static void
take(struct pass_screen *pass, const char *json)
{
	struct arena *arena = arena_new();
	struct pass_box box;
	struct error error = {0};

	if (read_box(arena, pass, json, &box, &error)) {
		pass->text = own_box_open(&pass->box, box.state, box.sealed);
		pass->expires_at = box.expires_at;
	} else {
		own_box_fail(&pass->box, &error);
	}
	arena_free(&arena);
}

static bool
pass_reply(struct desk *desk, struct screen *screen, const struct pending *pending, const struct link_reply *reply,
	struct effects *effects)
{
	struct pass_screen *pass = (struct pass_screen *)screen;

	if (pending->act != pass->box.act)
		return false;
	if (reply->ok)
		take(pass, reply->json);
	else
		own_box_fail(&pass->box, reply->error);
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
	else
		(void)act_begin_everywhere(desk, key, effects);
	return true;
}

static void
pass_close(struct screen *screen)
{
	struct pass_screen *pass = (struct pass_screen *)screen;

	secret_free(&pass->text);
	own_box_clear(&pass->box);
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
