/* Whether a text goes as one message: 160 characters of the GSM 7-bit alphabet (3GPP TS 23.038, section 6.2.1), of
 * which the extended ones take two places, or 70 UTF-16 units where any other is in it. More is cut into parts, each of
 * which is paid for and may come late. */
#ifndef MFADESK_WORKER_MESSAGE_SIZE_H
#define MFADESK_WORKER_MESSAGE_SIZE_H

#include <stdbool.h>

#include "mfadesk/base/memory.h"

bool message_is_one(const char *text) MUST_CHECK;

#endif
