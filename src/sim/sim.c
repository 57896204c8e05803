/* `mfadesk-sim`: from the arguments of main() to a command. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "mfadesk/base/log.h"
#include "mfadesk/sim/sim.h"

int
sim_fail(const struct error *error)
{
	log_line("%s%s%s", error->code, error->code[0] ? ": " : "", error->message);
	if (error->hint[0])
		log_line("%s", error->hint);
	return error->kind == ERROR_CONNECTION ? SIM_NO_DATABASE : SIM_FAILED;
}

static const struct command *
find_command(const char *word)
{
	if (strcmp(word, "--help") == 0)
		word = "help";
	for (const struct command *command = commands; command->word; command++)
		if (strcmp(command->word, word) == 0)
			return command;
	return NULL;
}

int
sim_run(int argc, char **argv)
{
	const struct command *command;
	struct arguments arguments;

	if (argc < 2) {
		log_line("what should be done? mfadesk-sim help lists the commands");
		return SIM_USAGE;
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("mfadesk-sim " MFADESK_VERSION);
		return SIM_DONE;
	}
	command = find_command(argv[1]);
	if (!command) {
		log_line("no such command: %s (mfadesk-sim help lists them)", argv[1]);
		return SIM_USAGE;
	}
	return arguments_read(command, argc - 1, argv + 1, &arguments) ? command->run(&arguments) : SIM_USAGE;
}
