/*
 * The server of an embedded directory: made, configured, started, stopped. All
 * of it as the server's user. Only a process that works in this data folder is
 * ever taken for this server, so no other cluster is touched whatever a pid
 * file says.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "mfadesk/admin/embedded.h"
#include "mfadesk/admin/files.h"
#include "mfadesk/base/clock.h"

#define RECOVERY_WAIT (60 * CLOCK_SECOND)
#define SOCKET_LOCK ".s.PGSQL." EMBEDDED_PORT ".lock"

static const char CONFIGURATION[] = "# Written by mfadesk-admin at every start.\n"
				    "listen_addresses = ''\n"
				    "port = " EMBEDDED_PORT "\n"
				    "unix_socket_permissions = 0777\n" /* pg_hba.conf decides; the folder is private */
				    "max_connections = 100\n"
				    "shared_buffers = 64MB\n"
				    "max_wal_size = 512MB\n"
				    "max_parallel_workers_per_gather = 0\n"
				    "jit = off\n"
				    "timezone = 'UTC'\n"
				    "log_timezone = 'UTC'\n"
				    "password_encryption = 'scram-sha-256'\n"
				    "log_line_prefix = '%m [%p] %q%u@%d '\n"
				    "log_min_messages = log\n"
				    /* A statement that failed may hold what an agent typed. */
				    "log_min_error_statement = panic\n"
				    "cluster_name = 'mfadesk embedded'\n";

/* The names are those of schema/sample.sql, of the superuser, the worker and the simulated carrier. */
static const char *const LOGINS[] = {"postgres", "agent", "agent2", "lead", "auditor", "administrator",
	"mfadesk_worker", "mfadesk_signin", "mfadesk_sim"};

static const char HBA[] =
	"# Written by mfadesk-admin at every start.\n"
	"local all postgres,agent,agent2,lead,auditor,administrator,mfadesk_worker,mfadesk_signin,mfadesk_sim "
	"peer map=mfadesk\n"
	"local all all scram-sha-256\n";

static bool
write_configuration(const struct embedded *embedded, struct error *error)
{
	struct arena *arena = embedded->arena;
	struct buffer configuration;
	struct buffer names;
	bool ok;

	buffer_init(&configuration, 0);
	buffer_init(&names, 0);
	buffer_printf(&configuration, "%sunix_socket_directories = '%s'\n", CONFIGURATION, embedded->sockets);
	for (size_t i = 0; i < sizeof(LOGINS) / sizeof(*LOGINS); i++) {
		buffer_printf(&names, "mfadesk \"root\" %s\n", LOGINS[i]);
		if (strcmp(embedded->starter, "root") != 0)
			buffer_printf(&names, "mfadesk \"%s\" %s\n", embedded->starter, LOGINS[i]);
	}
	ok = file_write(file_path(arena, embedded->data, "postgresql.conf"), buffer_text(&configuration), error) &&
		file_write(file_path(arena, embedded->data, "pg_hba.conf"), HBA, error) &&
		file_write(file_path(arena, embedded->data, "pg_ident.conf"), buffer_text(&names), error);
	buffer_free(&configuration);
	buffer_free(&names);
	return ok;
}

static bool
run_initdb(const struct embedded *embedded, const char *folder, const char *programs, const char *locale,
	struct error *error)
{
	const char *initdb = file_path(embedded->arena, programs, "initdb");
	const char *argv[] = {initdb, "-D", folder, "-U", "postgres", "--encoding=UTF8", locale, "--auth=reject",
		"--no-instructions", NULL};
	struct buffer output;
	bool ok;

	buffer_init(&output, 0);
	ok = folder_remove(folder, true, error) && process_run(&embedded->server, argv, &output, error);
	buffer_free(&output);
	return ok;
}

/* In a folder of another name until it is whole: a crash in the middle leaves no half-made cluster. */
static bool
make_data(const struct embedded *embedded, const char *programs, struct error *error)
{
	const char *fresh = file_path(embedded->arena, embedded->directory, "data.new");
	struct error first = {0};

	if (access(embedded->data, F_OK) == 0)
		return true;
	if (!run_initdb(embedded, fresh, programs, "--locale=C.UTF-8", &first) &&
		!run_initdb(embedded, fresh, programs, "--locale=C", error))
		return false;
	if (rename(fresh, embedded->data) == 0)
		return true;
	return error_set(error, ERROR_LOCAL, "", "", "cannot use %s: %s", fresh, strerror(errno));
}

/* True for a process of PostgreSQL whose folder is this cluster's data, as every process of a server's is. */
static bool
is_of_cluster(const struct embedded *embedded, pid_t pid)
{
	char path[64];
	const char *name;
	struct stat data;
	struct stat works_in;

	snprintf(path, sizeof(path), "/proc/%ld/cwd", (long)pid);
	if (stat(path, &works_in) != 0 || stat(embedded->data, &data) != 0 || works_in.st_ino != data.st_ino ||
		works_in.st_dev != data.st_dev)
		return false;
	snprintf(path, sizeof(path), "/proc/%ld/comm", (long)pid);
	name = file_read(embedded->arena, path);
	return name && strncmp(name, "postgres", strlen("postgres")) == 0;
}

pid_t
embedded_server_pid(const struct embedded *embedded)
{
	const char *text = file_read(embedded->arena, file_path(embedded->arena, embedded->data, "postmaster.pid"));
	pid_t pid = text ? (pid_t)strtol(text, NULL, 10) : 0;

	return pid > 0 && is_of_cluster(embedded, pid) ? pid : 0;
}

static bool
any_process_left(const struct embedded *embedded)
{
	DIR *processes = opendir("/proc");
	const struct dirent *entry;
	bool found = false;

	while (processes && !found && (entry = readdir(processes)) != NULL)
		found = isdigit((unsigned char)entry->d_name[0]) &&
			is_of_cluster(embedded, (pid_t)strtol(entry->d_name, NULL, 10));
	if (processes)
		closedir(processes);
	return found;
}

static bool
remove_stale(const char *path, struct error *error)
{
	if (unlink(path) == 0 || errno == ENOENT)
		return true;
	return error_set(error, ERROR_LOCAL, "", "", "cannot remove %s: %s", path, strerror(errno));
}

/*
 * After the postmaster was killed its backends end by themselves, but a new one
 * cannot start before they have. When they are gone, pid and lock files can only
 * be a dead server's, whoever has its number now (or still: where nobody reaps
 * the dead, PostgreSQL takes them for alive).
 */
static bool
clear_remains(const struct embedded *embedded, struct error *error)
{
	const struct timespec moment = {.tv_nsec = 20 * 1000 * 1000};
	int64_t deadline = clock_monotonic() + RECOVERY_WAIT;

	while (any_process_left(embedded)) {
		if (clock_monotonic() > deadline)
			return error_set(error, ERROR_LOCAL, "", "End the processes that work in it, then start again.",
				"processes of a server that died still use %s", embedded->data);
		nanosleep(&moment, NULL);
	}
	return remove_stale(file_path(embedded->arena, embedded->data, "postmaster.pid"), error) &&
		remove_stale(file_path(embedded->arena, embedded->sockets, SOCKET_LOCK), error);
}

static bool
run_pg_ctl(const struct embedded *embedded, const char *programs, const char *verb, struct error *error)
{
	const char *pg_ctl = file_path(embedded->arena, programs, "pg_ctl");
	const char *start[] = {
		pg_ctl, "start", "-D", embedded->data, "-l", embedded->log, "-w", "-t", "60", "-s", NULL};
	const char *stop[] = {pg_ctl, "stop", "-D", embedded->data, "-m", "fast", "-w", "-t", "60", "-s", NULL};
	struct buffer output;
	struct error why = {0};
	bool ok;

	buffer_init(&output, 0);
	ok = process_run(&embedded->server, strcmp(verb, "start") == 0 ? start : stop, &output, &why);
	if (!ok)
		error_set(error, ERROR_LOCAL, "", "The server's own words are in the log.", "%s (log: %s)", why.message,
			embedded->log);
	buffer_free(&output);
	return ok;
}

bool
embedded_server_start(const struct embedded *embedded, struct error *error)
{
	const char *programs;

	if (embedded_server_pid(embedded) != 0)
		return true;
	programs = embedded_programs(embedded, error);
	return programs && make_data(embedded, programs, error) && write_configuration(embedded, error) &&
		clear_remains(embedded, error) && run_pg_ctl(embedded, programs, "start", error);
}

bool
embedded_server_stop(const struct embedded *embedded, struct error *error)
{
	const char *programs;

	if (embedded_server_pid(embedded) == 0)
		return true;
	programs = embedded_programs(embedded, error);
	return programs && run_pg_ctl(embedded, programs, "stop", error);
}
