#include "process.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

#define KB_A_MEGABYTE 1024
#define NANOSECONDS_A_MILLISECOND 1e6

/* The sum of the lines whose names begin with `prefix`, in megabytes. */
static double
rollup(pid_t pid, const char *prefix)
{
	char path[64], line[256];
	double kilobytes = 0;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
	file = fopen(path, "r");
	if (!file)
		bench_fail("cannot read %s", path);
	while (fgets(line, sizeof line, file)) {
		const char *colon = strchr(line, ':');

		if (colon && strncmp(line, prefix, strlen(prefix)) == 0)
			kilobytes += strtod(colon + 1, NULL);
	}
	fclose(file);
	return kilobytes / KB_A_MEGABYTE;
}

double
process_private(pid_t pid)
{
	return rollup(pid, "Private_");
}

double
process_resident(pid_t pid)
{
	return rollup(pid, "Rss:");
}

static double
thread_time(pid_t pid, const char *thread)
{
	char path[320], line[128] = "";
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", (int)pid, thread);
	file = fopen(path, "r");
	if (!file)
		return 0; /* it ended meanwhile */
	if (!fgets(line, sizeof line, file))
		*line = '\0';
	fclose(file);
	return strtod(line, NULL) / NANOSECONDS_A_MILLISECOND;
}

double
process_time(pid_t pid)
{
	const struct dirent *thread;
	double time = 0;
	char path[64];
	DIR *threads;

	snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
	threads = opendir(path);
	if (!threads)
		bench_fail("no process %d", (int)pid);
	while ((thread = readdir(threads)) != NULL) {
		if (thread->d_name[0] != '.')
			time += thread_time(pid, thread->d_name);
	}
	closedir(threads);
	return time;
}

#define FIELDS 8 /* user nice system idle iowait irq softirq steal */

struct machine_time
machine_time(void)
{
	struct machine_time time = {0};
	char line[512] = "", *at = line + strlen("cpu");
	FILE *file = fopen("/proc/stat", "r");

	if (!file || !fgets(line, sizeof line, file))
		bench_fail("cannot read /proc/stat");
	fclose(file);
	for (int field = 0; field < FIELDS; field++) {
		double ticks = strtod(at, &at);

		if (field == 3 || field == 4)
			time.idle += ticks;
		else
			time.busy += ticks;
	}
	return time;
}

double
machine_busy(const struct machine_time *since)
{
	struct machine_time now = machine_time();
	double busy = now.busy - since->busy, idle = now.idle - since->idle;

	return busy + idle > 0 ? 100 * busy / (busy + idle) : 0;
}
