/*
 * What gateways report by themselves: a request under the address that they
 * were given becomes one statement, and is answered well only when the directory
 * has it: a gateway repeats what it could not tell.
 */
#include <string.h>

#include "mfadesk/base/log.h"
#include "point.h"
#include "worker.h"

enum { TAKEN = 200, NOT_YOURS = 403, NOTHING_THERE = 404, NOT_NOW = 503 };

/* One that the directory was told of. */
struct report {
	uint64_t ticket;
	struct listener_request *request;
	struct arena *arena;
	const char *challenge, *gateway, *state;
	struct report *next;
};

/* The gateway that it is from; NULL where it is nobody's. */
static const struct gateway *
sender(const struct settings *settings, const struct gateway_report *report, struct gateway_status *status)
{
	const struct gateway *const gateways[] = {settings->text, settings->call};

	for (size_t i = 0; i < sizeof(gateways) / sizeof(gateways[0]); i++)
		if (gateways[i] && gateway_report(gateways[i], report, status))
			return gateways[i];
	return NULL;
}

static void
tell_directory(struct worker *worker, struct listener_request *request, const struct gateway *gateway,
	const struct gateway_status *status)
{
	struct report *report = memory_alloc(sizeof(*report));
	struct arena *arena = arena_new();
	struct link_call call;

	*report = (struct report){.request = request,
		.arena = arena,
		.challenge = arena_copy(arena, listener_value(request, "id")),
		.gateway = gateway_name(gateway),
		.state = status->state,
		.next = worker->reports};
	call = work_reported(
		report->challenge, report->gateway, status->state, status->reason[0] ? status->reason : NULL);
	point_reached("report", "result.before");
	report->ticket = link_call(worker->link, &call);
	worker->reports = report;
}

static void
heard(void *context, struct listener_request *request)
{
	struct worker *worker = context;
	const struct gateway_report report = {.id = listener_value(request, "id"),
		.status = listener_value(request, "status"),
		.key = listener_value(request, "key")};
	struct gateway_status status;
	const struct gateway *gateway;

	if (strcmp(listener_path(request), "/report") != 0) {
		listener_answer(request, NOTHING_THERE);
		return;
	}
	gateway = sender(worker->settings, &report, &status);
	if (!gateway)
		listener_answer(request, NOT_YOURS);
	else if (!status.known)
		listener_answer(request, TAKEN);
	else if (link_state(worker->link) != LINK_READY)
		listener_answer(request, NOT_NOW);
	else
		tell_directory(worker, request, gateway, &status);
}

bool
reports_start(struct worker *worker)
{
	struct error error = {0};

	if (!worker->settings->reports_at)
		return true;
	worker->listener = listener_new(worker->loop, worker->settings->reports_at, heard, worker, &error);
	if (worker->listener)
		log_line("reports are heard at=%s", worker->settings->reports_at);
	else
		log_line("[reports] %s", error.message);
	return worker->listener;
}

static void
forget(struct worker *worker, struct report *report)
{
	struct report **at = &worker->reports;

	while (*at != report)
		at = &(*at)->next;
	*at = report->next;
	arena_free(&report->arena);
	memory_free(report);
}

static void
log_report(const struct report *report, const struct link_reply *reply)
{
	struct job_verdict verdict = {0};
	struct error error = {0};
	const char *result = "not kept";

	if (!reply->ok)
		result = reply->error->message;
	else if (!job_verdict_read(report->arena, reply->json, &verdict, &error))
		result = error.message;
	else if (verdict.kept)
		result = "kept";
	log_line("report challenge=%s gateway=%s state=%s result=\"%s\"", report->challenge, report->gateway,
		report->state, result);
}

bool
reports_replied(struct worker *worker, const struct link_reply *reply)
{
	struct report *report = worker->reports;

	while (report && report->ticket != reply->ticket)
		report = report->next;
	if (!report)
		return false;
	if (reply->ok)
		point_reached("report", "result.after");
	log_report(report, reply);
	listener_answer(report->request, reply->ok ? TAKEN : NOT_NOW);
	forget(worker, report);
	return true;
}

void
reports_stop(struct worker *worker)
{
	listener_free(&worker->listener);
	while (worker->reports)
		forget(worker, worker->reports);
}
