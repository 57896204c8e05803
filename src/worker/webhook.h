/*
 * One signed POST of JSON, to a program of one's own: what the gateway "webhook"
 * and mail by webhook share. X-Signature is "sha256=" and the HMAC-SHA256, under
 * the token, of X-Timestamp and the body with a dot between.
 */
#ifndef MFADESK_WORKER_WEBHOOK_H
#define MFADESK_WORKER_WEBHOOK_H

#include "mfadesk/crypto/secret.h"
#include "mfadesk/net/http.h"

struct webhook_member {
	const char *name, *value; /* value NULL: left out */
};

/* Copied by webhook_post(). */
struct webhook_call {
	const char *url;
	const struct secret *token;
	const struct webhook_member *members; /* ended by a NULL name; the first is the id, which is the Idempotency-Key
						 too */
	int64_t deadline; /* milliseconds */
};

/* As http_send(). */
void webhook_post(struct http *http, const struct webhook_call *call, http_done *done, void *context);
/* The answer names this very message, and says that it was accepted. */
bool webhook_is_receipt(const struct http_answer *answer, const char *id) MUST_CHECK;

#endif
