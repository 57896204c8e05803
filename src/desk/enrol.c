/*
 * A new authenticator: its QR code on the screen, once, and the field for the
 * six digits that show the scan worked. The secret comes sealed for this desk
 * alone; leaving the page wipes it. Drawn in enrol_draw.c.
 */
#include "enrol.h"

#include <string.h>

#include "mfadesk/crypto/box.h"
#include "mfadesk/crypto/otp.h"
#include "mfadesk/tui/qr.h"

void
enrol_new_key(struct desk *desk, char public_key[BOX_KEY_TEXT])
{
	box_key_free(&desk->enrol_key);
	desk->enrol_key = box_key_new();
	box_key_text(desk->enrol_key, public_key);
}

static void
ask(struct desk *desk, struct enrol_screen *enrol, struct effects *effects)
{
	struct act_request request;

	if (enrol->uri || enrol->over || desk_awaits(desk, ACT_ENROLMENT))
		return;
	act_request_init(&request, ACT_ENROLMENT);
	act_request_set(&request, "challenge", enrol->challenge);
	desk_send(desk, &enrol->base, DESK_ACTS, &request, NULL, effects);
}

void
enrol_poll(struct desk *desk, struct effects *effects)
{
	struct screen *screen = screen_of_class(desk, &enrol_class);

	if (screen)
		ask(desk, (struct enrol_screen *)screen, effects);
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
	enrol->key = desk->enrol_key;
	desk->enrol_key = NULL;
	memcpy(enrol->challenge, challenge, strnlen(challenge, UUID_SIZE - 1));
	code_entry_init(&enrol->entry);
	screen_push(desk, &enrol->base);
	challenge_watch(desk, enrol->challenge, effects);
	ask(desk, enrol, effects);
}

/* The box opens with the key that was made for it, and for nothing else. */
static bool
open_box(struct enrol_screen *enrol, const struct enrolment *enrolment, struct error *error)
{
	struct secret *secret = box_open_text(enrol->key, enrol->challenge, enrolment->sealed, error);

	if (secret)
		enrol->uri = otp_uri_fit(secret, enrolment->issuer, enrolment->account, QR_TEXT_MOST);
	secret_free(&secret);
	box_key_free(&enrol->key);
	return enrol->uri != NULL;
}

static void
take(struct enrol_screen *enrol, const char *json)
{
	struct arena *arena = arena_new();
	struct enrolment enrolment;
	struct error *error = &enrol->entry.error;

	if (!reply_enrolment(arena, json, &enrolment, error))
		enrol->over = true;
	else if (strcmp(enrolment.state, "ready") == 0)
		enrol->over = !open_box(enrol, &enrolment, error);
	else
		enrol->over = strcmp(enrolment.state, "over") == 0;
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
	else {
		enrol->over = true;
		enrol->entry.error = *reply->error;
	}
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
	else if (key_matches(key, act_info(ACT_END_CONTACT)->key))
		act_begin(desk, ACT_END_CONTACT, effects);
	else if (key_matches(key, act_info(ACT_RAISE_DOUBT)->key))
		act_begin(desk, ACT_RAISE_DOUBT, effects);
	return true;
}

static void
enrol_close(struct screen *screen)
{
	struct enrol_screen *enrol = (struct enrol_screen *)screen;

	secret_free(&enrol->uri);
	box_key_free(&enrol->key);
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
