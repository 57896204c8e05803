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
	/* NULL: the keys say all. What is wrong goes to config_wrong(). The section may lack keys, even required ones.
	 */
	void (*check)(struct config *config, const char *section, const struct gateway *gateway);
	void (*send)(struct gateway_asked *asked, const struct gateway_message *message, int64_t deadline);
	/* NULL where the gateway cannot be asked. */
	void (*follow)(struct gateway_asked *asked, const char *id);
	void (*find)(struct gateway_asked *asked, const char *number, int64_t since);
	void (*withdraw)(struct gateway_asked *asked, const char *id);
	/* NULL where it does not report by itself. */
	void (*reported)(const char *status, struct gateway_status *out);
};

extern const struct gateway_driver gateway_twilio, gateway_kannel, gateway_webhook;

void gateway_say(struct gateway_result *result, enum gateway_outcome outcome, const char *reason);
/* Not sent, and to be tried again when the gateway says. */
void gateway_busy(const struct http_answer *answer, struct gateway_result *result);
/* Only a refusal (4xx), a "later" (429) and what was not written are certain; all else may have been sent, after a
 * time-out (408) too. */
void gateway_judge(const struct http_answer *answer, struct gateway_result *result);

/* Notes what is wrong with the section's `report_url`; true where nothing is, or there is none. */
bool gateway_report_check(struct config *config, const char *section) MUST_CHECK;
/* "URL?id=…&status=…&key=…" for one message, as gateway_report() accepts it; `status` is what the gateway replaces.
 * Owned by the arena. */
char *gateway_report_url(struct arena *arena, const struct gateway *gateway, const char *url, const char *id,
	const char *status) MUST_CHECK;

/* The answer to each question, which frees it. */
void gateway_tell_result(struct gateway_asked *asked, const struct gateway_result *result);
void gateway_tell_status(struct gateway_asked *asked, const struct gateway_status *status);
void gateway_tell_withdrawn(struct gateway_asked *asked, bool done, const char *reason);

#endif
