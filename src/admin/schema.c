/* `mfadesk-admin schema`: install, upgrade, status. */
#include <stdio.h>
#include <string.h>

#include "mfadesk/admin/admin.h"
#include "mfadesk/admin/options.h"
#include "mfadesk/admin/schema.h"

static bool
run_apply(struct session *session, enum schema_mode mode, struct error *error)
{
	struct schema_report report;

	if (!schema_apply(session, schema_files, mode, &report, error))
		return false;
	if (mode == SCHEMA_INSTALL && report.before > 0)
		printf("%s is a directory already, of schema %d\n", session_database(session), report.before);
	if (!report.changed)
		printf("nothing to do: schema %d, every privilege as it should be\n", report.after);
	else if (report.before == 0)
		printf("installed in %s: schema %d, every privilege read back\n", session_database(session),
			report.after);
	else
		printf("upgraded from schema %d to %d: functions and privileges replaced, every privilege read back\n",
			report.before, report.after);
	return true;
}

static bool
run_install(struct session *session, struct error *error)
{
	return run_apply(session, SCHEMA_INSTALL, error);
}

static bool
run_upgrade(struct session *session, struct error *error)
{
	return run_apply(session, SCHEMA_UPGRADE, error);
}

static const char *
verdict(const struct schema_state *state)
{
	int here = schema_number(schema_files);

	if (state->version == 0)
		return "this database holds no directory: mfadesk-admin schema install";
	if (state->version > here)
		return "the program is older: use a newer mfadesk-admin";
	if (state->version < here || !state->same_functions)
		return "the directory is older: mfadesk-admin schema upgrade";
	return "they fit";
}

/* False without an error set: they do not fit, and that has been said. */
static bool
run_status(struct session *session, struct error *error)
{
	struct arena *arena = arena_new();
	struct session_rows staff = {0};
	struct schema_state state;
	int version = session_server_version(session);
	bool ok = schema_check_server(session, error) && schema_state(session, schema_files, arena, &state, error) &&
		(state.version == 0 ||
			session_query(session,
				"SELECT pg_catalog.count(*) FROM directory.staff WHERE locked_at IS NULL", 0, NULL,
				arena, &staff, error));

	if (ok) {
		printf("server     PostgreSQL %d.%d\n", version / 10000, version % 10000);
		printf("database   %s\n", session_database(session));
		printf("directory  schema %d, functions of %s\n", state.version,
			state.functions_of[0] ? state.functions_of : "no version");
		printf("program    schema %d, version " MFADESK_VERSION "\n", schema_number(schema_files));
		printf("staff      %s\n", staff.count > 0 ? session_cell(&staff, 0, 0) : "0");
		puts(verdict(&state));
		ok = state.version == schema_number(schema_files) && state.same_functions;
	}
	arena_free(&arena);
	return ok;
}

static const struct verb {
	const char *word;
	bool (*run)(struct session *session, struct error *error);
} VERBS[] = {
	{"install", run_install},
	{"upgrade", run_upgrade},
	{"status", run_status},
};

static const struct verb *
find_verb(const char *word)
{
	for (size_t i = 0; i < sizeof(VERBS) / sizeof(*VERBS); i++)
		if (strcmp(VERBS[i].word, word) == 0)
			return &VERBS[i];
	return NULL;
}

int
admin_schema(int argc, char **argv)
{
	const char *conninfo = NULL;
	const struct option options[] = {{"--connect", .value = &conninfo}, {0}};
	struct error error = {0};
	struct session *session;
	const struct verb *verb;
	int words;
	bool ok;

	if (!options_read(argc, argv, options, &words))
		return ADMIN_USAGE;
	verb = words == 1 ? find_verb(argv[1]) : NULL;
	if (!verb)
		return admin_usage("schema");
	session = admin_connect(conninfo, &error);
	ok = session && verb->run(session, &error);
	session_close(&session);
	if (ok)
		return ADMIN_DONE;
	return error.kind == ERROR_NONE ? ADMIN_FAILED : admin_fail(&error, false);
}
