/* `mfadesk-admin setting`: lists, shows and sets what a university may choose. */
#include <stdio.h>

#include "mfadesk/admin/admin.h"
#include "mfadesk/admin/options.h"
#include "mfadesk/base/text.h"
#include "mfadesk/base/uuid.h"

/* NULL for `name`: all of them. */
static bool
show(struct session *session, const char *name, struct error *error)
{
	struct arena *arena = arena_new();
	struct session_rows rows;
	bool ok = session_query(session,
		"SELECT key, value FROM pg_catalog.jsonb_each_text(admin.settings())"
		" WHERE $1::text IS NULL OR key = $1 ORDER BY key",
		1, &name, arena, &rows, error);

	if (ok && name && rows.count == 0)
		ok = error_set(
			error, ERROR_LOCAL, "", "mfadesk-admin setting lists them.", "there is no setting %s", name);
	for (size_t row = 0; ok && row < rows.count; row++) {
		if (!name)
			printf("%s = ", text_printable(arena, session_cell(&rows, row, 0)));
		puts(text_printable(arena, session_cell(&rows, row, 1)));
	}
	arena_free(&arena);
	return ok;
}

static bool
set(struct session *session, const char *name, const char *value, struct error *error)
{
	char request[UUID_SIZE];
	const char *values[] = {request, name, value};

	uuid_make(request);
	return session_query(session, "SELECT admin.set_setting($1, $2, $3)", 3, values, NULL, NULL, error);
}

int
admin_setting(int argc, char **argv)
{
	const char *connect = NULL;
	const struct option options[] = {{"--connect", .value = &connect}, {0}};
	struct error error = {0};
	struct session *session;
	int words;
	bool ok;

	if (!options_read(argc, argv, options, &words))
		return ADMIN_USAGE;
	if (words > 2)
		return admin_usage("setting");
	session = admin_connect(connect, &error);
	ok = session &&
		(words == 2 ? set(session, argv[1], argv[2], &error)
			    : show(session, words == 1 ? argv[1] : NULL, &error));
	session_close(&session);
	return ok ? ADMIN_DONE : admin_fail(&error, false);
}
