/* What a text says, or a call speaks: what the code is for, the code, its mark, and whom to call. */
#ifndef MFADESK_WORKER_MESSAGE_H
#define MFADESK_WORKER_MESSAGE_H

#include <stdbool.h>

#include "mfadesk/crypto/secret.h"

struct message {
	const char *purpose; /* proof, confirm, test */
	bool spoken;
	const char *mark; /* "K7" */
	const char *vouches_for; /* whom it says to be calling, to their manager; "": it is for who gets it */
	const char *desk_name; /* "the UMass Chan help desk"; a setting, of 200 characters at most; "": it has none */
	const char *desk_telephone; /* "": none is told */
	const char *here_by; /* phone, counter, video */
	const struct secret *code; /* six digits */
};

/* Owned by the caller. A spoken one says the code twice, digit by digit. A text goes as one message, of 160 characters
 * of the GSM alphabet or 70 of any: for that it may lose the telephone, the desk's name, and the end of a long one. */
struct secret *message_compose(const struct message *message) MUST_CHECK;

#endif
