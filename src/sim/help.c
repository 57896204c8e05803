/* `mfadesk-sim help`: the list, one command, and the manual page, all from the tables. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "faults.h"
#include "mfadesk/base/log.h"
#include "mfadesk/base/manual.h"
#include "mfadesk/sim/sim.h"

static void
print_list(void)
{
	puts("mfadesk-sim: a carrier and handsets for demonstrations and tests, on loopback.\n");
	for (const struct command *command = commands; command->word; command++)
		printf("  %-10s %s\n", command->word, command->title);
	puts("\nmfadesk-sim help COMMAND says more.");
}

static void
print_kinds(void)
{
	puts("\nKinds:");
	for (const struct fault_kind *kind = fault_kinds; kind->name; kind++)
		printf("  %-20s %s\n", kind->name, kind->text);
}

static void
print_command(const struct command *command)
{
	printf("usage: mfadesk-sim %s %s\n\n", command->word, command->usage);
	manual_wrap(command->text, false);
	for (const struct command_option *option = command_options; option->name; option++)
		if (command_takes(command, option))
			printf("  %-22s %s\n", option->form, option->text);
	if (command->run == sim_fault)
		print_kinds();
}

static void
print_manual_head(void)
{
	puts(".TH MFADESK\\-SIM 1 2026-11-24 \"mfadesk " MFADESK_VERSION "\" \"User Commands\"\n"
	     ".SH NAME\nmfadesk\\-sim \\- a simulated carrier and handsets\n"
	     ".SH SYNOPSIS\n.B mfadesk\\-sim\n.I command\n.RI [ arguments ]\n"
	     ".SH DESCRIPTION");
	manual_wrap(
		"A carrier of texts and calls, and the handsets on which they arrive, for the embedded directory and "
		"for tests. It speaks the API of a real one on 127.0.0.1, so that what sends is what sends in earnest, "
		"and lets anything go wrong on demand. What arrives is kept in the schema sim of the directory.",
		true);
}

static void
print_manual(void)
{
	print_manual_head();
	puts(".SH COMMANDS");
	for (const struct command *command = commands; command->word; command++)
		manual_entry(command->word, command->usage, command->text);
	puts(".SH OPTIONS");
	for (const struct command_option *option = command_options; option->name; option++)
		manual_entry(option->form, "", option->text);
	puts(".SH FAULTS");
	for (const struct fault_kind *kind = fault_kinds; kind->name; kind++)
		manual_entry(kind->name, "", kind->text);
	puts(".SH EXIT STATUS");
	manual_entry("0", "", "Done.");
	manual_entry("1", "", "Refused or failed; the reason is on standard error.");
	manual_entry("2", "", "Wrong usage.");
	manual_entry("3", "", "No database.");
	puts(".SH ENVIRONMENT");
	manual_wrap("PGHOST, PGPORT, PGDATABASE and whatever else libpq reads, but PGUSER.", true);
	puts(".SH SEE ALSO\n.BR mfadesk (1),\n.BR mfadesk\\-admin (1)");
}

int
sim_help(const struct arguments *arguments)
{
	if (arguments->manual) {
		print_manual();
		return SIM_DONE;
	}
	if (arguments->word_count == 0) {
		print_list();
		return SIM_DONE;
	}
	for (const struct command *command = commands; command->word; command++)
		if (strcmp(command->word, arguments->words[0]) == 0) {
			print_command(command);
			return SIM_DONE;
		}
	log_line("no such command: %s (mfadesk-sim help lists them)", arguments->words[0]);
	return SIM_USAGE;
}
