/*
 * The driver of Kannel: the bytes of its request, what an answer comes to, and whose reports count.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/worker/gateway.h"
#include "peer.h"

#define ID "4c6f2b1e-8a3d-4f0e-9b7a-0123456789ab"
#define ADDRESS "http://127.0.0.1:13080/report?id=" ID "&status=%d&key="
#define REPORTS "report_url = http://127.0.0.1:13080/report\n"

enum { PLAIN, TLS, TLS_OTHER, NOBODY };

static const struct config_key reports_keys[] = {{.name = "listen", .kind = CONFIG_TEXT}};

static struct peer peer;
static char token_file[128];
static struct loop *loop;
static struct http *http;
static struct config *config;
static struct gateway *gateway;
static struct gateway_result result;
static int answers;
static bool reports; /* the configuration has a section for them */

static int
start_peer(void **state)
{
	int fd;

	(void)state;
	if (!crypto_secure_heap_start() || !peer_start(&peer, "python3", "tests/lib/http_peer.py", 6))
		return -1;
	peer_path(&peer, "token", token_file, sizeof(token_file));
	fd = open(token_file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	return fd >= 0 && write(fd, "s&same\n", 7) == 7 && close(fd) == 0 ? 0 : -1;
}

static int
end_peer(void **state)
{
	(void)state;
	peer_end(&peer);
	return 0;
}

static int
set_up(void **state)
{
	(void)state;
	reports = true;
	loop = loop_new();
	http = http_new(loop, &(const struct http_options){0});
	return 0;
}

static void
close_gateway(void)
{
	gateway_close(&gateway);
	config_free(&config);
}

static int
tear_down(void **state)
{
	(void)state;
	http_free(&http);
	close_gateway();
	loop_free(&loop);
	return 0;
}

/* With this path at the peer before sendsms, and these lines more. False: config_finish() has lines. */
static bool
open_gateway(int port, const char *path, const char *more)
{
	char text[1024];
	struct error error = {0};
	struct buffer problems;
	bool good;

	close_gateway();
	snprintf(text, sizeof(text),
		"%s[text]\ndriver = kannel\nurl = http://127.0.0.1:%d%s\nusername = des k\nfrom = 15085550100\n"
		"token_file = %s\n%s",
		reports ? "[reports]\nlisten = 127.0.0.1:13080\n" : "", peer.ports[port], path, token_file, more);
	config = config_parse("test", text);
	if (reports)
		(void)!config_use(config, "reports", reports_keys, 1);
	gateway = gateway_open(config, "text", http, &error);
	assert_int_equal(error.kind, ERROR_NONE);
	buffer_init(&problems, 0);
	good = config_finish(config, &problems);
	assert_int_equal(good, gateway != NULL);
	buffer_free(&problems);
	return good;
}

static void
on_sent(void *context, const struct gateway_result *told)
{
	(void)context;
	result = *told;
	answers++;
}

static void
send_text(const char *words, int64_t valid_seconds)
{
	struct secret *text = secret_new(512);
	const struct gateway_message message = {
		.number = "+15085550142", .mark = "K7", .id = ID, .text = text, .valid_seconds = valid_seconds};
	int64_t end = clock_monotonic() + 20 * CLOCK_SECOND;

	assert_true(secret_set(text, words));
	answers = 0;
	gateway_send(gateway, &message, 10000, on_sent, NULL);
	secret_free(&text);
	assert_int_equal(answers, 0);
	while (answers == 0 && clock_monotonic() < end)
		loop_step(loop, CLOCK_SECOND / 10);
	assert_int_equal(answers, 1);
}

/* The newest request; freed by the caller. */
static char *
request(void)
{
	size_t length;
	char *text = peer_file(&peer, peer_count(&peer), &length);

	assert_non_null(text);
	return text;
}

static void
request_has(const char *part)
{
	char *text = request();

	if (!strstr(text, part))
		fail_msg("%s\n%s", part, text);
	memory_free(text);
}

static void
test_the_request_is_these_bytes(void **state)
{
	char wanted[1024], *text;

	(void)state;
	assert_true(open_gateway(PLAIN, "/status/202", ""));
	send_text("Code 123456 (K7) & more.", 599);
	snprintf(wanted, sizeof(wanted),
		"POST /status/202/cgi-bin/sendsms HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
		"User-Agent: mfadesk/" MFADESK_VERSION "\r\nAccept: */*\r\n"
		"Content-Type: text/plain; charset=UTF-8\r\nX-Kannel-Password: s&same\r\nX-Kannel-Username: des k\r\n"
		"X-Kannel-To: +15085550142\r\nX-Kannel-From: 15085550100\r\nX-Kannel-Validity: 9\r\n"
		"Content-Length: 24\r\n\r\nCode 123456 (K7) & more.",
		peer.ports[PLAIN]);
	text = request();
	assert_string_equal(text, wanted);
	memory_free(text);
}

static void
test_what_is_not_gsm_goes_out_in_two_bytes(void **state)
{
	(void)state;
	assert_true(open_gateway(PLAIN, "/status/202", ""));
	send_text("Kód 1", 1);
	request_has("\r\nX-Kannel-Coding: 2\r\n");
	request_has("\r\nX-Kannel-Validity: 1\r\n");
	request_has("\r\n\r\nKód 1");
}

static void
test_reports_are_asked_for(void **state)
{
	(void)state;
	assert_true(open_gateway(PLAIN, "/status/202", REPORTS));
	send_text("Code", 60);
	request_has("\r\nX-Kannel-DLR-Mask: 19\r\n");
	request_has("\r\nX-Kannel-DLR-URL: " ADDRESS);
}

/* The key that the newest request's address has. */
static void
read_key(char key[80])
{
	char *text = request();

	snprintf(key, 80, "%s", strstr(text, ADDRESS) + strlen(ADDRESS));
	key[strcspn(key, "\r")] = '\0';
	memory_free(text);
}

static void
is_heard(const char *id, const char *status, const char *key, bool wanted, const char *state)
{
	const struct gateway_report report = {.id = id, .status = status, .key = key};
	struct gateway_status told = {0};

	assert_int_equal(gateway_report(gateway, &report, &told), wanted);
	assert_int_equal(told.known, state != NULL);
	if (state)
		assert_string_equal(told.state, state);
}

static void
test_reports_count_under_their_key(void **state)
{
	char key[80];

	(void)state;
	assert_true(open_gateway(PLAIN, "/status/202", REPORTS));
	send_text("Code", 60);
	read_key(key);
	assert_int_equal(strlen(key), 64);
	is_heard(ID, "1", key, true, "delivered");
	is_heard(ID, "2", key, true, "failed");
	is_heard(ID, "8", key, true, NULL);
	is_heard("4c6f2b1e-8a3d-4f0e-9b7a-0123456789ac", "1", key, false, NULL);
	is_heard("", "1", key, false, NULL);
	is_heard(ID, "1", "", false, NULL);
	key[63] = key[63] == '0' ? '1' : '0';
	is_heard(ID, "1", key, false, NULL);
	key[63] = '\0';
	is_heard(ID, "1", key, false, NULL);
}

static void
came_to(const char *path, enum gateway_outcome outcome, const char *reason)
{
	assert_true(open_gateway(PLAIN, path, ""));
	send_text("Code", 60);
	assert_int_equal(result.outcome, outcome);
	assert_string_equal(result.reason, reason);
	assert_string_equal(result.id, outcome == GATEWAY_SENT ? ID : "");
}

static void
test_answers(void **state)
{
	(void)state;
	came_to("/status/202", GATEWAY_SENT, "");
	came_to("/status/200", GATEWAY_UNKNOWN, "");
	came_to("/status/403", GATEWAY_REFUSED, "the gateway refuses us: tell your administrator");
	came_to("/status/404", GATEWAY_REFUSED, "the gateway has no sendsms there: tell your administrator");
	came_to("/status/415", GATEWAY_REFUSED, "the gateway refused it (415)");
	came_to("/status/408", GATEWAY_UNKNOWN, "");
	came_to("/status/500", GATEWAY_UNKNOWN, "");
	came_to("/status/503", GATEWAY_UNKNOWN, "");
	came_to("/redirect", GATEWAY_UNKNOWN, "");
	came_to("/cut-headers", GATEWAY_UNKNOWN, "");
	came_to("/garbage", GATEWAY_UNKNOWN, "");
	assert_true(open_gateway(NOBODY, "", ""));
	send_text("Code", 60);
	assert_int_equal(result.outcome, GATEWAY_NOT_SENT);
	assert_string_equal(result.reason, "the gateway cannot be reached");
}

static void
test_it_can_do_nothing_else(void **state)
{
	(void)state;
	assert_true(open_gateway(PLAIN, "/status/202", ""));
	assert_false(gateway_follow(gateway, "1", NULL, NULL));
	assert_false(gateway_find(gateway, "+15085550142", "K7", 0, NULL, NULL));
	assert_false(gateway_withdraw(gateway, "1", NULL, NULL));
}

static void
test_an_address_that_is_none_is_refused(void **state)
{
	(void)state;
	assert_false(open_gateway(PLAIN, "", "report_url = http://example.edu/report\n"));
	assert_false(open_gateway(PLAIN, "", "report_url = https://example.edu/report?id=%p\n"));
	assert_false(open_gateway(PLAIN, "", "report_url = /report\n"));
	reports = false;
	assert_false(open_gateway(PLAIN, "", REPORTS));
	assert_true(open_gateway(PLAIN, "", ""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_the_request_is_these_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_what_is_not_gsm_goes_out_in_two_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_reports_are_asked_for, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_reports_count_under_their_key, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_answers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_it_can_do_nothing_else, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_an_address_that_is_none_is_refused, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, start_peer, end_peer);
}
