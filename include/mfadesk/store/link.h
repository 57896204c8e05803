/*
 * One connection to the directory, without ever blocking: a state machine on
 * the loop. It connects (names are resolved off the loop, several hosts are
 * tried), asks for a password when the server does, sends each request in a
 * pipeline of its own transactions, reconnects with back-off when the server is
 * lost, and repeats an unanswered change by its request id. A link that listens
 * also tells when another session has news. libpq stays in here: what leaves is
 * JSON text and struct error.
 */
#ifndef MFADESK_STORE_LINK_H
#define MFADESK_STORE_LINK_H

#include "mfadesk/act/act.h"
#include "mfadesk/base/loop.h"

struct store_link;

enum link_state {
	LINK_CONNECTING,
	LINK_WANTS_PASSWORD, /* waits for link_password() */
	LINK_READY,
	LINK_LOST, /* waits to try again: `retry_at` */
	LINK_FAILED, /* will not try again: the error says what to do */
};

struct link_options {
	const char *conninfo; /* as libpq reads it; NULL: the environment only */
	const char *application; /* application_name */
	bool once; /* LINK_FAILED at the first failure instead of trying again */
	int statement_timeout; /* milliseconds; 0: the server's */
	bool newest_only; /* one request in flight and one waiting; a newer one replaces the waiting one (typing) */
	/* SQL of the first statement, which answers with one value; NULL: desk.whoami(), and its schema must fit. */
	const char *hello;
	bool listen; /* LISTEN mfadesk, on every connection; where a pooler or a replica refuses it, polling is left */
	/* Of a link that listens: there may be news. For many notifications at once it is called once; also after each
	 * connect, as some may have been missed. With the context of the link; may be NULL. */
	void (*woken)(void *context);
};

#define LINK_CALL_VALUES 16

/* A statement that is no act: `count` parameters ($1...) as text, NULL is SQL NULL. Its one row has one value. */
struct link_call {
	const char *sql;
	size_t count;
	const char *values[LINK_CALL_VALUES];
};

/* Borrowed for the call only. */
struct link_reply {
	uint64_t ticket;
	enum act act; /* ACT_COUNT for a call */
	bool ok;
	const char *json; /* when ok; the answer of the second statement for a pair */
	const char *change; /* of a pair: the first statement's answer, also when the second was refused; else NULL */
	const struct error *error; /* when not ok */
};

struct link_events {
	/* The state changed; `error` says why for LOST and FAILED, and for WANTS_PASSWORD that the last one was
	 * refused. */
	void (*state)(void *context, enum link_state state, const struct error *error);
	void (*reply)(void *context, const struct link_reply *reply);
};

/* `events` and `options` are copied; the strings in options too. The context is borrowed until link_free(). */
struct store_link *link_new(struct loop *loop, const struct link_options *options, const struct link_events *events,
	void *context) MUST_CHECK;
void link_free(struct store_link **link); /* closes; requests in flight get no reply */

/* Copies the request. Its reply comes with the ticket returned here, never before this returns. A request that
 * newest_only replaced gets no reply. Queued while not READY; once FAILED, the reply is that failure. */
uint64_t link_send(struct store_link *link, const struct act_request *request) MUST_CHECK;
/* Copies the call; tickets and replies as for link_send(). Sent again after a lost connection, so its function must not
 * mind; after the third time the reply is ERROR_CONNECTION. */
uint64_t link_call(struct store_link *link, const struct link_call *call) MUST_CHECK;
/* The password asked for; kept in the secure heap while the link lives, for reconnecting. The caller wipes its own
 * copy. */
void link_password(struct store_link *link, const char *password);
/* Drops the back-off and tries now. */
void link_retry(struct store_link *link);
enum link_state link_state(const struct store_link *link);
/* When the next attempt starts (monotonic, LINK_LOST only), else 0. */
int64_t link_retry_at(const struct store_link *link);
/* Since when the oldest request waits for its answer (monotonic), in flight or queued; 0 when none does. */
int64_t link_waiting_since(const struct store_link *link);
/* "ana@host:5432/db" of the server in use or tried, for messages; borrowed. */
const char *link_target(const struct store_link *link);

#endif
