/*
 * One signed POST of JSON, to a program of one's own: what the gateway "webhook",
 * mail by webhook and the hook that ends sessions share. X-Signature is "sha256="
 * and the HMAC-SHA256, under the token, of X-Timestamp and the body with a dot
 * between.
 */
#ifndef MFADESK_WORKER_WEBHOOK_H
#define MFADESK_WORKER_WEBHOOK_H

#include "mfadesk/crypto/secret.h"
#include "mfadesk/net/http.h"
#include "mfadesk/worker/gateway.h"

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
/* What came of the message of that id: taken where the answer is 2xx, names the id and says "accepted", or where it was
 * taken before (409). */
void webhook_judge(const char *id, const struct http_answer *answer, struct gateway_result *result);

#endif
