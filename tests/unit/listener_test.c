/*
 * The listener: what it hears, what it answers now and later, what it does not
 * let in.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/net/listener.h"

#define MANY 40 /* more than are let in at once */

static struct loop *loop;
static struct listener *listener;
static struct listener_request *waiting[MANY];
static char address[64];
static struct sockaddr_in place;
static char heard_path[64], heard_id[64];
static int heard_count, answer_now;

static void
heard(void *context, struct listener_request *request)
{
	assert_ptr_equal(context, &heard_count);
	snprintf(heard_path, sizeof(heard_path), "%s", listener_path(request));
	snprintf(heard_id, sizeof(heard_id), "%s", listener_value(request, "id"));
	if (answer_now)
		listener_answer(request, answer_now);
	else
		waiting[heard_count] = request;
	heard_count++;
}

/* A port that is free now. */
static void
choose_address(void)
{
	socklen_t length = sizeof(place);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	place = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	assert_int_equal(bind(fd, (struct sockaddr *)&place, sizeof(place)), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&place, &length), 0);
	close(fd);
	snprintf(address, sizeof(address), "127.0.0.1:%u", (unsigned)ntohs(place.sin_port));
}

static int
set_up(void **state)
{
	struct error error = {0};

	(void)state;
	heard_count = 0;
	answer_now = 200;
	loop = loop_new();
	choose_address();
	listener = listener_new(loop, address, heard, &heard_count, &error);
	return listener ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	listener_free(&listener);
	listener_free(&listener);
	loop_free(&loop);
	return 0;
}

static int
say(const char *request)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(connect(fd, (struct sockaddr *)&place, sizeof(place)), 0);
	assert_int_equal(write(fd, request, strlen(request)), (ssize_t)strlen(request));
	return fd;
}

static bool
is_readable(int fd)
{
	struct pollfd one = {.fd = fd, .events = POLLIN};

	return poll(&one, 1, 0) == 1;
}

/* The status that comes; 0: the connection ended without one. */
static int
status_of(int fd)
{
	int64_t end = clock_monotonic() + 20 * CLOCK_SECOND;
	char text[512];
	ssize_t length;
	int status = 0;

	while (!is_readable(fd) && clock_monotonic() < end)
		loop_step(loop, CLOCK_SECOND / 100);
	assert_true(is_readable(fd));
	length = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (length <= 0)
		return 0;
	text[length] = '\0';
	assert_ptr_equal(strstr(text, "HTTP/1.1 "), text);
	for (const char *at = text + 9; *at >= '0' && *at <= '9'; at++)
		status = status * 10 + (*at - '0');
	if (status < 400)
		assert_non_null(strstr(text, "\r\nContent-Length: 0\r\n"));
	return status;
}

static int
ask(const char *request)
{
	return status_of(say(request));
}

static void
await_heard(int wanted)
{
	int64_t end = clock_monotonic() + 20 * CLOCK_SECOND;

	while (heard_count < wanted && clock_monotonic() < end)
		loop_step(loop, CLOCK_SECOND / 100);
	assert_int_equal(heard_count, wanted);
}

static void
test_a_request_is_heard_and_answered(void **state)
{
	(void)state;
	assert_int_equal(ask("GET /report?id=a%20b&x=1 HTTP/1.1\r\nHost: x\r\n\r\n"), 200);
	assert_string_equal(heard_path, "/report");
	assert_string_equal(heard_id, "a b");
	answer_now = 503;
	assert_int_equal(ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), 503);
	assert_string_equal(heard_path, "/");
	assert_string_equal(heard_id, "");
	assert_int_equal(ask("GET /?id HTTP/1.1\r\nHost: x\r\n\r\n"), 503);
	assert_string_equal(heard_id, "");
	assert_int_equal(heard_count, 3);
}

static void
test_an_answer_may_come_later(void **state)
{
	int first, second;

	(void)state;
	answer_now = 0;
	first = say("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n");
	await_heard(1);
	second = say("GET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
	await_heard(2);
	assert_false(is_readable(first));
	listener_answer(waiting[1], 200);
	assert_int_equal(status_of(second), 200);
	assert_false(is_readable(first));
	listener_answer(waiting[0], 403);
	assert_int_equal(status_of(first), 403);
}

static void
test_who_went_away_meanwhile_does_no_harm(void **state)
{
	(void)state;
	answer_now = 0;
	close(say("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"));
	await_heard(1);
	listener_answer(waiting[0], 200);
	answer_now = 200;
	assert_int_equal(ask("GET /2 HTTP/1.1\r\nHost: x\r\n\r\n"), 200);
}

static void
test_the_end_answers_nobody(void **state)
{
	int fd;

	(void)state;
	answer_now = 0;
	fd = say("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n");
	await_heard(1);
	listener_free(&listener);
	assert_int_equal(status_of(fd), 0);
}

static void
test_only_so_many_at_once(void **state)
{
	int fds[MANY];

	(void)state;
	answer_now = 0;
	for (int i = 0; i < MANY; i++)
		fds[i] = say("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
	await_heard(32);
	for (int i = 0; i < 20; i++)
		loop_step(loop, CLOCK_SECOND / 1000);
	assert_int_equal(heard_count, 32);
	answer_now = 200;
	for (int i = 0; i < 32; i++)
		listener_answer(waiting[i], 200);
	for (int i = 0; i < MANY; i++)
		assert_int_equal(status_of(fds[i]), 200);
	assert_int_equal(heard_count, MANY);
}

static void
test_what_is_no_small_get_is_not_heard(void **state)
{
	char long_one[16384];

	(void)state;
	assert_int_equal(ask("POST /report HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nid=1"), 404);
	assert_int_equal(ask("DELETE /report HTTP/1.1\r\nHost: x\r\n\r\n"), 404);
	assert_int_equal(ask("\x16\x03\x01 garbage\r\n\r\n"), 400);
	snprintf(long_one, sizeof(long_one), "GET /%01000d%08000d HTTP/1.1\r\nHost: x\r\n\r\n", 1, 1);
	assert_int_equal(ask(long_one), 414);
	assert_int_equal(heard_count, 0);
	assert_int_equal(ask("GET /report HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody"), 200);
	assert_int_equal(heard_count, 1);
}

static void
test_addresses(void **state)
{
	static const char *const good[] = {"127.0.0.1:1", "127.9.8.7:65535", "[::1]:13080"};
	static const char *const bad[] = {"", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536",
		"127.0.0.1:+1", "127.0.0.1:80x", "0.0.0.0:80", "192.0.2.1:80", "localhost:80", "::1:80", "[::1]",
		"[::1]:", "[::1]80", "[::]:80", "[127.0.0.1]:80", "[", "[]",
		"[]:", "[0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0001]:80"};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct error error = {0};

		assert_true(listener_address_check(good[i], &error));
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct error error = {0};

		if (listener_address_check(bad[i], &error))
			fail_msg("%s", bad[i]);
		assert_int_equal(error.kind, ERROR_USAGE);
	}
}

static void
test_a_port_that_is_taken_is_said(void **state)
{
	struct error error = {0};

	(void)state;
	assert_null(listener_new(loop, address, heard, NULL, &error));
	assert_non_null(strstr(error.message, address));
	assert_non_null(strstr(error.message, "in use"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_request_is_heard_and_answered, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_an_answer_may_come_later, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_who_went_away_meanwhile_does_no_harm, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_the_end_answers_nobody, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_only_so_many_at_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_what_is_no_small_get_is_not_heard, set_up, tear_down),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test_setup_teardown(test_a_port_that_is_taken_is_said, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
