/*
 * A small HTTP server on the loop's thread, for what other programs report to
 * us by a GET: on an address of this machine alone, a few requests at a time,
 * short ones, each answered by a status and not a word more.
 */
#ifndef MFADESK_NET_LISTENER_H
#define MFADESK_NET_LISTENER_H

#include <stdbool.h>

#include "mfadesk/base/error.h"
#include "mfadesk/base/loop.h"

struct listener;
struct listener_request;

/* A request is there, and waits until listener_answer(), now or later. */
typedef void listener_heard(void *context, struct listener_request *request);

/* False, with the reason, unless the address is an IP address of this machine alone with a port: "127.0.0.1:13080",
 * "[::1]:13080". */
bool listener_address_check(const char *address, struct error *error) MUST_CHECK;

/* Owned by the caller. NULL: the address is not as above, or is taken. The loop and the context are borrowed. */
struct listener *listener_new(
	struct loop *loop, const char *address, listener_heard *heard, void *context, struct error *error) MUST_CHECK;
/* Requests that wait get no answer. NULL is accepted. */
void listener_free(struct listener **listener);

/* Borrowed until the request is answered. */
const char *listener_path(const struct listener_request *request); /* without the query */
const char *listener_value(const struct listener_request *request, const char *name); /* of the query; "": none */
/* Once; a status of HTTP. The request is not to be used afterwards. */
void listener_answer(struct listener_request *request, int status);

#endif
