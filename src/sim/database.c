#include "database.h"

#include <string.h>

struct database {
	const char *conninfo; /* borrowed */
	struct session *session; /* NULL: to be opened */
};

static bool
is_demonstration(struct session *session, struct error *error)
{
	struct arena *arena = arena_new();
	struct session_rows rows;
	struct error cause = {0};
	bool asked = session_query(session, "SELECT sim.is_demonstration()", 0, NULL, arena, &rows, &cause);
	const char *answer = asked ? session_cell(&rows, 0, 0) : NULL;
	bool ok = answer && strcmp(answer, "t") == 0;

	if (cause.kind == ERROR_CONNECTION)
		*error = cause;
	else if (!asked)
		error_set(error, cause.kind, cause.code, "mfadesk-admin embedded start makes a directory that has one.",
			"this directory has no simulator: %s", cause.message);
	else if (!ok)
		error_set(error, ERROR_REFUSED, "MD451", "A simulated carrier has no place in a real one.",
			"this directory is no demonstration");
	arena_free(&arena);
	return ok;
}

static bool
connect_once(struct database *database, struct error *error)
{
	if (database->session)
		return true;
	database->session = session_open(database->conninfo, "mfadesk-sim", NULL, NULL, error);
	if (database->session && !is_demonstration(database->session, error))
		session_close(&database->session);
	return database->session != NULL;
}

struct database *
database_open(const char *conninfo, struct error *error)
{
	struct database *database = memory_alloc(sizeof(*database));

	database->conninfo = conninfo ? conninfo : "user=mfadesk_sim";
	if (!connect_once(database, error))
		database_close(&database);
	return database;
}

void
database_close(struct database **database)
{
	if (!*database)
		return;
	session_close(&(*database)->session);
	memory_free(*database);
	*database = NULL;
}

bool
database_ask(struct database *database, const char *sql, size_t count, const char *const *values, struct arena *arena,
	struct session_rows *rows, struct error *error)
{
	struct error first = {0};

	if (database->session && session_query(database->session, sql, count, values, arena, rows, &first))
		return true;
	if (first.kind != ERROR_NONE && first.kind != ERROR_CONNECTION) {
		*error = first;
		return false;
	}
	session_close(&database->session);
	if (!connect_once(database, error))
		return false;
	if (session_query(database->session, sql, count, values, arena, rows, error))
		return true;
	if (error->kind == ERROR_CONNECTION)
		session_close(&database->session);
	return false;
}
