/*
 * One call of libcurl: the rules that every one obeys, and what comes in.
 *
 * Whether anything was written is not guessed from error codes: libcurl says
 * when a connection stands, TLS and proxy included, and before it writes the
 * first byte (CURLOPT_PREREQFUNCTION). Until then nothing was sent.
 */
#include "transfer.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "address.h"

#define HEADER_LIMIT ((size_t)64 * 1024)

struct transfer *
transfer_new(struct http *http, http_done *done, void *context)
{
	struct transfer *transfer = memory_alloc(sizeof(*transfer));

	transfer->http = http;
	transfer->done = done;
	transfer->context = context;
	transfer->answer_limit = HTTP_ANSWER_LIMIT;
	return transfer;
}

static void
free_wiped(char *bytes, size_t length)
{
	if (bytes)
		secret_wipe(bytes, length);
	memory_free(bytes);
}

void
transfer_free(struct transfer **transfer)
{
	curl_easy_cleanup((*transfer)->easy);
	curl_slist_free_all((*transfer)->headers);
	free_wiped((*transfer)->body, (*transfer)->body_length);
	free_wiped((*transfer)->answer, (*transfer)->answer_length);
	memory_free((*transfer)->session);
	memory_free(*transfer);
	*transfer = NULL;
}

void
transfer_set_body(struct transfer *transfer, const void *bytes, size_t length)
{
	transfer->body = memory_alloc(length + 1);
	transfer->body_length = length;
	if (length > 0)
		memcpy(transfer->body, bytes, length);
}

/* libcurl sends again by itself where a connection that was kept had been closed: here such a second time ends. */
static int
on_ready(void *context, char *address, char *local_address, int port, int local_port)
{
	struct transfer *transfer = context;

	(void)address, (void)local_address, (void)port, (void)local_port;
	if (transfer->once && transfer->ready)
		return CURL_PREREQFUNC_ABORT;
	transfer->ready = true;
	return CURL_PREREQFUNC_OK;
}

static curl_socket_t
on_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	const struct transfer *transfer = context;

	(void)purpose;
	if (transfer->loopback && !address_is_loopback(&address->addr))
		return CURL_SOCKET_BAD;
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* Anything but `length` ends the transfer. */
static size_t
on_answer(char *bytes, size_t size, size_t length, void *context)
{
	struct transfer *transfer = context;

	(void)size; /* 1, says libcurl */
	if (length > transfer->answer_limit - transfer->answer_length)
		return 0;
	if (!transfer->answer)
		transfer->answer = memory_alloc(transfer->answer_limit + 1);
	memcpy(transfer->answer + transfer->answer_length, bytes, length);
	transfer->answer_length += length;
	return length;
}

static size_t
on_header(char *bytes, size_t size, size_t length, void *context)
{
	struct transfer *transfer = context;

	(void)size;
	if (length > 5 && memcmp(bytes, "HTTP/", 5) == 0)
		transfer->headers_ended = false;
	else if (length <= 2)
		transfer->headers_ended = true;
	transfer->header_bytes += length;
	return transfer->header_bytes <= HEADER_LIMIT ? length : 0;
}

static int
set_callbacks(struct transfer *transfer)
{
	CURL *easy = transfer->easy;
	int failed = 0;

	failed |= curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
	failed |= curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->trouble);
	failed |= curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_ready);
	failed |= curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
	failed |= curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_socket);
	failed |= curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer);
	failed |= curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_answer);
	failed |= curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
	failed |= curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	failed |= curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
	return failed;
}

static int
set_peer(struct transfer *transfer, const struct http_options *options)
{
	const char *proxy = transfer->loopback || !options->proxy ? "" : options->proxy;
	CURL *easy = transfer->easy;
	int failed = 0;

	failed |= curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	failed |= curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	failed |= curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (options->ca_file)
		failed |= curl_easy_setopt(easy, CURLOPT_CAINFO, options->ca_file);
	/* Texts that are there, if empty, keep libcurl from asking the environment. */
	failed |= curl_easy_setopt(easy, CURLOPT_PROXY, proxy);
	failed |= curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
	failed |= curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	failed |= curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	return failed;
}

bool
transfer_prepare(struct transfer *transfer, const struct http_options *options, const char *url, int64_t deadline)
{
	CURL *easy = transfer->easy = curl_easy_init();
	int failed;

	if (!easy)
		return false;
	failed = set_callbacks(transfer) | set_peer(transfer, options);
	failed |= curl_easy_setopt(easy, CURLOPT_URL, url);
	failed |= curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	/* Without it a time-out while a name is resolved waits for the resolver's thread, and everything with it. */
	failed |= curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	failed |= curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)(deadline > 0 ? deadline : HTTP_DEADLINE));
	if (transfer->once) {
		failed |= curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
		failed |= curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
	}
	return failed == CURLE_OK;
}

/* libcurl's own words name hosts and certificates; once an answer came they may quote from it. */
static const char *
words_of(const struct transfer *transfer, CURLcode code)
{
	if (code == CURLE_OK)
		return "what came is no answer";
	if (code == CURLE_WRITE_ERROR)
		return "the answer is too large";
	if (code == CURLE_ABORTED_BY_CALLBACK)
		return "the connection was closed before an answer, and it is not sent again";
	if (!transfer->ready && *transfer->trouble)
		return transfer->trouble;
	return curl_easy_strerror(code);
}

void
transfer_judge_failure(const struct transfer *transfer, CURLcode code, struct http_answer *answer)
{
	answer->outcome = transfer->ready ? HTTP_UNCERTAIN : HTTP_NOT_SENT;
	answer->error = words_of(transfer, code);
}
