/*
 * What happens to the desk (messages) and what it wants done (effects).
 * desk_update() takes the one and gives the other; only the application does I/O.
 */
#ifndef MFADESK_DESK_MESSAGE_H
#define MFADESK_DESK_MESSAGE_H

#include "mfadesk/store/link.h"
#include "mfadesk/tui/key.h"

enum desk_link {
	DESK_ACTS, /* changes and the reads that follow them, in order */
	DESK_SEARCH, /* what typing asks for: newer replaces older */
	DESK_CHECK, /* a connection made only to see whether a password is right */
	DESK_LINKS,
};

enum message_kind {
	MESSAGE_START,
	MESSAGE_KEY,
	MESSAGE_RESIZED,
	MESSAGE_TICK,
	MESSAGE_LINK,
	MESSAGE_REPLY,
	MESSAGE_WOKEN, /* the directory says that there may be news */
};

/* Borrowed for the call. Every message brings the time, so that what the desk does depends on messages alone. */
struct message {
	enum message_kind kind;
	int64_t now; /* monotonic */
	int64_t wall; /* UTC */
	struct key key;
	int width; /* RESIZED */
	int height;
	enum desk_link link; /* LINK, REPLY */
	enum link_state state;
	const struct error *error;
	const char *target;
	uint64_t tag; /* REPLY: of the EFFECT_SEND that it answers */
	const struct link_reply *reply;
};

enum effect_kind {
	EFFECT_SEND, /* `request` on `link`; the reply comes back with `tag` */
	EFFECT_OPEN_LINK, /* anew, closing the old one */
	EFFECT_CLOSE_LINK,
	EFFECT_PASSWORD, /* desk_password() to `link` */
	EFFECT_RETRY_LINK, /* now, not when its time comes */
	EFFECT_REDRAW,
	EFFECT_QUIT,
};

struct effect {
	enum effect_kind kind;
	enum desk_link link;
	uint64_t tag;
	struct act_request request; /* its strings are owned by the list's arena */
};

struct effects {
	struct arena *arena;
	struct effect *items; /* owned */
	size_t count;
};

struct effects *effects_new(void) MUST_CHECK;
void effects_free(struct effects **effects);
void effects_add(struct effects *effects, enum effect_kind kind, enum desk_link link);
/* Copies the request and its strings. */
void effects_send(struct effects *effects, enum desk_link link, uint64_t tag, const struct act_request *request);

#endif
