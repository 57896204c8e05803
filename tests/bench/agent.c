#include "agent.h"

#include <stdio.h>
#include <string.h>

#include "mfadesk/base/clock.h"

#define LETTERS 6
#define FIRST_LETTERS 2
#define BETWEEN_KEYS (CLOCK_SECOND / 5)
#define BETWEEN_ACTS (CLOCK_SECOND * 2)
#define ROUND ((LETTERS - FIRST_LETTERS + 1) * BETWEEN_KEYS + (AGENT_ACTS - 1) * BETWEEN_ACTS)
#define TEXT_SIZE 320

void
agent_start(struct agent *agent, int number, int of)
{
	char login[32];

	snprintf(login, sizeof login, "bench%03d", number + 1);
	*agent = (struct agent){.search = server_connect(login),
		.acts = server_connect(login),
		.letters = FIRST_LETTERS,
		.person = (size_t)number,
		.step = (size_t)of,
		.due = clock_monotonic() + ROUND * number / of}; /* they did not all begin together */
	PQenterPipelineMode(agent->search);
	PQenterPipelineMode(agent->acts);
}

void
agent_end(struct agent *agent)
{
	PQfinish(agent->search);
	PQfinish(agent->acts);
}

/* Unnamed, as the desk's are: PgBouncer gives each transaction any connection. */
static void
send(struct agent *agent, PGconn *connection, const char *sql, int count, const char *const *values)
{
	if (PQsendQueryParams(connection, sql, count, NULL, values, NULL, NULL, 0) != 1 ||
		PQpipelineSync(connection) != 1)
		bench_fail("%s: %s", sql, PQerrorMessage(connection));
	agent->busy = connection;
	agent->syncs++;
}

static void
find(struct agent *agent, const char *email)
{
	char text[TEXT_SIZE];

	snprintf(text, sizeof text, "%.*s", agent->letters, email);
	send(agent, agent->search, "SELECT desk.find($1)", 1, (const char *const[]){text});
}

static void
open_case(struct agent *agent, const char *email)
{
	uuid_make(agent->file);
	send(agent, agent->acts, "SELECT desk.open_case($1, $2, 'INC0004711', 'phone')", 2,
		(const char *const[]){agent->file, email});
	send(agent, agent->acts, "SELECT desk.account($1)", 1, (const char *const[]){agent->file});
}

static void
change(struct agent *agent, const char *sql)
{
	char request[UUID_SIZE];

	uuid_make(request);
	send(agent, agent->acts, sql, 2, (const char *const[]){request, agent->file});
}

void
agent_act(struct agent *agent, const struct texts *people)
{
	const char *email = people->values[agent->person % people->count];

	agent->began = clock_monotonic();
	switch (agent->act) {
	case AGENT_FIND:
		find(agent, email);
		break;
	case AGENT_OPEN:
		open_case(agent, email);
		break;
	case AGENT_NOTE:
		change(agent, "SELECT desk.note($1, $2, 'asked for the badge')");
		break;
	case AGENT_CLOSE:
	case AGENT_ACTS:
		change(agent, "SELECT desk.close_case($1, $2, 'measured')");
		break;
	}
}

static void
go_on(struct agent *agent)
{
	agent->busy = NULL;
	agent->due = clock_monotonic() + (agent->act == AGENT_FIND ? BETWEEN_KEYS : BETWEEN_ACTS);
	if (agent->act == AGENT_FIND && agent->letters < LETTERS) {
		agent->letters++;
		return;
	}
	agent->letters = FIRST_LETTERS;
	agent->act = (enum agent_act)((agent->act + 1) % AGENT_ACTS);
	if (agent->act != AGENT_FIND)
		return;
	agent->person += agent->step;
	agent->rounds++;
}

void
agent_read(struct agent *agent, struct samples samples[AGENT_ACTS])
{
	if (PQconsumeInput(agent->busy) != 1)
		bench_fail("%s", PQerrorMessage(agent->busy));
	while (agent->syncs > 0 && !PQisBusy(agent->busy)) {
		PGresult *result = PQgetResult(agent->busy);
		ExecStatusType status = result ? PQresultStatus(result) : PGRES_COMMAND_OK;

		if (status == PGRES_FATAL_ERROR || status == PGRES_PIPELINE_ABORTED)
			bench_fail("an act: %s", PQerrorMessage(agent->busy));
		agent->syncs -= status == PGRES_PIPELINE_SYNC;
		PQclear(result);
	}
	if (agent->syncs > 0)
		return;
	samples_since(&samples[agent->act], agent->began);
	go_on(agent);
}
