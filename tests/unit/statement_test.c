/* Each act sends as many values as its statement has places, and words become an array that means them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "../../src/store/statements.h"

static int
places(const char *sql)
{
	char place[16];
	int count = 0;

	do
		snprintf(place, sizeof(place), "$%d", ++count);
	while (strstr(sql, place));
	return count - 1;
}

static void
test_places(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (int act = 0; act < ACT_COUNT; act++) {
		struct act_request request;
		struct statement statement;

		act_request_init(&request, (enum act)act);
		statement_first(arena, &request, &statement);
		if (act_info((enum act)act)->flags & ACT_OF_OTHERS) {
			assert_null(statement.sql);
			continue;
		}
		assert_non_null(statement.sql);
		if (statement.count != places(statement.sql))
			fail_msg("%s: %d values", statement.sql, statement.count);
		statement_second((enum act)act, "id", &statement);
		assert_int_equal(statement.sql != NULL, (act_info((enum act)act)->flags & ACT_PAIR) != 0);
	}
	arena_free(&arena);
}

static void
test_values(void **state)
{
	struct arena *arena = arena_new();
	const char *const acts[] = {"revoke", "restore", NULL};
	struct act_request request;
	struct statement statement;

	(void)state;
	act_request_init(&request, ACT_APPROVE);
	act_request_set(&request, "case", "the case");
	request.list = acts;
	statement_first(arena, &request, &statement);
	assert_string_equal(statement.values[0], request.id);
	assert_string_equal(statement.values[1], "the case");
	assert_string_equal(statement.values[2], "{\"revoke\",\"restore\"}");
	act_request_init(&request, ACT_SUSPEND);
	statement_first(arena, &request, &statement);
	assert_null(statement.values[2]);
	arena_free(&arena);
}

static void
test_call(void **state)
{
	struct link_call call = {.sql = "SELECT f($1, $2, $3)", .count = 3, .values = {"one", NULL, "three"}};
	struct statement statement;

	(void)state;
	statement_call(&call, &statement);
	assert_string_equal(statement.sql, call.sql);
	assert_int_equal(statement.count, 3);
	assert_string_equal(statement.values[0], "one");
	assert_null(statement.values[1]);
	assert_string_equal(statement.values[2], "three");
}

static void
test_arrays(void **state)
{
	static const struct {
		const char *words[4];
		const char *literal;
	} cases[] = {
		{{NULL}, "{}"},
		{{"", NULL}, "{\"\"}"},
		{{"NULL", NULL}, "{\"NULL\"}"},
		{{"a", "b c", NULL}, "{\"a\",\"b c\"}"},
		{{"\"", "\\", NULL}, "{\"\\\"\",\"\\\\\"}"},
		{{"{a,b}", "'; --", NULL}, "{\"{a,b}\",\"'; --\"}"},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(statement_array(arena, cases[i].words), cases[i].literal);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_call),
		cmocka_unit_test(test_arrays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
