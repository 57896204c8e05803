/*
 * People to a file. The export is on the record before the first row leaves:
 * two statements, two transactions. Cells are written as they are, also those
 * that a spreadsheet takes for a formula: the file must mean the same when it is
 * imported again.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "export.h"
#include "mfadesk/admin/admin.h"
#include "mfadesk/base/log.h"
#include "mfadesk/base/uuid.h"

struct target {
	FILE *stream;
	const char *name;
	int64_t lines;
};

static bool
not_written(const struct target *target, struct error *error)
{
	return error_set(error, ERROR_LOCAL, "", "", "%s: %s", target->name, strerror(errno));
}

static bool
take_line(void *context, const char *bytes, size_t length, struct error *error)
{
	struct target *target = context;

	target->lines++;
	return fwrite(bytes, 1, length, target->stream) == length || not_written(target, error);
}

/* COPY takes no parameters: the request is named by a setting of the session, and read back by a function. */
static bool
write_people(struct session *session, struct target *target, struct error *error)
{
	char request[UUID_SIZE];
	const char *values[] = {request};

	uuid_make(request);
	return session_query(session, "SELECT admin.export_people($1)", 1, values, NULL, NULL, error) &&
		session_query(session, "SELECT pg_catalog.set_config('mfadesk.request', $1, false)", 1, values, NULL,
			NULL, error) &&
		session_copy_out(session,
			"COPY (SELECT * FROM "
			"admin.exported_people(pg_catalog.current_setting('mfadesk.request')::uuid))"
			" TO STDOUT WITH (FORMAT csv, HEADER true)",
			take_line, target, error) &&
		(fflush(target->stream) == 0 || not_written(target, error));
}

/* Beside the file first, for nobody else to read; then in its place. */
static bool
write_file(struct session *session, const char *path, struct target *target, struct error *error)
{
	struct arena *arena = arena_new();
	char *beside = arena_printf(arena, "%s.new", path);
	int file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool ok;

	target->name = beside;
	target->stream = file >= 0 ? fdopen(file, "w") : NULL;
	ok = target->stream != NULL || not_written(target, error);
	ok = ok && write_people(session, target, error) && (fsync(file) == 0 || not_written(target, error));
	if (target->stream != NULL && fclose(target->stream) != 0 && ok)
		ok = not_written(target, error);
	if (ok && rename(beside, path) != 0)
		ok = not_written(target, error);
	if (!ok && file >= 0)
		unlink(beside);
	arena_free(&arena);
	return ok;
}

bool
export_people(const char *connect, const char *path, struct error *error)
{
	struct target target = {.stream = stdout, .name = "standard output"};
	struct session *session = admin_connect(connect, error);
	bool ok = session != NULL &&
		(path != NULL ? write_file(session, path, &target, error) : write_people(session, &target, error));

	session_close(&session);
	if (ok && path != NULL)
		log_line("%" PRId64 " people are in %s", target.lines - 1, path);
	return ok;
}
