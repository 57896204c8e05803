/*
 * HTTP calls over libcurl's multi interface, many at once, on the loop's
 * thread. What comes back is told as a fact about the request: answered,
 * certainly not sent, or uncertain; and where it cannot be known, uncertain.
 *
 * HTTPS only, except to this machine (127.0.0.0/8, ::1, localhost); certificates
 * and names are always verified; no redirects, no cookies, no .netrc, and
 * nothing from the environment. A POST is written at most once: on a connection
 * of its own, and never a second time. A GET or DELETE may be written again when
 * a connection that was kept turns out to be closed.
 */
#ifndef MFADESK_NET_HTTP_H
#define MFADESK_NET_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mfadesk/base/buffer.h"
#include "mfadesk/base/error.h"
#include "mfadesk/base/loop.h"
#include "mfadesk/crypto/secret.h"

struct http;

struct http_options {
	const char *ca_file; /* who may sign certificates, PEM; NULL: the system's */
	const char *proxy; /* http://HOST:PORT; NULL: none. Never for calls to this machine */
};

enum http_method { HTTP_GET, HTTP_POST, HTTP_DELETE };

/* Everything is copied by http_send(). */
struct http_call {
	enum http_method method;
	const char *url; /* without user and password */
	const char *user; /* NULL: no basic authentication */
	const struct secret *password;
	const struct secret *bearer; /* NULL: none */
	const char *const *headers; /* "Name: value", ended by NULL; NULL: none more */
	const char *content_type; /* of the body */
	const void *body; /* of a POST; its copy is wiped */
	size_t body_length;
	int64_t deadline; /* milliseconds for all of it; 0: HTTP_DEADLINE */
	size_t answer_limit; /* bytes; 0: HTTP_ANSWER_LIMIT */
};

#define HTTP_DEADLINE INT64_C(30000)
#define HTTP_ANSWER_LIMIT ((size_t)256 * 1024)

enum http_outcome {
	HTTP_ANSWERED, /* a whole answer came */
	HTTP_NOT_SENT, /* certain: nothing of the request was written */
	HTTP_UNCERTAIN, /* the rest: it may have been read and acted upon */
};

/* Borrowed for the length of the callback. */
struct http_answer {
	enum http_outcome outcome;
	int status; /* 200 to 999; of a mail, what SMTP said; 0 unless answered */
	const char *body; /* with a NUL behind it, wiped afterwards; "" unless answered */
	size_t length;
	const char *content_type; /* "" where there is none */
	int64_t retry_after; /* seconds, from a number or a date; -1 without one that can be read */
	const char *error; /* for the log: no secret, nothing of a body; "" where answered */
};

/* May send and cancel, but not free. */
typedef void http_done(void *context, const struct http_answer *answer);

/* The loop is borrowed and must outlive it; options are copied. From here on the process ignores SIGPIPE. */
struct http *http_new(struct loop *loop, const struct http_options *options) MUST_CHECK;
void http_free(struct http **http); /* cancels all; NULL is accepted */

/* False, with the reason, for a URL that http_send() would refuse: for checking a configuration. */
bool http_url_check(const char *url, struct error *error) MUST_CHECK;

/* Returns an id, never 0. `done` is called once, from the loop and never before this returns; a call that breaks a rule
 * comes back as HTTP_NOT_SENT. */
uint64_t http_send(struct http *http, const struct http_call *call, http_done *done, void *context);
/* `done` is not called any more; the request may have been written. An id that is over or unknown does nothing. */
void http_cancel(struct http *http, uint64_t id);
size_t http_in_flight(const struct http *http); /* of all kinds, mail too */

/* A body that may hold a secret: all its room at once, so that no copy stays behind when it grows. */
void http_body_start(struct buffer *body, size_t limit);
void http_body_free(struct buffer *body); /* wipes */

/* Adds name=value, behind an & where something is there, in application/x-www-form-urlencoded: all but the unreserved
 * characters of RFC 3986 as %XX. */
void http_form_add(struct buffer *form, const char *name, const char *value);
/* The same for a part of a path or a query; owned by the arena. */
char *http_query_escape(struct arena *arena, const char *text) MUST_CHECK;

#endif
