/* `mfadesk-admin people import|export` and `methods import`: arguments, and the order of things. */
#include <stdio.h>
#include <string.h>

#include "export.h"
#include "import.h"
#include "mfadesk/admin/options.h"
#include "mfadesk/base/log.h"

/* The plan is of no more use; that it could not be removed is no failure of the import: a later one removes it. */
static void
forget(struct session *session, const struct import_load *load)
{
	struct error ignored = {0};
	const char *values[] = {load->run};

	if (!session_query(session, "SELECT admin.import_forget($1)", 1, values, NULL, NULL, &ignored))
		error_clear(&ignored);
}

/* What PostgreSQL says in its own words, in ours. */
static int
fail(const struct error *error, bool json)
{
	struct error plain = {0};

	if (strcmp(error->code, "42501") == 0)
		error_set(&plain, ERROR_REFUSED, "MD403", "Connect as one: PGUSER=LOGIN, or --connect \"user=LOGIN\".",
			"only an administrator imports and exports");
	else if (strcmp(error->code, "55P03") == 0)
		error_set(&plain, ERROR_REFUSED, "MD423",
			"Try again in a minute: the same file again does what is left.",
			"another import, or somebody at the desk, has been at work on the same people for too long");
	return admin_fail(plain.kind != ERROR_NONE ? &plain : error, json);
}

static int
refused(const struct import_answer *answer)
{
	struct error error = {0};

	error_set(&error, ERROR_REFUSED, answer->refused_code, answer->refused_hint, "%s", answer->refused);
	return admin_fail(&error, false);
}

static int
run(const struct import_kind *kind, const struct import_options *options)
{
	struct arena *arena = arena_new();
	struct error error = {0};
	struct import_load load = {0};
	struct import_answer answer = {0};
	struct progress progress;
	struct session *session = admin_connect(options->connect, &error);
	int status = ADMIN_DONE;
	bool ok;

	progress_begin(&progress, options->json);
	ok = session != NULL && import_load(session, kind, options->file, &load, &progress, &error);
	if (ok) {
		ok = import_carry_out(session, kind, options, &load, &progress, arena, &answer, &error) &&
			import_report(session, options, &load, &answer, &error);
		progress_end(&progress);
		forget(session, &load);
	}
	if (!ok)
		status = fail(&error, options->json);
	else if (answer.refused != NULL && !options->json)
		status = refused(&answer);
	else if (answer.refused != NULL || answer.bad > 0)
		status = ADMIN_FAILED;
	session_close(&session);
	arena_free(&arena);
	return status;
}

static int
import(const struct import_kind *kind, int argc, char **argv)
{
	struct import_options chosen = {.missing = "keep"};
	const struct option options[] = {
		{"--connect", .value = &chosen.connect},
		{"--missing", .value = &chosen.missing},
		{"--all-or-nothing", .flag = &chosen.all_or_nothing},
		{"--dry-run", .flag = &chosen.dry_run},
		{"--json", .flag = &chosen.json},
		{0},
	};
	int words;

	if (!options_read(argc, argv, options, &words))
		return ADMIN_USAGE;
	if (words != 1)
		return admin_usage(kind->word);
	if (strcmp(chosen.missing, "keep") != 0 && strcmp(chosen.missing, "disable") != 0 &&
		strcmp(chosen.missing, "disable-all") != 0) {
		log_line("--missing is disable or disable-all");
		return ADMIN_USAGE;
	}
	if (kind == &import_methods && strcmp(chosen.missing, "keep") != 0) {
		log_line("--missing is for people: an import never ends a sign-in method");
		return ADMIN_USAGE;
	}
	chosen.file = argv[1];
	return run(kind, &chosen);
}

static int export(int argc, char **argv)
{
	const char *connect = NULL;
	const struct option options[] = {{"--connect", .value = &connect}, {0}};
	struct error error = {0};
	int words;

	if (!options_read(argc, argv, options, &words))
		return ADMIN_USAGE;
	if (words > 1)
		return admin_usage("people");
	return export_people(connect, words == 1 ? argv[1] : NULL, &error) ? ADMIN_DONE : fail(&error, false);
}

int
admin_people(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "import") == 0)
		return import(&import_people, argc - 1, argv + 1);
	if (argc > 1 && strcmp(argv[1], "export") == 0)
		return export(argc - 1, argv + 1);
	return admin_usage("people");
}

int
admin_methods(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "import") == 0)
		return import(&import_methods, argc - 1, argv + 1);
	return admin_usage("methods");
}
