/* The worker's calls of the directory (store/work.h), in pipelines, with nobody to send to. */
#include <libpq-fe.h>

#include "bench.h"
#include "ceiling.h"
#include "mfadesk/act/job.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/base/error.h"
#include "mfadesk/store/work.h"
#include "server.h"

#define JOBS 64 /* as the worker has it without a configuration */
#define LEASE 60

static void
send(PGconn *connection, const struct link_call *call)
{
	if (PQsendQueryParams(connection, call->sql, (int)call->count, NULL, call->values, NULL, NULL, 0) != 1 ||
		PQpipelineSync(connection) != 1)
		bench_fail("%s: %s", call->sql, PQerrorMessage(connection));
}

/* The first cell of each answer up to `count` syncs is thrown away, but for the last one's. */
static char *
receive(struct arena *arena, PGconn *connection, size_t count)
{
	char *answer = NULL;

	while (count > 0) {
		PGresult *result = PQgetResult(connection);
		ExecStatusType status = result ? PQresultStatus(result) : PGRES_COMMAND_OK;

		if (status == PGRES_FATAL_ERROR || status == PGRES_PIPELINE_ABORTED)
			bench_fail("a job's call: %s", PQerrorMessage(connection));
		if (status == PGRES_TUPLES_OK)
			answer = arena_copy(arena, PQgetvalue(result, 0, 0));
		count -= status == PGRES_PIPELINE_SYNC;
		PQclear(result);
	}
	return answer;
}

static size_t
send_starts(struct arena *arena, PGconn *connection, const struct job_list *list)
{
	const struct work_start start = {.instance = "bench",
		.gateway = "none",
		.kind = "mobile",
		.display = "bench",
		.valid = true,
		.code_hash = "00000000000000000000000000000000"
			     "00000000000000000000000000000000",
		.code_key = 1};
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++) {
		struct link_call call = work_start_send(arena, &list->jobs[i], &start);

		if (list->jobs[i].kind != JOB_SEND)
			continue;
		send(connection, &call);
		count++;
	}
	return count;
}

static void
send_ends(struct arena *arena, PGconn *connection, const struct job_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct link_call call = work_sent(arena, &list->jobs[i], "SM0");

		if (list->jobs[i].kind == JOB_SEND)
			send(connection, &call);
	}
}

/* True until nothing was due; the sends are added to `all`. */
static bool
work_off(PGconn *connection, size_t *all)
{
	struct arena *arena = arena_new();
	struct link_call claim = work_claim(arena, "bench", JOBS, LEASE);
	struct job_list list;
	struct error error = {0};
	size_t count, due;

	send(connection, &claim);
	if (!job_list_read(arena, receive(arena, connection, 1), &list, &error))
		bench_fail("claim: %s", error.message);
	count = send_starts(arena, connection, &list);
	receive(arena, connection, count);
	send_ends(arena, connection, &list);
	receive(arena, connection, count);
	*all += count;
	due = list.count;
	arena_free(&arena);
	return due > 0;
}

double
ceiling_claims(void)
{
	PGconn *connection = server_connect("mfadesk_worker");
	int64_t began = clock_monotonic();
	size_t all = 0;

	PQenterPipelineMode(connection);
	while (work_off(connection, &all))
		continue;
	PQfinish(connection);
	return (double)all * (double)CLOCK_SECOND / (double)(clock_monotonic() - began);
}
