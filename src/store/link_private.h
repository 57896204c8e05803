/* The parts of a link that its files share: link.c (its face and its queue), link_connect.c,
 * link_hello.c, link_exchange.c. */
#ifndef MFADESK_STORE_LINK_PRIVATE_H
#define MFADESK_STORE_LINK_PRIVATE_H

#include "connect.h"
#include "mfadesk/crypto/secret.h"
#include "mfadesk/store/link.h"
#include "resolve.h"
#include "statements.h"

#define LINK_TARGET_SIZE 256
#define LINK_PASSWORD_SIZE 1024
#define LINK_REPEATS_MAX 3

/* A request or a call, from link_send() or link_call() to its reply. */
struct link_entry {
	struct link_entry *next;
	struct arena *arena; /* owns the request's strings, the call, and this struct */
	uint64_t ticket;
	struct act_request request; /* of a call: ACT_COUNT */
	struct link_call *call; /* NULL: an act */
	int64_t since; /* when it was asked for; stays when it is sent again */
	bool sent;
	bool again; /* it was in flight when a connection was lost: the server may still be at it */
	unsigned repeats; /* after a passing error; of a call also after a loss */
	const char *change; /* the first answer of a pair */
};

enum link_part {
	PART_WRITABLE, /* whether it is, where only such a server will do */
	PART_HELLO, /* desk.whoami() or the link's own, before anything else */
	PART_LISTEN,
	PART_FIRST, /* the act, or the call */
	PART_SECOND, /* what gives the answer of a pair */
	PART_AGAIN, /* the second one, for the case that the first one named */
	PART_IGNORED, /* the second one, after the first was refused */
};

/* A statement in flight. What it answered counts when its Sync has: before that it may not have been committed. */
struct link_statement {
	struct link_statement *next;
	enum link_part part;
	struct link_entry *entry; /* NULL for PART_IGNORED and what a connection begins with */
	char *json; /* owned */
	struct error error;
	bool lost; /* the server is going away: nothing was answered */
};

struct store_link {
	struct loop *loop;
	struct link_options options; /* strings owned */
	struct link_events events;
	void *context;

	enum link_state state;
	struct error failure; /* of this round of attempts, and the last word in LINK_FAILED */
	char target[LINK_TARGET_SIZE];
	bool entered; /* in a callback of the loop: link_free() leaves the struct to it */
	bool gone;

	struct connect_parameters *parameters;
	struct connect_servers servers;
	size_t server; /* being tried */
	struct resolution *resolution;
	struct secret *password; /* NULL: none was asked for */
	bool authenticated;
	uint64_t timer; /* the next attempt, or the end of this one's time */
	unsigned attempts;
	int64_t retry_at;

	PGconn *connection;
	int fd; /* that is watched; -1: none */
	bool exchanging; /* past connecting: this connection is a pipeline */
	struct link_statement *statements; /* in flight, oldest first */
	bool woken; /* to be told once what was read is dealt with */

	struct link_entry *entries; /* not answered, oldest first */
	uint64_t last_ticket;
	uint64_t pump; /* timer: looks at the queue from the loop */
};

/* link.c */
void link_set_state(struct store_link *link, enum link_state state, const struct error *error);
/* Around every callback of the loop. */
void link_enter(struct store_link *link);
void link_leave(struct store_link *link);
/* Takes the entry out, tells its reply (json, or else the error), and frees it. */
void link_answer(struct store_link *link, struct link_entry *entry, const char *json, const struct error *error);
/* After a loss: what was sent is sent again. */
void link_requeue(struct store_link *link);
void link_schedule_pump(struct store_link *link);
/* The end of the link's life: everything that waits is told so. */
void link_give_up(struct store_link *link);

/* link_connect.c */
void link_schedule_attempt(struct store_link *link, int64_t delay);
void link_disconnect(struct store_link *link);
/* This server did not work out: the next one, or the next round. */
void link_server_failed(struct store_link *link, const char *message);
/* The server answered that this login or this program does not fit it: trying again is no use. */
void link_refused(struct store_link *link, const struct error *error);
/* An established connection broke. */
void link_lost(struct store_link *link, const char *message);
void link_connected(struct store_link *link); /* hello went well */
void link_watch(struct store_link *link, int events, loop_ready *ready);

/* link_hello.c */
void link_hello(struct store_link *link);
void link_writable_answered(struct store_link *link, const struct link_statement *statement);
void link_hello_answered(struct store_link *link, struct link_statement *statement);

/* link_exchange.c */
void link_pump(struct store_link *link);
/* Sends the statement, in a transaction of its own. False: this connection is over, and that was seen to. */
bool link_put(struct store_link *link, struct link_entry *entry, enum link_part part,
	const struct statement *statement) MUST_CHECK;
void link_flush(struct store_link *link);
void link_broken(struct store_link *link, const char *message);
void link_exchange_drop(struct store_link *link); /* forgets the statements in flight */

#endif
