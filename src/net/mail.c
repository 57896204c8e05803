/*
 * One mail. libcurl connects, asks for TLS and signs in; the dialogue that
 * follows is held here, by the loop, since libcurl waits for the last answer, and
 * for the one to QUIT, with everything else standing still.
 */
#include "mfadesk/net/mail.h"

#include <string.h>

#include "address.h"
#include "mail_text.h"
#include "mfadesk/base/clock.h"
#include "transfer.h"

static const struct address_rule rule = {.secure = "smtps", .plain = "smtp", .plain_anywhere = true};

enum { REPLY_SIZE = 4096, MESSAGE_STEP = MAIL_STEPS - 1 };

struct mail_session {
	size_t ends[MAIL_STEPS];
	int step; /* that is written, or whose answer is awaited */
	size_t written; /* of the body */
	char reply[REPLY_SIZE];
	size_t reply_length;
	int status; /* of the last whole answer */
	int64_t due;
	curl_socket_t fd; /* libcurl's; CURL_SOCKET_BAD while libcurl itself watches it */
	uint64_t timer;
};

bool
mail_url_check(const char *url, struct error *error)
{
	bool loopback;

	return address_check(url, &rule, &loopback, error);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int
status_of(const char *line)
{
	return is_digit(line[0]) && is_digit(line[1]) && is_digit(line[2])
		? (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0'
		: -1;
}

/* Of a reply that is whole, the status: its last line is the one with a space behind the digits. 0: more is to come;
 * -1: this is no reply. */
static int
read_reply(const char *reply)
{
	for (const char *end; (end = strchr(reply, '\n')); reply = end + 1) {
		int status = end - reply < 3 ? -1 : status_of(reply);

		if (status < 0 || reply[3] != '-')
			return status;
	}
	return 0;
}

static bool
is_refusal(int status)
{
	return status >= 400 && status <= 599;
}

static bool
is_wanted(int step, int status)
{
	return step == MESSAGE_STEP - 1 ? status == 354 : status >= 200 && status <= 299;
}

static CURLcode
write_step(struct transfer *transfer, struct mail_session *session)
{
	size_t end = session->ends[session->step], count;
	CURLcode code = CURLE_OK;

	while (code == CURLE_OK && session->written < end) {
		code = curl_easy_send(
			transfer->easy, transfer->body + session->written, end - session->written, &count);
		if (code == CURLE_OK)
			session->written += count;
	}
	return code;
}

/* Sets session->status once the answer is whole. */
static CURLcode
await_reply(struct transfer *transfer, struct mail_session *session)
{
	int status;

	while ((status = read_reply(session->reply)) == 0) {
		size_t room = REPLY_SIZE - 1 - session->reply_length, count = 0;
		CURLcode code = room == 0
			? CURLE_WEIRD_SERVER_REPLY
			: curl_easy_recv(transfer->easy, session->reply + session->reply_length, room, &count);

		if (code != CURLE_OK)
			return code;
		if (count == 0)
			return CURLE_GOT_NOTHING;
		/* A NUL would hide what is behind it. */
		if (memchr(session->reply + session->reply_length, '\0', count))
			return CURLE_WEIRD_SERVER_REPLY;
		session->reply_length += count;
	}
	memset(session->reply, 0, sizeof(session->reply));
	session->reply_length = 0;
	session->status = status > 0 ? status : 0;
	return is_wanted(session->step, status) || is_refusal(status) ? CURLE_OK : CURLE_WEIRD_SERVER_REPLY;
}

static void
say_goodbye(struct transfer *transfer)
{
	size_t count;

	/* Who hears no QUIT sees the connection close. */
	(void)curl_easy_send(transfer->easy, "QUIT\r\n", 6, &count);
}

/* Until it has to wait, which is CURLE_AGAIN, or is over. */
static CURLcode
hold_dialogue(struct transfer *transfer, struct mail_session *session)
{
	for (;;) {
		CURLcode code = write_step(transfer, session);

		if (code == CURLE_OK)
			code = await_reply(transfer, session);
		if (code != CURLE_OK)
			return code;
		if (session->step == MESSAGE_STEP || is_refusal(session->status)) {
			say_goodbye(transfer);
			return CURLE_OK;
		}
		session->step++;
	}
}

static void on_watch(void *context, int fd, int events);

static void
go_on(struct transfer *transfer)
{
	struct mail_session *session = transfer->session;
	CURLcode code = hold_dialogue(transfer, session);

	if (code == CURLE_AGAIN)
		loop_watch(http_loop_of(transfer->http), session->fd,
			session->written < session->ends[session->step] ? LOOP_WRITE : LOOP_READ, on_watch, transfer);
	else
		transfer_finish(transfer, code);
}

static void
on_watch(void *context, int fd, int events)
{
	(void)fd, (void)events;
	go_on(context);
}

static void
on_deadline(void *context)
{
	transfer_finish(context, CURLE_OPERATION_TIMEDOUT);
}

static void
on_connected(struct transfer *transfer)
{
	struct mail_session *session = transfer->session;
	int64_t left = session->due - clock_monotonic();

	curl_easy_getinfo(transfer->easy, CURLINFO_ACTIVESOCKET, &session->fd);
	session->timer = loop_after(http_loop_of(transfer->http), left > 0 ? left : 0, on_deadline, transfer);
	go_on(transfer);
}

static void
on_released(struct transfer *transfer)
{
	struct loop *loop = http_loop_of(transfer->http);
	struct mail_session *session = transfer->session;

	loop_cancel(loop, session->timer);
	if (session->fd != CURL_SOCKET_BAD)
		loop_watch(loop, session->fd, 0, NULL, NULL);
}

/* Refused while libcurl connected: the last answer; after that it is never a refusal. A time-out is none, whatever was
 * said before. */
static int
refusal_of(const struct transfer *transfer, CURLcode code)
{
	long status = 0;

	if (code != CURLE_OPERATION_TIMEDOUT)
		curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
	return is_refusal((int)status) ? (int)status : 0;
}

static void
judge(const struct transfer *transfer, CURLcode code, struct http_answer *answer)
{
	const struct mail_session *session = transfer->session;
	int status = code == CURLE_OK ? session->status : refusal_of(transfer, code);

	if (status > 0) {
		answer->outcome = HTTP_ANSWERED;
		answer->status = status;
		return;
	}
	transfer_judge_failure(transfer, code, answer);
	answer->outcome = session->step == MESSAGE_STEP ? HTTP_UNCERTAIN : HTTP_NOT_SENT;
}

static bool
set_mail(const struct transfer *transfer, const struct mail *mail)
{
	CURL *easy = transfer->easy;
	int failed = 0;

	failed |= curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	failed |= curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
	failed |= curl_easy_setopt(
		easy, CURLOPT_USE_SSL, transfer->loopback ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
	if (mail->user) {
		failed |= curl_easy_setopt(easy, CURLOPT_USERNAME, mail->user);
		failed |= curl_easy_setopt(easy, CURLOPT_PASSWORD, mail->password ? secret_text(mail->password) : "");
	}
	return failed == CURLE_OK;
}

static void
compose(struct transfer *transfer, const struct mail *mail)
{
	struct buffer text;

	mail_compose(mail, clock_now(), &text, transfer->session->ends);
	transfer_set_body(transfer, buffer_text(&text), text.length);
	http_body_free(&text);
}

static bool
build(struct transfer *transfer, const struct mail *mail)
{
	struct error *refusal = &transfer->refusal;

	if (!address_check(mail->url, &rule, &transfer->loopback, refusal))
		return false;
	if (!mail_address_is_valid(mail->from) || !mail_address_is_valid(mail->to))
		return error_set(refusal, ERROR_USAGE, "", "", "the sender or the receiver is no address of a mailbox");
	if (!*mail->id || strpbrk(mail->id, "\r\n <>@"))
		return error_set(refusal, ERROR_USAGE, "", "", "the id can be none of a message");
	if (!transfer_prepare(transfer, http_options_of(transfer->http), mail->url, mail->deadline) ||
		!set_mail(transfer, mail))
		return error_set(refusal, ERROR_LOCAL, "", "", "this libcurl cannot send mail");
	compose(transfer, mail);
	return true;
}

uint64_t
mail_send(struct http *http, const struct mail *mail, http_done *done, void *context)
{
	struct transfer *transfer = transfer_new(http, done, context);
	int64_t deadline = mail->deadline > 0 ? mail->deadline : HTTP_DEADLINE;

	transfer->judge = judge;
	transfer->connected = on_connected;
	transfer->released = on_released;
	transfer->session = memory_alloc(sizeof(*transfer->session));
	transfer->session->fd = CURL_SOCKET_BAD;
	transfer->session->due = clock_monotonic() + deadline * (CLOCK_SECOND / 1000);
	/* What was refused is told by the refusal. */
	(void)!build(transfer, mail);
	return transfer_start(transfer);
}
