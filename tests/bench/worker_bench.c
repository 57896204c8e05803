/*
 * The worker against a simulated carrier: challenges a second with one, two and
 * four of them, beside each half of the work alone; from the commit of a request
 * to its claim; and memory while many wait.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "ceiling.h"
#include "jobs.h"
#include "mfadesk/base/buffer.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/base/uuid.h"
#include "process.h"

#define SECTION "worker"
#define MOST_WORKERS 4
#define LOOK_EVERY 20 /* milliseconds */
#define WAKE_EVERY 2
#define DEADLINE (300 * CLOCK_SECOND)
#define AT_ONCE 64 /* jobs of a worker without a configuration */

static const struct bench_wanted ANY = {0};

struct ceilings {
	double claims, posts;
};

static pid_t
worker_start(void)
{
	struct buffer program;
	pid_t child;

	buffer_init(&program, 0);
	buffer_printf(&program, "%s/mfadeskd", getenv("BUILD"));
	child = fork();
	if (child < 0)
		bench_fail("no process");
	if (child == 0) {
		int log = open(getenv("WORKER_LOG"), O_WRONLY | O_CREAT | O_APPEND, 0600);

		dup2(log, STDERR_FILENO);
		execl(buffer_text(&program), "mfadeskd", "--config", getenv("CONFIG"), (char *)NULL);
		_exit(127);
	}
	buffer_free(&program);
	return child;
}

static void
worker_stop(pid_t worker)
{
	kill(worker, SIGTERM);
	waitpid(worker, NULL, 0);
}

/* Until no more than `left` are not sent. */
static void
wait_for_jobs(PGconn *super, long left)
{
	int64_t deadline = clock_monotonic() + DEADLINE;

	while (jobs_left(super) > left) {
		if (clock_monotonic() > deadline)
			bench_fail("the worker does not send: %ld are left", jobs_left(super));
		poll(NULL, 0, LOOK_EVERY);
	}
}

static void
measure_ceilings(PGconn *super, int count, struct ceilings *ceilings)
{
	jobs_put(super);
	ceilings->claims = ceiling_claims();
	jobs_clear(super);
	ceilings->posts = ceiling_posts(count, AT_ONCE);
	bench_value(SECTION, "claim loop without a carrier", "a second", ceilings->claims, &ANY);
	bench_value(SECTION, "libcurl's multi loop without the directory", "a second", ceilings->posts, &ANY);
}

static void
measure_rate(PGconn *super, int workers, const struct ceilings *ceilings)
{
	struct bench_wanted wanted = {.of = "the slower half alone",
		.base = ceilings->claims < ceilings->posts ? ceilings->claims : ceilings->posts};
	pid_t children[MOST_WORKERS];
	char name[64];

	jobs_put(super);
	for (int i = 0; i < workers; i++)
		children[i] = worker_start();
	wait_for_jobs(super, 0);
	snprintf(name, sizeof name, "challenges sent, %d worker%s", workers, workers == 1 ? "" : "s");
	bench_value(SECTION, name, "a second", jobs_rate(super), &wanted);
	for (int i = 0; i < workers; i++)
		worker_stop(children[i]);
	jobs_clear(super);
}

/* As the desk asks for them: the directory says when each was committed, and when it was claimed. */
static void
ask_one(PGconn *agent, const char *file, const char *method)
{
	char request[UUID_SIZE];

	uuid_make(request);
	server_run(agent, "start", 3, (const char *const[]){request, file, method});
}

static void
read_wakes(PGconn *super, struct samples *samples)
{
	PGresult *result = server_ask(super,
		"SELECT 1000 * extract(epoch FROM j.run_at - interval '60 seconds' - "
		"pg_xact_commit_timestamp(r.xid::xid))"
		" FROM directory.job AS j JOIN directory.request AS r ON r.id = j.challenge_id WHERE j.kind = 'send'");

	for (int i = 0; i < PQntuples(result); i++)
		samples_add(samples, strtod(PQgetvalue(result, i, 0), NULL));
	PQclear(result);
}

static void
measure_wakes(PGconn *super, int count)
{
	PGconn *agent = server_connect(JOBS_LOGIN);
	struct texts files = server_texts(super,
		"SELECT id FROM directory.case_file WHERE login = '" JOBS_LOGIN "' AND state = 'open' ORDER BY id");
	struct samples samples = {0};
	pid_t worker = worker_start();

	server_prepare(agent, "start", "SELECT desk.start_challenge($1, $2, (SELECT $3::uuid), 'text', 'proof')");
	for (size_t i = 0; i < files.count && i < (size_t)count; i++) {
		struct texts method;
		struct buffer sql;

		buffer_init(&sql, 0);
		buffer_printf(&sql,
			"SELECT m.id FROM directory.sign_in_method AS m JOIN directory.case_file AS f USING (person_id)"
			" WHERE f.id = '%s' AND m.kind = 'phone'",
			files.values[i]);
		method = server_texts(super, buffer_text(&sql));
		ask_one(agent, files.values[i], method.values[0]);
		for (int64_t end = clock_monotonic() + DEADLINE; jobs_left(super) > 0 && clock_monotonic() < end;)
			poll(NULL, 0, WAKE_EVERY);
		texts_free(&method);
		buffer_free(&sql);
	}
	read_wakes(super, &samples);
	bench_row(SECTION, "from commit to claim", "ms", &samples, &ANY);
	worker_stop(worker);
	samples_free(&samples);
	texts_free(&files);
	PQfinish(agent);
	jobs_clear(super);
}

static void
measure_memory(PGconn *super, int most)
{
	long waiting = jobs_cases(super, most);
	char name[64];
	pid_t worker;

	jobs_put(super);
	worker = worker_start();
	wait_for_jobs(super, waiting - waiting / 10);
	snprintf(name, sizeof name, "private memory, %ld waiting", waiting);
	bench_value(SECTION, name, "MB", process_private(worker), &ANY);
	kill(worker, SIGKILL);
	waitpid(worker, NULL, 0);
	jobs_clear(super);
	jobs_close_cases(super);
}

int
main(void)
{
	int queries = bench_number("QUERIES", 2000);
	PGconn *super = server_connect("postgres");
	struct ceilings ceilings;

	jobs_clear(super);
	jobs_close_cases(super);
	jobs_cases(super, queries);
	measure_ceilings(super, queries, &ceilings);
	for (int workers = 1; workers <= MOST_WORKERS; workers *= 2)
		measure_rate(super, workers, &ceilings);
	measure_wakes(super, 1 + queries / 10);
	jobs_close_cases(super);
	measure_memory(super, 5 * queries);
	PQfinish(super);
	return 0;
}
