/* Recovery codes on the command line: shown once, on the terminal, in the JSON, or in a file of the agent's own. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "mfadesk/act/reply.h"
#include "own_box.h"

/* Before anything is asked for: codes that would reach nobody are not made. */
static bool
has_place(const struct command *command, const char *path, FILE **file, struct error *error)
{
	if (path)
		*file = private_file_new(path, error);
	return path ? *file != NULL
		    : command->json || isatty(STDOUT_FILENO) ||
			error_set(error, ERROR_USAGE, "", "A terminal, --file FILE or --json takes them.",
				"there is no place for the codes");
}

/* NULL where there are none. Owned by the caller. */
static struct secret *
ask_for(struct own_box *own, const struct command *command)
{
	const char *id = arena_copy(own->arena, command->request.id);
	struct codes_box box;
	char *json;

	if (!own_box_request(own, command, &json) || !own_box_await(own, ACT_CODES, "set", id, &json) ||
		!reply_codes_box(own->arena, json, &box, own->error))
		return NULL;
	return box_open_text(own->key, id, box.sealed, own->error);
}

/* What did not come to the file leaves none behind. */
static bool
keep(FILE *file, const char *path, const struct secret *codes, struct error *error)
{
	bool kept = codes && fprintf(file, "%s\n", secret_text(codes)) > 0;

	kept = fclose(file) == 0 && kept;
	if (codes && !kept)
		error_set(error, ERROR_LOCAL, "", "Ask for new ones: these are lost.", "%.200s cannot be written: %s",
			path, strerror(errno));
	if (!kept)
		unlink(path);
	return kept;
}

bool
codes_run(const struct command *command, struct store *store, struct arena *arena, char **json, struct error *error)
{
	struct own_box own = {.store = store, .arena = arena, .error = error};
	const char *path = act_request_get(&command->request, "file");
	FILE *file = NULL;
	struct secret *codes;
	bool done;

	if (!has_place(command, path, &file, error))
		return false;
	codes = ask_for(&own, command);
	done = file ? keep(file, path, codes, error) : codes != NULL;
	if (done && !file && !command->json)
		puts(secret_text(codes));
	if (done)
		*json = reply_issued_codes_json(arena,
			&(struct issued_codes){command->request.id, command->json && !file ? secret_text(codes) : ""});
	box_key_free(&own.key);
	secret_free(&codes);
	return done;
}
