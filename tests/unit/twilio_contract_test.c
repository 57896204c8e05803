/* What the driver for Twilio asks, against the provider's own specification, and what it makes of the answers that
 * stand there as examples. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gateway_peer.h"

#define CONTRACT "../shared/contracts/twilio-messages-errors.json"
#define ACCOUNT "/2010-04-01/Accounts/{AccountSid}/"
#define KEYS "driver = twilio\naccount = " GATEWAY_ACCOUNT "\n"
#define NUMBER KEYS "from = +15085550100\n"
#define SERVICE KEYS "from = MG0123456789abcdef0123456789abcdef\n"
#define ACCEPTED "HTTP/1.1 201 Created\r\nConnection: close\r\n\r\n{}"

static struct gateway_peer peer;
static json_t *contract;

static int
start_peer(void **state)
{
	(void)state;
	contract = json_load_file(CONTRACT, 0, NULL);
	return contract ? gateway_peer_start(&peer) : -1;
}

static int
end_peer(void **state)
{
	(void)state;
	json_decref(contract);
	return gateway_peer_end(&peer);
}

static int
set_up(void **state)
{
	(void)state;
	gateway_peer_open(&peer);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	gateway_peer_close(&peer);
	return 0;
}

static json_t *
operation(const char *path, const char *method)
{
	char whole[128];
	json_t *found;

	snprintf(whole, sizeof(whole), ACCOUNT "%s", path);
	found = json_object_get(json_object_get(json_object_get(contract, "paths"), whole), method);
	assert_non_null(found);
	return found;
}

static json_t *
form_schema(const char *path)
{
	json_t *content = json_object_get(json_object_get(operation(path, "post"), "requestBody"), "content");

	return json_object_get(json_object_get(content, "application/x-www-form-urlencoded"), "schema");
}

/* In place. */
static void
unescape(char *text)
{
	char *out = text;

	for (; *text; text++, out++) {
		char digits[3] = {0};

		assert_int_not_equal(*text, '+'); /* it would be read as a blank */
		*out = *text;
		if (*text == '%') {
			memcpy(digits, text + 1, 2);
			*out = (char)strtol(digits, NULL, 16);
			text += 2;
		}
	}
	*out = '\0';
}

static void
assert_matches(const json_t *property, const char *name, const char *value)
{
	const char *pattern = json_string_value(json_object_get(property, "pattern"));
	const char *type = json_string_value(json_object_get(property, "type"));
	regex_t regex;

	if (type && strcmp(type, "integer") == 0 && (!*value || strspn(value, "0123456789") != strlen(value)))
		fail_msg("%s=%s is no integer", name, value);
	if (!pattern)
		return;
	assert_int_equal(regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB), 0);
	if (regexec(&regex, value, 0, NULL, 0) != 0)
		fail_msg("%s=%s is not like %s", name, value, pattern);
	regfree(&regex);
}

/* Every field is one of the schema's and fits it, and none that it requires is missing. */
static void
assert_form(char *form, const json_t *schema)
{
	json_t *missing = json_deep_copy(json_object_get(schema, "required"));
	char *at = NULL;

	for (char *name = strtok_r(form, "&", &at); name; name = strtok_r(NULL, "&", &at)) {
		char *value = strchr(name, '=');
		const json_t *property;

		assert_non_null(value);
		*value++ = '\0';
		unescape(value);
		property = json_object_get(json_object_get(schema, "properties"), name);
		if (!property)
			fail_msg("there is no field %s", name);
		assert_matches(property, name, value);
		for (size_t i = json_array_size(missing); i-- > 0;)
			if (strcmp(json_string_value(json_array_get(missing, i)), name) == 0)
				json_array_remove(missing, i);
	}
	assert_int_equal(json_array_size(missing), 0);
	json_decref(missing);
}

static void
assert_asks(const char *channel, const char *keys, const char *extension, int64_t valid_seconds, const char *part)
{
	char *form;

	gateway_peer_set(&peer, channel, GATEWAY_HERE, keys);
	gateway_peer_tell(&peer, ACCEPTED, NULL);
	peer.message.extension = extension;
	peer.message.valid_seconds = valid_seconds;
	gateway_peer_send(&peer);
	form = gateway_peer_body(&peer);
	if (!strstr(form, part))
		fail_msg("%s is not in %s", part, form);
	assert_form(form, form_schema(channel[0] == 't' ? "Messages.json" : "Calls.json"));
	memory_free(form);
}

static void
test_requests(void **state)
{
	(void)state;
	assert_asks("text", NUMBER, NULL, 300, "To=%2B15085550142&From=%2B15085550100&Body=Code%20123456%20%28K7%29");
	assert_asks("text", SERVICE, NULL, 300, "&MessagingServiceSid=MG0123456789abcdef0123456789abcdef&");
	assert_asks("text", NUMBER, NULL, 300, "&ValidityPeriod=300");
	assert_asks("text", NUMBER, NULL, 0, "&ValidityPeriod=1");
	assert_asks("text", NUMBER, NULL, 99999, "&ValidityPeriod=36000");
	assert_asks("call", NUMBER, NULL, 300, "&MachineDetection=Enable");
	assert_asks("call", NUMBER, "123", 300, "&SendDigits=wwww123");
	assert_true(secret_set(peer.text, "<A> & \"B\" 'C'"));
	assert_asks("call", NUMBER, NULL, 300,
		"%3CSay%3E%26lt%3BA%26gt%3B%20%26amp%3B%20%26quot%3BB%26quot%3B%20%26apos%3BC%26apos%3B%3C%2FSay%3E");
}

static void
test_redaction_and_hanging_up(void **state)
{
	static const char answer[] = "HTTP/1.1 500 Broken\r\nConnection: close\r\n\r\n{}";
	char *form;

	(void)state;
	gateway_peer_tell(&peer, answer, NULL);
	gateway_peer_set(&peer, "text", GATEWAY_HERE, NUMBER);
	gateway_peer_withdraw(&peer, "SM0123456789abcdef0123456789abcdef");
	form = gateway_peer_body(&peer);
	assert_string_equal(form, "Body=");
	assert_form(form, form_schema("Messages/{Sid}.json"));
	memory_free(form);
	gateway_peer_set(&peer, "call", GATEWAY_HERE, NUMBER);
	gateway_peer_withdraw(&peer, "CA0123456789abcdef0123456789abcdef");
	form = gateway_peer_body(&peer);
	assert_string_equal(form, "Status=completed");
	assert_form(form, form_schema("Calls/{Sid}.json"));
	memory_free(form);
}

/* For each example of an operation's answers: what is told the peer, and what `judge` then asks and finds. */
static void
each_example(const char *path, const char *method, void (*judge)(int status, const json_t *value))
{
	json_t *responses = json_object_get(operation(path, method), "responses");
	const char *status, *name;
	json_t *response, *example;
	int count = 0;

	json_object_foreach(responses, status, response)
	{
		json_t *content = json_object_get(json_object_get(response, "content"), "application/json");

		json_object_foreach(json_object_get(content, "examples"), name, example)
		{
			char *body = json_dumps(json_object_get(example, "value"), 0);
			struct buffer answer;

			buffer_init(&answer, 0);
			buffer_printf(&answer, "HTTP/1.1 %s X\r\nConnection: close\r\n\r\n%s", status, body);
			gateway_peer_tell(&peer, buffer_text(&answer), NULL);
			judge(atoi(status), json_object_get(example, "value"));
			buffer_free(&answer);
			free(body);
			count++;
		}
	}
	assert_true(count > 0);
}

static void
judge_sending(int status, const json_t *value)
{
	enum gateway_outcome wanted = status < 300 ? GATEWAY_SENT
		: status == 429			   ? GATEWAY_NOT_SENT
		: status < 500			   ? GATEWAY_REFUSED
						   : GATEWAY_UNKNOWN;

	gateway_peer_send(&peer);
	assert_int_equal(peer.result.outcome, wanted);
	if (wanted == GATEWAY_SENT)
		assert_string_equal(peer.result.id, json_string_value(json_object_get(value, "sid")));
	else if (wanted == GATEWAY_REFUSED)
		assert_true(*peer.result.reason);
}

static void
test_answers_to_a_sending(void **state)
{
	(void)state;
	gateway_peer_set(&peer, "text", GATEWAY_HERE, NUMBER);
	each_example("Messages.json", "post", judge_sending);
	gateway_peer_set(&peer, "call", GATEWAY_HERE, NUMBER);
	each_example("Calls.json", "post", judge_sending);
}

static void
on_followed(void *context, const struct gateway_status *status)
{
	bool *known = context;

	*known = status->known;
	peer.answers++;
}

static void
judge_look(int status, const json_t *value)
{
	const char *id = json_string_value(json_object_get(value, "sid"));
	bool known = false;

	peer.answers = 0;
	assert_true(gateway_follow(peer.gateway, id ? id : "SM0", on_followed, &known));
	wire_await(&peer.wire, &peer.answers, 1);
	assert_int_equal(known, status == 200);
}

static void
test_answers_to_a_look(void **state)
{
	(void)state;
	gateway_peer_set(&peer, "text", GATEWAY_HERE, NUMBER);
	each_example("Messages/{Sid}.json", "get", judge_look);
	gateway_peer_set(&peer, "call", GATEWAY_HERE, NUMBER);
	each_example("Calls/{Sid}.json", "get", judge_look);
}

static void
assert_parameter(const json_t *parameters, const char *name)
{
	size_t i = 0;

	while (i < json_array_size(parameters) &&
		strcmp(json_string_value(json_object_get(json_array_get(parameters, i), "name")), name) != 0)
		i++;
	if (i == json_array_size(parameters))
		fail_msg("the list has no parameter %s", name);
}

/* The query's names are parameters of the list. */
static void
test_the_list(void **state)
{
	const json_t *parameters = json_object_get(operation("Messages.json", "get"), "parameters");
	bool known = true;
	char *request, *at = NULL;
	size_t length;

	(void)state;
	gateway_peer_tell(&peer, ACCEPTED, NULL);
	gateway_peer_set(&peer, "text", GATEWAY_HERE, NUMBER);
	peer.answers = 0;
	assert_true(gateway_find(peer.gateway, "+15085550142", "K7", 0, on_followed, &known));
	wire_await(&peer.wire, &peer.answers, 1);
	assert_false(known);
	request = wire_newest(&peer.wire, &length);
	*strstr(request, " HTTP/") = '\0';
	(void)strtok_r(request, "?", &at);
	for (char *name = strtok_r(NULL, "&", &at); name; name = strtok_r(NULL, "&", &at)) {
		*strchr(name, '=') = '\0';
		unescape(name);
		assert_parameter(parameters, name);
	}
	memory_free(request);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_requests),
		TEST(test_redaction_and_hanging_up),
		TEST(test_answers_to_a_sending),
		TEST(test_answers_to_a_look),
		TEST(test_the_list),
	};

	if (access(CONTRACT, R_OK) != 0) {
		puts("1..0 # SKIP no shared/contracts");
		return 0;
	}
	return cmocka_run_group_tests(tests, start_peer, end_peer);
}
