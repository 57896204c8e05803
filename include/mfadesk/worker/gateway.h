/*
 * One text, call or mail channel, as the configuration names it: a driver of
 * the gateway behind it. What comes back is a fact about the message: sent, not
 * sent, refused, or unknown; and where it cannot be known, unknown.
 */
#ifndef MFADESK_WORKER_GATEWAY_H
#define MFADESK_WORKER_GATEWAY_H

#include <stdbool.h>
#include <stdint.h>

#include "mfadesk/base/config.h"
#include "mfadesk/crypto/secret.h"
#include "mfadesk/net/http.h"

enum gateway_outcome { GATEWAY_SENT, GATEWAY_NOT_SENT, GATEWAY_REFUSED, GATEWAY_UNKNOWN };

struct gateway_result {
	enum gateway_outcome outcome;
	char id[128]; /* the gateway's; "" where it gives none */
	int retry_after; /* seconds; -1: it did not say */
	char reason[160]; /* for people; "" where nothing is to be said */
};

struct gateway_status {
	bool known; /* false: the gateway said nothing of it */
	const char *state; /* NULL, "sent", "delivered", "ringing", "answered", "failed"; static */
	const char *answered_by; /* NULL, "human", "machine", "unknown"; static */
	char id[128];
	char reason[160];
	bool last; /* nothing more will come */
};

/* Borrowed for the length of the call. */
struct gateway_message {
	const char *number; /* E.164; of a mail the address */
	const char *extension; /* NULL: none */
	const char *mark;
	const struct secret *text; /* from message_compose() */
	int64_t valid_seconds;
};

/* Called once, from the loop, never before the asking function returns; may ask again, but not close the gateway. */
typedef void gateway_sent(void *context, const struct gateway_result *result);
typedef void gateway_followed(void *context, const struct gateway_status *status);
typedef void gateway_withdrawn(void *context, bool done, const char *reason);

struct gateway;

/* section: "text", "call" or "mail". NULL where something is wrong: it is noted in the config, or stands in the error.
 * Config and http are borrowed and must outlive it. */
struct gateway *gateway_open(
	struct config *config, const char *section, struct http *http, struct error *error) MUST_CHECK;
void gateway_close(struct gateway **gateway); /* forgets what is on its way; NULL is accepted */
const char *gateway_name(const struct gateway *gateway); /* of the driver */

void gateway_send(struct gateway *gateway, const struct gateway_message *message, int64_t deadline, gateway_sent *sent,
	void *context);
/* These are false, and nothing is called back, where the gateway cannot: */
bool gateway_follow(struct gateway *gateway, const char *id, gateway_followed *followed, void *context) MUST_CHECK;
/* in the gateway's own list, by the mark; since: as clock_now() */
bool gateway_find(struct gateway *gateway, const char *number, const char *mark, int64_t since,
	gateway_followed *followed, void *context) MUST_CHECK;
/* takes the words out of a text, hangs up a call, and looks whether that is so */
bool gateway_withdraw(struct gateway *gateway, const char *id, gateway_withdrawn *withdrawn, void *context) MUST_CHECK;

#endif
