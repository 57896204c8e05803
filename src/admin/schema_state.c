/* What is found: the server, and how far a directory is from this program's schema. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mfadesk/admin/schema.h"
#include "mfadesk/base/log.h"
#include "mfadesk/crypto/digest.h"
#include "schema_private.h"

enum { OLDEST = 150000, FIXED_15 = 150020 };

const struct schema_file *
schema_find(const struct schema_file *files, const char *name)
{
	for (; files->name; files++)
		if (strcmp(files->name, name) == 0)
			return files;
	return NULL;
}

int
schema_file_number(const struct schema_file *file)
{
	return strncmp(file->name, "tables/", 7) == 0 ? (int)strtol(file->name + 7, NULL, 10) : 0;
}

int
schema_number(const struct schema_file *files)
{
	int highest = 0;

	for (; files->name; files++)
		if (schema_file_number(files) > highest)
			highest = schema_file_number(files);
	return highest;
}

static bool
check_database(struct session *session, struct arena *arena, struct error *error)
{
	struct session_rows rows;

	if (!session_query(session,
		    "SELECT pg_catalog.current_setting('server_encoding'), (SELECT 'yes' FROM pg_catalog.pg_collation"
		    " WHERE collname = 'und-x-icu' AND collnamespace = 'pg_catalog'::pg_catalog.regnamespace)",
		    0, NULL, arena, &rows, error))
		return false;
	if (strcmp(session_cell(&rows, 0, 0), "UTF8") != 0)
		return error_set(error, ERROR_LOCAL, "",
			"Make one that is: createdb --template=template0 --encoding=UTF8 NAME.",
			"the database %s is encoded in %s, not in UTF8", session_database(session),
			session_cell(&rows, 0, 0));
	if (!session_cell(&rows, 0, 1))
		return error_set(error, ERROR_LOCAL, "",
			"Use a PostgreSQL that is built with ICU, as the packages are.",
			"this PostgreSQL has no collation und-x-icu");
	return true;
}

bool
schema_check_server(struct session *session, struct error *error)
{
	int version = session_server_version(session);
	struct arena *arena;
	bool ok;

	if (version < OLDEST)
		return error_set(error, ERROR_LOCAL, "", "Upgrade the server.",
			"the server is PostgreSQL %d; mfadesk needs 15 or newer", version / 10000);
	if (version < FIXED_15)
		log_line("warning: PostgreSQL 15.%d lacks fixes; 15.%d or newer is advised", version % 10000,
			FIXED_15 % 10000);
	if (!session_is_superuser(session))
		return error_set(error, ERROR_LOCAL, "",
			"Connect as the installer, for example as the system's user postgres.",
			"%s is not a superuser: the schema needs one, who reads every privilege back",
			session_login(session));
	arena = arena_new();
	ok = check_database(session, arena, error);
	arena_free(&arena);
	return ok;
}

bool
schema_is_replaced(const struct schema_file *file)
{
	return strncmp(file->name, "functions/", 10) == 0 || strcmp(file->name, "privileges.sql") == 0;
}

void
schema_mark(const struct schema_file *files, char mark[SCHEMA_MARK_SIZE])
{
	struct digest *digest = digest_new();
	unsigned char hash[DIGEST_SIZE];
	char hex[DIGEST_HEX_SIZE];

	for (; files->name; files++)
		if (schema_is_replaced(files)) {
			digest_add(digest, files->name, strlen(files->name) + 1);
			digest_add(digest, files->text, strlen(files->text) + 1);
		}
	digest_finish(&digest, hash);
	digest_hex(hash, hex);
	snprintf(mark, SCHEMA_MARK_SIZE, "mfadesk " MFADESK_VERSION " %s", hex);
}

/* The version in "mfadesk 0.1.0 <digest>"; the whole text where it is of another form. */
static const char *
version_in(struct arena *arena, const char *mark)
{
	const char *start = strchr(mark, ' ');

	return start ? arena_copy_bytes(arena, start + 1, strcspn(start + 1, " ")) : mark;
}

bool
schema_state(struct session *session, const struct schema_file *files, struct arena *arena, struct schema_state *state,
	struct error *error)
{
	char expected[SCHEMA_MARK_SIZE];
	struct session_rows rows;
	const char *mark;

	*state = (struct schema_state){.functions_of = ""};
	if (!session_query(session,
		    "SELECT pg_catalog.to_regclass('directory.schema_version'),"
		    " pg_catalog.obj_description(pg_catalog.to_regnamespace('desk'), 'pg_namespace')",
		    0, NULL, arena, &rows, error))
		return false;
	mark = session_cell(&rows, 0, 1) ? session_cell(&rows, 0, 1) : "";
	schema_mark(files, expected);
	state->same_functions = strcmp(mark, expected) == 0;
	state->functions_of = version_in(arena, mark);
	if (!session_cell(&rows, 0, 0))
		return true;
	if (!session_query(session, "SELECT coalesce(pg_catalog.max(version), 0) FROM directory.schema_version", 0,
		    NULL, arena, &rows, error))
		return false;
	state->version = (int)strtol(session_cell(&rows, 0, 0), NULL, 10);
	return true;
}
