/*
 * The desk on a pseudo-terminal, as an agent has it: from the start to the first
 * paint beside psql, from a key to its paint, bytes, memory, and what it does
 * while nobody touches it. Of a key that asks the directory, the first byte of
 * the paint is what the desk did alone, and the last one what the answer made of it.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "desk.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/base/uuid.h"
#include "process.h"
#include "server.h"

#define SECTION "desk"
#define LOGIN "bench001"
#define UP "\033[A"
#define DOWN "\033[B"
#define ESCAPE "\033"
#define LISTED 49 /* moves from the first to the last of 50 lines */

static const char *const ALONE[] = {NULL};
static const struct bench_wanted KEY = {.p50 = 0.6, .p99 = 2};

static struct terminal
ready_desk(const char *desk)
{
	struct terminal terminal = terminal_start(LOGIN, desk, ALONE);

	terminal_until(&terminal, "agent");
	terminal_settle(&terminal);
	return terminal;
}

static void
measure_starts(const char *desk, int starts)
{
	static const char *const select[] = {"-X", "-c", "select 1", NULL};
	struct samples asked = {0}, painted = {0}, known = {0};
	struct bench_wanted wanted = {.of = "psql -c 'select 1'", .times_at_most = 1.2};

	for (int i = 0; i < starts; i++) {
		struct terminal terminal = terminal_start("agent", getenv("PSQL"), select);

		samples_add(&asked, terminal_until(&terminal, "1 row"));
		terminal_end(&terminal);
		terminal = terminal_start(LOGIN, desk, ALONE);
		samples_add(&painted, terminal_until(&terminal, "mfadesk"));
		samples_add(&known, terminal_until(&terminal, "agent"));
		terminal_end(&terminal);
	}
	bench_row(SECTION, "psql -c 'select 1'", "ms", &asked, &(struct bench_wanted){0});
	wanted.base = samples_percentile(&asked, 50);
	bench_row(SECTION, "from start to first paint", "ms", &painted, &wanted);
	wanted.times_at_most = 0;
	bench_row(SECTION, "from start to ready, two connections", "ms", &known, &wanted);
	samples_free(&asked);
	samples_free(&painted);
	samples_free(&known);
}

static void
add(struct samples *first, struct samples *last, const struct paint *paint)
{
	if (paint->bytes == 0)
		return;
	samples_add(first, paint->first);
	samples_add(last, paint->last);
}

static void
report_keys(const char *what, struct samples *first, struct samples *last)
{
	char name[64];

	snprintf(name, sizeof name, "%s: key to paint", what);
	bench_row(SECTION, name, "ms", first, &KEY);
	if (last) {
		snprintf(name, sizeof name, "%s: key to the answer's paint", what);
		bench_row(SECTION, name, "ms", last, &(struct bench_wanted){0});
		samples_free(last);
	}
	samples_free(first);
}

/* A full list: down to its end, and up again. */
static void
measure_list(struct terminal *terminal, int keys)
{
	struct samples first = {0}, last = {0}, bytes = {0};

	terminal_key(terminal, "ma", NULL);
	terminal_key(terminal, "\t", NULL);
	for (int i = 0; i < keys; i++) {
		struct paint paint = terminal_key(terminal, i / LISTED % 2 == 0 ? DOWN : UP, NULL);

		add(&first, &last, &paint);
		samples_add(&bytes, (double)paint.bytes);
	}
	terminal_key(terminal, "/", NULL);
	terminal_key(terminal, ESCAPE, NULL);
	report_keys("list", &first, NULL);
	samples_free(&last);
	bench_row(SECTION, "bytes of a cursor move", "bytes", &bytes, &(struct bench_wanted){.p50 = 300});
	samples_free(&bytes);
}

/* Names, letter by letter; a bracketed paste of nothing but the name's bytes would be one key. */
static void
measure_typing(struct terminal *terminal, const struct texts *names, int keys)
{
	struct samples first = {0}, last = {0};
	int typed = 0;

	for (size_t i = 0; i < names->count && typed < keys; i++) {
		for (const char *at = names->values[i]; *at; at++, typed++) {
			struct paint paint = terminal_key(terminal, (char[]){*at, '\0'}, NULL);

			add(&first, &last, &paint);
		}
		terminal_key(terminal, ESCAPE, NULL);
	}
	report_keys("typing in Find", &first, &last);
}

/* One after the other of those whose cases are open: the account, and back to Find. */
static void
measure_account(struct terminal *terminal, const struct texts *emails, int keys)
{
	struct samples first = {0}, last = {0};

	for (int i = 0; i < keys; i++) {
		struct paint paint;

		terminal_key(terminal, emails->values[(size_t)i % emails->count], NULL);
		paint = terminal_key(terminal, "\r", "NOT PROVEN");
		add(&first, &last, &paint);
		terminal_key(terminal, ESCAPE, NULL);
		terminal_key(terminal, ESCAPE, NULL);
	}
	report_keys("opening an account", &first, &last);
}

static void
measure_idle(const struct terminal *terminal, int seconds)
{
	double before = process_time(terminal->child);

	poll(NULL, 0, seconds * 1000);
	bench_value(SECTION, "idle: processor time a second", "ms", (process_time(terminal->child) - before) / seconds,
		&(struct bench_wanted){.at_most = 0.5});
}

/* People with a case that is open, so that Enter leads to the account at once. */
static struct texts
open_cases(PGconn *super)
{
	PGconn *agent = server_connect(LOGIN);
	struct texts emails = server_texts(super,
		"SELECT email FROM directory.person WHERE external_id BETWEEN 'B00000500' AND 'B00000519' ORDER BY "
		"external_id");
	char request[UUID_SIZE];

	server_prepare(agent, "open", "SELECT desk.open_case($1, $2, 'INC0004711', 'phone')");
	for (size_t i = 0; i < emails.count; i++) {
		uuid_make(request);
		server_run(agent, "open", 2, (const char *const[]){request, emails.values[i]});
	}
	PQfinish(agent);
	return emails;
}

static void
measure_desk(PGconn *super, const char *desk, int keys, int idle)
{
	struct texts names = server_texts(super,
		"SELECT DISTINCT lower(left(split_part(email, '.', 2), 6)) FROM (SELECT email FROM directory.person"
		" WHERE email LIKE '%@bench.example.edu' LIMIT 400) AS p WHERE split_part(email, '.', 2) ~ "
		"'^[a-z]{5}'");
	struct texts emails = open_cases(super);
	struct terminal terminal;

	/* A simulated handset is asked for while somebody demonstrates. */
	server_do(super, "UPDATE directory.setting SET value = 'false' WHERE name = 'demonstration'");
	terminal = ready_desk(desk);
	measure_list(&terminal, keys);
	measure_typing(&terminal, &names, keys);
	measure_account(&terminal, &emails, keys);
	bench_value(
		SECTION, "private memory", "MB", process_private(terminal.child), &(struct bench_wanted){.at_most = 4});
	bench_value(SECTION, "resident memory", "MB", process_resident(terminal.child), &(struct bench_wanted){0});
	measure_idle(&terminal, idle);
	terminal_end(&terminal);
	server_do(super, "UPDATE directory.setting SET value = 'true' WHERE name = 'demonstration'");
	texts_free(&emails);
	texts_free(&names);
}

int
main(void)
{
	int queries = bench_number("QUERIES", 2000);
	PGconn *super = server_connect("postgres");
	struct buffer path;

	buffer_init(&path, 0);
	buffer_printf(&path, "%s/mfadesk", getenv("BUILD"));
	measure_starts(buffer_text(&path), 1 + queries / 40);
	measure_desk(super, buffer_text(&path), queries / 4, 1 + queries / 200);
	server_do(super,
		"UPDATE directory.case_file SET state = 'closed', closed_at = now(), outcome = 'measured' WHERE state "
		"= 'open'");
	PQfinish(super);
	buffer_free(&path);
	return 0;
}
