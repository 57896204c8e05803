/*
 * The installer against a real server, with a table of files of the test's
 * own, and with the real one cut short: a directory that was upgraded step by
 * step is the same as a fresh one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mfadesk/admin/process.h"
#include "mfadesk/admin/schema.h"

enum { FILES_MAX = 100, NAME_SIZE = 64 };

#define FIRST                                                                                                          \
	"CREATE SCHEMA directory;\n"                                                                                   \
	"CREATE TABLE directory.schema_version (version int PRIMARY KEY, name text, applied_at timestamptz DEFAULT "   \
	"now());\n"                                                                                                    \
	"CREATE TABLE directory.seen (step int);\n"                                                                    \
	"INSERT INTO directory.seen VALUES (1);\n"
#define SECOND "INSERT INTO directory.seen VALUES (2);\n"
#define THIRD "INSERT INTO directory.seen VALUES (3);\n"
#define BROKEN "-- a comment\nINSERT INTO directory.seen VALUES (3);\n\nINSERT INTO directory.seen VALUES (1 / 0);\n"
#define FUNCTIONS(number)                                                                                              \
	"DROP SCHEMA IF EXISTS desk CASCADE;\nCREATE SCHEMA desk;\n"                                                   \
	"CREATE FUNCTION desk.answer() RETURNS int LANGUAGE sql RETURN " number ";\n"

static const struct schema_file two_files[] = {
	{"tables/0001_one.sql", FIRST}, {"tables/0002_two.sql", SECOND}, {"functions/00.sql", FUNCTIONS("2")}, {0}};
static const struct schema_file three_files[] = {{"tables/0001_one.sql", FIRST}, {"tables/0002_two.sql", SECOND},
	{"tables/0003_three.sql", THIRD}, {"functions/00.sql", FUNCTIONS("3")}, {0}};
static const struct schema_file broken_third[] = {{"tables/0001_one.sql", FIRST}, {"tables/0002_two.sql", SECOND},
	{"tables/0003_three.sql", BROKEN}, {"functions/00.sql", FUNCTIONS("3")}, {0}};
static const struct schema_file broken_readback[] = {{"tables/0001_one.sql", FIRST}, {"tables/0002_two.sql", SECOND},
	{"functions/00.sql", FUNCTIONS("4")},
	{"readback.sql", "DO $$ BEGIN\nRAISE EXCEPTION 'a privilege is wrong';\nEND $$;"}, {0}};

/* A database of the test's own. */
static char database[NAME_SIZE];
static struct session *session;
static struct arena *arena;

static struct session *
connect_to(const char *name)
{
	char conninfo[NAME_SIZE * 2];
	struct error error = {0};
	struct session *opened;

	snprintf(conninfo, sizeof(conninfo), "user=postgres dbname=%s", name);
	opened = session_open(conninfo, "schema_test", NULL, NULL, &error);
	if (!opened)
		fail_msg("%s: %s", name, error.message);
	return opened;
}

static void
execute(struct session *on, const char *sql)
{
	struct error error = {0};

	if (!session_execute(on, sql, &error))
		fail_msg("%s: %s", sql, error.message);
}

static const char *
ask(const char *sql)
{
	struct session_rows rows;
	struct error error = {0};

	if (!session_query(session, sql, 0, NULL, arena, &rows, &error))
		fail_msg("%s: %s", sql, error.message);
	return session_cell(&rows, 0, 0);
}

static void
on_database(const char *form, const char *name)
{
	struct session *superuser = connect_to("postgres");
	char sql[NAME_SIZE * 2];

	snprintf(sql, sizeof(sql), "%s %s", form, name);
	execute(superuser, sql);
	session_close(&superuser);
}

static int
make_database(void **state)
{
	(void)state;
	snprintf(database, sizeof(database), "schema_test_%ld", (long)getpid());
	on_database("CREATE DATABASE", database);
	session = connect_to(database);
	arena = arena_new();
	return 0;
}

static int
drop_database(void **state)
{
	(void)state;
	session_close(&session);
	arena_free(&arena);
	on_database("DROP DATABASE", database);
	return 0;
}

static struct schema_report
apply(const struct schema_file *files, enum schema_mode mode)
{
	struct schema_report report = {0};
	struct error error = {0};

	if (!schema_apply(session, files, mode, &report, &error))
		fail_msg("%s (%s)", error.message, error.hint);
	return report;
}

static struct error
apply_refused(const struct schema_file *files, enum schema_mode mode)
{
	struct schema_report report = {0};
	struct error error = {0};

	assert_false(schema_apply(session, files, mode, &report, &error));
	return error;
}

#define STEPS "SELECT pg_catalog.string_agg(step::text, ',' ORDER BY step) FROM directory.seen"
#define VERSIONS                                                                                                       \
	"SELECT pg_catalog.string_agg(version || ' ' || name, ',' ORDER BY version) FROM directory.schema_version"

static void
each_numbered_file_runs_once(void **state)
{
	struct schema_report report;

	(void)state;
	report = apply(two_files, SCHEMA_INSTALL);
	assert_int_equal(report.before, 0);
	assert_int_equal(report.after, 2);
	assert_true(report.changed);
	assert_string_equal(ask(STEPS), "1,2");
	assert_string_equal(ask(VERSIONS), "1 0001_one.sql,2 0002_two.sql");
	report = apply(three_files, SCHEMA_UPGRADE);
	assert_int_equal(report.before, 2);
	assert_int_equal(report.after, 3);
	assert_string_equal(ask(STEPS), "1,2,3");
	assert_string_equal(ask("SELECT desk.answer()"), "3");
}

static void
again_there_is_nothing_to_do(void **state)
{
	struct schema_report report;

	(void)state;
	apply(two_files, SCHEMA_INSTALL);
	report = apply(two_files, SCHEMA_UPGRADE);
	assert_false(report.changed);
	report = apply(two_files, SCHEMA_INSTALL);
	assert_false(report.changed);
	assert_int_equal(report.before, 2);
	assert_string_equal(ask(STEPS), "1,2");
}

static void
a_file_that_fails_leaves_the_steps_before_it(void **state)
{
	struct error error;

	(void)state;
	apply(two_files, SCHEMA_INSTALL);
	error = apply_refused(broken_third, SCHEMA_UPGRADE);
	assert_string_equal(error.message, "tables/0003_three.sql:4: division by zero");
	assert_string_equal(error.code, "22012");
	assert_string_equal(ask(STEPS), "1,2");
	assert_string_equal(ask("SELECT desk.answer()"), "2");
	assert_string_equal(ask("SELECT pg_catalog.max(version) FROM directory.schema_version"), "2");
	/* Mended, it goes on from there, in the same session: no lock and no transaction was left behind. */
	apply(three_files, SCHEMA_UPGRADE);
	assert_string_equal(ask(STEPS), "1,2,3");
}

static void
functions_change_as_a_whole_or_not_at_all(void **state)
{
	struct error error;

	(void)state;
	apply(two_files, SCHEMA_INSTALL);
	error = apply_refused(broken_readback, SCHEMA_UPGRADE);
	assert_string_equal(error.message, "readback.sql:1: a privilege is wrong");
	assert_string_equal(ask("SELECT desk.answer()"), "2");
}

static void
an_empty_database_is_not_upgraded(void **state)
{
	struct error error;

	(void)state;
	error = apply_refused(two_files, SCHEMA_UPGRADE);
	assert_non_null(strstr(error.message, "holds no directory"));
	assert_non_null(strstr(error.hint, "schema install"));
	assert_null(ask("SELECT pg_catalog.to_regnamespace('directory')"));
}

static void
a_newer_directory_is_left_alone(void **state)
{
	struct error error;

	(void)state;
	apply(three_files, SCHEMA_INSTALL);
	error = apply_refused(two_files, SCHEMA_UPGRADE);
	assert_non_null(strstr(error.message, "the program is older"));
	apply_refused(two_files, SCHEMA_INSTALL);
	assert_string_equal(ask("SELECT desk.answer()"), "3");
}

static void
the_state_is_told(void **state)
{
	struct schema_state found;
	struct error error = {0};

	(void)state;
	assert_true(schema_state(session, two_files, arena, &found, &error));
	assert_int_equal(found.version, 0);
	assert_false(found.same_functions);
	assert_string_equal(found.functions_of, "");
	apply(two_files, SCHEMA_INSTALL);
	assert_true(schema_state(session, two_files, arena, &found, &error));
	assert_int_equal(found.version, 2);
	assert_true(found.same_functions);
	assert_string_equal(found.functions_of, MFADESK_VERSION);
	assert_true(schema_state(session, three_files, arena, &found, &error));
	assert_false(found.same_functions);
}

/* pg_dump's own lock of the dump differs at each run. */
static const char *
dump(const char *name)
{
	const struct account_of_system self = {.name = "root", .uid = getuid(), .gid = getgid()};
	char conninfo[256];
	const char *argv[] = {"/usr/bin/env", "pg_dump", "--schema-only", "-d", conninfo, NULL};
	struct error error = {0};
	struct buffer output;
	char *text;

	snprintf(conninfo, sizeof(conninfo), "host=%s port=%s user=postgres dbname=%s", getenv("PGHOST"),
		getenv("PGPORT"), name);
	buffer_init(&output, 0);
	if (!process_run(&self, argv, &output, &error))
		fail_msg("%s", error.message);
	text = arena_copy(arena, buffer_text(&output));
	buffer_free(&output);
	for (char *line = text; (line = strstr(line, "restrict ")) != NULL; line++)
		memset(line, ' ', strcspn(line, "\n"));
	return text;
}

/* The real files, without the numbered ones above `highest`; with none of what is replaced as a whole. */
static void
cut_short(struct schema_file *files, int highest)
{
	size_t count = 0;

	for (const struct schema_file *file = schema_files; file->name; file++)
		if (strcmp(file->name, "roles.sql") == 0 ||
			(strncmp(file->name, "tables/", 7) == 0 && atoi(file->name + 7) <= highest))
			files[count++] = *file;
	files[count++] = (struct schema_file){"functions/00.sql", "CREATE SCHEMA IF NOT EXISTS desk;"};
	files[count] = (struct schema_file){0};
}

static void
upgraded_from_every_number_equals_fresh(void **state)
{
	char *fresh;

	(void)state;
	apply(schema_files, SCHEMA_INSTALL);
	fresh = memory_copy(dump(database));
	assert_non_null(strstr(fresh, "CREATE FUNCTION desk.suspend"));
	for (int number = 1; number < schema_number(schema_files); number++) {
		struct schema_file files[FILES_MAX];

		drop_database(NULL);
		make_database(NULL);
		cut_short(files, number);
		apply(files, SCHEMA_INSTALL);
		assert_int_equal(apply(schema_files, SCHEMA_UPGRADE).before, number);
		assert_string_equal(dump(database), fresh);
	}
	memory_free(fresh);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_numbered_file_runs_once, make_database, drop_database),
		cmocka_unit_test_setup_teardown(again_there_is_nothing_to_do, make_database, drop_database),
		cmocka_unit_test_setup_teardown(
			a_file_that_fails_leaves_the_steps_before_it, make_database, drop_database),
		cmocka_unit_test_setup_teardown(
			functions_change_as_a_whole_or_not_at_all, make_database, drop_database),
		cmocka_unit_test_setup_teardown(an_empty_database_is_not_upgraded, make_database, drop_database),
		cmocka_unit_test_setup_teardown(a_newer_directory_is_left_alone, make_database, drop_database),
		cmocka_unit_test_setup_teardown(the_state_is_told, make_database, drop_database),
		cmocka_unit_test_setup_teardown(upgraded_from_every_number_equals_fresh, make_database, drop_database),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
