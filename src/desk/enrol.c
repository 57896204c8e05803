/*
 * A new authenticator: its QR code on the screen, once, and the field for the
 * six digits that show the scan worked. The secret comes sealed for this desk
 * alone; leaving the page wipes it. Drawn in enrol_draw.c.
 */
#include "enrol.h"

#include "mfadesk/crypto/otp.h"
#include "mfadesk/tui/qr.h"

void
enrol_poll(struct desk *desk, struct effects *effects)
{
	struct screen *screen = screen_of_class(desk, &enrol_class);

	if (screen)
		own_box_ask(desk, screen, &((struct enrol_screen *)screen)->box, effects);
}

void
enrol_open(struct desk *desk, const char *challenge, struct effects *effects)
{
	struct screen *open = screen_of_class(desk, &enrol_class);
	struct enrol_screen *enrol;

	if (open)
		screen_remove(desk, open);
	enrol = memory_alloc(sizeof *enrol);
	enrol->base.class = &enrol_class;
	own_box_init(&enrol->box, ACT_ENROLMENT, "challenge", challenge, &desk->enrol_key);
	code_entry_init(&enrol->entry);
	screen_push(desk, &enrol->base);
	challenge_watch(desk, enrol->box.id, effects);
	own_box_ask(desk, &enrol->base, &enrol->box, effects);
}

static void
take(struct enrol_screen *enrol, const char *json)
{
	struct arena *arena = arena_new();
	struct enrolment enrolment;
	struct error error = {0};

	if (reply_enrolment(arena, json, &enrolment, &error)) {
		struct secret *secret = own_box_open(&enrol->box, enrolment.state, enrolment.sealed);

		if (secret)
			enrol->uri = otp_uri_fit(secret, enrolment.issuer, enrolment.account, QR_TEXT_MOST);
		secret_free(&secret);
	} else {
		own_box_fail(&enrol->box, &error);
	}
	arena_free(&arena);
}

static bool
enrol_reply(struct desk *desk, struct screen *screen, const struct pending *pending, const struct link_reply *reply,
	struct effects *effects)
{
	struct enrol_screen *enrol = (struct enrol_screen *)screen;

	if (code_entry_reply(&enrol->entry, pending, reply)) {
		challenge_ask(desk, effects);
		return true;
	}
	if (pending->act != ACT_ENROLMENT)
		return false;
	if (reply->ok)
		take(enrol, reply->json);
	else
		own_box_fail(&enrol->box, reply->error);
	return true;
}

static bool
enrol_key(struct desk *desk, struct screen *screen, const struct key *key, struct effects *effects)
{
	struct enrol_screen *enrol = (struct enrol_screen *)screen;

	if (key_matches(key, "Esc"))
		screen_remove(desk, screen);
	else if (enrol->uri && code_entry_key(desk, screen, &enrol->entry, key, effects))
		return true;
	else if (key_matches(key, "i"))
		enrol->inverted = !enrol->inverted;
	else if (key_matches(key, "X"))
		code_entry_cancel(desk, screen, &enrol->entry, effects);
	else
		(void)act_begin_everywhere(desk, key, effects);
	return true;
}

static void
enrol_close(struct screen *screen)
{
	struct enrol_screen *enrol = (struct enrol_screen *)screen;

	secret_free(&enrol->uri);
	own_box_clear(&enrol->box);
	field_clear(&enrol->entry.field);
	memory_free(enrol);
}

const struct screen_class enrol_class = {
	.name = "a new authenticator",
	.flags = SCREEN_ALONE | SCREEN_ON_CASE,
	.key = enrol_key,
	.reply = enrol_reply,
	.draw = enrol_draw,
	.close = enrol_close,
};
