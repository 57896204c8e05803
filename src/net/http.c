/* libcurl's multi interface on the loop: its sockets are watches, its one timer is a timer. */
#include "mfadesk/net/http.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "curl_memory.h"
#include "mfadesk/base/clock.h"
#include "transfer.h"

struct http {
	struct loop *loop; /* borrowed */
	CURLM *multi; /* owned, as all that follows */
	char *ca_file;
	char *proxy;
	struct http_options options; /* of the two */
	uint64_t timer;
	struct transfer *transfers;
	uint64_t last_id;
};

const struct http_options *
http_options_of(const struct http *http)
{
	return &http->options;
}

struct loop *
http_loop_of(const struct http *http)
{
	return http->loop;
}

static struct transfer **
find(struct http *http, uint64_t id)
{
	struct transfer **at = &http->transfers;

	while (*at && (*at)->id != id)
		at = &(*at)->next;
	return at;
}

/* Out of the list, of libcurl and of the loop: it is the caller's again. */
static struct transfer *
take(struct http *http, struct transfer **at)
{
	struct transfer *transfer = *at;

	*at = transfer->next;
	loop_cancel(http->loop, transfer->timer);
	if (transfer->released)
		transfer->released(transfer);
	if (transfer->easy)
		curl_multi_remove_handle(http->multi, transfer->easy);
	return transfer;
}

void
transfer_finish(struct transfer *transfer, CURLcode code)
{
	struct http_answer answer = {.body = "", .content_type = "", .retry_after = -1, .error = ""};

	take(transfer->http, find(transfer->http, transfer->id));
	if (transfer->refusal.kind != ERROR_NONE) {
		answer.outcome = HTTP_NOT_SENT;
		answer.error = transfer->refusal.message;
	} else {
		transfer->judge(transfer, code, &answer);
	}
	transfer->done(transfer->context, &answer);
	transfer_free(&transfer);
}

/* One at a time: a callback may cancel what is behind it. */
static void
finish_ended(struct http *http)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(http->multi, &left))) {
		struct transfer *transfer = NULL;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
		if (transfer->connected && message->data.result == CURLE_OK)
			transfer->connected(transfer);
		else
			transfer_finish(transfer, message->data.result);
	}
}

static void
act(struct http *http, curl_socket_t fd, int events)
{
	int running;

	curl_multi_socket_action(http->multi, fd, events, &running);
	finish_ended(http);
}

static void
on_watch(void *context, int fd, int events)
{
	act(context, fd, (events & LOOP_READ ? CURL_CSELECT_IN : 0) | (events & LOOP_WRITE ? CURL_CSELECT_OUT : 0));
}

static int
on_socket(CURL *easy, curl_socket_t fd, int what, void *context, void *of_socket)
{
	static const int events[] = {
		[CURL_POLL_IN] = LOOP_READ,
		[CURL_POLL_OUT] = LOOP_WRITE,
		[CURL_POLL_INOUT] = LOOP_READ | LOOP_WRITE,
		[CURL_POLL_REMOVE] = 0,
	};
	struct http *http = context;

	(void)easy, (void)of_socket;
	loop_watch(http->loop, fd, events[what], on_watch, http);
	return 0;
}

static void
on_timer(void *context)
{
	struct http *http = context;

	http->timer = 0;
	act(http, CURL_SOCKET_TIMEOUT, 0);
}

static int
on_timer_set(CURLM *multi, long milliseconds, void *context)
{
	struct http *http = context;

	(void)multi;
	loop_cancel(http->loop, http->timer);
	http->timer = 0;
	if (milliseconds >= 0)
		http->timer = loop_after(http->loop, milliseconds * (CLOCK_SECOND / 1000), on_timer, http);
	return 0;
}

struct http *
http_new(struct loop *loop, const struct http_options *options)
{
	struct http *http = memory_alloc(sizeof(*http));

	/* Under CURLOPT_NOSIGNAL libcurl leaves it to the program. */
	signal(SIGPIPE, SIG_IGN);
	curl_memory_start();
	http->loop = loop;
	http->multi = curl_multi_init();
	if (!http->multi)
		abort(); /* not for want of memory: that is never NULL here */
	http->ca_file = options->ca_file ? memory_copy(options->ca_file) : NULL;
	http->proxy = options->proxy ? memory_copy(options->proxy) : NULL;
	http->options = (struct http_options){.ca_file = http->ca_file, .proxy = http->proxy};
	curl_multi_setopt(http->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(http->multi, CURLMOPT_SOCKETDATA, http);
	curl_multi_setopt(http->multi, CURLMOPT_TIMERFUNCTION, on_timer_set);
	curl_multi_setopt(http->multi, CURLMOPT_TIMERDATA, http);
	return http;
}

void
http_free(struct http **http)
{
	struct http *ended = *http;

	if (!ended)
		return;
	while (ended->transfers)
		http_cancel(ended, ended->transfers->id);
	curl_multi_cleanup(ended->multi);
	loop_cancel(ended->loop, ended->timer);
	memory_free(ended->ca_file);
	memory_free(ended->proxy);
	memory_free(ended);
	curl_global_cleanup();
	*http = NULL;
}

static void
on_refusal(void *context)
{
	transfer_finish(context, CURLE_OK);
}

uint64_t
transfer_start(struct transfer *transfer)
{
	struct http *http = transfer->http;
	uint64_t id = transfer->id = ++http->last_id;

	transfer->next = http->transfers;
	http->transfers = transfer;
	if (transfer->refusal.kind == ERROR_NONE && curl_multi_add_handle(http->multi, transfer->easy) != CURLM_OK)
		error_set(&transfer->refusal, ERROR_LOCAL, "", "", "libcurl did not take the call");
	if (transfer->refusal.kind != ERROR_NONE)
		transfer->timer = loop_after(http->loop, 0, on_refusal, transfer);
	return id;
}

void
http_cancel(struct http *http, uint64_t id)
{
	struct transfer **at = find(http, id);
	struct transfer *transfer;

	if (!*at)
		return;
	transfer = take(http, at);
	transfer_free(&transfer);
}

size_t
http_in_flight(const struct http *http)
{
	size_t count = 0;

	for (const struct transfer *transfer = http->transfers; transfer; transfer = transfer->next)
		count++;
	return count;
}
