/* One call of libcurl, of any protocol: what it needs, what comes in, and the facts by which its outcome is judged. */
#ifndef MFADESK_NET_TRANSFER_H
#define MFADESK_NET_TRANSFER_H

#include <curl/curl.h>

#include "mfadesk/net/http.h"

struct transfer;

typedef void transfer_judge(const struct transfer *transfer, CURLcode code, struct http_answer *answer);

struct transfer {
	struct transfer *next;
	struct http *http; /* borrowed */
	uint64_t id;
	CURL *easy; /* owned, as all that follows but `context` */
	struct curl_slist *headers;
	char *body; /* wiped */
	size_t body_length;
	char *answer; /* wiped; answer_limit and a NUL, NULL before its first byte */
	size_t answer_length;
	size_t answer_limit;
	size_t header_bytes;
	bool headers_ended; /* by their empty line; libcurl also takes a connection that is closed among them for an end
			     */
	bool once; /* written at most once, by libcurl: mail is written here */
	bool loopback; /* to this machine and no other */
	bool ready; /* the connection stood: from here on something may have been written */
	char trouble[CURL_ERROR_SIZE]; /* libcurl's words */
	struct error refusal; /* set: it breaks a rule and never starts */
	uint64_t timer; /* that tells of the refusal */
	transfer_judge *judge;
	void (*connected)(
		struct transfer *transfer); /* NULL: libcurl does the rest; else it is over by transfer_finish() */
	void (*released)(struct transfer *transfer); /* NULL, or before libcurl closes the connection */
	struct mail_session *session; /* owned; of mail.c, NULL for HTTP */
	http_done *done;
	void *context;
};

/* Owned by the caller until transfer_start(). */
struct transfer *transfer_new(struct http *http, http_done *done, void *context) MUST_CHECK;
void transfer_free(struct transfer **transfer); /* wipes */

/* What every call must obey, and the body and `once` as they stand now. False where libcurl cannot. */
bool transfer_prepare(
	struct transfer *transfer, const struct http_options *options, const char *url, int64_t deadline) MUST_CHECK;
void transfer_set_body(struct transfer *transfer, const void *bytes, size_t length);
/* Hands it to the loop, or its refusal. */
uint64_t transfer_start(struct transfer *transfer);
/* Judges it, tells of it and frees it. */
void transfer_finish(struct transfer *transfer, CURLcode code);

/* What a failure says of the request, and why. */
void transfer_judge_failure(const struct transfer *transfer, CURLcode code, struct http_answer *answer);

const struct http_options *http_options_of(const struct http *http);
struct loop *http_loop_of(const struct http *http);

#endif
