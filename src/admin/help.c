/* `mfadesk-admin help`: the list, one command, and the manual page, all from one table. */
#include <stdio.h>
#include <string.h>

#include "help_table.h"
#include "mfadesk/admin/admin.h"
#include "mfadesk/admin/options.h"
#include "mfadesk/base/log.h"
#include "mfadesk/base/manual.h"

/* True where `words` is the command, or its first word. */
static bool
is_of(const struct help_command *command, const char *words)
{
	size_t length = strlen(words);

	return strncmp(command->words, words, length) == 0 &&
		(command->words[length] == '\0' || command->words[length] == ' ');
}

int
admin_usage(const char *word)
{
	for (const struct help_command *command = help_commands; command->words; command++)
		if (is_of(command, word))
			log_line("usage: mfadesk-admin %s %s", command->words, command->arguments);
	return ADMIN_USAGE;
}

static void
print_list(void)
{
	puts("mfadesk-admin: the schema, people and staff of a directory, and the embedded one.\n");
	for (const struct help_command *command = help_commands; command->words; command++)
		printf("  %-16s %s\n", command->words, command->title);
	puts("\nmfadesk-admin help COMMAND says more. Where the directory is: PGHOST, PGDATABASE, PGUSER, as for\n"
	     "psql, or --connect CONNINFO.");
}

static bool
print_command(const char *words)
{
	bool found = false;

	for (const struct help_command *command = help_commands; command->words; command++) {
		if (!is_of(command, words))
			continue;
		printf("%susage: mfadesk-admin %s %s\n\n", found ? "\n" : "", command->words, command->arguments);
		manual_wrap(command->text, false);
		for (const struct help_option *option = help_options; option->name; option++)
			if (strstr(command->arguments, option->name))
				printf("  %-24s %s\n", option->form, option->text);
		found = true;
	}
	return found;
}

static void
print_manual(void)
{
	puts(".TH MFADESK\\-ADMIN 1 2026-11-24 \"mfadesk " MFADESK_VERSION "\" \"User Commands\"\n"
	     ".SH NAME\nmfadesk\\-admin \\- schema, people and staff of a directory of sign\\-in methods\n"
	     ".SH SYNOPSIS\n.B mfadesk\\-admin\n.I command\n.RI [ arguments ]\n"
	     ".SH DESCRIPTION");
	manual_wrap(
		"Installs and upgrades the directory that mfadesk(1) works on, takes people and their sign-in methods "
		"in from files, says who works at the desk, and runs a private directory with sample people.",
		true);
	puts(".SH COMMANDS");
	for (const struct help_command *command = help_commands; command->words; command++)
		manual_entry(command->words, command->arguments, command->text);
	puts(".SH OPTIONS");
	for (const struct help_option *option = help_options; option->name; option++)
		manual_entry(option->form, "", option->text);
	puts(".SH EXIT STATUS");
	manual_entry("0", "", "Done; for status: it runs, it fits.");
	manual_entry("1", "", "Refused or failed; the reason is on standard error, with the code of the database.");
	manual_entry("2", "", "Wrong usage.");
	manual_entry("3", "", "No database.");
	puts(".SH ENVIRONMENT");
	manual_wrap("PGHOST, PGPORT, PGDATABASE, PGUSER and whatever else libpq reads; for the embedded directory "
		    "none of them, but XDG_DATA_HOME.",
		true);
	puts(".SH FILES");
	manual_entry(
		"~/.local/share/mfadesk/embedded", "", "The embedded directory; /var/lib/mfadesk/embedded for root.");
	puts(".SH SEE ALSO\n.BR mfadesk (1),\n.BR psql (1)");
}

int
admin_help(int argc, char **argv)
{
	bool manual = false;
	const struct option options[] = {{"--manual", .flag = &manual}, {0}};
	char words[64];
	int count;

	if (!options_read(argc, argv, options, &count))
		return ADMIN_USAGE;
	if (manual) {
		print_manual();
		return ADMIN_DONE;
	}
	if (count == 0) {
		print_list();
		return ADMIN_DONE;
	}
	snprintf(words, sizeof(words), "%s%s%s", argv[1], count > 1 ? " " : "", count > 1 ? argv[2] : "");
	if (print_command(words))
		return ADMIN_DONE;
	log_line("no such command: %s (mfadesk-admin help lists them)", words);
	return ADMIN_USAGE;
}
