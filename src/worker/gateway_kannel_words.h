/* Kannel's answers and reports in the words of a challenge, and in plain ones for people. */
#ifndef MFADESK_WORKER_GATEWAY_KANNEL_WORDS_H
#define MFADESK_WORKER_GATEWAY_KANNEL_WORDS_H

#include "mfadesk/worker/gateway.h"

/* What an answer of sendsms means. Only 202 and refusals are certain; the rest leaves the result as it was. */
void kannel_answer(int status, const char *body, struct gateway_result *result);
/* What "%d" of a dlr-url became. Nothing is known by what is not final. */
void kannel_report(const char *status, struct gateway_status *out);

#endif
