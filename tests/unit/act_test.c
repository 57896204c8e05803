/* The table of acts is whole, and requests are checked for what can be known without the database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "mfadesk/act/act.h"

#define ID "0b0ce9a2-6f3b-4a57-8f0c-1f8f5e0a3d11"

static void
test_entries_are_whole(void **state)
{
	(void)state;
	for (int act = 0; act < ACT_COUNT; act++) {
		const struct act_info *info = act_info((enum act)act);

		if (!info->command || !info->label || !info->roles || !info->help || !info->output)
			fail_msg("act %d lacks a text or a role", act);
		assert_int_equal(info->help[strlen(info->help) - 1], '.');
		if (info->flags & ACT_NO_COMMAND)
			assert_int_equal(act_from_command(info->command), ACT_COUNT);
		else
			assert_int_equal(act_from_command(info->command), act);
	}
}

static void
test_keys_are_unique(void **state)
{
	(void)state;
	for (int act = 0; act < ACT_COUNT; act++) {
		for (int other = 0; other < act; other++) {
			const char *key = act_info((enum act)act)->key;
			const char *taken = act_info((enum act)other)->key;

			if (key && taken && strcmp(key, taken) == 0)
				fail_msg("key %s: %s and %s", key, act_info((enum act)act)->command,
					act_info((enum act)other)->command);
		}
	}
}

/* What is confirmed by its own letter in capitals needs that capital to be free. */
static void
test_capitals_are_free(void **state)
{
	(void)state;
	for (int act = 0; act < ACT_COUNT; act++) {
		const struct act_info *info = act_info((enum act)act);
		char capital[2] = "";

		if (!(info->flags & ACT_TAKES_AWAY))
			continue;
		assert_true(info->key && info->key[1] == '\0' && info->key[0] >= 'a' && info->key[0] <= 'z');
		capital[0] = (char)(info->key[0] - 'a' + 'A');
		for (int other = 0; other < ACT_COUNT; other++)
			if (act_info((enum act)other)->key && strcmp(act_info((enum act)other)->key, capital) == 0)
				fail_msg("%s is a key of its own", capital);
	}
}

static void
test_parameters_are_whole(void **state)
{
	(void)state;
	for (int act = 0; act < ACT_COUNT; act++) {
		const struct act_info *info = act_info((enum act)act);

		for (size_t i = 0; i < act_parameter_count((enum act)act); i++) {
			const struct act_parameter *parameter = &info->parameters[i];

			if (!parameter->help || (parameter->type == ACT_TYPE_CHOICE && !parameter->choices) ||
				(parameter->option && parameter->type != ACT_TYPE_FLAG && !parameter->metavar) ||
				(parameter->required && !act_parameter_is_typed(parameter)))
				fail_msg("%s: %s", info->command, parameter->name);
		}
	}
}

static void
test_commands(void **state)
{
	(void)state;
	assert_int_equal(act_from_command("case open"), ACT_OPEN_CASE);
	assert_int_equal(act_from_command("find"), ACT_FIND);
	assert_int_equal(act_from_command("find-number"), ACT_FIND_NUMBER);
	assert_int_equal(act_from_command("case"), ACT_COUNT);
	assert_int_equal(act_from_command("case  open"), ACT_COUNT);
	assert_int_equal(act_from_command("case open x"), ACT_COUNT);
	assert_int_equal(act_from_command(""), ACT_COUNT);
}

static void
test_init(void **state)
{
	struct act_request request;
	struct act_request other;

	(void)state;
	act_request_init(&request, ACT_FIND);
	assert_string_equal(request.id, "");
	assert_string_equal(act_request_get(&request, "limit"), "50");
	assert_null(act_request_get(&request, "text"));
	assert_null(act_request_get(&request, "nothing"));
	act_request_init(&request, ACT_NOTE);
	act_request_init(&other, ACT_NOTE);
	assert_true(uuid_is_valid(request.id));
	assert_string_not_equal(request.id, other.id);
	act_request_init(&request, ACT_RECORD_PROOF);
	assert_string_equal(act_request_get(&request, "result"), "passed");
}

static void
check(const struct act_request *request, bool wanted, const char *what)
{
	struct error error = {0};
	bool fine = act_request_check(request, &error);

	if (fine != wanted)
		fail_msg("%s: %s", what, fine ? "taken" : error.message);
	if (!fine) {
		assert_int_equal(error.kind, ERROR_USAGE);
		assert_string_equal(error.code, "MD001");
	}
}

static const struct {
	enum act act;
	const char *name;
	const char *value;
	bool fine;
} values[] = {
	{ACT_SUSPEND, "reason", "lost", true},
	{ACT_SUSPEND, "reason", "other", true},
	{ACT_SUSPEND, "reason", "los", false},
	{ACT_SUSPEND, "reason", "lost|stolen", false},
	{ACT_SUSPEND, "reason", "Lost", false},
	{ACT_SUSPEND, "reason", "", false},
	{ACT_SUSPEND, "reason", NULL, false},
	{ACT_SUSPEND, "case", "1", false},
	{ACT_SUSPEND, "case", "", false},
	{ACT_SUSPEND, "case", ID " ", false},
	{ACT_SUSPEND, "case", ID, true},
	{ACT_SUSPEND, "version", NULL, true},
	{ACT_SUSPEND, "version", "7", true},
	{ACT_SUSPEND, "version", "-7", false},
	{ACT_SUSPEND, "version", "7x", false},
	{ACT_SUSPEND, "version", "", false},
	{ACT_SUSPEND, "version", "999999999999999999", true},
	{ACT_SUSPEND, "version", "9999999999999999999", false},
};

static void
test_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		struct act_request request;
		char what[128];

		act_request_init(&request, values[i].act);
		act_request_set(&request, "case", ID);
		act_request_set(&request, "target", ID);
		act_request_set(&request, "reason", "lost");
		act_request_set(&request, values[i].name, values[i].value);
		snprintf(what, sizeof(what), "%s=%s", values[i].name, values[i].value ? values[i].value : "NULL");
		check(&request, values[i].fine, what);
	}
}

static void
test_text_is_utf8(void **state)
{
	static const struct {
		const char *text;
		bool fine;
	} texts[] = {
		{"", true}, /* the database says what it thinks of it */
		{"Zo\xC3\xAB", true},
		{"\xFF", false},
		{"\xC3", false},
		{"\xED\xA0\x80", false},
		{"\xC0\x80", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct act_request request;

		act_request_init(&request, ACT_FIND);
		act_request_set(&request, "text", texts[i].text);
		check(&request, texts[i].fine, texts[i].text);
	}
}

static void
test_lists(void **state)
{
	static const struct {
		const char *word;
		bool fine;
	} words[] = {
		{"revoke", true},
		{"revoke=" ID, true},
		{"revoke=", false},
		{"revoke=1", false},
		{"add_phone=0177", true},
		{"add_phone=017", false},
		{"suspend", false},
		{"", false},
		{"=" ID, false},
		{"revoke=\xFF", false},
	};
	const char *list[3] = {"restore", NULL, NULL};
	struct act_request request;

	(void)state;
	act_request_init(&request, ACT_APPROVE);
	act_request_set(&request, "case", ID);
	check(&request, false, "no list");
	request.list = &list[1];
	check(&request, false, "an empty list");
	request.list = list;
	check(&request, true, "a list of one");
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		list[1] = words[i].word;
		check(&request, words[i].fine, words[i].word);
	}
}

static void
test_request_id(void **state)
{
	struct act_request request;

	(void)state;
	act_request_init(&request, ACT_NOTE);
	act_request_set(&request, "case", ID);
	act_request_set(&request, "text", "a note");
	check(&request, true, "a fresh id");
	strcpy(request.id, "x");
	check(&request, false, "no id");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_entries_are_whole),
		cmocka_unit_test(test_keys_are_unique),
		cmocka_unit_test(test_capitals_are_free),
		cmocka_unit_test(test_parameters_are_whole),
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_init),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_text_is_utf8),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_request_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
