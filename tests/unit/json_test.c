/* Answers of gateways: what is there is found, and nothing that may be sent in its place is an error. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "mfadesk/net/json.h"

static struct json *
parse(const char *text)
{
	struct json *json = json_parse(text, strlen(text));

	assert_non_null(json);
	return json;
}

static void
test_texts(void **state)
{
	struct json *json = parse("{\"sid\":\"SM1\",\"error\":{\"text\":\"\\u00e4\",\"code\":21211},\"none\":null}");

	(void)state;
	assert_string_equal(json_text(json, "sid"), "SM1");
	assert_string_equal(json_text(json, "error.text"), "\xC3\xA4");
	assert_string_equal(json_text(json, "error.code"), "");
	assert_string_equal(json_text(json, "error"), "");
	assert_string_equal(json_text(json, "none"), "");
	assert_string_equal(json_text(json, "none.deeper"), "");
	assert_string_equal(json_text(json, "sid.deeper"), "");
	assert_string_equal(json_text(json, "si"), "");
	assert_string_equal(json_text(json, "."), "");
	assert_string_equal(json_text(json, ""), "");
	assert_string_equal(json_text(NULL, "sid"), "");
	json_free(&json);
	assert_null(json);
	json_free(&json);
}

static void
number_is(const char *value, int64_t wanted)
{
	char text[128];
	struct json *json;
	int64_t number = 0;

	snprintf(text, sizeof(text), "{\"a\":{\"b\":%s}}", value);
	json = parse(text);
	assert_true(json_number(json, "a.b", &number));
	assert_int_equal(number, wanted);
	json_free(&json);
}

static void
is_no_number(const char *value)
{
	char text[128];
	struct json *json;
	int64_t number = 7;

	snprintf(text, sizeof(text), "{\"a\":%s}", value);
	json = parse(text);
	assert_false(json_number(json, "a", &number));
	assert_int_equal(number, 7);
	json_free(&json);
}

static void
test_numbers(void **state)
{
	static const char *const not_numbers[] = {"null", "true", "\"\"", "\"-\"", "\"1-2\"", "\"12 \"", "\" 12\"",
		"\"+1\"", "\"0x10\"", "\"9223372036854775808\"", "1.5", "1e300", "9007199254740994.0", "{}", "[1]"};

	(void)state;
	number_is("21211", 21211);
	number_is("\"30003\"", 30003);
	number_is("-1", -1);
	number_is("\"-1\"", -1);
	number_is("3.0", 3);
	number_is("9223372036854775807", INT64_MAX);
	number_is("\"-9223372036854775808\"", INT64_MIN);
	for (size_t i = 0; i < sizeof(not_numbers) / sizeof(not_numbers[0]); i++)
		is_no_number(not_numbers[i]);
}

static void
test_lists(void **state)
{
	struct json *json = parse("{\"messages\":[{\"sid\":\"a\"},null,{\"sid\":\"c\"}],\"other\":{\"x\":1}}");
	struct json *list = parse("[\"one\"]");

	(void)state;
	assert_int_equal(json_count(json, "messages"), 3);
	assert_string_equal(json_text(json_at(json, "messages", 2), "sid"), "c");
	assert_string_equal(json_text(json_at(json, "messages", 1), "sid"), "");
	assert_null(json_at(json, "messages", 3));
	assert_null(json_at(json, "messages", SIZE_MAX));
	assert_int_equal(json_count(json, "other"), 0);
	assert_int_equal(json_count(json, "missing"), 0);
	assert_null(json_at(json, "other", 0));
	assert_int_equal(json_count(list, ""), 1);
	assert_string_equal(json_text(json_at(list, "", 0), ""), "one");
	json_free(&list);
	json_free(&json);
}

static void
test_what_is_no_json(void **state)
{
	static const char *const texts[] = {"", " ", "0: Accepted for delivery", "<html>", "{", "{}x", "\"text\"", "12",
		"{\"a\":\"\xFF\"}", "{\"a\":\"\\u0000\"}", "{'a':1}"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_null(json_parse(texts[i], strlen(texts[i])));
	assert_null(json_parse("{}\0", 3));
	assert_null(json_parse(NULL, 0));
}

static void
test_too_deep_and_too_long(void **state)
{
	char *text = memory_alloc(JSON_SIZE_LIMIT + 2);
	struct json *json;

	(void)state;
	memset(text, '[', JSON_SIZE_LIMIT + 1);
	assert_null(json_parse(text, JSON_SIZE_LIMIT));
	memset(text, ' ', JSON_SIZE_LIMIT + 1);
	memcpy(text, "[]", 2);
	json = json_parse(text, JSON_SIZE_LIMIT);
	assert_non_null(json);
	json_free(&json);
	assert_null(json_parse(text, JSON_SIZE_LIMIT + 1));
	memory_free(text);
}

static void
test_writing_a_text(void **state)
{
	static const char text[] = "\"a\\b/\"\n\t\x01\x1F\x7F\xC3\xA4\xF0\x9F\x93\x9E";
	struct buffer json;
	struct json *read;

	(void)state;
	buffer_init(&json, 0);
	json_add_text(&json, "");
	assert_string_equal(buffer_text(&json), "\"\"");
	buffer_clear(&json);
	json_add_text(&json, "\"a\\b\"\n\x1F");
	assert_string_equal(buffer_text(&json), "\"\\\"a\\\\b\\\"\\u000a\\u001f\"");
	buffer_clear(&json);
	buffer_append_text(&json, "[{\"it\":");
	json_add_text(&json, text);
	buffer_append_text(&json, "}]");
	read = parse(buffer_text(&json));
	assert_string_equal(json_text(json_at(read, "", 0), "it"), text);
	json_free(&read);
	buffer_free(&json);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_what_is_no_json),
		cmocka_unit_test(test_too_deep_and_too_long),
		cmocka_unit_test(test_writing_a_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
