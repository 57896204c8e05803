/* What a driver is. */
#ifndef MFADESK_WORKER_GATEWAY_PRIVATE_H
#define MFADESK_WORKER_GATEWAY_PRIVATE_H

#include "mfadesk/worker/gateway.h"

struct gateway_driver;

struct gateway {
	const struct gateway_driver *driver;
	struct http *http; /* borrowed */
	const struct config_section *section; /* borrowed */
	bool call; /* the channel: a call, or a text */
	struct secret *token;
	struct gateway_asked *asked; /* without an answer */
};

/* A question on its way; freed with its answer, or with the gateway. */
struct gateway_asked {
	struct gateway_asked *next;
	struct gateway *gateway;
	void *context;
	gateway_sent *sent;
	gateway_followed *followed;
	gateway_withdrawn *withdrawn;
	char mark[8];
	char id[GATEWAY_ID_SIZE];
};

struct gateway_driver {
	const char *name;
	bool texts, calls;
	const struct config_key *keys; /* `driver` and `token_file` not among them */
	size_t key_count;
	void (*send)(struct gateway_asked *asked, const struct gateway_message *message, int64_t deadline);
	/* NULL where the gateway cannot be asked. */
	void (*follow)(struct gateway_asked *asked, const char *id);
	void (*find)(struct gateway_asked *asked, const char *number, int64_t since);
	void (*withdraw)(struct gateway_asked *asked, const char *id);
};

extern const struct gateway_driver gateway_twilio;

/* The answer to each question, which frees it. */
void gateway_tell_result(struct gateway_asked *asked, const struct gateway_result *result);
void gateway_tell_status(struct gateway_asked *asked, const struct gateway_status *status);
void gateway_tell_withdrawn(struct gateway_asked *asked, bool done, const char *reason);

#endif
