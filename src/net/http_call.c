/* One HTTP call: its options, and what its end says. */
#include <curl/curl.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "address.h"
#include "transfer.h"

static const struct address_rule rule = {.secure = "https", .plain = "http"};

bool
http_url_check(const char *url, struct error *error)
{
	bool loopback;

	return address_check(url, &rule, &loopback, error);
}

/* A number of seconds or a date (RFC 9110, section 10.2.3). */
static int64_t
seconds_until(const char *text)
{
	int64_t seconds;
	char *end;

	if (*text >= '0' && *text <= '9') {
		errno = 0;
		seconds = strtoll(text, &end, 10);
		return *end || errno ? -1 : seconds;
	}
	seconds = curl_getdate(text, NULL);
	if (seconds < 0)
		return -1;
	seconds -= time(NULL);
	return seconds > 0 ? seconds : 0;
}

static void
read_answer(const struct transfer *transfer, struct http_answer *answer)
{
	struct curl_header *header;
	char *type = NULL;

	if (transfer->answer)
		answer->body = transfer->answer;
	answer->length = transfer->answer_length;
	curl_easy_getinfo(transfer->easy, CURLINFO_CONTENT_TYPE, &type);
	if (type)
		answer->content_type = type;
	if (curl_easy_header(transfer->easy, "Retry-After", 0, CURLH_HEADER, -1, &header) == CURLHE_OK)
		answer->retry_after = seconds_until(header->value);
}

static void
judge(const struct transfer *transfer, CURLcode code, struct http_answer *answer)
{
	long status = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
	if (code != CURLE_OK || status < 200 || !transfer->headers_ended) {
		transfer_judge_failure(transfer, code, answer);
		return;
	}
	answer->outcome = HTTP_ANSWERED;
	answer->status = (int)status;
	read_answer(transfer, answer);
}

static bool
add_header(struct transfer *transfer, const char *header)
{
	if (strpbrk(header, "\r\n"))
		return error_set(&transfer->refusal, ERROR_USAGE, "", "", "a header has more than one line");
	transfer->headers = curl_slist_append(transfer->headers, header);
	return true;
}

static bool
add_headers(struct transfer *transfer, const struct http_call *call)
{
	struct arena *arena = arena_new();
	bool added = add_header(transfer, "Expect:");

	if (call->content_type)
		added = added && add_header(transfer, arena_printf(arena, "Content-Type: %s", call->content_type));
	for (const char *const *header = call->headers; added && header && *header; header++)
		added = add_header(transfer, *header);
	arena_free(&arena);
	return added;
}

static int
set_credentials(CURL *easy, const struct http_call *call)
{
	int failed = 0;

	if (call->user) {
		failed |= curl_easy_setopt(easy, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
		failed |= curl_easy_setopt(easy, CURLOPT_USERNAME, call->user);
		failed |= curl_easy_setopt(easy, CURLOPT_PASSWORD, call->password ? secret_text(call->password) : "");
	} else if (call->bearer) {
		failed |= curl_easy_setopt(easy, CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
		failed |= curl_easy_setopt(easy, CURLOPT_XOAUTH2_BEARER, secret_text(call->bearer));
	}
	return failed;
}

static int
set_method(const struct transfer *transfer, enum http_method method)
{
	CURL *easy = transfer->easy;

	switch (method) {
	case HTTP_GET:
		return curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
	case HTTP_POST:
		return curl_easy_setopt(easy, CURLOPT_POST, 1L) |
			curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)transfer->body_length) |
			curl_easy_setopt(easy, CURLOPT_POSTFIELDS, transfer->body);
	case HTTP_DELETE:
		return curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, "DELETE");
	}
	return CURLE_BAD_FUNCTION_ARGUMENT;
}

static bool
set_call(struct transfer *transfer, const struct http_call *call)
{
	CURL *easy = transfer->easy;
	int failed = set_method(transfer, call->method) | set_credentials(easy, call);

	failed |= curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, transfer->loopback ? "http,https" : "https");
	failed |= curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	failed |= curl_easy_setopt(easy, CURLOPT_HTTP09_ALLOWED, 0L);
	failed |= curl_easy_setopt(easy, CURLOPT_USERAGENT, "mfadesk/" MFADESK_VERSION);
	failed |= curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
	return failed == CURLE_OK;
}

static bool
build(struct transfer *transfer, const struct http_call *call)
{
	if (!address_check(call->url, &rule, &transfer->loopback, &transfer->refusal) || !add_headers(transfer, call))
		return false;
	if (!transfer_prepare(transfer, http_options_of(transfer->http), call->url, call->deadline) ||
		!set_call(transfer, call))
		return error_set(&transfer->refusal, ERROR_LOCAL, "", "", "this libcurl cannot make the call");
	return true;
}

uint64_t
http_send(struct http *http, const struct http_call *call, http_done *done, void *context)
{
	struct transfer *transfer = transfer_new(http, done, context);

	transfer->judge = judge;
	transfer->once = call->method == HTTP_POST;
	if (call->answer_limit > 0)
		transfer->answer_limit = call->answer_limit;
	if (call->method == HTTP_POST)
		transfer_set_body(transfer, call->body, call->body_length);
	/* What was refused is told by the refusal. */
	(void)!build(transfer, call);
	return transfer_start(transfer);
}
