/* Mails to real and faulty SMTP servers: what arrives is what was meant, and what is said of it is true. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/net/mail.h"
#include "wire.h"

enum { GOOD, STARTTLS, TLS, OTHER, FAULTY, NOBODY, REFUSING, MUTE };
enum { SHORT = 400, LONG = 30000 };

#define TEXT                                                                                                           \
	"Gr\xC3\xBC\xC3\x9F"                                                                                           \
	"e, Ana.\n.\n..two\n\ntrailing \nx=1\n"

struct result {
	int calls;
	enum http_outcome outcome;
	int status;
	char error[256];
};

static struct wire wire;
static struct secret *password;
static struct result result;
static struct mail mail;

static int
start_peer(void **state)
{
	(void)state;
	/* aiosmtpd is the system's package, so it is the system's Python. */
	return wire_start(&wire, "/usr/bin/python3", "tests/lib/mail_peer.py", 8);
}

static int
end_peer(void **state)
{
	(void)state;
	return wire_end(&wire);
}

static int
set_up(void **state)
{
	(void)state;
	wire_open(&wire);
	password = secret_new(16);
	memset(&result, 0, sizeof(result));
	mail = (struct mail){.from = "desk@example.edu",
		.to = "ana@example.edu",
		.subject = "A phone was added",
		.text = TEXT,
		.id = "3c4f",
		.deadline = LONG};
	return secret_set(password, "hunter2") ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	wire_close(&wire);
	secret_free(&password);
	return 0;
}

static void
on_done(void *context, const struct http_answer *answer)
{
	struct result *to = context;

	to->calls++;
	to->outcome = answer->outcome;
	to->status = answer->status;
	snprintf(to->error, sizeof(to->error), "%s", answer->error);
	assert_string_equal(answer->body, "");
	assert_int_equal(answer->retry_after, -1);
	assert_int_equal(answer->outcome == HTTP_ANSWERED, !*answer->error);
}

static const char *
url_of(const char *scheme, const char *host, int port)
{
	static char url[128];

	snprintf(url, sizeof(url), "%s://%s:%d", scheme, host, wire.peer.ports[port]);
	return url;
}

static void
send_to(const char *url)
{
	mail.url = url;
	result.calls = 0;
	mail_send(wire.http, &mail, on_done, &result);
	assert_int_equal(result.calls, 0);
	wire_await(&wire, &result.calls, 1);
	assert_int_equal(http_in_flight(wire.http), 0);
}

static void
came_to(enum http_outcome outcome, int status, int messages)
{
	assert_int_equal(result.outcome, outcome);
	assert_int_equal(result.status, status);
	assert_int_equal(wire_written(&wire), messages);
}

static char *
newest(void)
{
	size_t length;
	char *text = wire_newest(&wire, &length);

	assert_int_equal(strlen(text), length);
	return text;
}

static void
test_the_message_is_these_bytes(void **state)
{
	char *text, *rest;

	(void)state;
	mail.from_name = "Help Desk";
	send_to(url_of("smtp", "127.0.0.1", GOOD));
	came_to(HTTP_ANSWERED, 250, 1);
	text = newest();
	assert_int_equal(strncmp(text, "desk@example.edu ana@example.edu\nDate: ", 39), 0);
	rest = strstr(text, "\r\n");
	assert_int_equal(strncmp(rest - 6, " +0000", 6), 0);
	assert_string_equal(rest,
		"\r\nFrom: Help Desk <desk@example.edu>\r\nTo: <ana@example.edu>\r\nSubject: A phone was added\r\n"
		"Message-ID: <3c4f@example.edu>\r\nMIME-Version: 1.0\r\n"
		"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
		"Auto-Submitted: auto-generated\r\n\r\n"
		"Gr=C3=BC=C3=9Fe, Ana.\r\n.\r\n..two\r\n\r\ntrailing=20\r\nx=3D1\r\n");
	memory_free(text);
}

/* What could end a header, or begin another, is encoded. */
static void
test_headers_in_other_letters(void **state)
{
	char *text;

	(void)state;
	mail.from_name = "Gr\xC3\xBC\xC3\x9F"
			 "e \"x\" <y@z>";
	mail.subject = "Evil\r\nBcc: all@example.edu";
	send_to(url_of("smtp", "127.0.0.1", GOOD));
	came_to(HTTP_ANSWERED, 250, 1);
	text = newest();
	assert_non_null(
		strstr(text, "\r\nFrom: =?UTF-8?Q?Gr=C3=BC=C3=9Fe_=22x=22_=3Cy=40z=3E?= <desk@example.edu>\r\n"));
	assert_non_null(strstr(text, "\r\nSubject: =?UTF-8?Q?Evil=0D=0ABcc=3A_all=40example=2Eedu?=\r\n"));
	memory_free(text);
}

static size_t
count_of(const char *text, const char *part)
{
	size_t count = 0;

	for (; (text = strstr(text, part)); text += strlen(part))
		count++;
	return count;
}

/* No line over its length, no code point in two words, and no dot lost or gained. */
static void
test_long_texts(void **state)
{
	char subject[301] = "", body[20001] = "";
	char *text;

	(void)state;
	for (int i = 0; i < 100; i++)
		memcpy(subject + 3 * i, "\xE2\x82\xAC", 4);
	memset(body, '.', 20000);
	mail.subject = subject;
	mail.text = body;
	send_to(url_of("smtp", "127.0.0.1", GOOD));
	came_to(HTTP_ANSWERED, 250, 1);
	text = newest();
	for (const char *line = strstr(text, "Subject: "); *line; line += strcspn(line, "\n") + 1)
		assert_true(strcspn(line, "\r") <= strlen("Subject: ") + 75);
	assert_int_equal(count_of(text, "=E2=82=AC"), 100);
	assert_int_equal(count_of(strstr(text, "\r\n\r\n"), "."), 20000);
	memory_free(text);
}

static void
test_signing_in_with_tls(void **state)
{
	(void)state;
	mail.user = "desk";
	mail.password = password;
	send_to(url_of("smtp", "mail.localhost", STARTTLS));
	came_to(HTTP_ANSWERED, 250, 1);
	send_to(url_of("smtps", "mail.localhost", TLS));
	came_to(HTTP_ANSWERED, 250, 2);
}

static void
test_a_wrong_password(void **state)
{
	(void)state;
	mail.user = "desk";
	mail.password = password;
	assert_true(secret_set(password, "hunter3"));
	send_to(url_of("smtp", "mail.localhost", STARTTLS));
	came_to(HTTP_ANSWERED, 535, 0);
	mail.user = NULL;
	send_to(url_of("smtp", "mail.localhost", STARTTLS));
	came_to(HTTP_ANSWERED, 530, 0);
}

static void
test_tls_that_cannot_be_trusted(void **state)
{
	(void)state;
	send_to(url_of("smtp", "mail.localhost", GOOD)); /* offers none */
	came_to(HTTP_NOT_SENT, 0, 0);
	send_to(url_of("smtp", "mail.localhost", OTHER));
	came_to(HTTP_NOT_SENT, 0, 0);
	send_to(url_of("smtps", "127.0.0.1", TLS)); /* whose name is mail.localhost */
	came_to(HTTP_NOT_SENT, 0, 0);
	send_to(url_of("smtps", "127.0.0.1", GOOD));
	came_to(HTTP_NOT_SENT, 0, 0);
}

static void
test_refusals(void **state)
{
	static const struct {
		const char *to;
		int status, messages;
	} cases[] = {
		{"later-rcpt@example.edu", 451, 0},
		{"no-rcpt@example.edu", 550, 0},
		{"later-text@example.edu", 452, 1},
		{"no-text@example.edu", 554, 2},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		mail.to = cases[i].to;
		send_to(url_of("smtp", "127.0.0.1", GOOD));
		came_to(HTTP_ANSWERED, cases[i].status, cases[i].messages);
	}
	send_to(url_of("smtp", "127.0.0.1", REFUSING));
	came_to(HTTP_ANSWERED, 554, 2);
}

/* Faulty peers look at the sender's name, which comes first. */
static void
faulty(const char *fault, const char *step)
{
	char from[64];

	snprintf(from, sizeof(from), "%s-%s@example.edu", fault, step);
	mail.from = from;
	mail.deadline = strcmp(fault, "silent") == 0 ? SHORT : LONG;
	send_to(url_of("smtp", "127.0.0.1", FAULTY));
}

static void
test_faults_before_the_text(void **state)
{
	static const char *const steps[] = {"mail", "rcpt", "data"};
	static const char *const faults[] = {"cut", "silent", "garbage", "endless"};

	(void)state;
	for (size_t s = 0; s < 3; s++) {
		for (size_t f = 0; f < 4; f++) {
			faulty(faults[f], steps[s]);
			came_to(HTTP_NOT_SENT, 0, 0);
		}
	}
	faulty("odd", "data");
	came_to(HTTP_NOT_SENT, 0, 0);
}

static void
test_faults_after_the_text(void **state)
{
	static const char *const faults[] = {"cut", "silent", "garbage", "endless"};

	(void)state;
	for (size_t f = 0; f < 4; f++) {
		faulty(faults[f], "text");
		came_to(HTTP_UNCERTAIN, 0, (int)f + 1);
	}
	faulty("half", "text");
	came_to(HTTP_UNCERTAIN, 0, 4);
}

static void
test_answers_in_pieces(void **state)
{
	static const char *const steps[] = {"mail", "rcpt", "data", "text"};

	(void)state;
	for (size_t s = 0; s < 4; s++) {
		faulty("lines", steps[s]);
		came_to(HTTP_ANSWERED, 250, (int)s * 2 + 1);
		faulty("slow", steps[s]);
		came_to(HTTP_ANSWERED, 250, (int)s * 2 + 2);
	}
}

static void
test_nobody_listens(void **state)
{
	(void)state;
	send_to(url_of("smtp", "127.0.0.1", NOBODY));
	came_to(HTTP_NOT_SENT, 0, 0);
	mail.deadline = SHORT;
	send_to(url_of("smtp", "127.0.0.1", MUTE));
	came_to(HTTP_NOT_SENT, 0, 0);
	send_to(url_of("smtps", "127.0.0.1", MUTE));
	came_to(HTTP_NOT_SENT, 0, 0);
}

static void
test_what_is_refused(void **state)
{
	static const char *const urls[] = {
		"", "http://127.0.0.1/", "https://example.edu/", "smtp://u:p@127.0.0.1/", "imap://127.0.0.1/"};
	static const char *const addresses[] = {"", "ana", "@example.edu", "ana@", "a@b@c",
		"ana@example.edu\r\nRCPT TO:<x@y>", "<ana@example.edu>", "ana @example.edu",
		"ana@example.edu,wei@example.edu", "\xC3\xA4@example.edu"};
	struct error error = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		assert_false(mail_url_check(urls[i], &error));
		send_to(urls[i]);
		came_to(HTTP_NOT_SENT, 0, 0);
	}
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
		mail.to = addresses[i];
		send_to(url_of("smtp", "127.0.0.1", GOOD));
		came_to(HTTP_NOT_SENT, 0, 0);
	}
	mail.to = "ana@example.edu";
	mail.id = "a>\r\nBcc: <b";
	send_to(url_of("smtp", "127.0.0.1", GOOD));
	came_to(HTTP_NOT_SENT, 0, 0);
	error_clear(&error);
	assert_true(mail_url_check("smtp://mail.example.edu:587", &error));
	assert_true(mail_url_check("smtps://mail.example.edu", &error));
}

/* A server that thinks for long about one mail holds up nobody; and one that is given up says nothing any more. */
static void
test_a_slow_server_holds_up_nobody(void **state)
{
	struct result slow = {0};
	uint64_t id;

	(void)state;
	mail.from = "silent-text@example.edu";
	mail.url = url_of("smtp", "127.0.0.1", FAULTY);
	id = mail_send(wire.http, &mail, on_done, &slow);
	wire_await_written(&wire, 1);
	mail.from = "desk@example.edu";
	mail.url = url_of("smtp", "127.0.0.1", GOOD);
	mail_send(wire.http, &mail, on_done, &result);
	wire_await(&wire, &result.calls, 1);
	assert_int_equal(slow.calls, 0);
	assert_int_equal(http_in_flight(wire.http), 1);
	http_cancel(wire.http, id);
	assert_int_equal(http_in_flight(wire.http), 0);
	loop_step(wire.loop, 0);
	assert_int_equal(slow.calls, 0);
}

/* Nobody reads as fast as this writes. */
static void
test_a_text_that_takes_its_time(void **state)
{
	size_t length = (size_t)12 << 20, count = 0;
	char *text = memory_alloc(length + 1);

	(void)state;
	memset(text, 'x', length);
	mail.text = text;
	send_to(url_of("smtp", "127.0.0.1", FAULTY));
	came_to(HTTP_ANSWERED, 250, 1);
	memory_free(text);
	text = newest();
	for (const char *at = strstr(text, "\r\n\r\n"); *at; at++)
		count += *at == 'x';
	assert_int_equal(count, length);
	memory_free(text);
}

static void
test_an_old_server(void **state)
{
	char url[256];

	(void)state;
	snprintf(url, sizeof(url), "%s/old", url_of("smtp", "127.0.0.1", FAULTY));
	send_to(url);
	came_to(HTTP_ANSWERED, 250, 1);
	mail.deadline = SHORT;
	snprintf(url, sizeof(url), "%s/old-silent", url_of("smtp", "127.0.0.1", FAULTY));
	send_to(url);
	came_to(HTTP_NOT_SENT, 0, 1);
}

static void
test_the_deadline_of_what_is_over(void **state)
{
	int64_t end;

	(void)state;
	mail.deadline = 2000;
	send_to(url_of("smtp", "127.0.0.1", GOOD));
	came_to(HTTP_ANSWERED, 250, 1);
	for (end = clock_monotonic() + 2 * CLOCK_SECOND; clock_monotonic() <= end;)
		loop_step(wire.loop, CLOCK_SECOND / 10);
	assert_int_equal(result.calls, 1);
}

static void
test_many_at_once(void **state)
{
	enum { MANY = 50 };

	(void)state;
	mail.url = url_of("smtp", "127.0.0.1", GOOD);
	for (int i = 0; i < MANY; i++)
		mail_send(wire.http, &mail, on_done, &result);
	wire_await(&wire, &result.calls, MANY);
	assert_int_equal(wire_written(&wire), MANY);
}

static void
test_free_cancels_all(void **state)
{
	(void)state;
	mail.from = "silent-text@example.edu";
	mail.url = url_of("smtp", "127.0.0.1", FAULTY);
	mail_send(wire.http, &mail, on_done, &result);
	wire_await_written(&wire, 1);
	mail_send(wire.http, &mail, on_done, &result);
	http_free(&wire.http);
	loop_step(wire.loop, 0);
	assert_int_equal(result.calls, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_the_message_is_these_bytes),
		TEST(test_headers_in_other_letters),
		TEST(test_long_texts),
		TEST(test_signing_in_with_tls),
		TEST(test_a_wrong_password),
		TEST(test_tls_that_cannot_be_trusted),
		TEST(test_refusals),
		TEST(test_faults_before_the_text),
		TEST(test_faults_after_the_text),
		TEST(test_answers_in_pieces),
		TEST(test_nobody_listens),
		TEST(test_what_is_refused),
		TEST(test_a_slow_server_holds_up_nobody),
		TEST(test_a_text_that_takes_its_time),
		TEST(test_an_old_server),
		TEST(test_the_deadline_of_what_is_over),
		TEST(test_many_at_once),
		TEST(test_free_cancels_all),
	};

	return cmocka_run_group_tests(tests, start_peer, end_peer);
}
