/* How a text goes out: in the GSM 7-bit alphabet (3GPP TS 23.038, section 6.2.1), of which the extended characters take
 * two places, or in UTF-16 where any other is in it. What is more than one message is cut into parts, each of which is
 * paid for and may come late. */
#ifndef MFADESK_WORKER_MESSAGE_SIZE_H
#define MFADESK_WORKER_MESSAGE_SIZE_H

#include <stdbool.h>

#include "mfadesk/base/memory.h"

/* Nothing in the text, UTF-8, is beyond that alphabet. */
bool message_is_gsm(const char *text) MUST_CHECK;
/* 160 places of that alphabet at most, or 70 units of UTF-16. */
bool message_is_one(const char *text) MUST_CHECK;

#endif
