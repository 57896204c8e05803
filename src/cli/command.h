/* A command on its way from argv to an answer: what the files of this folder share. */
#ifndef MFADESK_CLI_COMMAND_H
#define MFADESK_CLI_COMMAND_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "mfadesk/act/act.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/base/error.h"
#include "mfadesk/cli/cli.h"
#include "mfadesk/store/store.h"

enum command_word {
	COMMAND_ACT,
	COMMAND_HELP,
	COMMAND_VERSION,
};

struct command {
	enum command_word word;
	enum act act; /* ACT_COUNT: none; of COMMAND_HELP, what help is wanted for */
	struct act_request request;
	const char *connect; /* NULL: the environment only */
	const char *topic; /* of COMMAND_HELP: "--manual", "--keys", "--completion", or NULL */
	bool json;
	int argc; /* main()'s, to print the command again */
	char **argv;
};

/* arguments.c: fills the command; strings are borrowed from argv, the list is owned by the arena. */
bool command_read(struct arena *arena, int argc, char **argv, struct command *command, struct error *error) MUST_CHECK;

/* cli.c: one act as its command does it; the answer is JSON owned by the arena, and not printed yet. */
bool command_call(struct arena *arena, const struct command *command, struct store *store, char **json,
	struct error *error) MUST_CHECK;
/* False with ERROR_LOCAL: what was printed did not get out. */
bool answer_written(struct error *error) MUST_CHECK;

/* answer.c: the answer to people, on stdout. */
bool answer_print(struct arena *arena, enum act act, const char *json, struct error *error) MUST_CHECK;

/* answer_account.c: the answers that show a person. */
bool answer_account(struct arena *arena, const char *json, struct error *error) MUST_CHECK;

/* local.c: "10:43"; "2026-11-24 10:43", "" for no such time; and a text whose RFC 3339 times, which the database put
 * into a sentence, are written so. */
const char *local_time_of_day(struct arena *arena, int64_t time) MUST_CHECK;
const char *local_day_and_time(struct arena *arena, int64_t time) MUST_CHECK;
const char *local_times(struct arena *arena, const char *text) MUST_CHECK;

/* trouble.c: the error on stderr, and the exit status for it. `sent`: the request has left. */
int trouble_print(struct arena *arena, const struct command *command, const struct error *error, bool sent);

/* A word as a shell takes it; owned by the arena. */
const char *shell_word(struct arena *arena, const char *word) MUST_CHECK;

/* ask.c: a line without echo. The terminal's, whatever stdin and stdout are; `tick` (may be NULL) is called twice a
 * second while it is awaited, and false from it ends the asking. What is in `line` is the caller's to wipe. */
enum asked { ASKED_GIVEN, ASKED_STOPPED, ASKED_LEFT, ASKED_NO_TERMINAL };
typedef bool ask_tick(void *context);
enum asked ask_terminal(const char *prompt, ask_tick *tick, void *context, char *line, size_t size) MUST_CHECK;
/* The same with an echo: what is typed is no secret. */
enum asked ask_shown(const char *prompt, char *line, size_t size) MUST_CHECK;
/* The same from the standard input, whatever it is; ASKED_LEFT where it has no more lines. */
enum asked ask_piped(ask_tick *tick, void *context, char *line, size_t size) MUST_CHECK;
/* One line of the standard input, byte by byte; false where there is none. */
bool ask_input(char *line, size_t size) MUST_CHECK;
/* A store_ask_password. */
bool password_ask(void *context, const char *prompt, char *password, size_t size);

/* challenge.c: test, answer and cancel, followed by what became of the challenge, as JSON owned by the arena. True with
 * an error set: it is printed, and the command failed (a wrong code). */
bool challenge_run(const struct command *command, struct store *store, struct arena *arena, char **json,
	struct error *error) MUST_CHECK;
/* challenge.c: follows a challenge that was started to its end. The code is asked for on the terminal; without one,
 * with `piped`, each try is a line of the standard input. Errors as of challenge_run. */
bool challenge_follow(struct store *store, struct arena *arena, const char *id, bool piped, char **json,
	struct error *error) MUST_CHECK;
/* worklist.c: one worklist, or the list of them; as JSON owned by the arena, then to people or as CSV. */
bool worklist_run(const struct command *command, struct store *store, struct arena *arena, char **json,
	struct error *error) MUST_CHECK;
bool worklist_print(
	struct arena *arena, const struct command *command, const char *json, struct error *error) MUST_CHECK;
/* enrol.c: a new authenticator; its QR code goes where the command says. */
bool enrol_run(const struct command *command, struct store *store, struct arena *arena, char **json,
	struct error *error) MUST_CHECK;
/* pass.c, codes.c: a new pass, or recovery codes; shown once. */
bool pass_run(const struct command *command, struct store *store, struct arena *arena, char **json,
	struct error *error) MUST_CHECK;
bool codes_run(const struct command *command, struct store *store, struct arena *arena, char **json,
	struct error *error) MUST_CHECK;
/* replaced.c: the whole job of a replaced phone; it prints what it does. False, with the error set, where it did not
 * come to its end. */
bool replaced_run(
	const struct command *command, struct store *store, struct arena *arena, struct error *error) MUST_CHECK;
/* proof.c: the ways to prove who is calling, and what became of recovery codes, to people. */
bool proof_print(struct arena *arena, const char *json, struct error *error) MUST_CHECK;
bool codes_print(struct arena *arena, const char *json, struct error *error) MUST_CHECK;
/* qr_text.c: a QR code on a terminal, by half blocks in black and white. */
struct qr_code;
void qr_print(const struct qr_code *code, FILE *out);

/* After which a question to the directory may have another answer. */
#define LOOK_AGAIN (CLOCK_SECOND / 2)

/* usage.c: "find TEXT [--limit N] [--json]"; owned by the arena. */
char *usage_line(struct arena *arena, enum act act) MUST_CHECK;
void usage_list(struct arena *arena, FILE *out);
void usage_command(struct arena *arena, enum act act, FILE *out);

/* manual.c, keys.c, completion.c: made from the table of acts. */
void manual_print(struct arena *arena, FILE *out);
void keys_print(FILE *out);
void completion_print(FILE *out);

#endif
