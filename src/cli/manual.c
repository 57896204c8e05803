/* The manual page mfadesk.1, in man(7) macros, from the table of acts and the few texts that belong to no act. */
#include <stdio.h>
#include <string.h>

#include "command.h"

static const struct {
	const char *code;
	const char *meaning;
} codes[] = {
	{"MD001", "What was given cannot be right: a number, an id, a ticket, a text."},
	{"MD403", "Your role may not do this."},
	{"MD404", "It does not exist, or it is not yours."},
	{"MD409", "It conflicts with what somebody did meanwhile: look again."},
	{"MD410", "A proof of who the person is has to come first."},
	{"MD411", "The proof is too old: prove again."},
	{"MD412", "A second person has to approve or confirm it."},
	{"MD423", "It has to wait."},
	{"MD429", "A limit is reached."},
	{"MD451", "The policy forbids it."},
};

static const char head[] = ".SH NAME\n"
			   "mfadesk \\- put people back into their accounts when a phone is lost\n"
			   ".SH SYNOPSIS\n"
			   ".B mfadesk\n"
			   ".RI [ CONNINFO ]\n"
			   ".br\n"
			   ".B mfadesk\n"
			   ".I COMMAND\n"
			   ".RI [ ARGUMENTS ]\n"
			   ".RB [ \\-\\-json ]\n"
			   ".SH DESCRIPTION\n"
			   "Without a command,\n"
			   ".B mfadesk\n"
			   "is the help desk's screen: find the person, open a case, see the sign\\-in methods by "
			   "device, and change them.\n"
			   "Press F1 in it for its keys.\n"
			   ".PP\n"
			   "With a command it does one act and prints the answer.\n"
			   "Every rule is held by the directory, a PostgreSQL database, whichever way the act comes.\n"
			   "This directory does not change Entra until there is a connector for it.\n";

static const char common[] =
	".SH OPTIONS\n"
	"Every command takes these; they may stand anywhere.\n"
	"Options are written as\n"
	".BI \\-\\-name\\~ value\n"
	"or\n"
	".BI \\-\\-name= value\\fR;\n"
	".B \\-\\-\n"
	"ends them.\n"
	".TP\n"
	".B \\-\\-json\n"
	"Print one JSON document on standard output, and an error as one JSON object on standard error.\n"
	"Times are RFC 3339 in UTC, numbers are masked.\n"
	".TP\n"
	".BI \\-\\-connect\\~ CONNINFO\n"
	"The directory, as libpq names it: keywords and values, a postgresql:// address, or the name of a database.\n"
	".TP\n"
	".BI \\-\\-request\\~ UUID\n"
	"Of a command that changes something: the id of the request.\n"
	"The same command with the same id is done once and answered again; one is made where none is given.\n"
	".TP\n"
	".BR \\-h ,\\~ \\-\\-help\n"
	"Say what the command takes.\n"
	".TP\n"
	".B \\-\\-version\n"
	"Print the version.\n";

static const char tail[] =
	".SH EXIT STATUS\n"
	".TP\n"
	".B 0\n"
	"Done.\n"
	".TP\n"
	".B 1\n"
	"Refused or failed; the reason is on standard error, with its code.\n"
	".TP\n"
	".B 2\n"
	"Wrong usage.\n"
	".TP\n"
	".B 3\n"
	"No database, or the answer was lost.\n"
	"The id of the request is printed; the same command with it asks again.\n"
	".SH ENVIRONMENT\n"
	"PGHOST, PGPORT, PGDATABASE, PGUSER, PGSERVICE, PGSSLMODE and the others that libpq reads.\n"
	"A host that is not this machine must prove itself (sslmode=verify\\-full) unless sslmode is set.\n"
	"NO_COLOR turns colours off.\n"
	".SH FILES\n"
	"~/.pg_service.conf, ~/.pgpass and ~/.postgresql/root.crt, as for every program of PostgreSQL.\n"
	".SH EXAMPLES\n"
	".EX\n"
	"mfadesk find riv\n"
	"mfadesk case open ana.rivera@example.edu \\-\\-ticket INC0048213 \\-\\-by counter\n"
	"mfadesk suspend CASE DEVICE \\-\\-reason lost\n"
	"mfadesk show ana.rivera@example.edu \\-\\-json\n"
	"mfadesk replaced\\-phone ana.rivera@example.edu \\-\\-ticket INC482 \\-\\-by phone\n"
	".EE\n"
	".SH SEE ALSO\n"
	".BR mfadesk\\-admin (1),\n"
	".BR psql (1)\n";

enum { LINE_LENGTH = 72 };

static void
print_character(FILE *out, char character)
{
	switch (character) {
	case '\\':
		fputs("\\e", out);
		break;
	case '-':
		fputs("\\-", out);
		break;
	case '`':
		fputs("\\(oq", out);
		break;
	case '\'':
		fputs("\\(cq", out);
		break;
	default:
		fputc(character, out);
	}
}

/* Text as roff: nothing in it is a request or an escape, and lines of the source end where they can. */
static void
print_text(FILE *out, const char *text)
{
	int column = 0;

	if (*text == '.')
		fputs("\\&", out);
	for (; *text; text++, column++) {
		bool fold = *text == ' ' && column > LINE_LENGTH - (int)strcspn(text + 1, " ") && text[1] != '.';

		print_character(out, fold ? '\n' : *text);
		if (fold)
			column = -1;
	}
}

static void
print_line(FILE *out, const char *before, const char *text, const char *after)
{
	fputs(before, out);
	print_text(out, text);
	fputs(after, out);
}

/* "phone, counter, video": a line of the page may end between two. */
static const char *
listed(struct arena *arena, const char *choices)
{
	char *text = arena_copy(arena, "");

	for (const char *at = choices; *at; at += strcspn(at, "|") + (at[strcspn(at, "|")] == '|'))
		text = arena_printf(arena, "%s%s%.*s", text, *text ? ", " : "", (int)strcspn(at, "|"), at);
	return text;
}

static void
print_parameter(struct arena *arena, FILE *out, const struct act_parameter *parameter)
{
	const char *metavar = parameter->metavar ? parameter->metavar : "";

	fputs(".TP\n", out);
	if (parameter->option)
		print_line(out, "\\fB", parameter->option, "\\fR");
	if (*metavar)
		print_line(out, parameter->option ? " \\fI" : "\\fI", metavar, "\\fR");
	print_line(out, "\n", arena_printf(arena, "%s.", parameter->help), "\n");
	if (parameter->choices)
		print_line(out, "One of: ", listed(arena, parameter->choices), ".\n");
	if (parameter->fallback && parameter->type != ACT_TYPE_FLAG)
		print_line(out, "Where it is not given: ", parameter->fallback, ".\n");
}

/* On one line of the source, however long: the next would be text. */
static void
print_heading(FILE *out, const char *usage)
{
	fputs(".SS mfadesk ", out);
	while (*usage)
		print_character(out, *usage++);
	fputc('\n', out);
}

static void
print_act(struct arena *arena, FILE *out, enum act act)
{
	const struct act_info *info = act_info(act);

	print_heading(out, usage_line(arena, act));
	print_line(out, "", info->help, "\n");
	if (info->flags & ACT_CHANGES)
		fputs("Takes\n.BR \\-\\-request .\n", out);
	if (info->request_option)
		print_line(out, "The id of what it makes is the request's:\n.B ", info->request_option,
			"\nis another name of that option.\n");
	for (size_t i = 0; info->parameters[i].name; i++) {
		if (act_parameter_is_typed(&info->parameters[i]))
			print_parameter(arena, out, &info->parameters[i]);
	}
	print_line(out, ".IP\nJSON: ", info->output, "\n");
}

void
manual_print(struct arena *arena, FILE *out)
{
	fputs(".TH MFADESK 1 2026-11-24 \"mfadesk " MFADESK_VERSION "\" \"User Commands\"\n", out);
	fputs(head, out);
	fputs(common, out);
	fputs(".SH COMMANDS\n.ad l\n", out);
	for (int act = 0; act < ACT_COUNT; act++) {
		if (!(act_info((enum act)act)->flags & ACT_NO_COMMAND))
			print_act(arena, out, (enum act)act);
	}
	fputs(".SS mfadesk help [COMMAND]\nList the commands, or say what one takes.\n"
	      ".SH ERRORS\nAn error has a code, says what happened, and then what to do.\n",
		out);
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		fprintf(out, ".TP\n.B %s\n%s\n", codes[i].code, codes[i].meaning);
	fputs(tail, out);
}
