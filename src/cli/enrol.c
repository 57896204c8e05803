/*
 * A new authenticator on the command line. Its secret comes sealed to a key that
 * was made for this command, and leaves as a picture, or on the terminal.
 */
#include <string.h>
#include <unistd.h>

#include "mfadesk/act/reply.h"
#include "mfadesk/base/text.h"
#include "mfadesk/crypto/otp.h"
#include "mfadesk/qr/code.h"
#include "own_box.h"

struct enrolling {
	const struct command *command;
	struct own_box own;
	const char *png; /* NULL: none */
	bool text;
	FILE *picture; /* owned */
	const char *challenge;
	struct enrolment enrolment;
	struct secret *uri; /* owned */
};

/* A camera reads no block character that is shown as something else. */
static bool
has_screen(struct enrolling *at)
{
	if (!isatty(STDOUT_FILENO) || at->command->json)
		return error_set(at->own.error, ERROR_USAGE, "", "--png FILE, or a terminal, takes it.",
			"there is no place for the QR code");
	return text_terminal_is_utf8() ||
		error_set(at->own.error, ERROR_USAGE, "",
			"Take --png FILE. If it does show UTF-8, say so: LC_ALL=C.UTF-8.",
			"this terminal shows no QR code: its locale is not UTF-8");
}

/* Before anything is asked for: a secret that would reach nobody is not made. */
static bool
open_picture(struct enrolling *at)
{
	if (!at->png)
		return at->text || has_screen(at);
	at->picture = private_file_new(at->png, at->own.error);
	return at->picture != NULL;
}

static bool
is_demonstration(struct enrolling *at)
{
	struct act_request request;
	struct staff_member staff;
	char *json;

	act_request_init(&request, ACT_WHOAMI);
	if (!store_call(at->own.store, &request, at->own.arena, &json, at->own.error) ||
		!reply_staff(at->own.arena, json, &staff, at->own.error))
		return false;
	return staff.demonstration ||
		error_set(at->own.error, ERROR_USAGE, "", "--png FILE, or a terminal, takes the QR code.",
			"--text is for the demonstration only");
}

static bool
start(struct enrolling *at)
{
	struct change change;
	char *json;

	if (!own_box_request(&at->own, at->command, &json) ||
		!reply_change(at->own.arena, json, &change, at->own.error))
		return false;
	at->challenge = change.id_count == 2 ? change.ids[1] : "";
	return own_box_await(&at->own, ACT_ENROLMENT, "challenge", at->challenge, &json) &&
		reply_enrolment(at->own.arena, json, &at->enrolment, at->own.error);
}

static bool
open_box(struct enrolling *at)
{
	struct secret *secret = box_open_text(at->own.key, at->challenge, at->enrolment.sealed, at->own.error);

	if (secret)
		at->uri = otp_uri(secret, at->enrolment.issuer, at->enrolment.account);
	secret_free(&secret);
	return at->uri != NULL;
}

static bool
draw(struct enrolling *at)
{
	struct qr_code *code = qr_code_new(secret_text(at->uri));
	bool drawn = code || error_set(at->own.error, ERROR_LOCAL, "", "Shorten the issuer.", "no QR code holds it");

	if (drawn && at->picture)
		drawn = qr_code_write_png(code, at->picture, at->own.error);
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
	box_key_free(&at->own.key);
	secret_free(&at->uri);
}

bool
enrol_run(const struct command *command, struct store *store, struct arena *arena, char **json, struct error *error)
{
	struct enrolling at = {.command = command,
		.own = {.store = store, .arena = arena, .error = error},
		.png = act_request_get(&command->request, "png"),
		.text = act_request_get(&command->request, "text") != NULL};
	bool done =
		(!at.text || is_demonstration(&at)) && open_picture(&at) && start(&at) && open_box(&at) && draw(&at);

	if (done)
		*json = reply_enrolled_json(arena,
			&(struct enrolled){at.enrolment.method, at.challenge, at.text ? secret_text(at.uri) : ""});
	finish(&at, done);
	return done;
}
