/* Finding PostgreSQL's server programs. Debian keeps them out of PATH, one folder for each major version. */
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mfadesk/admin/embedded.h"
#include "mfadesk/admin/files.h"

enum { OLDEST_MAJOR = 15 };

/* The number that `text` begins with; 0 where it begins with none. */
static int
number_at(const char *text)
{
	return (int)strtol(text, NULL, 10);
}

/* The major version of the programs in `folder`; 0 where they are not all there. */
static int
major_of(const struct embedded *embedded, const char *folder)
{
	const char *postgres = file_path(embedded->arena, folder, "postgres");
	const char *argv[] = {postgres, "--version", NULL};
	struct error ignored = {0};
	struct buffer output;
	int major = 0;

	if (access(file_path(embedded->arena, folder, "initdb"), X_OK) != 0 ||
		access(file_path(embedded->arena, folder, "pg_ctl"), X_OK) != 0)
		return 0;
	buffer_init(&output, 0);
	if (process_run(&embedded->server, argv, &output, &ignored))
		major = number_at(buffer_text(&output) + strcspn(buffer_text(&output), "0123456789"));
	buffer_free(&output);
	return major;
}

/* What pg_config says; NULL where there is none (it belongs to the development files). */
static const char *
configured(const struct embedded *embedded)
{
	const char *argv[] = {"/usr/bin/env", "pg_config", "--bindir", NULL};
	const char *folder = NULL;
	struct error ignored = {0};
	struct buffer output;

	buffer_init(&output, 0);
	if (process_run(&embedded->server, argv, &output, &ignored))
		folder = arena_copy_bytes(embedded->arena, buffer_text(&output), strcspn(buffer_text(&output), "\n"));
	buffer_free(&output);
	return folder;
}

/* The version that made the data: no other can read it. 0: there is none yet. */
static int
major_of_data(const struct embedded *embedded)
{
	const char *text = file_read(embedded->arena, file_path(embedded->arena, embedded->data, "PG_VERSION"));

	return text ? number_at(text) : 0;
}

/* The newest that fits, from the places where distributions install them. */
static const char *
newest_installed(const struct embedded *embedded, int wanted)
{
	glob_t found = {0};
	const char *best = NULL;
	int best_major = OLDEST_MAJOR - 1;

	glob("/usr/lib/postgresql/*/bin", 0, NULL, &found);
	glob("/usr/pgsql-*/bin", GLOB_APPEND, NULL, &found);
	glob("/usr/libexec/postgresql*", GLOB_APPEND, NULL, &found);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		int major = major_of(embedded, found.gl_pathv[i]);

		if (wanted ? major == wanted : major > best_major) {
			best = arena_copy(embedded->arena, found.gl_pathv[i]);
			best_major = major;
		}
	}
	globfree(&found);
	return best;
}

const char *
embedded_programs(const struct embedded *embedded, struct error *error)
{
	const char *folder = configured(embedded);
	int wanted = major_of_data(embedded);
	int major = folder ? major_of(embedded, folder) : 0;

	if (wanted ? major == wanted : major >= OLDEST_MAJOR)
		return folder;
	folder = newest_installed(embedded, wanted);
	if (folder)
		return folder;
	if (wanted)
		error_set(error, ERROR_LOCAL, "",
			"Install that version, or make it anew: mfadesk-admin embedded reset.",
			"%s was made by PostgreSQL %d, whose server is not installed", embedded->directory, wanted);
	else
		error_set(error, ERROR_LOCAL, "", "On Debian and Ubuntu: apt-get install postgresql.",
			"PostgreSQL's server (initdb, pg_ctl), version %d or newer, is not installed", OLDEST_MAJOR);
	return NULL;
}
