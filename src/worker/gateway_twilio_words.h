/* Twilio's words in those of a challenge, and in plain ones for people. */
#ifndef MFADESK_WORKER_GATEWAY_TWILIO_WORDS_H
#define MFADESK_WORKER_GATEWAY_TWILIO_WORDS_H

#include "mfadesk/worker/gateway.h"

/* Why a message was refused, by the error's code (0: none) or the HTTP status. */
void twilio_refusal(int64_t code, int status, char *reason, size_t size);
/* False: a status that is not known; then the rest is as it was. */
bool twilio_text(const char *status, int64_t error_code, struct gateway_status *out);
bool twilio_call(const char *status, const char *answered_by, struct gateway_status *out);

#endif
