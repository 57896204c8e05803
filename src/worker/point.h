/*
 * Places at which a test may have the worker die, or stand still until SIGCONT:
 * before and after each statement and each call of a gateway. They do nothing
 * unless the configuration names one: [test] stop_at = send.call.after:1, or pause_at.
 */
#ifndef MFADESK_WORKER_POINT_H
#define MFADESK_WORKER_POINT_H

#include <stdbool.h>

#include "mfadesk/base/memory.h"

/* A known place and, behind a colon, at which time of coming there. */
bool point_is_known(const char *place) MUST_CHECK;
/* From now on; NULL: nowhere. Borrowed until the next call. */
void point_choose(const char *stop_at, const char *pause_at);
/* Here it dies (SIGKILL) or stands still (SIGSTOP) if this is the place. `step` is "call.before" and the like. */
void point_reached(const char *kind, const char *step);

#endif
