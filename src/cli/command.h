/* A command on its way from argv to an answer: what the files of this folder share. */
#ifndef MFADESK_CLI_COMMAND_H
#define MFADESK_CLI_COMMAND_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "mfadesk/act/act.h"
#include "mfadesk/base/error.h"
#include "mfadesk/cli/cli.h"

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

/* answer.c: the answer to people, on stdout. */
bool answer_print(struct arena *arena, enum act act, const char *json, struct error *error) MUST_CHECK;

/* local.c: "2026-11-24 10:43", "" for no such time; and a text whose RFC 3339 times, which the database put into a
 * sentence, are written so. */
const char *local_day_and_time(struct arena *arena, int64_t time) MUST_CHECK;
const char *local_times(struct arena *arena, const char *text) MUST_CHECK;

/* trouble.c: the error on stderr, and the exit status for it. `sent`: the request has left. */
int trouble_print(struct arena *arena, const struct command *command, const struct error *error, bool sent);

/* password.c: a store_ask_password. */
bool password_ask(void *context, const char *prompt, char *password, size_t size);

/* usage.c: "find TEXT [--limit N] [--json]"; owned by the arena. */
char *usage_line(struct arena *arena, enum act act) MUST_CHECK;
void usage_list(struct arena *arena, FILE *out);
void usage_command(struct arena *arena, enum act act, FILE *out);

/* manual.c, keys.c, completion.c: made from the table of acts. */
void manual_print(struct arena *arena, FILE *out);
void keys_print(FILE *out);
void completion_print(FILE *out);

#endif
