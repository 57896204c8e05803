/* Who ends a person's sessions, as the configuration's section [sessions] has it: a program that is told by webhook. */
#ifndef MFADESK_WORKER_SESSION_HOOK_H
#define MFADESK_WORKER_SESSION_HOOK_H

#include "mfadesk/worker/gateway.h"

struct session_hook;

/* Borrowed for the call of session_hook_tell(). */
struct session_order {
	const char *id; /* a uuid, the same whenever this order is given again */
	const char *email;
	const char *external_id; /* "" where the person has none */
	const char *before; /* RFC 3339: sessions that began before this are meant */
};

/* Reads the section and the file it names. NULL where there is no such section; what is wrong in it is told by
 * config_finish(), and until then nothing may be told. Config and http are borrowed. Owned by the caller. */
struct session_hook *session_hook_open(struct config *config, struct http *http) MUST_CHECK;
void session_hook_close(struct session_hook **hook); /* NULL is accepted; end the http first */

/* As http_send(); deadline in milliseconds. */
void session_hook_tell(const struct session_hook *hook, const struct session_order *order, int64_t deadline,
	http_done *done, void *context);

#endif
