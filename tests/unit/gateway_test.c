/* Gateways' drivers: what is asked of a gateway, and that what it answers is never taken for more than it says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway_peer.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/net/json.h"

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))
#define TWILIO "driver = twilio\naccount = " GATEWAY_ACCOUNT "\nfrom = +15085550100\n"
#define WEBHOOK "driver = webhook\n"
#define ANSWER(status, body) "HTTP/1.1 " status "\r\nConnection: close\r\n\r\n" body
#define LATER(status, seconds) "HTTP/1.1 " status "\r\nConnection: close\r\nRetry-After: " seconds "\r\n\r\n{}"
#define HEX32 "0123456789abcdef0123456789ABCDEF"
#define ID GATEWAY_MESSAGE_ID

static struct gateway_peer peer;

static int
start_peer(void **state)
{
	(void)state;
	return gateway_peer_start(&peer);
}

static int
end_peer(void **state)
{
	(void)state;
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

struct outcome {
	const char *bytes;
	enum gateway_outcome outcome;
	const char *id;
	int retry_after;
	const char *reason;
};

static const char busy[] = "the gateway is busy";

static const struct outcome of_all[] = {
	{"", GATEWAY_UNKNOWN, "", -1, ""},
	{"nonsense\r\n\r\n", GATEWAY_UNKNOWN, "", -1, ""},
	{"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":", GATEWAY_UNKNOWN, "", -1, ""},
	{ANSWER("200 OK", ""), GATEWAY_UNKNOWN, "", -1, ""},
	{ANSWER("200 OK", "<html>"), GATEWAY_UNKNOWN, "", -1, ""},
	{ANSWER("201 Created", "[]"), GATEWAY_UNKNOWN, "", -1, ""},
	{ANSWER("201 Created", "{\"id\":null,\"sid\":7,\"status\":\"accepted\"}"), GATEWAY_UNKNOWN, "", -1, ""},
	{ANSWER("302 Found", "{}"), GATEWAY_UNKNOWN, "", -1, ""},
	{ANSWER("408 Timeout", "{}"), GATEWAY_UNKNOWN, "", -1, ""},
	{ANSWER("500 Broken", "{}"), GATEWAY_UNKNOWN, "", -1, ""},
	{ANSWER("502 Broken", "{}"), GATEWAY_UNKNOWN, "", -1, ""},
	{ANSWER("504 Late", "{}"), GATEWAY_UNKNOWN, "", -1, ""},
	{ANSWER("429 Later", "{}"), GATEWAY_NOT_SENT, "", -1, busy},
	{LATER("429 Later", "7"), GATEWAY_NOT_SENT, "", 7, busy},
	{LATER("429 Later", "86400"), GATEWAY_NOT_SENT, "", 3600, busy},
	{LATER("429 Later", "-1"), GATEWAY_NOT_SENT, "", -1, busy},
	{ANSWER("418 Teapot", "{}"), GATEWAY_REFUSED, "", -1, "the gateway refused it (418)"},
	{ANSWER("422 No", "<html>"), GATEWAY_REFUSED, "", -1, "the gateway refused it (422)"},
};

static const struct outcome of_twilio_texts[] = {
	{ANSWER("201 Created", "{\"sid\":\"SM" HEX32 "\"}"), GATEWAY_SENT, "SM" HEX32, -1, ""},
	{ANSWER("200 OK", "{\"sid\":\"MM" HEX32 "\"}"), GATEWAY_SENT, "MM" HEX32, -1, ""},
	{ANSWER("201 Created", "{\"sid\":\"CA" HEX32 "\"}"), GATEWAY_UNKNOWN, "", -1, ""},
	{ANSWER("201 Created", "{\"sid\":\"SM" HEX32 "0\"}"), GATEWAY_UNKNOWN, "", -1, ""},
	{ANSWER("201 Created", "{\"sid\":\"SM0123456789abcdef0123456789abcdeg\"}"), GATEWAY_UNKNOWN, "", -1, ""},
	{ANSWER("503 Busy", "{\"code\":20503}"), GATEWAY_UNKNOWN, "", -1, ""},
	{LATER("503 Busy", "7"), GATEWAY_UNKNOWN, "", -1, ""},
	{ANSWER("400 Bad", "{\"code\":21211,\"status\":400}"), GATEWAY_REFUSED, "", -1,
		"the gateway says that it is no number"},
	{ANSWER("400 Bad", "{\"code\":21610}"), GATEWAY_REFUSED, "", -1,
		"the person opted out of texts (STOP): take a call, or have them text START"},
	{ANSWER("400 Bad", "{\"code\":99999}"), GATEWAY_REFUSED, "", -1, "the gateway refused it (99999)"},
	{ANSWER("400 Bad", "{\"code\":null}"), GATEWAY_REFUSED, "", -1, "the gateway refused it (400)"},
	{ANSWER("401 No", ""), GATEWAY_REFUSED, "", -1, "the gateway refuses our credentials: tell your administrator"},
	{ANSWER("404 No", ""), GATEWAY_REFUSED, "", -1,
		"the gateway does not know our account: tell your administrator"},
	{ANSWER("409 Conflict", "{}"), GATEWAY_REFUSED, "", -1, "the gateway refused it (409)"},
};

static const struct outcome of_twilio_calls[] = {
	{ANSWER("201 Created", "{\"sid\":\"CA" HEX32 "\"}"), GATEWAY_SENT, "CA" HEX32, -1, ""},
	{ANSWER("201 Created", "{\"sid\":\"SM" HEX32 "\"}"), GATEWAY_UNKNOWN, "", -1, ""},
	{ANSWER("400 Bad", "{\"code\":21210}"), GATEWAY_REFUSED, "", -1,
		"the gateway does not let us call from our number: tell your administrator"},
};

static const struct outcome of_webhook[] = {
	{ANSWER("200 OK", "{\"id\":\"" ID "\",\"status\":\"accepted\"}"), GATEWAY_SENT, ID, -1, ""},
	{ANSWER("202 Accepted", "{\"status\":\"accepted\",\"more\":1,\"id\":\"" ID "\"}"), GATEWAY_SENT, ID, -1, ""},
	{ANSWER("409 Conflict", ""), GATEWAY_SENT, ID, -1, ""},
	{ANSWER("200 OK", "{\"id\":\"" ID "\",\"status\":\"rejected\"}"), GATEWAY_UNKNOWN, "", -1, ""},
	{ANSWER("200 OK", "{\"id\":\"" ID "\"}"), GATEWAY_UNKNOWN, "", -1, ""},
	{ANSWER("200 OK", "{\"status\":\"accepted\"}"), GATEWAY_UNKNOWN, "", -1, ""},
	{ANSWER("200 OK", "{\"id\":\"9a6e0804-2bd0-4672-b79d-d97027f9071a\",\"status\":\"accepted\"}"), GATEWAY_UNKNOWN,
		"", -1, ""},
	{ANSWER("500 Broken", "{\"id\":\"" ID "\",\"status\":\"accepted\"}"), GATEWAY_UNKNOWN, "", -1, ""},
	{LATER("503 Busy", "7"), GATEWAY_NOT_SENT, "", 7, busy},
	{ANSWER("503 Busy", ""), GATEWAY_NOT_SENT, "", -1, busy},
	{ANSWER("400 Bad", "{}"), GATEWAY_REFUSED, "", -1, "the gateway refused it (400)"},
	{ANSWER("401 No", ""), GATEWAY_REFUSED, "", -1, "the gateway refuses our signature: tell your administrator"},
	{ANSWER("403 No", ""), GATEWAY_REFUSED, "", -1, "the gateway refuses our signature: tell your administrator"},
	{ANSWER("404 No", ""), GATEWAY_REFUSED, "", -1, "the gateway is not at its url: tell your administrator"},
};

static void
came_to(const struct outcome *wanted)
{
	const struct gateway_result *got = &peer.result;

	if (got->outcome != wanted->outcome || strcmp(got->id, wanted->id) != 0 ||
		got->retry_after != wanted->retry_after || strcmp(got->reason, wanted->reason) != 0)
		fail_msg("%s came to %d, \"%s\", %d, \"%s\"", wanted->bytes, (int)got->outcome, got->id,
			got->retry_after, got->reason);
}

static void
go_through(const char *channel, const char *keys, const struct outcome *outcomes, size_t count)
{
	gateway_peer_set(&peer, channel, GATEWAY_HERE, keys);
	for (size_t i = 0; i < count; i++) {
		gateway_peer_tell(&peer, outcomes[i].bytes, NULL);
		gateway_peer_send(&peer);
		came_to(&outcomes[i]);
		assert_int_equal(wire_written(&peer.wire), (int)i + 1);
	}
	peer.wire.before += (int)count;
}

static void
test_outcomes_of_twilio(void **state)
{
	(void)state;
	go_through("text", TWILIO, of_all, LENGTH(of_all));
	go_through("text", TWILIO, of_twilio_texts, LENGTH(of_twilio_texts));
	go_through("call", TWILIO, of_twilio_calls, LENGTH(of_twilio_calls));
}

static void
test_outcomes_of_a_webhook(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		go_through(i ? "call" : "text", WEBHOOK, of_all, LENGTH(of_all));
		go_through(i ? "call" : "text", WEBHOOK, of_webhook, LENGTH(of_webhook));
	}
}

static void
test_nobody_there(void **state)
{
	static const char *const drivers[] = {TWILIO, WEBHOOK};
	static const struct outcome unreachable = {"nobody", GATEWAY_NOT_SENT, "", -1, "the gateway cannot be reached"};

	(void)state;
	for (size_t i = 0; i < LENGTH(drivers); i++) {
		gateway_peer_set(&peer, "text", GATEWAY_NOBODY, drivers[i]);
		gateway_peer_send(&peer);
		came_to(&unreachable);
	}
	assert_int_equal(wire_written(&peer.wire), 0);
}

/* Behind the name up to the end of its line. */
static void
header(const char *request, const char *name, char *value, size_t size)
{
	const char *at = strstr(request, name);

	assert_non_null(at);
	snprintf(value, size, "%.*s", (int)strcspn(at + strlen(name), "\r"), at + strlen(name));
}

/* As another program computes it. */
static void
assert_signed(const char *stamp, const char *body, const char *signature)
{
	char path[128], command[256], wanted[128] = "sha256=";
	FILE *file;

	peer_path(&peer.wire.peer, "signed", path, sizeof(path));
	file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file, "%s.%s", stamp, body);
	assert_int_equal(fclose(file), 0);
	snprintf(command, sizeof(command), "openssl dgst -sha256 -hmac " GATEWAY_TOKEN " -r %s", path);
	file = popen(command, "r");
	assert_non_null(file);
	assert_non_null(fgets(wanted + strlen(wanted), 65, file));
	pclose(file);
	assert_string_equal(signature, wanted);
}

static void
assert_posted(const char *wanted)
{
	size_t length;
	char *request = wire_newest(&peer.wire, &length);
	char stamp[32], signature[128], key[64];
	const char *body = strstr(request, "\r\n\r\n");

	assert_non_null(body);
	assert_string_equal(body + 4, wanted);
	assert_int_equal(strncmp(request, "POST /as-told HTTP/1.1\r\n", 24), 0);
	assert_non_null(strstr(request, "\r\nContent-Type: application/json\r\n"));
	assert_null(strstr(request, GATEWAY_TOKEN));
	header(request, "\r\nIdempotency-Key: ", key, sizeof(key));
	assert_string_equal(key, ID);
	header(request, "\r\nX-Timestamp: ", stamp, sizeof(stamp));
	assert_true(clock_now() / CLOCK_SECOND - strtoll(stamp, NULL, 10) <= 60);
	header(request, "\r\nX-Signature: ", signature, sizeof(signature));
	assert_signed(stamp, body + 4, signature);
	memory_free(request);
}

static void
test_what_a_webhook_gets(void **state)
{
	(void)state;
	gateway_peer_tell(&peer, ANSWER("200 OK", "{}"), NULL);
	gateway_peer_set(&peer, "text", GATEWAY_HERE, WEBHOOK);
	gateway_peer_send(&peer);
	assert_posted("{\"id\":\"" ID "\",\"type\":\"sms\",\"to\":\"+15085550142\",\"text\":\"Code 123456 (K7)\"}");
	gateway_peer_set(&peer, "call", GATEWAY_HERE, WEBHOOK);
	peer.message.extension = "123";
	assert_true(secret_set(peer.text, "\"A\\B\"\nGr\xC3\xBC\xC3\x9F\x01"));
	gateway_peer_send(&peer);
	assert_posted("{\"id\":\"" ID "\",\"type\":\"voice\",\"to\":\"+15085550142\",\"extension\":\"123\","
		      "\"text\":\"\\\"A\\\\B\\\"\\u000aGr\xC3\xBC\xC3\x9F\\u0001\"}");
}

static void
on_followed(void *context, const struct gateway_status *status)
{
	(void)context, (void)status;
	fail();
}

static void
on_withdrawn(void *context, bool done, const char *reason)
{
	(void)context, (void)done, (void)reason;
	fail();
}

static void
test_a_webhook_cannot_be_asked(void **state)
{
	(void)state;
	gateway_peer_set(&peer, "text", GATEWAY_HERE, WEBHOOK);
	assert_string_equal(gateway_name(peer.gateway), "webhook");
	assert_false(gateway_follow(peer.gateway, ID, on_followed, NULL));
	assert_false(gateway_find(peer.gateway, "+15085550142", "K7", 0, on_followed, NULL));
	assert_false(gateway_withdraw(peer.gateway, ID, on_withdrawn, NULL));
}

/* A redaction, what it is answered, and what a look at the text finds then. */
static const struct {
	const char *channel, *answer, *look;
	int requests;
	bool done;
} withdrawals[] = {
	{"text", ANSWER("200 OK", "{}"), ANSWER("200 OK", "{\"sid\":\"SM" HEX32 "\",\"body\":\"\"}"), 2, true},
	{"text", ANSWER("200 OK", "{}"), ANSWER("200 OK", "{\"sid\":\"SM" HEX32 "\",\"body\":null}"), 2, true},
	{"text", ANSWER("200 OK", "{}"), ANSWER("404 Gone", "{}"), 2, true},
	{"text", ANSWER("404 Gone", "{}"), "", 1, true},
	{"text", ANSWER("200 OK", "{\"sid\":\"SM" HEX32 "\",\"body\":\"\"}"),
		ANSWER("200 OK", "{\"sid\":\"SM" HEX32 "\",\"body\":\"Code 123456\"}"), 2, false},
	{"text", ANSWER("200 OK", "{}"), ANSWER("200 OK", "{\"sid\":\"SM0" HEX32 "\",\"body\":\"\"}"), 2, false},
	{"text", ANSWER("200 OK", "{}"), ANSWER("200 OK", "<html>"), 2, false},
	{"text", ANSWER("200 OK", "{}"), ANSWER("500 Broken", "{\"sid\":\"SM" HEX32 "\",\"body\":\"\"}"), 2, false},
	{"text", ANSWER("200 OK", "{}"), "", 2, false},
	{"text", ANSWER("400 Bad", "{}"), "", 1, false},
	{"text", ANSWER("429 Later", "{}"), "", 1, false},
	{"text", ANSWER("503 Busy", "{}"), "", 1, false},
	{"call", ANSWER("200 OK", "{}"), "", 1, true},
	{"call", ANSWER("400 Over", "{}"), "", 1, true},
	{"call", ANSWER("404 Gone", "{}"), "", 1, true},
	{"call", ANSWER("500 Broken", "{}"), "", 1, false},
	{"call", "", "", 1, false},
};

static void
test_withdrawals(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(withdrawals); i++) {
		bool call = strcmp(withdrawals[i].channel, "call") == 0;
		int before = wire_written(&peer.wire);

		gateway_peer_set(&peer, withdrawals[i].channel, GATEWAY_HERE, TWILIO);
		gateway_peer_tell(&peer, withdrawals[i].answer, withdrawals[i].look);
		gateway_peer_withdraw(&peer, call ? "CA" HEX32 : "SM" HEX32);
		if (peer.withdrawn != withdrawals[i].done)
			fail_msg("withdrawal %zu came to %d", i, (int)peer.withdrawn);
		assert_int_equal(wire_written(&peer.wire) - before, withdrawals[i].requests);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_outcomes_of_twilio),
		TEST(test_outcomes_of_a_webhook),
		TEST(test_nobody_there),
		TEST(test_what_a_webhook_gets),
		TEST(test_a_webhook_cannot_be_asked),
		TEST(test_withdrawals),
	};

	return cmocka_run_group_tests(tests, start_peer, end_peer);
}
