/* DESKS (200) desks at once for some seconds: how long each act takes, connections, and how busy the machine is. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "agent.h"
#include "bench.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/base/memory.h"
#include "process.h"
#include "server.h"

#define SECTION "desks"
#define FILES 4096 /* two connections a desk, and some */

static const struct bench_wanted ANY = {0};

/* The server itself, wherever the desks' connections lead. */
static PGconn *
connect_to_server(void)
{
	const char *const *at;
	static const char *const names[][2] = {{"SERVER_HOST", "PGHOST"}, {"SERVER_PORT", "PGPORT"}};
	char *pool[2];
	PGconn *super;

	for (int i = 0; i < 2; i++) {
		at = names[i];
		pool[i] = memory_copy(getenv(at[1]));
		setenv(at[1], getenv(at[0]) ? getenv(at[0]) : pool[i], 1);
	}
	super = server_connect("postgres");
	for (int i = 0; i < 2; i++) {
		setenv(names[i][1], pool[i], 1);
		memory_free(pool[i]);
	}
	return super;
}

/* Begins what is due; returns the milliseconds until something else is. */
static int
begin(struct agent *agents, int count, const struct texts *people)
{
	int64_t now = clock_monotonic(), soonest = now + CLOCK_SECOND;

	for (int i = 0; i < count; i++) {
		if (agents[i].busy)
			continue;
		if (agents[i].due <= now)
			agent_act(&agents[i], people);
		else if (agents[i].due < soonest)
			soonest = agents[i].due;
	}
	return (int)((soonest - now) / 1000);
}

static void
turn(struct agent *agents, int count, const struct texts *people, struct samples samples[AGENT_ACTS])
{
	struct pollfd *ready = memory_alloc_array((size_t)count, sizeof *ready);
	int wait = begin(agents, count, people);

	for (int i = 0; i < count; i++)
		ready[i] = (struct pollfd){.fd = agents[i].busy ? PQsocket(agents[i].busy) : -1, .events = POLLIN};
	if (poll(ready, (nfds_t)count, wait) > 0) {
		for (int i = 0; i < count; i++) {
			if (ready[i].revents)
				agent_read(&agents[i], samples);
		}
	}
	memory_free(ready);
}

static void
report(struct samples samples[AGENT_ACTS], int desks, double seconds)
{
	static const char *const acts[AGENT_ACTS] = {"find", "open a case, with its account", "note", "close the case"};
	size_t all = 0;
	char name[96];

	for (enum agent_act act = 0; act < AGENT_ACTS; act++) {
		all += samples[act].count;
		snprintf(name, sizeof name, "%s: %s", getenv("WAY"), acts[act]);
		bench_row(SECTION, name, "ms", &samples[act], &ANY);
		samples_free(&samples[act]);
	}
	snprintf(name, sizeof name, "%s: acts of %d desks", getenv("WAY"), desks);
	bench_value(SECTION, name, "a second", (double)all / seconds, &ANY);
}

static void
report_server(PGconn *super, double busy)
{
	char name[96];

	snprintf(name, sizeof name, "%s: connections of the server", getenv("WAY"));
	bench_value(SECTION, name, "",
		(double)server_number(super,
			"SELECT count(*) FROM pg_stat_activity WHERE usename ~ '^bench' AND backend_type = 'client "
			"backend'"),
		&ANY);
	snprintf(name, sizeof name, "%s: processors busy", getenv("WAY"));
	bench_value(SECTION, name, "%", busy, &ANY);
}

static void
allow_files(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max < FILES ? limit.rlim_max : FILES;
	setrlimit(RLIMIT_NOFILE, &limit);
}

/* Every desk once through its acts: the plans of a new session are made then, those of all at the same moment only
 * here. */
static void
warm_up(struct agent *agents, int desks, const struct texts *people)
{
	struct samples samples[AGENT_ACTS] = {{0}};

	for (int i = 0; i < desks;) {
		turn(agents, desks, people, samples);
		while (i < desks && agents[i].rounds > 0)
			i++;
	}
	for (enum agent_act act = 0; act < AGENT_ACTS; act++)
		samples_free(&samples[act]);
}

static void
work(PGconn *super, struct agent *agents, int desks, const struct texts *people, int seconds)
{
	struct samples samples[AGENT_ACTS] = {{0}};
	struct machine_time before;
	int64_t began;

	warm_up(agents, desks, people);
	began = clock_monotonic();
	before = machine_time();
	while (clock_monotonic() - began < seconds * CLOCK_SECOND)
		turn(agents, desks, people, samples);
	report(samples, desks, (double)(clock_monotonic() - began) / (double)CLOCK_SECOND);
	report_server(super, machine_busy(&before));
}

int
main(void)
{
	int desks = bench_number("DESKS", 200), seconds = 2 + bench_number("QUERIES", 2000) / 100;
	struct agent *agents = memory_alloc_array((size_t)desks, sizeof *agents);
	PGconn *super = connect_to_server();
	struct texts people = server_texts(super,
		"SELECT email FROM directory.person AS p WHERE status = 'active' AND email LIKE '%@bench.example.edu'"
		" AND NOT EXISTS (SELECT FROM directory.staff AS s WHERE s.person_id = p.id) ORDER BY id LIMIT 4000");

	allow_files();
	server_do(super,
		"UPDATE directory.case_file SET state = 'closed', closed_at = now(), outcome = 'measured' WHERE state "
		"= 'open'");
	server_do(super, "DELETE FROM directory.quota");
	for (int i = 0; i < desks; i++)
		agent_start(&agents[i], i, desks);
	work(super, agents, desks, &people, seconds);
	for (int i = 0; i < desks; i++)
		agent_end(&agents[i]);
	texts_free(&people);
	memory_free(agents);
	PQfinish(super);
	return 0;
}
