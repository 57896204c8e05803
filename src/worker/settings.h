/*
 * The configuration file with what it names opened: keys, gateways. Counted, so
 * that a call which is on its way ends with the settings it began with while
 * new ones are read.
 */
#ifndef MFADESK_WORKER_SETTINGS_H
#define MFADESK_WORKER_SETTINGS_H

#include <stddef.h>
#include <stdint.h>

#include "mailer.h"
#include "mfadesk/base/buffer.h"
#include "mfadesk/base/config.h"
#include "mfadesk/base/loop.h"
#include "mfadesk/crypto/keys.h"
#include "mfadesk/net/http.h"
#include "mfadesk/worker/gateway.h"
#include "mfadesk/worker/notice.h"
#include "session_hook.h"

struct settings {
	struct config *config; /* owned, as is all below */
	struct keys *keys;
	struct http *http;
	struct gateway *text, *call; /* NULL: none is set up */
	struct mailer *mail; /* NULL: likewise */
	struct session_hook *sessions; /* NULL: nobody ends them */
	struct notices *notices; /* what persons are told */
	const char *conninfo; /* borrowed from the config */
	const char *reports_at; /* where gateways report; NULL: nowhere */
	const char *stop_at, *pause_at; /* NULL: nowhere */
	size_t jobs; /* at once */
	int64_t lease, call_deadline, transaction, poll; /* seconds */
	int64_t longest_call; /* seconds: of gateways and mail */
	size_t users; /* tasks that began with it */
	struct settings *next; /* of those that were replaced */
};

/* Owned by the caller. NULL, with a line for each thing that is wrong. The loop is borrowed. */
struct settings *settings_read(const char *path, struct loop *loop, struct buffer *problems) MUST_CHECK;
void settings_free(struct settings **settings); /* NULL is accepted; not from a callback of its http */
/* The gateway of "text" or "call"; NULL where there is none. */
struct gateway *settings_gateway(const struct settings *settings, const char *channel) MUST_CHECK;

#endif
