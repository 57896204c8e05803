/*
 * A new authenticator on the command line. Its secret comes sealed to a key that
 * was made for this command, and leaves as a picture, or on the terminal.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "mfadesk/act/reply.h"
#include "mfadesk/base/text.h"
#include "mfadesk/crypto/box.h"
#include "mfadesk/crypto/otp.h"
#include "mfadesk/qr/code.h"

struct enrolling {
	const struct command *command;
	struct store *store;
	struct arena *arena;
	struct error *error;
	const char *png; /* NULL: none */
	bool text;
	FILE *picture; /* owned */
	struct box_key *key; /* owned */
	const char *challenge;
	struct enrolment enrolment;
	struct secret *uri; /* owned */
};

/* A camera reads no block character that is shown as something else. */
static bool
has_screen(struct enrolling *at)
{
	if (!isatty(STDOUT_FILENO) || at->command->json)
		return error_set(at->error, ERROR_USAGE, "", "--png FILE, or a terminal, takes it.",
			"there is no place for the QR code");
	return text_terminal_is_utf8() ||
		error_set(at->error, ERROR_USAGE, "", "Take --png FILE. If it does show UTF-8, say so: LC_ALL=C.UTF-8.",
			"this terminal shows no QR code: its locale is not UTF-8");
}

/* Before anything is asked for: a secret that would reach nobody is not made. */
static bool
open_picture(struct enrolling *at)
{
	int file;

	if (!at->png)
		return at->text || has_screen(at);
	file = open(at->png, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (file >= 0)
		at->picture = fdopen(file, "wb");
	return at->picture ||
		error_set(at->error, ERROR_LOCAL, "", "Name a new file in a folder of yours.",
			"%.200s cannot be made: %s", at->png, strerror(errno));
}

static bool
is_demonstration(struct enrolling *at)
{
	struct act_request request;
	struct staff_member staff;
	char *json;

	act_request_init(&request, ACT_WHOAMI);
	if (!store_call(at->store, &request, at->arena, &json, at->error) ||
		!reply_staff(at->arena, json, &staff, at->error))
		return false;
	return staff.demonstration ||
		error_set(at->error, ERROR_USAGE, "", "--png FILE, or a terminal, takes the QR code.",
			"--text is for the demonstration only");
}

static bool
start(struct enrolling *at)
{
	struct act_request request = at->command->request;
	char public_key[BOX_KEY_TEXT];
	struct change change;
	char *json;

	at->key = box_key_new();
	box_key_text(at->key, public_key);
	act_request_set(&request, "public_key", public_key);
	if (!store_call(at->store, &request, at->arena, &json, at->error) ||
		!reply_change(at->arena, json, &change, at->error))
		return false;
	at->challenge = change.id_count == 2 ? change.ids[1] : "";
	return true;
}

static bool
await_secret(struct enrolling *at)
{
	struct enrolment *enrolment = &at->enrolment;
	struct act_request request;
	char *json;

	act_request_init(&request, ACT_ENROLMENT);
	act_request_set(&request, "challenge", at->challenge);
	while (store_call(at->store, &request, at->arena, &json, at->error) &&
		reply_enrolment(at->arena, json, enrolment, at->error)) {
		if (strcmp(enrolment->state, "ready") == 0)
			return true;
		if (strcmp(enrolment->state, "over") == 0)
			return error_set(at->error, ERROR_REFUSED, "", "Enrol again once the worker is there.",
				"the worker made no secret in time");
		if (!store_wait(at->store, LOOK_AGAIN, at->error))
			return false;
	}
	return false;
}

static bool
open_box(struct enrolling *at)
{
	struct secret *secret = box_open_text(at->key, at->challenge, at->enrolment.sealed, at->error);

	if (secret)
		at->uri = otp_uri(secret, at->enrolment.issuer, at->enrolment.account);
	secret_free(&secret);
	return at->uri != NULL;
}

static bool
draw(struct enrolling *at)
{
	struct qr_code *code = qr_code_new(secret_text(at->uri));
	bool drawn = code || error_set(at->error, ERROR_LOCAL, "", "Shorten the issuer.", "no QR code holds it");

	if (drawn && at->picture)
		drawn = qr_code_write_png(code, at->picture, at->error);
	else if (drawn && !at->text)
		qr_print(code, stdout);
	qr_code_free(&code);
	return drawn;
}

/* What did not come to a picture leaves no file behind. */
static void
finish(struct enrolling *at, bool done)
{
	if (at->picture)
		fclose(at->picture);
	if (at->picture && !done)
		unlink(at->png);
	box_key_free(&at->key);
	secret_free(&at->uri);
}

bool
enrol_run(const struct command *command, struct store *store, struct arena *arena, char **json, struct error *error)
{
	struct enrolling at = {.command = command,
		.store = store,
		.arena = arena,
		.error = error,
		.png = act_request_get(&command->request, "png"),
		.text = act_request_get(&command->request, "text") != NULL};
	bool done = (!at.text || is_demonstration(&at)) && open_picture(&at) && start(&at) && await_secret(&at) &&
		open_box(&at) && draw(&at);

	if (done)
		*json = reply_enrolled_json(arena,
			&(struct enrolled){at.enrolment.method, at.challenge, at.text ? secret_text(at.uri) : ""});
	finish(&at, done);
	return done;
}
