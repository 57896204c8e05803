/* `mfadesk-admin embedded`: start, stop, status, env and reset of a private cluster. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mfadesk/admin/admin.h"
#include "mfadesk/admin/embedded.h"
#include "mfadesk/admin/files.h"
#include "mfadesk/admin/options.h"
#include "mfadesk/base/log.h"

enum { PEOPLE_DIGITS = 7 };

struct arguments {
	const char *directory;
	const char *people;
};

static bool
people_are_valid(const char *people, struct error *error)
{
	size_t length = strspn(people, "0123456789");

	if (length > 0 && length <= PEOPLE_DIGITS && people[length] == '\0' && strtol(people, NULL, 10) > 0)
		return true;
	return error_set(error, ERROR_USAGE, "", "", "--people %s: not a number from 1 to 9999999", people);
}

/* With the lock held, as the server's user. */
static bool
start_server(struct embedded *embedded, struct error *error)
{
	bool ok;

	if (!process_become(&embedded->server, error))
		return false;
	/* A server that runs keeps the socket it was started with. */
	ok = embedded_server_pid(embedded) != 0 || embedded_make_sockets(embedded, error);
	ok = ok && embedded_server_start(embedded, error);
	process_return();
	return ok;
}

static bool
stop_server(struct embedded *embedded, struct error *error)
{
	bool ok;

	if (!process_become(&embedded->server, error))
		return false;
	ok = embedded_server_stop(embedded, error);
	process_return();
	return ok;
}

static bool
is_running(const struct embedded *embedded)
{
	struct error ignored = {0};
	bool running;

	if (!process_become(&embedded->server, &ignored))
		return false;
	running = embedded_server_pid(embedded) != 0;
	process_return();
	return running;
}

static bool
run_start(struct embedded *embedded, const struct arguments *arguments, struct error *error)
{
	struct embedded_facts facts;
	bool ran;

	if ((arguments->people && !people_are_valid(arguments->people, error)) || !embedded_make(embedded, error) ||
		!embedded_lock(embedded, error) || !embedded_read(embedded, error))
		return false;
	if (arguments->people && !embedded->sockets)
		embedded->people = arguments->people;
	ran = is_running(embedded);
	if (!start_server(embedded, error) || !embedded_fill(embedded, error) || !embedded_ask(embedded, &facts, error))
		return false;
	printf("%s in %s: %s people, schema %s\n", ran ? "already running" : "running", embedded->directory,
		facts.people, facts.schema);
	if (arguments->people && strcmp(arguments->people, embedded->people) != 0)
		log_line("it was made with --people %s; to have %s: mfadesk-admin embedded reset, then start",
			embedded->people, arguments->people);
	return true;
}

static bool
run_stop(struct embedded *embedded, const struct arguments *arguments, struct error *error)
{
	(void)arguments;
	if (!embedded_lock(embedded, error) || !stop_server(embedded, error))
		return false;
	printf("stopped in %s\n", embedded->directory);
	return true;
}

static bool
run_status(struct embedded *embedded, const struct arguments *arguments, struct error *error)
{
	struct embedded_facts facts;

	(void)arguments;
	if (!embedded_read(embedded, error))
		return false;
	if (!embedded->sockets || !is_running(embedded)) {
		printf("stopped\ndirectory %s\n", embedded->directory);
		return false;
	}
	if (!embedded_ask(embedded, &facts, error))
		return false;
	printf("running\ndirectory %s\nserver    %s\npeople    %s\nschema    %s\n", embedded->directory,
		embedded->server.name, facts.people, facts.schema);
	return true;
}

/* One line that a shell may eval. */
static void
print_export(const char *name, const char *value)
{
	printf("export %s='", name);
	for (; *value; value++)
		if (*value == '\'')
			fputs("'\\''", stdout);
		else
			putchar(*value);
	puts("'");
}

static bool
run_env(struct embedded *embedded, const struct arguments *arguments, struct error *error)
{
	(void)arguments;
	if (!embedded_read(embedded, error))
		return false;
	if (!embedded->sockets || !is_running(embedded))
		return error_set(error, ERROR_LOCAL, "", "Start it: mfadesk-admin embedded start.",
			"the embedded directory in %s does not run", embedded->directory);
	print_export("PGHOST", embedded->sockets);
	print_export("PGPORT", EMBEDDED_PORT);
	print_export("PGDATABASE", EMBEDDED_DATABASE);
	print_export("PGUSER", "agent");
	return true;
}

static bool
run_reset(struct embedded *embedded, const struct arguments *arguments, struct error *error)
{
	bool ok;

	(void)arguments;
	if (!embedded_lock(embedded, error) || !embedded_read(embedded, error) || !stop_server(embedded, error) ||
		!process_become(&embedded->server, error))
		return false;
	ok = (!embedded->sockets || folder_remove(embedded->sockets, true, error)) &&
		folder_remove(embedded->directory, false, error);
	process_return();
	/* The folder's own entry belongs to whoever made it. */
	if (!ok || !folder_remove(embedded->directory, true, error))
		return false;
	printf("removed %s\n", embedded->directory);
	return true;
}

static const struct verb {
	const char *word;
	bool (*run)(struct embedded *embedded, const struct arguments *arguments, struct error *error);
} VERBS[] = {
	{"start", run_start},
	{"stop", run_stop},
	{"status", run_status},
	{"env", run_env},
	{"reset", run_reset},
};

static const struct verb *
find_verb(const char *word)
{
	for (size_t i = 0; i < sizeof(VERBS) / sizeof(*VERBS); i++)
		if (strcmp(VERBS[i].word, word) == 0)
			return &VERBS[i];
	return NULL;
}

/* Another cluster's address in the environment must not lead a connection there. */
static void
forget_environment(void)
{
	static const char *const names[] = {"PGHOSTADDR", "PGSERVICE", "PGSERVICEFILE", "PGOPTIONS", "PGPASSWORD",
		"PGSSLMODE", "PGREQUIREPEER", "PGCHANNELBINDING", "PGTARGETSESSIONATTRS", "PGREQUIRESSL",
		"PGGSSENCMODE"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		unsetenv(names[i]);
}

int
admin_embedded(int argc, char **argv)
{
	struct arguments arguments = {0};
	const struct option options[] = {
		{"--dir", .value = &arguments.directory}, {"--people", .value = &arguments.people}, {0}};
	struct embedded embedded;
	struct error error = {0};
	const struct verb *verb;
	int words;
	bool ok;

	if (!options_read(argc, argv, options, &words))
		return ADMIN_USAGE;
	verb = words == 1 ? find_verb(argv[1]) : NULL;
	if (!verb)
		return admin_usage("embedded");
	forget_environment();
	ok = embedded_find(&embedded, arguments.directory, &error) && verb->run(&embedded, &arguments, &error);
	embedded_free(&embedded);
	if (ok)
		return ADMIN_DONE;
	return error.kind == ERROR_NONE ? ADMIN_FAILED : admin_fail(&error, false);
}
