/* `mfadesk-admin key`: the worker's master keys, made, renewed and counted. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mfadesk/admin/admin.h"
#include "mfadesk/admin/options.h"
#include "mfadesk/base/hex.h"
#include "mfadesk/crypto/seal.h"

#define AT_ONCE "100"
#define TELL_WORKERS "send SIGHUP to every worker that has this file"

struct key_place {
	const char *file;
	const char *connect; /* NULL: the environment */
};

static bool
key_new(const struct key_place *place, struct error *error)
{
	uint32_t version = 1;

	if (access(place->file, F_OK) == 0) {
		if (!keys_add(place->file, &version, error))
			return false;
	} else if (!keys_create(place->file, error)) {
		return false;
	}
	printf("%s: version %u is the newest; " TELL_WORKERS "\n", place->file, (unsigned)version);
	return true;
}

/* A secret that was changed meanwhile, or wrapped by somebody else, is left: *changed says which. */
static bool
wrap_one(struct session *session, const struct keys *keys, const char *const cells[3], struct arena *arena,
	bool *changed, struct error *error)
{
	const struct seal_subject subject = {.purpose = "authenticator", .person = cells[1], .method = cells[0]};
	struct sealed old = {0};
	struct sealed fresh;
	struct session_rows rows;

	old.bytes = hex_decode_all(arena, cells[2], &old.length);
	if (!old.bytes)
		return error_set(error, ERROR_LOCAL, "", "", "the secret of method %s cannot be read", cells[0]);
	if (!seal_wrap_again(arena, keys, &subject, old, &fresh, error))
		return false;

	const char *values[] = {cells[0], cells[2], hex_encode(arena, fresh.bytes, fresh.length),
		arena_printf(arena, "%u", (unsigned)keys_newest(keys))};

	if (!session_query(
		    session, "SELECT worker.rewrapped($1, $2, $3, $4) ->> 'changed'", 4, values, arena, &rows, error))
		return false;
	*changed = strcmp(session_cell(&rows, 0, 0), "true") == 0;
	return true;
}

/* The next few; *left false where there were none. */
static bool
wrap_some(struct session *session, const struct keys *keys, size_t *done, bool *left, struct error *error)
{
	struct arena *arena = arena_new();
	const char *values[] = {arena_printf(arena, "%u", (unsigned)keys_newest(keys))};
	struct session_rows rows;
	bool changed = false;
	bool ok = session_query(session,
		"SELECT s.method, s.person, s.sealed FROM pg_catalog.jsonb_to_recordset(worker.secrets($1, " AT_ONCE
		") -> 'secrets') AS s (method text, person text, sealed text)",
		1, values, arena, &rows, error);

	*left = ok && rows.count > 0;
	for (size_t row = 0; ok && row < rows.count; row++) {
		ok = wrap_one(session, keys, rows.cells + row * rows.columns, arena, &changed, error);
		*done += ok && changed;
	}
	arena_free(&arena);
	return ok;
}

static bool
key_rotate(const struct key_place *place, struct error *error)
{
	struct keys *keys = keys_read(place->file, error);
	struct session *session = keys ? admin_connect(place->connect, error) : NULL;
	bool left = session != NULL;
	bool ok = left;
	size_t done = 0;

	while (ok && left)
		ok = wrap_some(session, keys, &done, &left, error);
	if (session)
		printf("%zu secrets are under version %u now%s\n", done, (unsigned)keys_newest(keys),
			ok ? "" : "; run it again for the rest");
	session_close(&session);
	keys_free(&keys);
	return ok;
}

static bool
key_status(const struct key_place *place, struct error *error)
{
	struct arena *arena = arena_new();
	struct keys *keys = keys_read(place->file, error);
	struct session *session = keys ? admin_connect(place->connect, error) : NULL;
	struct session_rows rows;
	bool ok = session &&
		session_query(session,
			"SELECT k.version, k.secrets FROM pg_catalog.jsonb_to_recordset(worker.key_counts() -> 'keys')"
			" AS k (version int, secrets bigint) ORDER BY 1",
			0, NULL, arena, &rows, error);

	for (size_t i = 0; ok && i < keys_count(keys); i++)
		printf("version %u is in the file\n", (unsigned)keys_version(keys, i));
	for (size_t row = 0; ok && row < rows.count; row++) {
		const char *version = session_cell(&rows, row, 0);
		bool here = keys_get(keys, KEY_SEAL, (uint32_t)strtoul(version, NULL, 10)) != NULL;

		printf("version %s: %s secrets%s\n", version, session_cell(&rows, row, 1),
			here ? "" : ", and the key is MISSING");
		if (!here)
			error_set(error, ERROR_LOCAL, "", "Put the line of that version back into the file.",
				"%s lacks version %s", place->file, version);
	}
	session_close(&session);
	keys_free(&keys);
	arena_free(&arena);
	return ok && error->kind == ERROR_NONE;
}

static const struct {
	const char *word;
	bool (*run)(const struct key_place *place, struct error *error);
} VERBS[] = {{"new", key_new}, {"rotate", key_rotate}, {"status", key_status}};

int
admin_key(int argc, char **argv)
{
	struct key_place place = {0};
	const struct option options[] = {{"--connect", .value = &place.connect}, {0}};
	struct error error = {0};
	int words;

	if (!options_read(argc, argv, options, &words))
		return ADMIN_USAGE;
	crypto_secure_heap_start();
	for (size_t i = 0; words == 2 && i < sizeof(VERBS) / sizeof(*VERBS); i++)
		if (strcmp(VERBS[i].word, argv[1]) == 0) {
			place.file = argv[2];
			return VERBS[i].run(&place, &error) ? ADMIN_DONE : admin_fail(&error, false);
		}
	return admin_usage("key");
}
