#include "gateway_kannel_words.h"

#include <stdio.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* By how the body begins: 403 is for a wrong password and for no route alike. */
static const struct {
	int status;
	const char *body;
	const char *reason;
} refusals[] = {
	{403, "Authorization failed", "the gateway refuses our credentials: tell your administrator"},
	{403, "Not routable", "the gateway has no way to that number"},
	{403, "", "the gateway refuses us: tell your administrator"},
	{400, "Number(s) has/have been denied", "the gateway does not send to that number"},
	{400, "Sender missing", "the gateway does not accept our sender: tell your administrator"},
	{400, "Missing receiver", "the gateway missed the number"},
	{400, "Empty receiver", "the gateway missed the number"},
	{400, "DLR-URL", "the gateway does not accept our report_url: tell your administrator"},
	{404, "", "the gateway has no sendsms there: tell your administrator"},
};

static void
refused(int status, const char *body, struct gateway_result *result)
{
	result->outcome = GATEWAY_REFUSED;
	for (size_t i = 0; i < COUNT(refusals); i++) {
		if (refusals[i].status != status || strncmp(body, refusals[i].body, strlen(refusals[i].body)) != 0)
			continue;
		snprintf(result->reason, sizeof(result->reason), "%s", refusals[i].reason);
		return;
	}
	snprintf(result->reason, sizeof(result->reason), "the gateway refused it (%d)", status);
}

/*
 * "0: Accepted for delivery" and "3: Queued for later delivery" are both 202. 503 is no certainty: smsbox says the same
 * of a full queue, of one part of several, and of an answer of its bearerbox that it does not understand.
 */
void
kannel_answer(int status, const char *body, struct gateway_result *result)
{
	if (status == 202)
		result->outcome = GATEWAY_SENT;
	else if (status / 100 == 4 && status != 408)
		refused(status, body, result);
}

static const struct {
	const char *status;
	const char *state;
	const char *reason;
} reports[] = {
	{"1", "delivered", ""}, {"2", "failed", "it could not be delivered"},
	{"16", "failed", "the carrier rejected it"},
	{"34", "failed", "it could not be delivered in time"}, /* 2, because it expired */
	{"66", "failed", "it could not be delivered"}, /* 2, and nobody knows why */
};

void
kannel_report(const char *status, struct gateway_status *out)
{
	for (size_t i = 0; i < COUNT(reports); i++) {
		if (strcmp(reports[i].status, status) != 0)
			continue;
		out->known = true;
		out->last = true;
		out->state = reports[i].state;
		snprintf(out->reason, sizeof(out->reason), "%s", reports[i].reason);
	}
}
