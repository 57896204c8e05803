/* The acts as commands: one request, its answer as text or JSON, an exit status. */
#ifndef MFADESK_CLI_CLI_H
#define MFADESK_CLI_CLI_H

#include <stdbool.h>

#include "mfadesk/base/memory.h"

enum cli_status {
	CLI_DONE = 0,
	CLI_REFUSED = 1, /* or failed */
	CLI_USAGE = 2,
	CLI_NO_ANSWER = 3, /* no database, or the answer was lost */
};

/* Whether the arguments of main() are a command; else they are the desk's. */
bool cli_is_command(int argc, char **argv) MUST_CHECK;
/* Does it, and returns the exit status. */
int cli_run(int argc, char **argv);
/* What follows the name of the desk on the command line: true, with the conninfo (NULL for none) set. False, with the
 * error told on stderr, where it is no such thing. */
bool cli_desk_arguments(int argc, char **argv, const char **conninfo) MUST_CHECK;

#endif
