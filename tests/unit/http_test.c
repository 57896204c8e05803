/*
 * HTTP calls against a peer with every fault: what is said of the request is
 * true, and no request is written twice.
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
#include <time.h>
#include <unistd.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/net/http.h"
#include "wire.h"

enum { PLAIN, TLS, TLS_OTHER, NOBODY, SILENT, FULL };

/* Milliseconds for what must end by its deadline, and for what must not. */
enum { SHORT = 400, LONG = 30000 };

struct result {
	int calls;
	enum http_outcome outcome;
	int status;
	char body[4096];
	size_t length;
	char content_type[64];
	int64_t retry_after;
	char error[256];
};

static struct wire wire;
static struct result result;

static int
set_up(void **state)
{
	(void)state;
	wire_open(&wire);
	memset(&result, 0, sizeof(result));
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	wire_close(&wire);
	return 0;
}

static int
start_peer(void **state)
{
	(void)state;
	return wire_start(&wire, "python3", "tests/lib/http_peer.py", 6);
}

static int
end_peer(void **state)
{
	(void)state;
	return wire_end(&wire);
}

static void
on_done(void *context, const struct http_answer *answer)
{
	struct result *to = context;

	to->calls++;
	to->outcome = answer->outcome;
	to->status = answer->status;
	to->length = answer->length;
	to->retry_after = answer->retry_after;
	assert_int_equal(answer->body[answer->length], '\0');
	snprintf(to->body, sizeof(to->body), "%s", answer->body);
	snprintf(to->content_type, sizeof(to->content_type), "%s", answer->content_type);
	snprintf(to->error, sizeof(to->error), "%s", answer->error);
	assert_int_equal(answer->outcome == HTTP_ANSWERED, !*answer->error);
}

static void
call(struct http_call *call)
{
	result.calls = 0;
	http_send(wire.http, call, on_done, &result);
	assert_int_equal(result.calls, 0);
	assert_int_equal(http_in_flight(wire.http), 1);
	wire_await(&wire, &result.calls, 1);
	assert_int_equal(http_in_flight(wire.http), 0);
}

static const char *
url_of(const char *scheme, const char *host, int port, const char *path)
{
	static char url[256];

	snprintf(url, sizeof(url), "%s://%s:%d%s", scheme, host, wire.peer.ports[port], path);
	return url;
}

static const char *
plain(const char *path)
{
	return url_of("http", "127.0.0.1", PLAIN, path);
}

static void
post(const char *url, int64_t deadline)
{
	struct http_call to = {
		.method = HTTP_POST, .url = url, .body = "To=%2B1", .body_length = 7, .deadline = deadline};

	call(&to);
}

/* An outcome without an answer has nothing of one. */
static void
came_to(enum http_outcome outcome, int written)
{
	assert_int_equal(result.outcome, outcome);
	assert_int_equal(result.status, 0);
	assert_string_equal(result.body, "");
	assert_int_equal(result.length, 0);
	assert_int_equal(result.retry_after, -1);
	assert_true(*result.error);
	assert_int_equal(wire_written(&wire), written);
}

static void
test_the_request_is_these_bytes(void **state)
{
	struct secret *password = secret_new(16);
	const char *const headers[] = {"Idempotency-Key: 1", "X-Signature: abc", NULL};
	struct http_call to = {
		.method = HTTP_POST,
		.url = plain("/status/201?a=b"),
		.user = "AC1",
		.password = password,
		.headers = headers,
		.content_type = "application/x-www-form-urlencoded",
		.body = "To=%2B1\0Body",
		.body_length = 12,
	};
	char wanted[512];
	char *request;
	size_t length, head;

	(void)state;
	assert_true(secret_set(password, "token"));
	call(&to);
	secret_free(&password);
	head = (size_t)snprintf(wanted, sizeof(wanted),
		"POST /status/201?a=b HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Basic QUMxOnRva2Vu\r\n"
		"User-Agent: mfadesk/" MFADESK_VERSION "\r\nAccept: */*\r\n"
		"Content-Type: application/x-www-form-urlencoded\r\nIdempotency-Key: 1\r\nX-Signature: abc\r\n"
		"Content-Length: 12\r\n\r\n",
		wire.peer.ports[PLAIN]);
	request = peer_file(&wire.peer, wire.before + 1, &length);
	assert_non_null(request);
	assert_int_equal(length, head + 12);
	assert_memory_equal(request, wanted, head);
	assert_memory_equal(request + head, "To=%2B1\0Body", 12);
	memory_free(request);
	assert_int_equal(wire_written(&wire), 1);
	assert_int_equal(result.outcome, HTTP_ANSWERED);
	assert_int_equal(result.status, 201);
	assert_string_equal(result.body, "{\"sid\":\"SM1\"}");
	assert_string_equal(result.content_type, "application/json");
}

static void
request_has(const char *part)
{
	size_t length;
	char *request = wire_newest(&wire, &length);

	assert_non_null(strstr(request, part));
	memory_free(request);
}

static void
test_methods(void **state)
{
	struct secret *token = secret_new(16);
	struct http_call to = {.method = HTTP_GET, .url = plain("/status/200"), .bearer = token};

	(void)state;
	assert_true(secret_set(token, "abc.def"));
	call(&to);
	request_has("GET /status/200 HTTP/1.1\r\n");
	request_has("\r\nAuthorization: Bearer abc.def\r\n");
	to.method = HTTP_DELETE;
	call(&to);
	request_has("DELETE /status/200 HTTP/1.1\r\n");
	assert_int_equal(result.status, 200);
	secret_free(&token);
	post(plain("/status/200"), LONG);
	request_has("POST /status/200 HTTP/1.1\r\n");
	assert_int_equal(wire_written(&wire), 3);
}

/* So long that libcurl by itself would ask first whether it may send it (Expect: 100-continue). */
static void
test_a_long_body_is_written_whole(void **state)
{
	size_t body_length = 2000000, length;
	char *body = memory_alloc(body_length), *request;
	struct http_call to = {.method = HTTP_POST, .body = body, .body_length = body_length};

	(void)state;
	to.url = plain("/status/413");
	memset(body, 'x', body_length);
	call(&to);
	assert_int_equal(result.status, 413);
	request = peer_file(&wire.peer, wire.before + 1, &length);
	assert_int_equal(wire_written(&wire), 1);
	assert_memory_equal(request + length - body_length, body, body_length);
	assert_null(strstr(request, "Expect"));
	memory_free(request);
	memory_free(body);
}

static void
test_every_status_is_an_answer(void **state)
{
	static const int statuses[] = {200, 201, 204, 400, 401, 403, 404, 409, 429, 500, 503, 999};
	size_t count = sizeof(statuses) / sizeof(statuses[0]);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		char path[32];

		snprintf(path, sizeof(path), "/status/%d", statuses[i]);
		post(plain(path), LONG);
		assert_int_equal(result.outcome, HTTP_ANSWERED);
		assert_int_equal(result.status, statuses[i]);
		assert_int_equal(result.retry_after, -1);
	}
	assert_int_equal(wire_written(&wire), count);
}

static int64_t
retry_after(const char *value)
{
	struct arena *arena = arena_new();

	post(plain(arena_printf(arena, "/retry/%s", http_query_escape(arena, value))), LONG);
	arena_free(&arena);
	assert_int_equal(result.status, 429);
	assert_string_equal(result.body, "later");
	return result.retry_after;
}

static void
test_retry_after(void **state)
{
	time_t then = time(NULL) + 100;
	char date[64];
	struct tm parts;

	(void)state;
	assert_int_equal(retry_after("7"), 7);
	assert_int_equal(retry_after("0"), 0);
	assert_int_equal(retry_after("soon"), -1);
	assert_int_equal(retry_after("-5"), -1);
	assert_int_equal(retry_after("7 minutes"), -1);
	assert_int_equal(retry_after("99999999999999999999"), -1);
	assert_int_equal(retry_after(""), -1);
	assert_int_equal(retry_after("Wed, 21 Oct 2015 07:28:00 GMT"), 0);
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&then, &parts));
	assert_in_range(retry_after(date), 40, 100);
}

static void
test_what_comes_before_the_answer_is_none(void **state)
{
	(void)state;
	post(plain("/early-hints"), LONG);
	assert_int_equal(result.status, 200);
	assert_string_equal(result.body, "late");
	assert_int_equal(result.retry_after, -1);
}

static void
test_an_answer_in_pieces(void **state)
{
	(void)state;
	post(plain("/chunked"), LONG);
	assert_int_equal(result.outcome, HTTP_ANSWERED);
	assert_string_equal(result.body, "abc");
}

static void
test_a_redirect_is_not_followed(void **state)
{
	(void)state;
	post(plain("/redirect"), LONG);
	assert_int_equal(result.outcome, HTTP_ANSWERED);
	assert_int_equal(result.status, 302);
	assert_int_equal(wire_written(&wire), 1);
}

static void
test_what_was_written_is_uncertain(void **state)
{
	static const char *const paths[] = {"/cut-headers", "/cut-body", "/cut-hints", "/cut-chunked", "/garbage",
		"/close", "/reset", "/switch", "/huge/300000", "/huge-headers"};

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		post(plain(paths[i]), LONG);
		came_to(HTTP_UNCERTAIN, (int)i + 1);
		post(url_of("https", "127.0.0.1", TLS, paths[i]), LONG);
		wire.before++;
		came_to(HTTP_UNCERTAIN, (int)i + 1);
	}
}

static void
test_a_slow_answer_is_uncertain(void **state)
{
	static const char *const paths[] = {"/slow-headers", "/slow-body", "/silent"};

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		int64_t begun = clock_monotonic();

		post(plain(paths[i]), SHORT);
		came_to(HTTP_UNCERTAIN, (int)i + 1);
		assert_in_range(clock_monotonic() - begun, SHORT * 900, 20 * CLOCK_SECOND);
	}
}

static void
test_an_answer_up_to_the_limit(void **state)
{
	struct http_call to = {.method = HTTP_GET, .url = plain("/huge/1000"), .answer_limit = 1000};

	(void)state;
	call(&to);
	assert_int_equal(result.outcome, HTTP_ANSWERED);
	assert_int_equal(result.length, 1000);
	to.answer_limit = 999;
	call(&to);
	came_to(HTTP_UNCERTAIN, 2);
	assert_string_equal(result.error, "the answer is too large");
}

static void
test_nobody_listens(void **state)
{
	(void)state;
	post(url_of("http", "127.0.0.1", NOBODY, "/"), LONG);
	came_to(HTTP_NOT_SENT, 0);
	post(url_of("https", "127.0.0.1", NOBODY, "/"), LONG);
	came_to(HTTP_NOT_SENT, 0);
	post("https://name.invalid/", LONG);
	came_to(HTTP_NOT_SENT, 0);
}

static void
test_a_deadline_before_the_request_is_written(void **state)
{
	(void)state;
	post(url_of("http", "127.0.0.1", FULL, "/"), SHORT);
	came_to(HTTP_NOT_SENT, 0);
	post(url_of("https", "127.0.0.1", SILENT, "/"), SHORT);
	came_to(HTTP_NOT_SENT, 0);
}

static void
test_tls(void **state)
{
	(void)state;
	post(url_of("https", "127.0.0.1", TLS, "/status/200"), LONG);
	assert_int_equal(result.status, 200);
	post(url_of("https", "localhost", TLS, "/status/200"), LONG);
	assert_int_equal(result.status, 200);
	assert_int_equal(wire_written(&wire), 2);
}

static void
test_a_certificate_of_another_name(void **state)
{
	(void)state;
	post(url_of("https", "127.0.0.1", TLS_OTHER, "/status/200"), LONG);
	came_to(HTTP_NOT_SENT, 0);
	post(url_of("https", "localhost", TLS_OTHER, "/status/200"), LONG);
	came_to(HTTP_NOT_SENT, 0);
}

static void
test_a_certificate_of_nobody_known(void **state)
{
	(void)state;
	wire_restart(&wire, NULL, NULL);
	post(url_of("https", "127.0.0.1", TLS, "/status/200"), LONG);
	came_to(HTTP_NOT_SENT, 0);
	wire_restart(&wire, "/nonexistent/ca.pem", NULL);
	post(url_of("https", "127.0.0.1", TLS, "/status/200"), LONG);
	came_to(HTTP_NOT_SENT, 0);
	post(url_of("https", "127.0.0.1", PLAIN, "/status/200"), LONG);
	came_to(HTTP_NOT_SENT, 0);
}

/* With nothing but the password's own spelling in the peer's answer, an error never shows either. */
static void
test_errors_hold_no_secret(void **state)
{
	static const char *const paths[] = {"/garbage", "/close", "/cut-body", "/silent"};
	struct secret *password = secret_new(16);
	struct http_call to = {.method = HTTP_POST,
		.user = "AC1",
		.password = password,
		.body = "code=482913",
		.body_length = 11,
		.deadline = SHORT};

	(void)state;
	assert_true(secret_set(password, "hunter2"));
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		to.url = plain(paths[i]);
		call(&to);
		assert_null(strstr(result.error, "hunter2"));
		assert_null(strstr(result.error, "482913"));
		assert_null(strstr(result.error, "not HTTP"));
	}
	secret_free(&password);
}

static void
test_a_post_has_a_connection_of_its_own(void **state)
{
	struct result first;

	(void)state;
	post(plain("/connection"), LONG);
	first = result;
	post(plain("/connection"), LONG);
	assert_string_not_equal(result.body, first.body);
}

/* The peer reads the second request of a connection and closes: libcurl would send it again on another. */
static void
test_a_post_is_never_written_twice(void **state)
{
	struct http_call get = {.method = HTTP_GET, .url = plain("/once")};

	(void)state;
	call(&get);
	assert_int_equal(result.status, 200);
	post(plain("/once"), LONG);
	assert_int_equal(result.outcome, HTTP_ANSWERED);
	post(plain("/once"), LONG);
	assert_int_equal(result.outcome, HTTP_ANSWERED);
	assert_int_equal(wire_written(&wire), 3);
	post(plain("/close"), LONG);
	came_to(HTTP_UNCERTAIN, 4);
}

/* What the test before is about: a read is sent again, so the fault is a fault. */
static void
test_a_read_is_written_again(void **state)
{
	struct http_call get = {.method = HTTP_GET, .url = plain("/once")};

	(void)state;
	call(&get);
	call(&get);
	assert_int_equal(result.outcome, HTTP_ANSWERED);
	assert_int_equal(wire_written(&wire), 3);
}

static void
refused(const char *url)
{
	struct error error = {0};

	assert_false(http_url_check(url, &error));
	assert_true(*error.message);
	post(url, LONG);
	came_to(HTTP_NOT_SENT, 0);
	assert_string_equal(result.error, error.message);
}

static void
test_urls_that_are_refused(void **state)
{
	static const char *const urls[] = {"", "nonsense", "http://example.edu/", "http://10.0.0.1/",
		"http://128.0.0.1/", "http://[::2]/", "http://localhost.example.edu/", "http://127.0.0.1.example.edu/",
		"ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1/", "smtp://127.0.0.1/",
		"https://user:hunter2@example.edu/", "http://user@127.0.0.1/", "https://", "http://0.0.0.0/",
		"http:///x"};

	(void)state;
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++)
		refused(urls[i]);
	assert_null(strstr(result.error, "hunter2"));
}

static void
test_urls_that_are_allowed(void **state)
{
	static const char *const urls[] = {"https://example.edu/", "https://example.edu:8443/a?b=c",
		"https://10.0.0.1/", "http://127.0.0.1/", "http://127.9.9.9:80/", "http://[::1]:8080/",
		"http://localhost/", "HTTP://LOCALHOST/"};
	struct error error = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++)
		assert_true(http_url_check(urls[i], &error));
}

static void
test_a_header_is_one_line(void **state)
{
	const char *const headers[] = {"X-A: 1\r\nX-B: 2", NULL};
	struct http_call to = {.method = HTTP_POST, .url = plain("/status/200"), .headers = headers};

	(void)state;
	call(&to);
	came_to(HTTP_NOT_SENT, 0);
	to.headers = NULL;
	to.content_type = "text/plain\nX-B: 2";
	call(&to);
	came_to(HTTP_NOT_SENT, 0);
}

static void
test_the_environment_has_no_say(void **state)
{
	static const char *const names[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
	char key_log[128];

	(void)state;
	peer_path(&wire.peer, "keys", key_log, sizeof(key_log));
	setenv("SSLKEYLOGFILE", key_log, 1);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		setenv(names[i], "http://127.0.0.1:9", 1);
	wire_restart(&wire, wire.ca_file, NULL);
	post(plain("/status/200"), LONG);
	assert_int_equal(result.status, 200);
	post(url_of("https", "localhost", TLS, "/status/200"), LONG);
	assert_int_equal(result.status, 200);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
	assert_int_not_equal(access(key_log, F_OK), 0);
}

/* The peer is no proxy: what it got is the proxy's part of the call, and the request itself was never written. */
static void
test_a_proxy_that_refuses(void **state)
{
	char proxy[64];

	(void)state;
	snprintf(proxy, sizeof(proxy), "http://127.0.0.1:%d", wire.peer.ports[PLAIN]);
	setenv("no_proxy", "*", 1);
	wire_restart(&wire, wire.ca_file, proxy);
	post("https://name.invalid/garbage", LONG);
	unsetenv("no_proxy");
	came_to(HTTP_NOT_SENT, 1);
	request_has("CONNECT name.invalid:443 HTTP/1.1\r\n");
	post(plain("/status/200"), LONG);
	assert_int_equal(result.status, 200);
	request_has("POST /status/200 HTTP/1.1\r\n");
}

static void
test_many_at_once(void **state)
{
	enum { MANY = 100 };
	struct http_call to = {.method = HTTP_POST, .body = "x", .body_length = 1};

	(void)state;
	to.url = plain("/status/200");
	for (int i = 0; i < MANY; i++)
		http_send(wire.http, &to, on_done, &result);
	assert_int_equal(http_in_flight(wire.http), MANY);
	wire_await(&wire, &result.calls, MANY);
	assert_int_equal(wire_written(&wire), MANY);
	assert_int_equal(http_in_flight(wire.http), 0);
}

static void
test_one_that_is_slow_holds_up_nobody(void **state)
{
	struct http_call slow = {.method = HTTP_POST, .url = NULL, .deadline = LONG};
	struct result of_slow = {0};

	(void)state;
	slow.url = plain("/silent");
	http_send(wire.http, &slow, on_done, &of_slow);
	result.calls = 0;
	slow.url = plain("/status/200");
	http_send(wire.http, &slow, on_done, &result);
	wire_await(&wire, &result.calls, 1);
	assert_int_equal(of_slow.calls, 0);
	assert_int_equal(http_in_flight(wire.http), 1);
}

static void
test_cancel(void **state)
{
	struct http_call to = {.method = HTTP_POST};
	struct result cancelled = {0};
	uint64_t ids[3];

	(void)state;
	to.url = plain("/silent");
	ids[0] = http_send(wire.http, &to, on_done, &cancelled);
	wire_await_written(&wire, 1);
	to.url = plain("/status/200");
	ids[1] = http_send(wire.http, &to, on_done, &cancelled);
	to.url = "nonsense";
	ids[2] = http_send(wire.http, &to, on_done, &cancelled);
	for (int i = 0; i < 3; i++) {
		assert_int_not_equal(ids[i], 0);
		http_cancel(wire.http, ids[i]);
		http_cancel(wire.http, ids[i]);
	}
	http_cancel(wire.http, 0);
	assert_int_equal(http_in_flight(wire.http), 0);
	post(plain("/status/200"), LONG);
	assert_int_equal(cancelled.calls, 0);
}

static uint64_t other;

static void
on_done_cancel(void *context, const struct http_answer *answer)
{
	on_done(context, answer);
	http_cancel(wire.http, other);
}

static void
on_done_again(void *context, const struct http_answer *answer)
{
	struct http_call to = {.method = HTTP_POST};

	on_done(context, answer);
	to.url = plain("/status/201");
	if (result.calls < 3)
		http_send(wire.http, &to, on_done_again, context);
}

static void
test_callbacks_send_and_cancel(void **state)
{
	struct http_call to = {.method = HTTP_POST, .url = "nonsense"};
	struct result cancelled = {0};

	(void)state;
	http_send(wire.http, &to, on_done_cancel, &result);
	other = http_send(wire.http, &to, on_done, &cancelled);
	wire_await(&wire, &result.calls, 1);
	assert_int_equal(cancelled.calls, 0);
	result.calls = 0;
	http_send(wire.http, &to, on_done_again, &result);
	wire_await(&wire, &result.calls, 3);
	assert_int_equal(result.status, 201);
	assert_int_equal(wire_written(&wire), 2);
}

static void
test_free_cancels_all(void **state)
{
	struct http_call to = {.method = HTTP_POST, .url = plain("/silent")};

	(void)state;
	http_send(wire.http, &to, on_done, &result);
	http_send(wire.http, &to, on_done, &result);
	wire_await_written(&wire, 2);
	to.url = "nonsense";
	http_send(wire.http, &to, on_done, &result);
	http_free(&wire.http);
	loop_step(wire.loop, 0);
	assert_int_equal(result.calls, 0);
}

static void
test_forms(void **state)
{
	struct arena *arena = arena_new();
	struct buffer form;

	(void)state;
	http_body_start(&form, 64);
	http_form_add(&form, "To", "+15085550142");
	http_form_add(&form, "Body", "a b&c=d~\xC3\xA4\r\n");
	http_form_add(&form, "", "");
	assert_string_equal(buffer_text(&form), "To=%2B15085550142&Body=a%20b%26c%3Dd~%C3%A4%0D%0A&=");
	assert_false(form.full);
	assert_int_equal(form.capacity, 65);
	http_form_add(&form, "More", "than the limit allows");
	assert_true(form.full);
	assert_int_equal(form.capacity, 65);
	http_body_free(&form);
	assert_null(form.data);
	assert_string_equal(http_query_escape(arena, "AZaz09-._~/?+%"), "AZaz09-._~%2F%3F%2B%25");
	assert_string_equal(http_query_escape(arena, ""), "");
	arena_free(&arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_the_request_is_these_bytes),
		TEST(test_methods),
		TEST(test_a_long_body_is_written_whole),
		TEST(test_every_status_is_an_answer),
		TEST(test_retry_after),
		TEST(test_what_comes_before_the_answer_is_none),
		TEST(test_an_answer_in_pieces),
		TEST(test_a_redirect_is_not_followed),
		TEST(test_what_was_written_is_uncertain),
		TEST(test_a_slow_answer_is_uncertain),
		TEST(test_an_answer_up_to_the_limit),
		TEST(test_nobody_listens),
		TEST(test_a_deadline_before_the_request_is_written),
		TEST(test_tls),
		TEST(test_a_certificate_of_another_name),
		TEST(test_a_certificate_of_nobody_known),
		TEST(test_errors_hold_no_secret),
		TEST(test_a_post_has_a_connection_of_its_own),
		TEST(test_a_post_is_never_written_twice),
		TEST(test_a_read_is_written_again),
		TEST(test_urls_that_are_refused),
		TEST(test_urls_that_are_allowed),
		TEST(test_a_header_is_one_line),
		TEST(test_the_environment_has_no_say),
		TEST(test_a_proxy_that_refuses),
		TEST(test_many_at_once),
		TEST(test_one_that_is_slow_holds_up_nobody),
		TEST(test_cancel),
		TEST(test_callbacks_send_and_cancel),
		TEST(test_free_cancels_all),
		TEST(test_forms),
	};

	return cmocka_run_group_tests(tests, start_peer, end_peer);
}
