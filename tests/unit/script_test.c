/* Where in a script a statement begins, for error messages that name the line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../src/store/session_private.h"

/* The second statement of each (number 1) begins on this line. */
static const struct {
	const char *text;
	unsigned line;
} statements[] = {
	{"SELECT 1;\nSELECT 2;", 2},
	{"SELECT 1; SELECT 2;", 1},
	{"\n\n-- one; two\nSELECT 1;\n\n-- three;\nSELECT 2", 7},
	{"SELECT 1;;;\n;\nSELECT 2", 3},
	{"SELECT ';\n';\nSELECT 2", 3},
	{"SELECT 'it''s;\n';\nSELECT 2", 3},
	{"SELECT E'\\';\n';\nSELECT 2", 3},
	{"SELECT '\\';\nSELECT 2", 2},
	{"SELECT \"a;\n\";\nSELECT 2", 3},
	{"/* ; /* ; */ ; */ SELECT 1;\nSELECT 2", 2},
	{"DO $$ BEGIN\nNULL; END $$;\nSELECT 2", 3},
	{"DO $a$ $$ ; $b$;\n$a$;\nSELECT 2", 3},
	{"SELECT $1;\nSELECT 2", 2},
	{"CREATE RULE r AS ON INSERT TO t DO (SELECT 1;\nSELECT 2);\nSELECT 3", 3},
	{"CREATE FUNCTION f() RETURNS int\nBEGIN ATOMIC\nSELECT 1;\nSELECT CASE WHEN true THEN 1 END;\nEND;\nSELECT 2",
		6},
	{"create function f() returns int begin atomic\nselect 1; end;\nselect 2", 3},
	{"SELECT atomic_weight FROM t;\nSELECT 2", 2},
	{"SELECT 1 AS \"end\";\nSELECT 2", 2},
	{"SELECT 'é';\nSELECT 2", 2},
	/* cut short: the end of the text, and no further */
	{"SELECT 1", 1},
	{"SELECT 1;\n", 2},
	{"SELECT 'never closed;\n", 2},
	{"DO $$ never closed;\n", 2},
	{"SELECT 1; /* never closed\n", 2},
	{"", 1},
};

static void
finds_the_line_of_a_statement(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(statements) / sizeof(*statements); i++) {
		unsigned line = script_line_of_statement(statements[i].text, 1);

		if (line != statements[i].line)
			fail_msg("line %u, not %u, for: %s", line, statements[i].line, statements[i].text);
	}
}

static void
finds_the_line_of_a_position(void **state)
{
	(void)state;
	assert_int_equal(script_line_of_position("abc", 1), 1);
	assert_int_equal(script_line_of_position("a\nb", 3), 2);
	assert_int_equal(script_line_of_position("a\nb", 2), 1);
	/* The server counts characters, not bytes: five of two bytes each. */
	assert_int_equal(script_line_of_position("ééééé\nb", 7), 2);
	assert_int_equal(script_line_of_position("ééééé\nb", 6), 1);
	assert_int_equal(script_line_of_position("a\nb", 4000000000U), 2);
	assert_int_equal(script_line_of_position("", 0), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_line_of_a_statement),
		cmocka_unit_test(finds_the_line_of_a_position),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
