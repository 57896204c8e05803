/* Time: int64_t microseconds. Wall-clock times count from 1970-01-01T00:00:00Z (UTC). */
#ifndef MFADESK_BASE_CLOCK_H
#define MFADESK_BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mfadesk/base/memory.h"

#define CLOCK_SECOND INT64_C(1000000)
#define CLOCK_NEVER INT64_MIN /* "no such time": a JSON null */

int64_t clock_monotonic(void);
int64_t clock_now(void);

/* RFC 3339, UTC, whole seconds: "2026-11-24T05:14:33Z"; CLOCK_NEVER is "". Parsing also takes fractions and offsets;
 * false if malformed. */
#define CLOCK_TEXT_SIZE 32
void clock_format(int64_t time, char text[CLOCK_TEXT_SIZE]);
bool clock_parse(const char *text, int64_t *time) MUST_CHECK;
/* Local time zone: "10:43" and "2026-11-24". */
void clock_format_time_of_day(int64_t time, char text[CLOCK_TEXT_SIZE]);
void clock_format_date(int64_t time, char text[CLOCK_TEXT_SIZE]);

#endif
