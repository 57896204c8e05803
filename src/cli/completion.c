/* Completion for bash: commands, their options, and the words that an option can be. */
#include <stdio.h>
#include <string.h>

#include "command.h"

static bool
is_offered(int act)
{
	return !(act_info((enum act)act)->flags & ACT_NO_COMMAND);
}

static size_t
first_word(const char *command)
{
	return strcspn(command, " ");
}

/* Each first word once: commands of one family stand anywhere in the table. */
static bool
is_new_word(int act)
{
	const char *command = act_info((enum act)act)->command;
	size_t length = first_word(command);

	for (int earlier = 0; earlier < act; earlier++) {
		const char *other = act_info((enum act)earlier)->command;

		if (is_offered(earlier) && first_word(other) == length && strncmp(other, command, length) == 0)
			return false;
	}
	return true;
}

static void
print_first_words(FILE *out)
{
	fputs("\t\twords='", out);
	for (int act = 0; act < ACT_COUNT; act++) {
		const char *command = act_info((enum act)act)->command;

		if (is_offered(act) && is_new_word(act))
			fprintf(out, "%.*s ", (int)first_word(command), command);
	}
	fputs("help'\n", out);
}

/* "case) words='open list take'": the second words of a family. */
static void
print_family(FILE *out, int act)
{
	const char *command = act_info((enum act)act)->command;
	size_t length = first_word(command);

	if (command[length] == '\0')
		return;
	fprintf(out, "\t\t%.*s) words='", (int)length, command);
	for (int other = act; other < ACT_COUNT; other++) {
		const char *name = act_info((enum act)other)->command;

		if (is_offered(other) && strncmp(name, command, length + 1) == 0)
			fprintf(out, "%s ", name + length + 1);
	}
	fputs("' ;;\n", out);
}

static void
print_options(FILE *out, const struct act_info *info)
{
	fprintf(out, "\t\t'%s') words='", info->command);
	for (size_t i = 0; info->parameters[i].name; i++) {
		if (info->parameters[i].option)
			fprintf(out, "%s ", info->parameters[i].option);
	}
	if (info->request_option)
		fprintf(out, "%s ", info->request_option);
	if (info->flags & ACT_CHANGES)
		fputs("--request ", out);
	fputs("--json --connect' ;;\n", out);
}

/* "'case open --by') words='phone counter video' ;;" */
static void
print_choices(FILE *out, const struct act_info *info)
{
	for (size_t i = 0; info->parameters[i].name; i++) {
		const struct act_parameter *parameter = &info->parameters[i];

		if (!parameter->option || parameter->type != ACT_TYPE_CHOICE)
			continue;
		fprintf(out, "\t'%s %s') words='", info->command, parameter->option);
		for (const char *at = parameter->choices; *at; at++)
			fputc(*at == '|' ? ' ' : *at, out);
		fputs("' ;;\n", out);
	}
}

void
completion_print(FILE *out)
{
	fputs("# bash completion for mfadesk: made by `mfadesk help --completion`.\n"
	      "_mfadesk()\n{\n"
	      "\tlocal current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
	      "\tlocal first=${COMP_WORDS[1]} command words=\n"
	      "\tcommand=$first\n"
	      "\tcase $first in\n\t",
		out);
	for (int act = 0, any = 0; act < ACT_COUNT; act++) {
		const char *command = act_info((enum act)act)->command;

		if (is_offered(act) && is_new_word(act) && command[first_word(command)])
			fprintf(out, "%s%.*s", any++ ? "|" : "", (int)first_word(command), command);
	}
	fputs(") command=\"$first ${COMP_WORDS[2]}\" ;;\n\tesac\n"
	      "\tcase \"$command $previous\" in\n",
		out);
	for (int act = 0; act < ACT_COUNT; act++) {
		if (is_offered(act))
			print_choices(out, act_info((enum act)act));
	}
	fputs("\t*)\n\t\tif [[ $COMP_CWORD -eq 1 ]]; then\n\t", out);
	print_first_words(out);
	fputs("\t\telif [[ $COMP_CWORD -eq 2 && $current != -* ]]; then\n\t\tcase $first in\n", out);
	for (int act = 0; act < ACT_COUNT; act++) {
		if (is_offered(act) && is_new_word(act))
			print_family(out, act);
	}
	fputs("\t\tesac\n\t\telse\n\t\tcase $command in\n", out);
	for (int act = 0; act < ACT_COUNT; act++) {
		if (is_offered(act))
			print_options(out, act_info((enum act)act));
	}
	fputs("\t\tesac\n\t\tfi\n\t\t;;\n\tesac\n"
	      "\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
	      "}\n"
	      "complete -F _mfadesk mfadesk\n",
		out);
}
