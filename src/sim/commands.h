/* The commands of mfadesk-sim and what they take: one table for arguments, usage lines, help and the manual page. */
#ifndef MFADESK_SIM_COMMANDS_H
#define MFADESK_SIM_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "mfadesk/base/error.h"

enum { COMMAND_WORDS_MAX = 2 };

/* What was given. Borrowed from argv; NULL and false: not given. */
struct arguments {
	const char *words[COMMAND_WORDS_MAX]; /* after the command's own */
	size_t word_count;
	const char *db;
	const char *port;
	const char *port_file;
	const char *account;
	const char *token_file;
	const char *requests;
	const char *count;
	const char *seconds;
	bool auto_answer;
	bool json;
	bool manual;
};

/* Tables of these end with a first member of NULL. */
struct command {
	const char *word; /* "serve" */
	const char *usage; /* "[--port N] ..."; the options that it names are the ones that the command takes */
	size_t least_words;
	size_t most_words;
	int (*run)(const struct arguments *arguments);
	const char *title; /* one line */
	const char *text;
};

struct command_option {
	const char *name; /* "--port" */
	const char *form; /* "--port N" */
	const char *text;
	bool is_flag; /* else it takes a value */
	size_t place; /* in struct arguments */
};

extern const struct command commands[];
extern const struct command_option command_options[];

/* Whether the command's usage names the option. */
bool command_takes(const struct command *command, const struct command_option *option) MUST_CHECK;
/* Reads what follows the command's word (argv[0]); false after one line on stderr. */
bool arguments_read(const struct command *command, int argc, char **argv, struct arguments *arguments) MUST_CHECK;
/* Prints how the command is used, on stderr; returns SIM_USAGE. */
int command_usage(const struct command *command);
/* Says the error on stderr and returns the exit status that fits. */
int sim_fail(const struct error *error);

int sim_serve(const struct arguments *arguments);
int sim_fault(const struct arguments *arguments); /* breaks something, or clears */
int sim_faults(const struct arguments *arguments);
int sim_inbox(const struct arguments *arguments);
int sim_answer(const struct arguments *arguments);
int sim_voicemail(const struct arguments *arguments);
int sim_reject(const struct arguments *arguments);
int sim_deliver(const struct arguments *arguments);
int sim_help(const struct arguments *arguments);

#endif
