/* Configuration files: every wrong line, key and value is named, and no value is ever repeated. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mfadesk/base/config.h"
#include "mfadesk/base/text.h"

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))
#define TEN "0123456789"
#define FIFTY TEN TEN TEN TEN TEN

static const char *const drivers[] = {"twilio", "kannel", NULL};

static const struct config_key database[] = {
	{"conninfo", CONFIG_TEXT, .required = true},
	{"sessions", CONFIG_NUMBER, .fallback = "4", .least = 1, .most = 64},
};
static const struct config_key gateway[] = {
	{"driver", CONFIG_WORD, .required = true, .words = drivers},
	{"deadline", CONFIG_TIME, .fallback = "10 s", .least = 1, .most = 3600},
	{"token_file", CONFIG_PATH, .fallback = NULL},
	{"dry", CONFIG_YES_NO, .fallback = "no"},
	{"from", CONFIG_TEXT, .most = 5},
	{"shift", CONFIG_NUMBER, .least = -10, .most = INT64_MAX},
};

/* What is wrong with the text when its [database] and [text] are used with the tables above. */
static void
says(const char *text, const char *wanted)
{
	struct config *config = config_parse("f", text);
	struct buffer problems;

	buffer_init(&problems, 0);
	config_use(config, "database", database, LENGTH(database));
	if (config_has(config, "text"))
		config_use(config, "text", gateway, LENGTH(gateway));
	assert_int_equal(config_finish(config, &problems), wanted[0] == '\0');
	assert_string_equal(buffer_text(&problems), wanted);
	buffer_free(&problems);
	config_free(&config);
	assert_null(config);
	config_free(&config);
}

#define DB "[database]\nconninfo = x\n"

static const struct {
	const char *text, *says;
} texts[] = {
	{DB, ""},
	{"\xEF\xBB\xBF" DB, ""},
	{"# c\n; c\n\n \t\n  # c\n[database]\r\nconninfo=x\r\n", ""},
	{"[database]\nconninfo = x", ""},
	{"[database]\nconninfo : x\n", ""},
	{DB "[text]\ndriver = kannel\ndeadline = 1 h\ntoken_file = /a b\ndry = yes\nfrom = 12345\nshift = -10\n", ""},
	{DB "# a comment of more than 200 bytes " FIFTY FIFTY FIFTY FIFTY "\n", ""},
	/* lines */
	{"", "f: there is no [database] with its conninfo\n"},
	{"[database]\n", "f:1: [database] has no conninfo\n"},
	{"a = b\n" DB, "f:1: the line stands before the first [section]\n"},
	{DB "nonsense\n", "f:3: the line is not `key = value`\n"},
	{DB "sessions =\n", "f:3: the line is not `key = value`\n"},
	{DB "= 5\n", "f:3: the line is not `key = value`\n"},
	{DB "nonsense", "f:3: the line is not `key = value`\n"},
	{DB "one\ntwo\n\nthree\n",
		"f:3: the line is not `key = value`\nf:4: the line is not `key = value`\n"
		"f:6: the line is not `key = value`\n"},
	{DB " sessions = 5\n", "f:3: the line begins with a blank\n"},
	{DB "\tsessions = 5\n", "f:3: the line begins with a blank\n"},
	{DB "sessions = 5 ; five\n", "f:3: \" ;\" would cut the value off: put the comment on a line of its own\n"},
	{DB "sessions = 5\t;\n", "f:3: \" ;\" would cut the value off: put the comment on a line of its own\n"},
	{DB "sessions = \x01\n", "f:3: the line holds a control character\n"},
	{DB "sessions = \xFF\n", "f:3: the line is not UTF-8\n"},
	{"[database]\nconninfo = " FIFTY FIFTY FIFTY TEN TEN "123456789\n", ""},
	{"[database]\nconninfo = " FIFTY FIFTY FIFTY TEN TEN TEN "\n",
		"f:1: [database] has no conninfo\nf:2: the line is too long: 190 bytes at most\n"},
	{"[database]\nconninfo = " FIFTY FIFTY FIFTY FIFTY FIFTY "\nsessions = 5\n",
		"f:1: [database] has no conninfo\nf:2: the line is too long: 190 bytes at most\n"},
	/* sections */
	{DB "[text\ndriver = kannel\n", "f:3: a section is written [name]\n"},
	{DB "[]\n", "f:3: a section is written [name]\n"},
	{DB "[text] x\ndriver = no\n", "f:3: a section is written [name]\n"},
	{"[x\na = b\n" DB, "f:1: a section is written [name]\n"},
	{DB "[database]\nsessions = 5\n", "f:3: [database] is there already, at line 1\n"},
	{DB "[voice]\ndriver = kannel\n", "f:3: [voice] is no section that is known\n"},
	{DB "[voi\xE2\x80\xAE]\n", "f:3: [voi\xE2\x80\xB9U+202E\xE2\x80\xBA] is no section that is known\n"},
	{DB "[Text]\n[text]\ndriver = kannel\n", "f:3: [Text] is no section that is known\n"},
	/* keys */
	{DB "conninfo = y\n", "f:3: conninfo is there already, at line 2\n"},
	{DB "Sessions = 5\n", "f:3: Sessions is no key of [database]: there are conninfo, sessions\n"},
	{DB "password = hunter2\n", "f:3: password is no key of [database]: there are conninfo, sessions\n"},
	{DB "s\xE2\x80\x8B = 5\n",
		"f:3: s\xE2\x80\xB9U+200B\xE2\x80\xBA is no key of [database]: there are conninfo, sessions\n"},
	{DB "[text]\n", "f:3: [text] has no driver\n"},
	/* values */
	{DB "sessions = 0\n", "f:3: sessions has to be a whole number from 1 to 64\n"},
	{DB "sessions = 1\n", ""},
	{DB "sessions = 64\n", ""},
	{DB "sessions = 65\n", "f:3: sessions has to be a whole number from 1 to 64\n"},
	{DB "sessions = 5s\n", "f:3: sessions has to be a whole number from 1 to 64\n"},
	{DB "sessions = 5 min\n", "f:3: sessions has to be a whole number from 1 to 64\n"},
	{DB "sessions = 5.0\n", "f:3: sessions has to be a whole number from 1 to 64\n"},
	{DB "sessions = +5\n", "f:3: sessions has to be a whole number from 1 to 64\n"},
	{DB "sessions = 0x5\n", "f:3: sessions has to be a whole number from 1 to 64\n"},
	{DB "sessions = -\n", "f:3: sessions has to be a whole number from 1 to 64\n"},
	{DB "sessions = 18446744073709551617\n", "f:3: sessions has to be a whole number from 1 to 64\n"},
	{DB "[text]\ndriver = Twilio\n", "f:4: driver has to be one of twilio, kannel\n"},
	{DB "[text]\ndriver = twilio kannel\n", "f:4: driver has to be one of twilio, kannel\n"},
	{DB "[text]\ndriver = kannel\ntoken_file = keys\n", "f:5: token_file has to be a path that begins with /\n"},
	{DB "[text]\ndriver = kannel\ndry = true\n", "f:5: dry has to be yes or no\n"},
	{DB "[text]\ndriver = kannel\nfrom = 123456\n", "f:5: from has to be a text of at most 5 bytes\n"},
	{DB "[text]\ndriver = kannel\nshift = -11\n",
		"f:5: shift has to be a whole number from -10 to 9223372036854775807\n"},
	{DB "[text]\ndriver = kannel\nshift = 9223372036854775807\n", ""},
	{DB "[text]\ndriver = kannel\nshift = 9223372036854775808\n",
		"f:5: shift has to be a whole number from -10 to 9223372036854775807\n"},
	/* in the order of the file, whatever was seen first */
	{"[voice]\n[database]\nsessions = 0\nfoo = 1\nbar\n",
		"f:1: [voice] is no section that is known\nf:2: [database] has no conninfo\n"
		"f:3: sessions has to be a whole number from 1 to 64\n"
		"f:4: foo is no key of [database]: there are conninfo, sessions\nf:5: the line is not `key = value`\n"},
};

static void
test_what_is_wrong(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(texts); i++)
		says(texts[i].text, texts[i].says);
}

static const struct {
	const char *value;
	int64_t seconds; /* 0: wrong */
} times[] = {{"1", 1}, {"1s", 1}, {"90 s", 90}, {"2  min", 120}, {"1 h", 3600}, {"60 min", 3600}, {"3600", 3600},
	{"0", 0}, {"3601", 0}, {"61 min", 0}, {"1 d", 0}, {"1 m", 0}, {"1 sec", 0}, {"1 s s", 0}, {"s", 0},
	{"1 h 5 min", 0}, {"-1 s", 0}, {"9223372036854775807 d", 0}, {"106751991167301 d", 0}};

static void
test_times(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(times); i++) {
		char text[200];
		struct config *config;
		const struct config_section *section;
		struct buffer problems;

		snprintf(text, sizeof(text), "[text]\ndriver = kannel\ndeadline = %s\n", times[i].value);
		config = config_parse("f", text);
		section = config_use(config, "text", gateway, LENGTH(gateway));
		buffer_init(&problems, 0);
		assert_int_equal(config_finish(config, &problems), times[i].seconds > 0);
		if (times[i].seconds > 0)
			assert_int_equal(config_number(section, "deadline"), times[i].seconds);
		else
			assert_string_equal(buffer_text(&problems),
				"f:3: deadline has to be a time as \"30 s\", \"5 min\", \"2 h\" or \"1 d\", from 1 to "
				"3600 s\n");
		buffer_free(&problems);
		config_free(&config);
	}
}

static void
test_values_and_fallbacks(void **state)
{
	struct config *config = config_parse("f", "[text]\ndriver = kannel\nfrom = a=b;\nshift = -3\ndry = yes\n");
	const struct config_section *text = config_use(config, "text", gateway, LENGTH(gateway));
	const struct config_section *none = config_use(config, "voice", gateway + 1, LENGTH(gateway) - 1);
	struct buffer problems;

	(void)state;
	buffer_init(&problems, 0);
	assert_true(config_finish(config, &problems));
	assert_string_equal(config_text(text, "driver"), "kannel");
	assert_string_equal(config_text(text, "from"), "a=b;");
	assert_int_equal(config_number(text, "shift"), -3);
	assert_true(config_yes(text, "dry"));
	assert_int_equal(config_number(text, "deadline"), 10);
	assert_null(config_text(text, "token_file"));
	assert_null(config_text(none, "from"));
	assert_int_equal(config_number(none, "deadline"), 10);
	assert_int_equal(config_number(none, "shift"), 0);
	assert_false(config_yes(none, "dry"));
	assert_true(config_has(config, "text"));
	assert_false(config_has(config, "voice"));
	buffer_free(&problems);
	config_free(&config);
}

/* A driver's own keys beside those of every gateway: which table it is, the raw value says. */
static void
test_two_tables_for_one_section(void **state)
{
	static const struct config_key own[] = {{"account", CONFIG_TEXT, .required = true}};
	struct config *config = config_parse("f", "[text]\naccount = AC1\ndriver = twilio\nacount = 2\n");
	const struct config_section *section;
	struct buffer problems;

	(void)state;
	assert_string_equal(config_peek(config, "text", "driver"), "twilio");
	assert_null(config_peek(config, "text", "from"));
	assert_null(config_peek(config, "voice", "driver"));
	config_use(config, "text", gateway, 1);
	section = config_use(config, "text", own, LENGTH(own));
	config_wrong(config, "text", "account", "account is no account of %s", "Twilio");
	config_wrong(config, "text", "account", "and it is not known either");
	config_wrong(config, "text", "from", "from is needed");
	config_wrong(config, "voice", "from", "there is nothing");
	buffer_init(&problems, 0);
	assert_false(config_finish(config, &problems));
	assert_string_equal(buffer_text(&problems),
		"f: there is nothing\nf:1: from is needed\nf:2: account is no account of Twilio\n"
		"f:2: and it is not known either\n"
		"f:4: acount is no key of [text]: there are account, driver\n");
	assert_string_equal(config_text(section, "account"), "AC1");
	buffer_free(&problems);
	config_free(&config);
}

/* Next to nothing of it can be drawn: each of these 93 is a mark of 12 bytes. */
static void
test_the_longest_problem(void **state)
{
	struct config *config;
	struct buffer text, problems;

	(void)state;
	buffer_init(&text, 0);
	buffer_append_text(&text, "[");
	for (int i = 0; i < 93; i++)
		buffer_append_text(&text, "\xC2\x85");
	buffer_append_text(&text, "]\n");
	config = config_parse("f", buffer_text(&text));
	buffer_init(&problems, 0);
	assert_false(config_finish(config, &problems));
	assert_non_null(strstr(buffer_text(&problems), "U+0085\xE2\x80\xBA] is no section that is known\n"));
	buffer_free(&problems);
	buffer_free(&text);
	config_free(&config);
}

static void
test_values_are_not_repeated(void **state)
{
	static const char text[] =
		"[database]\nconninfo = x\nsessions = hunter2\nhunter2 ; = hunter2\npasswort = hunter2\n"
		"[text]\ndriver = hunter2\ndry = hunter2\nfrom = hunter2\n";
	struct config *config = config_parse("f", text);
	struct buffer problems;

	(void)state;
	config_use(config, "database", database, LENGTH(database));
	config_use(config, "text", gateway, LENGTH(gateway));
	buffer_init(&problems, 0);
	assert_false(config_finish(config, &problems));
	assert_null(strstr(buffer_text(&problems), "hunter2"));
	buffer_free(&problems);
	config_free(&config);
}

static void
write_file(const char *path, const char *bytes, size_t length)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

static void
test_files(void **state)
{
	static const char with_nul[] = "[database]\nconninfo = x\nses\0sions = 5\n\0\n";
	char path[] = "/tmp/mfadesk-config.XXXXXX", wanted[200];
	struct error error = {0};
	struct buffer problems, large;
	struct config *config;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	write_file(path, with_nul, sizeof(with_nul) - 1);
	config = config_read(path, &error);
	assert_non_null(config);
	config_use(config, "database", database, LENGTH(database));
	buffer_init(&problems, 0);
	assert_false(config_finish(config, &problems));
	snprintf(wanted, sizeof(wanted), "%s:3: the line is not UTF-8\n%s:4: the line is not UTF-8\n", path, path);
	assert_string_equal(buffer_text(&problems), wanted);
	buffer_free(&problems);
	config_free(&config);
	buffer_init(&large, 0);
	while (large.length <= 256 * 1024)
		buffer_append_text(&large, "# a comment\n");
	write_file(path, large.data, large.length);
	assert_null(config_read(path, &error));
	assert_non_null(strstr(error.message, path));
	assert_non_null(strstr(error.message, "too large"));
	buffer_free(&large);
	unlink(path);
	error_clear(&error);
	assert_null(config_read(path, &error));
	assert_non_null(strstr(error.message, "No such file"));
	error_clear(&error);
	assert_null(config_read("/tmp", &error));
	assert_non_null(strstr(error.message, "cannot read /tmp: Is a directory"));
}

static int
set_up(void **state)
{
	(void)state;
	return text_use_locale() ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_wrong),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_values_and_fallbacks),
		cmocka_unit_test(test_two_tables_for_one_section),
		cmocka_unit_test(test_the_longest_problem),
		cmocka_unit_test(test_values_are_not_repeated),
		cmocka_unit_test(test_files),
	};

	return cmocka_run_group_tests_name("config", tests, set_up, NULL);
}
