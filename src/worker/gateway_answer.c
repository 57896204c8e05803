/* What the answer to a sending means where a driver has no word of its own for it. */
#include <stdio.h>

#include "gateway_private.h"

#define RETRY_AFTER_MOST 3600 /* seconds */

void
gateway_say(struct gateway_result *result, enum gateway_outcome outcome, const char *reason)
{
	result->outcome = outcome;
	snprintf(result->reason, sizeof(result->reason), "%s", reason);
}

void
gateway_busy(const struct http_answer *answer, struct gateway_result *result)
{
	gateway_say(result, GATEWAY_NOT_SENT, "the gateway is busy");
	result->retry_after = answer->retry_after > RETRY_AFTER_MOST ? RETRY_AFTER_MOST : (int)answer->retry_after;
}

void
gateway_judge(const struct http_answer *answer, struct gateway_result *result)
{
	*result = (struct gateway_result){.outcome = GATEWAY_UNKNOWN, .retry_after = -1};
	if (answer->outcome == HTTP_NOT_SENT) {
		gateway_say(result, GATEWAY_NOT_SENT, "the gateway cannot be reached");
	} else if (answer->status == 429) {
		gateway_busy(answer, result);
	} else if (answer->status / 100 == 4 && answer->status != 408) {
		result->outcome = GATEWAY_REFUSED;
		snprintf(result->reason, sizeof(result->reason), "the gateway refused it (%d)", answer->status);
	}
}
