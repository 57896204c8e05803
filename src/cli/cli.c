/* One command from beginning to end: read, connect, ask, print. */
#include "mfadesk/cli/cli.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

#include "command.h"
#include "mfadesk/act/reply.h"
#include "mfadesk/base/log.h"
#include "mfadesk/store/store.h"

static bool
is_first_word(const char *word)
{
	size_t length = strlen(word);

	for (int act = 0; act < ACT_COUNT; act++) {
		const struct act_info *info = act_info((enum act)act);

		if (!(info->flags & ACT_NO_COMMAND) && strncmp(info->command, word, length) == 0 &&
			(info->command[length] == '\0' || info->command[length] == ' '))
			return true;
	}
	return strcmp(word, "help") == 0;
}

/* The first word that is no option decides: it is a command's, or a conninfo. Whoever wants JSON wants no screen. */
bool
cli_is_command(int argc, char **argv)
{
	bool word = false;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--connect") == 0)
			i++;
		else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0 ||
			strcmp(argv[i], "--version") == 0 || strcmp(argv[i], "--json") == 0)
			return true;
		else if (argv[i][0] != '-' && !word && is_first_word(argv[i]))
			return true;
		else if (argv[i][0] != '-')
			word = true;
	}
	return false;
}

bool
cli_desk_arguments(int argc, char **argv, const char **conninfo)
{
	*conninfo = NULL;
	if (argc == 1)
		return true;
	if (argc == 2 && argv[1][0] != '-')
		*conninfo = argv[1];
	else if (argc == 2 && strncmp(argv[1], "--connect=", 10) == 0)
		*conninfo = argv[1] + 10;
	else if (argc == 3 && strcmp(argv[1], "--connect") == 0)
		*conninfo = argv[2];
	if (!*conninfo)
		log_line("there is no command %s: mfadesk help lists them",
			argv[1][0] == '-' ? argv[argc - 1] : argv[1]);
	return *conninfo != NULL;
}

/* What could not be written was not answered. */
bool
answer_written(struct error *error)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return true;
	return error_set(error, ERROR_LOCAL, "", "What was asked for was done all the same.",
		"The answer could not be written: %s.", strerror(errno));
}

static bool
print_answer(struct arena *arena, const struct command *command, const char *json, struct error *error)
{
	char *document;

	if (!command->json && command->act == ACT_WORKLIST)
		return worklist_print(arena, command, json, error) && answer_written(error);
	if (!command->json)
		return answer_print(arena, command->act, json, error) && answer_written(error);
	document = reply_document(arena, json, error);
	if (!document)
		return false;
	puts(document);
	return answer_written(error);
}

static bool
print_help(struct arena *arena, const struct command *command, struct error *error)
{
	const char *topic = command->topic ? command->topic : "";

	if (strcmp(topic, "--manual") == 0)
		manual_print(arena, stdout);
	else if (strcmp(topic, "--keys") == 0)
		keys_print(stdout);
	else if (strcmp(topic, "--completion") == 0)
		completion_print(stdout);
	else if (*topic && strcmp(topic, "--json") != 0)
		return error_set(
			error, ERROR_USAGE, "", "usage: mfadesk help [COMMAND]", "There is no option %.200s", topic);
	else if (command->act != ACT_COUNT)
		usage_command(arena, command->act, stdout);
	else
		usage_list(arena, stdout);
	return answer_written(error);
}

bool
command_call(struct arena *arena, const struct command *command, struct store *store, char **json, struct error *error)
{
	if (act_info(command->act)->flags & ACT_ON_CHALLENGE)
		return challenge_run(command, store, arena, json, error);
	if (command->act == ACT_ENROL)
		return enrol_run(command, store, arena, json, error);
	if (command->act == ACT_ISSUE_PASS)
		return pass_run(command, store, arena, json, error);
	if (command->act == ACT_ISSUE_CODES)
		return codes_run(command, store, arena, json, error);
	if (command->act == ACT_WORKLIST)
		return worklist_run(command, store, arena, json, error);
	return store_call(store, &command->request, arena, json, error);
}

static int
run_act(struct arena *arena, const struct command *command)
{
	struct error error = {0};
	struct error unprinted = {0};
	struct store *store = store_open(command->connect, "mfadesk", password_ask, NULL, &error);
	char *json = NULL;

	if (!store)
		return trouble_print(arena, command, &error, false);
	if (command->act == ACT_REPLACED_PHONE)
		(void)!replaced_run(command, store, arena, &error);
	else if (command_call(arena, command, store, &json, &error) && !print_answer(arena, command, json, &unprinted))
		error = unprinted;
	store_close(&store);
	return error.kind == ERROR_NONE ? CLI_DONE : trouble_print(arena, command, &error, true);
}

static int
run(struct arena *arena, const struct command *command)
{
	struct error error = {0};

	switch (command->word) {
	case COMMAND_ACT:
		return run_act(arena, command);
	case COMMAND_HELP:
		return print_help(arena, command, &error) ? CLI_DONE : trouble_print(arena, command, &error, false);
	case COMMAND_VERSION:
		puts("mfadesk " MFADESK_VERSION);
		return answer_written(&error) ? CLI_DONE : trouble_print(arena, command, &error, false);
	}
	return CLI_USAGE;
}

int
cli_run(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct command command;
	struct error error = {0};
	int status;

	signal(SIGPIPE, SIG_IGN); /* a closed pipe is an answer that could not be written */
	if (command_read(arena, argc, argv, &command, &error))
		status = run(arena, &command);
	else
		status = trouble_print(arena, &command, &error, false);
	arena_free(&arena);
	return status;
}
