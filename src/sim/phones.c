/* The commands for faults and handsets: each is one statement, and its answer printed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "database.h"
#include "faults.h"
#include "mfadesk/act/reply.h"
#include "mfadesk/base/log.h"
#include "mfadesk/base/text.h"
#include "mfadesk/sim/sim.h"

enum { COUNT_DIGITS = 9, E164_LEAST = 7, E164_MOST = 15 };

/* Asks, and prints the rows with `print`. */
static int
ask(const char *db, const char *sql, size_t count, const char *const *values,
	void (*print)(const struct session_rows *))
{
	struct arena *arena = arena_new();
	struct error error = {0};
	struct session_rows rows;
	struct database *database = database_open(db, &error);
	bool ok = database && database_ask(database, sql, count, values, arena, &rows, &error);

	if (ok)
		print(&rows);
	database_close(&database);
	arena_free(&arena);
	return ok ? SIM_DONE : sim_fail(&error);
}

static void
print_nothing(const struct session_rows *rows)
{
	(void)rows;
}

/* Columns with two blanks between; NULL and what is empty are left out. */
static void
print_columns(const struct session_rows *rows)
{
	struct arena *arena = arena_new();

	for (size_t row = 0; row < rows->count; row++) {
		const char *gap = "";

		for (size_t column = 0; column < rows->columns; column++) {
			const char *cell = session_cell(rows, row, column);

			if (!cell || !cell[0])
				continue;
			printf("%s%s", gap, text_printable(arena, cell));
			gap = "  ";
		}
		putchar('\n');
	}
	arena_free(&arena);
}

static void
print_document(const struct session_rows *rows)
{
	struct arena *arena = arena_new();
	struct error error = {0};
	const char *document = reply_document(arena, session_cell(rows, 0, 0), &error);

	puts(document ? document : "null");
	arena_free(&arena);
}

/* NULL is a number: it was not given. */
static bool
is_count(const char *text)
{
	size_t length = text ? strspn(text, "0123456789") : 0;

	return !text || (length > 0 && length <= COUNT_DIGITS && text[length] == '\0' && strtol(text, NULL, 10) > 0);
}

static bool
is_number(const char *text)
{
	size_t length = text[0] == '+' ? strspn(text + 1, "0123456789") : 0;

	return length >= E164_LEAST && length <= E164_MOST && text[1] != '0' && text[1 + length] == '\0';
}

/* Where it goes wrong. */
static bool
is_place(const char *text)
{
	return strcmp(text, "all") == 0 || strcmp(text, "mails") == 0 || strchr(text, '@') || is_number(text);
}

static bool
fault_is_valid(const struct arguments *arguments)
{
	const char *on = arguments->requests;

	if (!is_place(arguments->words[0]))
		log_line("%s: it is a number as +15085550142, all, an address, or mails", arguments->words[0]);
	else if (!fault_find(arguments->words[1]))
		log_line("no such fault: %s (mfadesk-sim help fault lists them)", arguments->words[1]);
	else if (on && strcmp(on, "send") != 0 && strcmp(on, "other") != 0 && strcmp(on, "any") != 0)
		log_line("--on %s: it is send, other or any", on);
	else if (!is_count(arguments->count) || !is_count(arguments->seconds))
		log_line("--count and --seconds are numbers from 1");
	else
		return true;
	return false;
}

int
sim_fault(const struct arguments *arguments)
{
	const char *values[] = {arguments->words[0], arguments->words[1],
		arguments->requests ? arguments->requests : "send", arguments->count, arguments->seconds};

	if (arguments->word_count == 1 && strcmp(arguments->words[0], "clear") == 0)
		return ask(arguments->db, "DELETE FROM sim.fault", 0, NULL, print_nothing);
	if (arguments->word_count != 2) {
		log_line("what goes wrong? mfadesk-sim help fault lists the kinds");
		return SIM_USAGE;
	}
	if (!fault_is_valid(arguments))
		return SIM_USAGE;
	return ask(arguments->db, "SELECT sim.set_fault($1, $2, $3, $4, $5)", 5, values, print_nothing);
}

int
sim_faults(const struct arguments *arguments)
{
	return ask(arguments->db,
		"SELECT coalesce(number, 'all'), kind, 'on ' || requests, remaining || ' times',"
		" 'until ' || to_char(until, 'YYYY-MM-DD HH24:MI:SS') FROM sim.fault"
		" WHERE until IS NULL OR until > clock_timestamp() ORDER BY id",
		0, NULL, print_columns);
}

int
sim_inbox(const struct arguments *arguments)
{
	if (arguments->json)
		return ask(arguments->db,
			"SELECT coalesce(jsonb_agg(sim.item_json(i.*::sim.item)), '[]') FROM sim.inbox($1) AS i", 1,
			arguments->words, print_document);
	return ask(arguments->db,
		"SELECT to_char(i.created_at, 'YYYY-MM-DD HH24:MI:SS'), i.kind,"
		" i.recipient || coalesce('x' || i.extension, ''), i.state, i.id, i.subject, i.text FROM sim.inbox($1) "
		"AS i",
		1, arguments->words, print_columns);
}

int
sim_answer(const struct arguments *arguments)
{
	return ask(arguments->db, "SELECT sim.pick_up($1) ->> 'text'", 1, arguments->words, print_columns);
}

int
sim_voicemail(const struct arguments *arguments)
{
	return ask(arguments->db, "SELECT sim.voicemail($1) ->> 'text'", 1, arguments->words, print_columns);
}

int
sim_reject(const struct arguments *arguments)
{
	return ask(arguments->db, "SELECT sim.reject($1)", 1, arguments->words, print_nothing);
}

int
sim_deliver(const struct arguments *arguments)
{
	return ask(arguments->db, "SELECT sim.deliver($1)", 1, arguments->words, print_nothing);
}
