/* Reading the arguments of a command: options in any place, `--name value` or `--name=value`, and words. */
#include <string.h>

#include "commands.h"
#include "mfadesk/base/log.h"
#include "mfadesk/sim/sim.h"

bool
command_takes(const struct command *command, const struct command_option *option)
{
	size_t length = strlen(option->name);

	for (const char *at = command->usage; (at = strstr(at, option->name)) != NULL; at += length)
		if (strchr(" ]", at[length]))
			return true;
	return false;
}

int
command_usage(const struct command *command)
{
	log_line("usage: mfadesk-sim %s %s", command->word, command->usage);
	return SIM_USAGE;
}

static const struct command_option *
find_option(const struct command *command, const char *argument)
{
	size_t length = strcspn(argument, "=");

	for (const struct command_option *option = command_options; option->name; option++)
		if (strlen(option->name) == length && memcmp(option->name, argument, length) == 0)
			return command_takes(command, option) ? option : NULL;
	return NULL;
}

/* Takes the option at argv[*at]; *at stands on its last argument afterwards. */
static bool
take_option(int argc, char **argv, int *at, const struct command_option *option, struct arguments *arguments)
{
	void *place = (char *)arguments + option->place;
	const char *inside = strchr(argv[*at], '=');
	const char *value = inside ? inside + 1 : *at + 1 < argc ? argv[*at + 1] : NULL;

	if (option->is_flag && !inside) {
		*(bool *)place = true;
		return true;
	}
	if (option->is_flag || !value) {
		log_line("%s %s", option->name, option->is_flag ? "takes no value" : "needs a value");
		return false;
	}
	*at += inside == NULL;
	*(const char **)place = value;
	return true;
}

bool
arguments_read(const struct command *command, int argc, char **argv, struct arguments *arguments)
{
	*arguments = (struct arguments){0};
	for (int at = 1; at < argc; at++) {
		const struct command_option *option;

		if (argv[at][0] != '-') {
			if (arguments->word_count == command->most_words)
				return command_usage(command) == SIM_DONE;
			arguments->words[arguments->word_count++] = argv[at];
			continue;
		}
		option = find_option(command, argv[at]);
		if (!option) {
			log_line("no such option: %s", argv[at]);
			return command_usage(command) == SIM_DONE;
		}
		if (!take_option(argc, argv, &at, option, arguments))
			return false;
	}
	return arguments->word_count >= command->least_words || command_usage(command) == SIM_DONE;
}
