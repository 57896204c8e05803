/* Paths, and the function behind each; see api.h. */
#include "api.h"

#include <stdlib.h>
#include <string.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/base/log.h"
#include "mfadesk/base/uuid.h"

#define VALUES_MAX 9
#define TRY_AGAIN (5 * CLOCK_SECOND)

#define ANSWER_OF(call) "SELECT a.status, a.body, a.fault FROM sim." call " AS a"
#define LIST_OF(function) ANSWER_OF(function "($1, $2, $3, $4, $5, $6, $7, $8)")

/* A value is a field of the request, or where it begins with @ one of the simulator's own. */
static const struct route {
	const char *method;
	const char *collection;
	bool of_one; /* "/Messages/SM....json", else "/Messages.json" */
	const char *sql;
	const char *values[VALUES_MAX]; /* up to the first NULL */
} ROUTES[] = {
	{"POST", "Messages", false, ANSWER_OF("send_text($1, $2, $3, $4, $5, $6, $7, $8)"),
		{"@id", "@account", "To", "From", "MessagingServiceSid", "Body", "ValidityPeriod", "StatusCallback"}},
	{"GET", "Messages", false, LIST_OF("list_texts"),
		{"@account", "To", "From", "DateSent", "DateSent<", "DateSent>", "PageSize", "Page"}},
	{"GET", "Messages", true, ANSWER_OF("show_text($1, $2)"), {"@account", "@sid"}},
	{"POST", "Messages", true, ANSWER_OF("change_text($1, $2, $3, $4)"), {"@account", "@sid", "Body", "Status"}},
	{"DELETE", "Messages", true, ANSWER_OF("delete_text($1, $2)"), {"@account", "@sid"}},
	{"POST", "Calls", false, ANSWER_OF("place_call($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
		{"@id", "@account", "To", "From", "Twiml", "SendDigits", "MachineDetection", "Timeout",
			"@auto_answer"}},
	{"GET", "Calls", false, LIST_OF("list_calls"),
		{"@account", "To", "From", "StartTime", "StartTime<", "StartTime>", "PageSize", "Page"}},
	{"GET", "Calls", true, ANSWER_OF("show_call($1, $2)"), {"@account", "@sid"}},
	{"POST", API_MAIL, false, ANSWER_OF("send_mail($1)"), {"@body"}},
	{"POST", "Calls", true, ANSWER_OF("change_call($1, $2, $3)"), {"@account", "@sid", "Status"}},
};

/* What a path names, and the values that are not fields. */
struct target {
	const char *collection;
	const char *sid; /* NULL: the collection itself */
	const char *account;
	const char *auto_answer;
	char id[UUID_SIZE];
};

static const struct own_error {
	unsigned status;
	const char *type;
	const char *body;
} ERRORS[] = {
#define ERROR(status, code, message)                                                                                   \
	{                                                                                                              \
		status, "application/json",                                                                            \
			"{\"code\": " #code ", \"message\": \"" message                                                \
			"\", \"more_info\": \"https://www.twilio.com/docs/errors/" #code "\", \"status\": " #status    \
			"}"                                                                                            \
	}
	ERROR(400, 20001, "Bad request"),
	ERROR(401, 20003, "Authenticate"),
	ERROR(404, 20404, "The requested resource was not found"),
	ERROR(405, 20004, "Method not allowed"),
	ERROR(413, 20413, "Request entity too large"),
	ERROR(429, 20429, "Too Many Requests"),
	ERROR(500, 20500, "Internal Server Error"),
#undef ERROR
	/* What stands in front of a carrier has a page of its own. */
	{503, "text/html", "<html><body><h1>503 Service Unavailable</h1></body></html>\n"},
};

void
api_error(unsigned status, struct api_answer *answer)
{
	*answer = (struct api_answer){.status = status, .way = WAY_WHOLE, .type = "text/plain", .body = ""};
	for (size_t i = 0; i < sizeof(ERRORS) / sizeof(*ERRORS); i++)
		if (ERRORS[i].status == status) {
			answer->type = ERRORS[i].type;
			answer->body = ERRORS[i].body;
		}
}

/* "/2010-04-01/Accounts/ACCOUNT/COLLECTION[/SID].json", or where mails are posted; false where it is no such path, or
 * another account's. */
static bool
find_target(const struct api *api, struct arena *arena, const char *path, struct target *target)
{
	const char *prefix = arena_printf(arena, "/2010-04-01/Accounts/%s/", api->account);
	size_t length = strlen(prefix);
	char *rest;
	char *end;

	*target = (struct target){.collection = API_MAIL};
	if (strcmp(path, API_MAIL) == 0)
		return true;
	if (strncmp(path, prefix, length) != 0)
		return false;
	rest = arena_copy(arena, path + length);
	end = rest + strlen(rest) - strlen(".json");
	if (end <= rest || strcmp(end, ".json") != 0)
		return false;
	*end = '\0';
	target->collection = rest;
	rest = strchr(rest, '/');
	target->sid = rest ? rest + 1 : NULL;
	if (rest)
		*rest = '\0';
	target->account = api->account;
	target->auto_answer = api->auto_answer ? "true" : "false";
	uuid_make(target->id);
	return true;
}

/* NULL with *known where only the method is wrong. */
static const struct route *
find_route(const struct api_request *request, const struct target *target, bool *known)
{
	*known = false;
	for (size_t i = 0; i < sizeof(ROUTES) / sizeof(*ROUTES); i++) {
		if (ROUTES[i].of_one != (target->sid != NULL) || strcmp(ROUTES[i].collection, target->collection) != 0)
			continue;
		*known = true;
		if (strcmp(ROUTES[i].method, request->method) == 0)
			return &ROUTES[i];
	}
	return NULL;
}

static const char *
value_of(const struct api_request *request, const struct target *target, const char *name)
{
	if (strcmp(name, "@id") == 0)
		return target->id;
	if (strcmp(name, "@account") == 0)
		return target->account;
	if (strcmp(name, "@sid") == 0)
		return target->sid;
	if (strcmp(name, "@body") == 0)
		return request->body;
	if (strcmp(name, "@auto_answer") == 0)
		return target->auto_answer;
	for (const struct api_field *field = request->fields; field; field = field->next)
		if (strcmp(field->name, name) == 0)
			return field->value;
	return NULL;
}

/* What the fault makes of an answer. */
static void
apply_fault(const char *name, struct api_answer *answer)
{
	const struct fault_kind *kind = fault_find(name);

	if (!kind)
		return;
	if (kind->way == WAY_STATUS)
		api_error(kind->status, answer);
	else
		answer->way = kind->way;
	answer->retry_after = kind->retry_after;
	answer->fault = kind->name;
}

/* The words of an error may hold a number; its code does not. */
static void
database_failed(const struct error *error, struct api_answer *answer)
{
	log_line("database code=%s reason=\"%s\"", error->code,
		error->kind == ERROR_CONNECTION ? error->message : "a statement failed");
	api_error(503, answer);
}

static void
ask(struct api *api, struct arena *arena, const struct route *route, const struct api_request *request,
	const struct target *target, struct api_answer *answer)
{
	const char *values[VALUES_MAX];
	struct session_rows rows;
	struct error error = {0};
	size_t count = 0;

	for (; count < VALUES_MAX && route->values[count]; count++)
		values[count] = value_of(request, target, route->values[count]);
	if (!database_ask(api->database, route->sql, count, values, arena, &rows, &error)) {
		database_failed(&error, answer);
		return;
	}
	*answer = (struct api_answer){.status = (unsigned)strtoul(session_cell(&rows, 0, 0), NULL, 10),
		.type = "application/json",
		.body = session_cell(&rows, 0, 1),
		.way = WAY_WHOLE};
	apply_fault(session_cell(&rows, 0, 2), answer);
}

void
api_respond(struct api *api, struct arena *arena, const struct api_request *request, struct api_answer *answer)
{
	const struct route *route;
	struct target target;
	bool known;

	if (!find_target(api, arena, request->path, &target)) {
		api_error(404, answer);
		return;
	}
	route = find_route(request, &target, &known);
	if (!route) {
		api_error(known ? 405 : 404, answer);
		return;
	}
	ask(api, arena, route, request, &target, answer);
	if (strcmp(route->collection, "Calls") == 0)
		api_watch_calls(api);
}

static void
call_rang(void *context)
{
	struct api *api = context;

	api->timer = 0;
	api_watch_calls(api);
}

void
api_watch_calls(struct api *api)
{
	struct arena *arena = arena_new();
	struct session_rows rows;
	struct error error = {0};
	bool ok = database_ask(api->database, "SELECT sim.settle()", 0, NULL, arena, &rows, &error);
	const char *wait = ok ? session_cell(&rows, 0, 0) : NULL;

	api_stop(api);
	if (!ok || wait)
		api->timer = loop_after(
			api->loop, wait ? strtoll(wait, NULL, 10) * (CLOCK_SECOND / 1000) : TRY_AGAIN, call_rang, api);
	arena_free(&arena);
}

void
api_stop(struct api *api)
{
	loop_cancel(api->loop, api->timer);
	api->timer = 0;
}
