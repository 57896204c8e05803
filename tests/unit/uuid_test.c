/* UUIDs: their form, and that no two are the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "mfadesk/base/uuid.h"

static const struct {
	const char *text;
	bool valid;
} forms[] = {
	{"00000000-0000-0000-0000-000000000000", true},
	{"123e4567-e89b-42d3-a456-426614174000", true},
	{"123E4567-E89B-42D3-A456-426614174000", true},
	{"", false},
	{"123e4567", false},
	{"123e4567-e89b-42d3-a456-42661417400", false},
	{"123e4567-e89b-42d3-a456-4266141740000", false},
	{"123e4567-e89b-42d3-a456-42661417400g", false},
	{"123e4567-e89b-42d3-a456-42661417400 ", false},
	{"123e4567-e89b-42d3-a4564-26614174000", false},
	{"123e4567e89b42d3a456426614174000", false},
	{"{123e4567-e89b-42d3-a456-426614174000}", false},
	{"123e4567-e89b-42d3-a456-4266141740\xC3\xA9", false},
	{"------------------------------------", false},
};

static void
test_form(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (uuid_is_valid(forms[i].text) != forms[i].valid)
			fail_msg("\"%s\"", forms[i].text);
}

static void
test_made_ones_are_version_4(void **state)
{
	char uuid[UUID_SIZE];

	(void)state;
	for (int i = 0; i < 1000; i++) {
		uuid_make(uuid);
		assert_true(uuid_is_valid(uuid));
		assert_int_equal(uuid[14], '4');
		assert_non_null(strchr("89ab", uuid[19]));
		assert_null(strpbrk(uuid, "ABCDEF"));
	}
}

static void
test_made_ones_differ(void **state)
{
	static char made[500][UUID_SIZE];

	(void)state;
	for (size_t i = 0; i < 500; i++) {
		uuid_make(made[i]);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(made[i], made[k]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_form),
		cmocka_unit_test(test_made_ones_are_version_4),
		cmocka_unit_test(test_made_ones_differ),
	};

	return cmocka_run_group_tests_name("uuid", tests, NULL, NULL);
}
