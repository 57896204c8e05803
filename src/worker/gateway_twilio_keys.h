/* What is set for Twilio, and what it must look like: https://www.twilio.com/docs/glossary/what-is-a-sid */
#ifndef MFADESK_WORKER_GATEWAY_TWILIO_KEYS_H
#define MFADESK_WORKER_GATEWAY_TWILIO_KEYS_H

#include "gateway_private.h"

enum { TWILIO_KEYS = 4 };

extern const struct config_key twilio_keys[TWILIO_KEYS];

/* Two letters and 32 hexadecimal digits. */
bool twilio_is_sid(const char *text, const char *letters) MUST_CHECK;
void twilio_check(struct config *config, const char *section, const struct gateway *gateway);

#endif
