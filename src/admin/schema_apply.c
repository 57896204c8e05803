/*
 * Bringing a directory to this program's schema. Numbered files go once and
 * forward, each in its own transaction with its row in schema_version; functions
 * and privileges are replaced as a whole in one, which ends by reading every
 * privilege back.
 */
#include <stdio.h>
#include <string.h>

#include "schema_private.h"

/* Any constant would do: the lock is per database, and nobody but superusers may take one in a directory. */
#define LOCK "SELECT pg_catalog.pg_advisory_lock(7165021946)"
#define UNLOCK "SELECT pg_catalog.pg_advisory_unlock(7165021946)"

static bool
begin(struct session *session, struct error *error)
{
	return session_execute(session, "BEGIN ISOLATION LEVEL READ COMMITTED", error);
}

/* Commits, or rolls back what failed. */
static bool
finish(struct session *session, bool ok, struct error *error)
{
	struct error ignored = {0};

	if (ok)
		return session_execute(session, "COMMIT", error);
	/* The error to tell is the one that made it fail. */
	if (!session_execute(session, "ROLLBACK", &ignored))
		return false;
	return false;
}

static bool
run(struct session *session, const struct schema_file *files, const char *name, struct error *error)
{
	const struct schema_file *file = schema_find(files, name);

	return !file || session_script(session, file->name, file->text, error);
}

/* Roles belong to the whole cluster: two databases that are installed at once would trip over each other's. */
static bool
apply_roles(struct session *session, const struct schema_file *files, struct error *error)
{
	bool ok = begin(session, error) &&
		session_execute(session, "LOCK TABLE pg_catalog.pg_authid IN SHARE ROW EXCLUSIVE MODE", error) &&
		run(session, files, "roles.sql", error);

	return finish(session, ok, error);
}

#define RECORD "INSERT INTO directory.schema_version (version, name) VALUES ($1, $2)"

static bool
record(struct session *session, const char *statement, const struct schema_file *file, struct error *error)
{
	char number[16];
	const char *values[] = {number, strchr(file->name, '/') + 1};

	snprintf(number, sizeof(number), "%d", schema_file_number(file));
	return session_query(session, statement, 2, values, NULL, NULL, error);
}

/* The row comes first, so that the same number can never run twice; the very first file makes its table, and may fill
 * it. */
static bool
apply_numbered(struct session *session, const struct schema_file *file, bool first, struct error *error)
{
	bool ok = begin(session, error);

	if (first)
		ok = ok && session_script(session, file->name, file->text, error) &&
			record(session, RECORD " ON CONFLICT DO NOTHING", file, error);
	else
		ok = ok && record(session, RECORD, file, error) &&
			session_script(session, file->name, file->text, error);
	return finish(session, ok, error);
}

static bool
leave_mark(struct session *session, const struct schema_file *files, struct error *error)
{
	char mark[SCHEMA_MARK_SIZE];
	const char *values[] = {mark};

	schema_mark(files, mark);
	return session_query(session, "SELECT pg_catalog.set_config('mfadesk.mark', $1, true)", 1, values, NULL, NULL,
		       error) &&
		session_execute(session,
			"DO $$ BEGIN EXECUTE pg_catalog.format('COMMENT ON SCHEMA desk IS %L',"
			" pg_catalog.current_setting('mfadesk.mark')); END $$",
			error);
}

static bool
replace_functions(struct session *session, const struct schema_file *files, struct error *error)
{
	bool ok = begin(session, error);

	for (const struct schema_file *file = files; ok && file->name; file++)
		if (schema_is_replaced(file))
			ok = session_script(session, file->name, file->text, error);
	ok = ok && run(session, files, "readback.sql", error) && leave_mark(session, files, error);
	return finish(session, ok, error);
}

/* Whether every privilege is still as it should be: somebody may have changed one since. */
static bool
reads_back(struct session *session, const struct schema_file *files)
{
	struct error difference = {0};
	bool ok = begin(session, &difference) && run(session, files, "readback.sql", &difference);

	return finish(session, ok, &difference);
}

static bool
check_fits(
	const struct schema_state *state, const struct schema_file *files, enum schema_mode mode, struct error *error)
{
	if (mode == SCHEMA_UPGRADE && state->version == 0)
		return error_set(error, ERROR_LOCAL, "", "Make one here: mfadesk-admin schema install.",
			"this database holds no directory");
	if (state->version > schema_number(files))
		return error_set(error, ERROR_LOCAL, "", "Use the mfadesk-admin of the newer version.",
			"the directory has schema %d, this program only knows up to %d: the program is older",
			state->version, schema_number(files));
	return true;
}

static bool
apply(struct session *session, const struct schema_file *files, const struct schema_state *state,
	struct schema_report *report, struct error *error)
{
	report->before = state->version;
	report->after = schema_number(files);
	report->changed = state->version != report->after || !state->same_functions || !reads_back(session, files);
	if (!report->changed)
		return true;
	if (!apply_roles(session, files, error))
		return false;
	for (const struct schema_file *file = files; file->name; file++)
		if (schema_file_number(file) > state->version &&
			!apply_numbered(session, file, schema_file_number(file) == 1, error))
			return false;
	return replace_functions(session, files, error);
}

bool
schema_apply(struct session *session, const struct schema_file *files, enum schema_mode mode,
	struct schema_report *report, struct error *error)
{
	struct arena *arena = arena_new();
	struct error ignored = {0};
	struct schema_state state;
	bool ok;

	ok = schema_check_server(session, error) && session_execute(session, LOCK, error);
	if (ok) {
		/* Read under the lock: whoever held it before may have done it all. */
		ok = schema_state(session, files, arena, &state, error) && check_fits(&state, files, mode, error) &&
			apply(session, files, &state, report, error);
		ok = session_execute(session, UNLOCK, ok ? error : &ignored) && ok;
	}
	arena_free(&arena);
	return ok;
}
