/*
 * An import beside a bare COPY of the same file: people a second, memory, and
 * how long the desk's searches take while it runs.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "mfadesk/base/buffer.h"
#include "mfadesk/base/clock.h"
#include "server.h"

#define SECTION "import"
#define FIND_EVERY 20 /* milliseconds */
#define KB_A_MEGABYTE 1024.0

static const struct bench_wanted ANY = {0};

static double
seconds_since(int64_t began)
{
	return (double)(clock_monotonic() - began) / (double)CLOCK_SECOND;
}

static void
copy_file(PGconn *super, const char *path)
{
	FILE *file = fopen(path, "r");
	char bytes[65536];
	size_t length;

	if (!file)
		bench_fail("cannot read %s", path);
	PQclear(PQexec(super, "COPY pg_temp.bare FROM STDIN (FORMAT csv, HEADER)"));
	while ((length = fread(bytes, 1, sizeof bytes, file)) > 0) {
		if (PQputCopyData(super, bytes, (int)length) != 1)
			bench_fail("COPY: %s", PQerrorMessage(super));
	}
	fclose(file);
	PQputCopyEnd(super, NULL);
	for (PGresult *result; (result = PQgetResult(super)) != NULL;)
		PQclear(result);
}

static double
measure_copy(PGconn *super, const char *path, double people)
{
	int64_t began;
	double rate;

	server_do(super,
		"CREATE TEMPORARY TABLE bare (external_id text, email text, name text, department text, title text,"
		" employee_number text, manager text)");
	began = clock_monotonic();
	copy_file(super, path);
	rate = people / seconds_since(began);
	if (server_number(super, "SELECT count(*) FROM pg_temp.bare") != (long)people)
		bench_fail("COPY read other than %.0f lines", people);
	server_do(super, "DROP TABLE pg_temp.bare");
	bench_value(SECTION, "bare COPY of the file", "a second", rate, &ANY);
	return rate;
}

static pid_t
import_start(const char *path)
{
	struct buffer program;
	pid_t child;

	buffer_init(&program, 0);
	buffer_printf(&program, "%s/mfadesk-admin", getenv("BUILD"));
	child = fork();
	if (child < 0)
		bench_fail("no process");
	if (child == 0) {
		setenv("PGUSER", "administrator", 1);
		dup2(STDERR_FILENO, STDOUT_FILENO);
		execl(buffer_text(&program), "mfadesk-admin", "people", "import", path, (char *)NULL);
		_exit(127);
	}
	buffer_free(&program);
	return child;
}

static void
find(PGconn *agent, struct samples *samples)
{
	static const char *const texts[] = {"ma", "jen", "mary b", "hart", "li", "ana.rivera@example.edu"};
	int64_t began = clock_monotonic();

	server_run(agent, "find", 1, &texts[samples->count % (sizeof texts / sizeof texts[0])]);
	samples_since(samples, began);
}

/* One import, to its end; searches go on meanwhile. Returns its largest resident memory in megabytes. */
static double
run_import(PGconn *agent, const char *path, struct samples *samples)
{
	pid_t child = import_start(path);
	struct rusage usage;
	int status;

	while (wait4(child, &status, WNOHANG, &usage) == 0) {
		find(agent, samples);
		poll(NULL, 0, FIND_EVERY);
	}
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		bench_fail("the import failed");
	return (double)usage.ru_maxrss / KB_A_MEGABYTE;
}

static void
measure_import(PGconn *agent, double copy, double people)
{
	struct samples alone = {0}, meanwhile = {0};
	double few = run_import(agent, getenv("FEW"), &alone), rate, most;
	int64_t began;

	samples_free(&alone);
	for (int i = 0; i < bench_number("QUERIES", 2000); i++)
		find(agent, &alone);
	bench_row(SECTION, "searches before it", "ms", &alone, &ANY);
	began = clock_monotonic();
	most = run_import(agent, getenv("FILE"), &meanwhile);
	rate = people / seconds_since(began);
	bench_value(SECTION, "people imported", "a second", rate,
		&(struct bench_wanted){.of = "COPY", .base = copy, .times_at_least = 0.3});
	bench_row(SECTION, "searches while it runs", "ms", &meanwhile,
		&(struct bench_wanted){.of = "before", .base = samples_percentile(&alone, 50)});
	bench_value(SECTION, "resident memory, a twentieth of the file", "MB", few, &ANY);
	bench_value(SECTION, "resident memory, the file", "MB", most,
		&(struct bench_wanted){.of = "a twentieth", .base = few, .times_at_most = 1.2});
	samples_free(&alone);
	samples_free(&meanwhile);
}

int
main(void)
{
	double people = (double)bench_number("LINES_READ", 0);
	PGconn *super = server_connect("postgres");
	PGconn *agent = server_connect("agent");

	server_prepare(agent, "find", "SELECT desk.find($1)");
	measure_import(agent, measure_copy(super, getenv("FILE"), people), people);
	PQfinish(agent);
	PQfinish(super);
	return 0;
}
