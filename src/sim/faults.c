/* The kinds of faults; see faults.h. */
#include <stddef.h>
#include <string.h>

#include "faults.h"

const struct fault_kind fault_kinds[] = {
	{"400", WAY_STATUS, 400, NULL, "refused as wrong"},
	{"401", WAY_STATUS, 401, NULL, "refused: the account's secret is not accepted"},
	{"404", WAY_STATUS, 404, NULL, "refused: no such thing"},
	{"429", WAY_STATUS, 429, NULL, "refused: too many requests, without a word on when to try again"},
	{"429-retry-after", WAY_STATUS, 429, "2", "the same, with Retry-After: 2"},
	{"500", WAY_STATUS, 500, NULL, "fails; nothing was sent"},
	{"500-after", WAY_STATUS, 500, NULL, "fails although it was sent"},
	{"503", WAY_STATUS, 503, NULL, "not there, says a page that is no JSON; nothing was sent"},
	{"503-after", WAY_STATUS, 503, NULL, "the same although it was sent"},
	{"slow-headers", WAY_SLOW_HEADERS, 0, NULL, "sent, and no answer for two minutes"},
	{"slow-headers-before", WAY_SLOW_HEADERS, 0, NULL, "the same; nothing was sent"},
	{"slow-body", WAY_SLOW_BODY, 0, NULL, "sent, and an answer of a byte a second"},
	{"slow-body-before", WAY_SLOW_BODY, 0, NULL, "the same; nothing was sent"},
	{"cut", WAY_CUT, 0, NULL, "sent, and the connection ends in the middle of the answer"},
	{"cut-before", WAY_CUT, 0, NULL, "the same; nothing was sent"},
	{"hang-up", WAY_HANG_UP, 0, NULL, "sent, and the connection ends without an answer"},
	{"hang-up-before", WAY_HANG_UP, 0, NULL, "the same; nothing was sent"},
	{"garbage", WAY_GARBAGE, 0, NULL, "sent, and an answer that is no JSON"},
	{"garbage-before", WAY_GARBAGE, 0, NULL, "the same; nothing was sent"},
	{"huge", WAY_HUGE, 0, NULL, "sent, and an answer of 64 MiB"},
	{"huge-before", WAY_HUGE, 0, NULL, "the same; nothing was sent"},
	{"wrong-id", WAY_WHOLE, 0, NULL, "sent, and the answer names another message or call"},
	{"wrong-id-before", WAY_WHOLE, 0, NULL, "the same; nothing was sent"},
	{"never-sent", WAY_WHOLE, 0, NULL, "a text is accepted and stays queued"},
	{"never-delivered", WAY_WHOLE, 0, NULL, "a text is handed to the carrier and never arrives"},
	{"undelivered", WAY_WHOLE, 0, NULL, "a text is not delivered, for a reason unknown (30008)"},
	{"unreachable", WAY_WHOLE, 0, NULL, "a text does not reach the handset (30003); a call fails"},
	{"opted-out", WAY_WHOLE, 0, NULL, "a text is refused, since the person answered STOP (21610)"},
	{"not-redacted", WAY_WHOLE, 0, NULL,
		"with --on other: words that are to be removed stay, and the answer has none"},
	{"busy", WAY_WHOLE, 0, NULL, "a call meets a busy line"},
	{"no-answer", WAY_WHOLE, 0, NULL, "a call is not answered"},
	{"voicemail", WAY_WHOLE, 0, NULL, "voicemail takes a call"},
	{NULL, WAY_WHOLE, 0, NULL, NULL},
};

const struct fault_kind *
fault_find(const char *name)
{
	for (const struct fault_kind *kind = fault_kinds; name && kind->name; kind++)
		if (strcmp(kind->name, name) == 0)
			return kind;
	return NULL;
}
