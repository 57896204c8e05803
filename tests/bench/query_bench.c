/*
 * What the desk asks, over one prepared connection: QUERIES (2,000) of each,
 * after all of them once to warm up, against a bare SELECT 1. The texts that are
 * looked for are of the directory's own people, drawn evenly.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"
#include "mfadesk/base/buffer.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/base/uuid.h"
#include "server.h"

#define SECTION "query"
#define A_MILLION 1000000
#define TYPE_AHEAD                                                                                                     \
	{                                                                                                              \
		.p99 = 5                                                                                               \
	} /* twice that beyond a million people */

/* Everybody whose turn it is, by an even step through the numbers of the made-up people. */
#define DRAWN                                                                                                          \
	"WITH drawn AS (SELECT p.* FROM bench.made AS b, generate_series(1, %d) AS i JOIN directory.person AS p"       \
	" ON p.id = md5('bench person ' || 1 + (i * 7919::bigint * 104729) %% (SELECT people FROM "                    \
	"bench.made))::uuid),"                                                                                         \
	" worded AS (SELECT d.email, d.name, directory.words(d.name) AS w FROM drawn AS d) "

static const struct lookup {
	const char *name;
	const char *texts; /* SQL behind DRAWN */
	const char *login;
	struct bench_wanted wanted;
} LOOKUPS[] = {
	{"exact email", "SELECT email FROM worded", "agent", {.times_at_most = 6, .p99 = 2}},
	{"type-ahead, 2 letters", "SELECT left(w[1], 2) FROM worded", "agent", TYPE_AHEAD},
	{"type-ahead, 3 letters", "SELECT left(w[1], 3) FROM worded", "agent", TYPE_AHEAD},
	{"type-ahead, 4 letters", "SELECT left(w[cardinality(w)], 4) FROM worded", "agent", TYPE_AHEAD},
	{"type-ahead, 6 letters", "SELECT left(w[cardinality(w)], 6) FROM worded", "agent", TYPE_AHEAD},
	{"type-ahead, 10 letters", "SELECT left(w[cardinality(w)], 10) FROM worded", "agent", TYPE_AHEAD},
	{"inside a word, 3 letters", "SELECT substr(w[cardinality(w)] || 'berg', 3, 3) FROM worded", "agent",
		TYPE_AHEAD},
	{"inside a word, 4 letters", "SELECT substr(w[cardinality(w)] || 'berg', 3, 4) FROM worded", "agent",
		TYPE_AHEAD},
	{"two words", "SELECT w[1] || ' ' || w[cardinality(w)] FROM worded", "agent", TYPE_AHEAD},
	{"two words, begun", "SELECT left(w[1], 3) || ' ' || left(w[cardinality(w)], 2) FROM worded", "agent",
		TYPE_AHEAD},
	{"two words of two letters", "SELECT left(w[1], 2) || ' ' || left(w[cardinality(w)], 2) FROM worded", "agent",
		TYPE_AHEAD},
	{"three words",
		"SELECT left(w[1], 4) || ' ' || left(w[cardinality(w) - 1], 4) || ' ' || left(w[cardinality(w)], 4) "
		"FROM worded"
		" WHERE cardinality(w) > 2",
		"agent", TYPE_AHEAD},
	{"nothing found", "SELECT 'xq' || left(md5(email), 6) FROM worded", "agent", TYPE_AHEAD},
	{"scope of ten, 2 letters", "SELECT left(w[1], 2) FROM worded", "bench_ten", TYPE_AHEAD},
	{"scope of ten, two words", "SELECT left(w[1], 3) || ' ' || left(w[cardinality(w)], 2) FROM worded",
		"bench_ten", TYPE_AHEAD},
};

static struct texts
drawn(PGconn *super, const char *texts, int queries)
{
	struct buffer sql;
	struct texts drawn;

	buffer_init(&sql, 0);
	buffer_printf(&sql, DRAWN, queries);
	buffer_append_text(&sql, texts);
	drawn = server_texts(super, buffer_text(&sql));
	buffer_free(&sql);
	return drawn;
}

/* Every text once without the clock, then with it. */
static void
measure(PGconn *connection, const struct texts *texts, struct samples *samples)
{
	for (size_t i = 0; i < texts->count; i++)
		server_run(connection, "query", 1, (const char *const *)&texts->values[i]);
	for (size_t i = 0; i < texts->count; i++) {
		int64_t began = clock_monotonic();

		server_run(connection, "query", 1, (const char *const *)&texts->values[i]);
		samples_since(samples, began);
	}
}

/* Returns the middle of a bare SELECT 1. */
static double
measure_limit(int queries)
{
	PGconn *connection = server_connect("agent");
	struct samples samples = {0};
	double middle;

	server_prepare(connection, "query", "SELECT 1");
	for (int i = 0; i < queries; i++)
		server_run(connection, "query", 0, NULL);
	for (int i = 0; i < queries; i++) {
		int64_t began = clock_monotonic();

		server_run(connection, "query", 0, NULL);
		samples_since(&samples, began);
	}
	middle = samples_percentile(&samples, 50);
	bench_row(SECTION, "a bare SELECT 1", "ms", &samples, &(struct bench_wanted){0});
	samples_free(&samples);
	PQfinish(connection);
	return middle;
}

static void
report(const char *name, struct samples *samples, double limit, struct bench_wanted wanted)
{
	wanted.of = "SELECT 1";
	wanted.base = limit;
	bench_row(SECTION, name, "ms", samples, &wanted);
	samples_free(samples);
}

static void
measure_lookup(PGconn *super, const struct lookup *lookup, int queries, double limit)
{
	PGconn *connection = server_connect(lookup->login);
	struct texts texts = drawn(super, lookup->texts, queries);
	struct samples samples = {0};
	struct bench_wanted wanted = lookup->wanted;

	if (wanted.times_at_most == 0 && bench_number("PEOPLE", 0) > A_MILLION)
		wanted.p99 *= 2;
	server_prepare(connection, "query", "SELECT desk.find($1)");
	measure(connection, &texts, &samples);
	report(lookup->name, &samples, limit, wanted);
	texts_free(&texts);
	PQfinish(connection);
}

static void
send(PGconn *connection, const char *name, size_t count, const char *const *values)
{
	if (PQsendQueryPrepared(connection, name, (int)count, values, NULL, NULL, 0) != 1 ||
		PQpipelineSync(connection) != 1)
		bench_fail("%s: %s", name, PQerrorMessage(connection));
}

/* What the two transactions of a pipeline answer. */
static void
receive(PGconn *connection, int syncs)
{
	while (syncs > 0) {
		PGresult *result = PQgetResult(connection);
		ExecStatusType status = result ? PQresultStatus(result) : PGRES_COMMAND_OK;

		if (status == PGRES_FATAL_ERROR || status == PGRES_PIPELINE_ABORTED)
			bench_fail("a case is not opened: %s", PQerrorMessage(connection));
		syncs -= status == PGRES_PIPELINE_SYNC;
		PQclear(result);
	}
}

/* As the desk does it: open_case and account together, a transaction each, one round trip. */
static void
open_case(PGconn *connection, const char *email)
{
	char request[UUID_SIZE];
	const char *values[] = {request, email};

	uuid_make(request);
	send(connection, "open", 2, values);
	send(connection, "account", 1, values);
	receive(connection, 2);
}

/* The quota of an agent who opened thousands would be longer than any agent's. */
#define CASES_AT_A_TIME 50

static void
measure_cases(PGconn *super, int queries, double limit)
{
	PGconn *connection = server_connect("agent");
	struct texts texts = drawn(super, "SELECT DISTINCT email FROM worded", queries);
	struct samples samples = {0};

	server_prepare(connection, "open", "SELECT desk.open_case($1, $2, 'INC0004711', 'phone')");
	server_prepare(connection, "account", "SELECT desk.account($1)");
	PQenterPipelineMode(connection);
	for (size_t i = 0; i < texts.count; i++) {
		int64_t began;

		if (i % CASES_AT_A_TIME == 0)
			server_do(super, "DELETE FROM directory.quota");
		began = clock_monotonic();
		open_case(connection, texts.values[i]);
		if (i >= texts.count / 10)
			samples_since(&samples, began);
	}
	report("opening a case, with its account", &samples, limit, (struct bench_wanted){.times_at_most = 15});
	server_do(super,
		"UPDATE directory.case_file SET state = 'closed', closed_at = now(), outcome = 'measured' WHERE state "
		"= 'open'");
	texts_free(&texts);
	PQfinish(connection);
}

static void
measure_worklists(PGconn *super, int queries, double limit)
{
	PGconn *connection = server_connect("bench_lead");
	struct texts lists = server_texts(super, "SELECT name FROM directory.worklist ORDER BY id");

	server_prepare(connection, "query", "SELECT desk.worklist($1)");
	for (size_t i = 0; i < lists.count; i++) {
		struct samples samples = {0};
		struct texts texts = {
			.values = memory_alloc_array((size_t)queries, sizeof(char *)), .count = (size_t)queries};
		char name[64];

		for (int q = 0; q < queries; q++)
			texts.values[q] = lists.values[i];
		measure(connection, &texts, &samples);
		snprintf(name, sizeof name, "worklist %s", lists.values[i]);
		report(name, &samples, limit, (struct bench_wanted){.p99 = 20});
		memory_free(texts.values);
	}
	texts_free(&lists);
	PQfinish(connection);
}

int
main(void)
{
	int queries = bench_number("QUERIES", 2000);
	double limit = measure_limit(queries);
	PGconn *super = server_connect("postgres");

	for (size_t i = 0; i < sizeof LOOKUPS / sizeof LOOKUPS[0]; i++)
		measure_lookup(super, &LOOKUPS[i], queries, limit);
	measure_cases(super, queries, limit);
	measure_worklists(super, queries, limit);
	PQfinish(super);
	return 0;
}
