/* Help on the terminal: the list of commands, and one command with all that it takes. */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "mfadesk/base/buffer.h"

enum { HELP_WIDTH = 80 };

static void
append_parameter(struct buffer *line, const struct act_parameter *parameter)
{
	const char *value =
		parameter->option && parameter->type == ACT_TYPE_CHOICE ? parameter->choices : parameter->metavar;

	buffer_append_text(line, parameter->required ? " " : " [");
	if (parameter->option)
		buffer_append_text(line, parameter->option);
	if (parameter->option && parameter->type != ACT_TYPE_FLAG)
		buffer_append_text(line, " ");
	if (parameter->type != ACT_TYPE_FLAG)
		buffer_append_text(line, value);
	if (parameter->type == ACT_TYPE_LIST)
		buffer_append_text(line, "...");
	if (!parameter->required)
		buffer_append_text(line, "]");
}

char *
usage_line(struct arena *arena, enum act act)
{
	const struct act_info *info = act_info(act);
	struct buffer line;
	char *copy;

	buffer_init(&line, 0);
	buffer_append_text(&line, info->command);
	for (size_t i = 0; info->parameters[i].name; i++) {
		if (act_parameter_is_typed(&info->parameters[i]))
			append_parameter(&line, &info->parameters[i]);
	}
	if (info->request_option)
		buffer_printf(&line, " [%s UUID]", info->request_option);
	copy = arena_copy(arena, buffer_text(&line));
	buffer_free(&line);
	return copy;
}

/* Words of ASCII text, broken at spaces, every line after an indent. */
static void
print_wrapped(FILE *out, int indent, const char *text)
{
	int column = indent;

	fprintf(out, "%*s", indent, "");
	while (*text) {
		int word = (int)strcspn(text, " ");

		if (column > indent && column + 1 + word > HELP_WIDTH) {
			fprintf(out, "\n%*s", indent, "");
			column = indent;
		}
		if (column > indent)
			column += fprintf(out, " ");
		column += fprintf(out, "%.*s", word, text);
		text += word;
		text += strspn(text, " ");
	}
	fputc('\n', out);
}

void
usage_list(struct arena *arena, FILE *out)
{
	fputs("usage: mfadesk [CONNINFO]             the desk\n"
	      "       mfadesk COMMAND [--json]       one act\n"
	      "       mfadesk help [COMMAND]         what a command takes\n"
	      "       mfadesk --version\n\n",
		out);
	for (int act = 0; act < ACT_COUNT; act++) {
		const struct act_info *info = act_info((enum act)act);

		if (info->flags & ACT_NO_COMMAND)
			continue;
		fprintf(out, "mfadesk %s\n", usage_line(arena, (enum act)act));
		print_wrapped(out, 8, info->help);
	}
	fputs("\nEvery command takes --json and --connect CONNINFO; what changes something takes\n"
	      "--request UUID. mfadesk help COMMAND says more, and so does the manual: man mfadesk.\n",
		out);
}

static void
print_option(FILE *out, const char *name, const char *value, const char *help)
{
	fprintf(out, "  %s%s%s\n", name, *value ? " " : "", value);
	print_wrapped(out, 8, help);
}

static void
print_parameter(struct arena *arena, FILE *out, const struct act_parameter *parameter)
{
	const char *help = parameter->help;
	const char *value = parameter->metavar ? parameter->metavar : "";

	if (parameter->choices)
		help = arena_printf(arena, "%s: %s", help, parameter->choices);
	if (parameter->fallback && parameter->type != ACT_TYPE_FLAG)
		help = arena_printf(arena, "%s (%s where it is not given)", help, parameter->fallback);
	if (parameter->option)
		print_option(out, parameter->option, value, help);
	else
		print_option(out, value, "", help);
}

void
usage_command(struct arena *arena, enum act act, FILE *out)
{
	const struct act_info *info = act_info(act);

	fprintf(out, "usage: mfadesk %s\n\n", usage_line(arena, act));
	print_wrapped(out, 0, info->help);
	fputc('\n', out);
	for (size_t i = 0; info->parameters[i].name; i++) {
		if (act_parameter_is_typed(&info->parameters[i]))
			print_parameter(arena, out, &info->parameters[i]);
	}
	if (info->request_option)
		print_option(out, info->request_option, "UUID",
			"the id of what is made, which is the request's: another name of --request");
	if (info->flags & ACT_CHANGES)
		print_option(out, "--request", "UUID",
			"the id of the request: the same command with the same id is done once, and answered again");
	print_option(out, "--json", "", arena_printf(arena, "print JSON: %s", info->output));
	print_option(out, "--connect", "CONNINFO",
		"the directory, as libpq names it; else the environment says (PGHOST, "
		"PGDATABASE, PGUSER, PGSERVICE)");
	fputs("\nexit status: 0 done, 1 refused or failed, 2 wrong usage, 3 no database or no answer\n", out);
}
