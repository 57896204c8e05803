/* The arguments of administration commands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "mfadesk/admin/options.h"

enum { ARGUMENTS_MAX = 100 };

struct read {
	const char *value;
	bool flag;
	struct option_list list;
	int words;
	char *argv[ARGUMENTS_MAX];
};

/* Arguments separated by '|', so that one may be empty. */
static bool
read_arguments(struct read *read, char *line)
{
	const struct option options[] = {{"--value", .value = &read->value}, {"--flag", .flag = &read->flag},
		{"--unit", .list = &read->list}, {0}};
	int argc = 0;

	*read = (struct read){0};
	read->argv[argc++] = line;
	while ((line = strchr(line, '|')) != NULL) {
		*line++ = '\0';
		read->argv[argc++] = line;
	}
	return options_read(argc, read->argv, options, &read->words);
}

static void
takes_options_in_any_place(void **state)
{
	char line[] = "add|--flag|bob|--value|x|last";
	struct read read;

	(void)state;
	assert_true(read_arguments(&read, line));
	assert_true(read.flag);
	assert_string_equal(read.value, "x");
	assert_int_equal(read.words, 2);
	assert_string_equal(read.argv[1], "bob");
	assert_string_equal(read.argv[2], "last");
}

static void
takes_a_value_after_an_equals_sign(void **state)
{
	char line[] = "add|--value=a=b|--unit=One|two";
	struct read read;

	(void)state;
	assert_true(read_arguments(&read, line));
	assert_string_equal(read.value, "a=b");
	assert_int_equal(read.list.count, 1);
	assert_string_equal(read.list.values[0], "One");
	assert_int_equal(read.words, 1);
}

static void
a_list_takes_all_words_to_the_next_option(void **state)
{
	char line[] = "add|bob|--unit|IT Security|Library|--flag|--unit|Finance";
	struct read read;

	(void)state;
	assert_true(read_arguments(&read, line));
	assert_int_equal(read.list.count, 3);
	assert_string_equal(read.list.values[2], "Finance");
	assert_int_equal(read.words, 1);
	assert_true(read.flag);
}

static void
everything_after_two_hyphens_is_a_word(void **state)
{
	char line[] = "add|--|--flag|-";
	struct read read;

	(void)state;
	assert_true(read_arguments(&read, line));
	assert_false(read.flag);
	assert_int_equal(read.words, 2);
	assert_string_equal(read.argv[1], "--flag");
}

static void
an_empty_value_is_a_value(void **state)
{
	char line[] = "add|--value||-|--value=";
	struct read read;

	(void)state;
	assert_true(read_arguments(&read, line));
	assert_string_equal(read.value, "");
	assert_int_equal(read.words, 1);
	assert_string_equal(read.argv[1], "-");
}

static void
refuses_what_does_not_fit(void **state)
{
	char lines[][32] = {
		"add|--value", "add|--other", "add|--val|x", "add|--flag=1", "add|-v", "add|--unit", "add|--=x"};
	struct read read;

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		if (read_arguments(&read, lines[i]))
			fail_msg("taken: %zu", i);
}

static void
a_list_has_an_end(void **state)
{
	for (int count = OPTION_LIST_MAX; count <= OPTION_LIST_MAX + 1; count++) {
		char line[4 * OPTION_LIST_MAX] = "add|--unit";
		struct read read;

		(void)state;
		for (int i = 0; i < count; i++)
			strcat(line, "|u");
		assert_int_equal(read_arguments(&read, line), count == OPTION_LIST_MAX);
		assert_int_equal(read.list.count, OPTION_LIST_MAX);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_options_in_any_place),
		cmocka_unit_test(takes_a_value_after_an_equals_sign),
		cmocka_unit_test(a_list_takes_all_words_to_the_next_option),
		cmocka_unit_test(everything_after_two_hyphens_is_a_word),
		cmocka_unit_test(an_empty_value_is_a_value),
		cmocka_unit_test(refuses_what_does_not_fit),
		cmocka_unit_test(a_list_has_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
