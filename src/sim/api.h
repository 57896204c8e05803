/*
 * The carrier's API: from a request that somebody with the secret made to an
 * answer, by one function of the schema sim. It knows nothing of HTTP but
 * methods, paths and statuses.
 */
#ifndef MFADESK_SIM_API_H
#define MFADESK_SIM_API_H

#include "database.h"
#include "faults.h"
#include "mfadesk/base/loop.h"

struct api {
	struct database *database; /* borrowed, as all here */
	struct loop *loop;
	const char *account;
	bool auto_answer;
	uint64_t timer; /* until a call has rung long enough; 0: none */
};

/* Of a query or a form. */
struct api_field {
	const char *name;
	const char *value;
	struct api_field *next;
};

/* Where mails are posted: by who can sign them with the secret. */
#define API_MAIL "/mail"

struct api_request {
	const char *method;
	const char *path;
	const char *body; /* as it came; a text */
	const struct api_field *fields; /* of the query, or of the form of a POST; NULL: none */
};

struct api_answer {
	unsigned status;
	const char *type; /* of the body */
	const char *body;
	const char *retry_after; /* NULL: no such header */
	const char *fault; /* that the request met; NULL: none */
	enum way way;
};

/* The answer's texts are owned by the arena, or constant. */
void api_respond(struct api *api, struct arena *arena, const struct api_request *request, struct api_answer *answer);
/* One of the carrier's own errors: 400, 401, 404, 405, 413, 429, 500 or 503. */
void api_error(unsigned status, struct api_answer *answer);
/* Ends the calls that rang long enough, now and whenever the next one has. */
void api_watch_calls(struct api *api);
void api_stop(struct api *api);

#endif
