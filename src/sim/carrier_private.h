/* What the files of the carrier share: a request, from its first byte to the end of its answer. */
#ifndef MFADESK_SIM_CARRIER_PRIVATE_H
#define MFADESK_SIM_CARRIER_PRIVATE_H

#include <microhttpd.h>

#include "carrier.h"
#include "mfadesk/base/buffer.h"

struct carrier {
	struct loop *loop;
	struct api *api;
	const struct secret *token;
	struct MHD_Daemon *daemon;
	int epoll;
	uint64_t timer; /* libmicrohttpd's own; 0: none */
	struct exchange *paused; /* all that are, linked by `next` */
};

struct exchange {
	struct carrier *carrier;
	struct MHD_Connection *connection;
	struct arena *arena;
	struct buffer body; /* of the request */
	struct api_answer answer;
	bool answered;
	bool rested; /* of a slow body: the next byte may go */
	uint64_t timer; /* until it goes on; 0: not paused */
	struct exchange *next;
};

/* Nothing happens with it for so long. */
void exchange_pause(struct exchange *exchange, int64_t delay);
/* Sends the answer the way that it is to go. */
enum MHD_Result exchange_send(struct exchange *exchange);

/* The fields of the query, and of the form in the body; false where one is no UTF-8 text. */
bool exchange_fields(struct exchange *exchange, struct api_field **fields) MUST_CHECK;
/* Whether the request carries the account and its secret; of a mail: whether it is signed with that secret. */
bool exchange_is_authentic(const struct exchange *exchange, const char *path) MUST_CHECK;

#endif
