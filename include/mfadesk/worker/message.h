/*
 * What a message says, with its code: the text of DESIGN.md section 6, or the
 * words to be spoken, of which each line is said on its own with a pause behind.
 */
#ifndef MFADESK_WORKER_MESSAGE_H
#define MFADESK_WORKER_MESSAGE_H

#include <stdbool.h>

#include "mfadesk/crypto/secret.h"

struct message {
	const char *purpose; /* "proof", "confirm" or "test" */
	bool spoken;
	const char *mark; /* "K7" */
	const char *desk_name, *desk_telephone;
	const char *here_by; /* how the person is here: "phone", "counter", "video"; NULL or "": unknown */
	const struct secret *code; /* six digits */
};

/* Owned by the caller. A text has at most 160 characters where the names are short enough. */
struct secret *message_compose(const struct message *message) MUST_CHECK;

#endif
