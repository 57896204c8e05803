/*
 * A channel to a telephone, "text" or "call", as it is configured: one driver
 * behind four questions, and what it reports by itself. Answers come from the loop, never before a function returns.
 * What became of a message is told as a fact; where it cannot be known, it is unknown.
 */
#ifndef MFADESK_WORKER_GATEWAY_H
#define MFADESK_WORKER_GATEWAY_H

#include "mfadesk/base/config.h"
#include "mfadesk/net/http.h"

#define GATEWAY_ID_SIZE 128
#define GATEWAY_REASON_SIZE 160

enum gateway_outcome {
	GATEWAY_SENT, /* the gateway has it, under an id where it gives one */
	GATEWAY_NOT_SENT, /* certainly not: may be tried again, after retry_after */
	GATEWAY_REFUSED, /* certainly not, and it would be refused again */
	GATEWAY_UNKNOWN, /* it may have been sent: never again */
};

/* Borrowed for the length of the callback; `reason` is for people, "" where there is nothing to be said. */
struct gateway_result {
	enum gateway_outcome outcome;
	char id[GATEWAY_ID_SIZE];
	int retry_after; /* seconds; -1: the gateway did not say */
	char reason[GATEWAY_REASON_SIZE];
};

struct gateway_status {
	bool known; /* false: the gateway could not be asked, or does not know it */
	const char *state; /* a word of the challenge's states: sent, delivered, ringing, answered, failed; NULL */
	const char *answered_by; /* human, machine, unknown; NULL */
	char id[GATEWAY_ID_SIZE]; /* of what was found; "" otherwise */
	char reason[GATEWAY_REASON_SIZE];
	bool last; /* nothing more will come */
};

/* Borrowed for the call of gateway_send(). */
struct gateway_message {
	const char *number; /* E.164 */
	const char *extension; /* digits; NULL: none */
	const char *mark;
	const char *id; /* a uuid, the same whenever this message is sent again; a report names it */
	const struct secret *text; /* what is read or spoken */
	int64_t valid_seconds; /* for a text: worth delivering so long */
};

/* What a gateway says by itself: the values of the address that it was given. */
struct gateway_report {
	const char *id, *status, *key;
};

typedef void gateway_sent(void *context, const struct gateway_result *result);
typedef void gateway_followed(void *context, const struct gateway_status *status);
typedef void gateway_withdrawn(void *context, bool done, const char *reason);

struct gateway;

/* Reads the section ("text" or "call") and the file it names. NULL with an error; NULL without one where
 * config_finish() will tell what is wrong. Config and http are borrowed. Owned by the caller. */
struct gateway *gateway_open(
	struct config *config, const char *section, struct http *http, struct error *error) MUST_CHECK;
/* NULL is accepted. What is on its way is never answered: end the http first. */
void gateway_close(struct gateway **gateway);
const char *gateway_name(const struct gateway *gateway); /* "twilio", "kannel", "webhook" */

void gateway_send(struct gateway *gateway, const struct gateway_message *message, int64_t deadline, gateway_sent *sent,
	void *context); /* deadline in milliseconds */
/* False: this gateway cannot be asked, and there will be no answer. */
bool gateway_follow(struct gateway *gateway, const char *id, gateway_followed *followed, void *context) MUST_CHECK;
/* A text, by what the gateway lists: sent to this number since that day, with this mark in it. False for a call, too.
 */
bool gateway_find(struct gateway *gateway, const char *number, const char *mark, int64_t since,
	gateway_followed *followed, void *context) MUST_CHECK;
/* False: it is not from this gateway. Not `known`: it says nothing that matters. */
bool gateway_report(
	const struct gateway *gateway, const struct gateway_report *report, struct gateway_status *out) MUST_CHECK;
/* Takes the text away there, or hangs up. */
bool gateway_withdraw(struct gateway *gateway, const char *id, gateway_withdrawn *withdrawn, void *context) MUST_CHECK;

#endif
