/*
 * One event loop on ppoll(2): file descriptors, timers and signals.
 * Everything is called from loop_run(), on one thread. Callbacks may add,
 * change and remove watches and timers, their own included.
 */
#ifndef MFADESK_BASE_LOOP_H
#define MFADESK_BASE_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "mfadesk/base/memory.h"

struct loop;

enum { LOOP_READ = 1, LOOP_WRITE = 2 };

typedef void loop_ready(void *context, int fd, int events);
typedef void loop_expired(void *context);
typedef void loop_signalled(void *context, int number);

struct loop *loop_new(void) MUST_CHECK;
void loop_free(struct loop **loop); /* unblocks the signals it had taken */

/* One watch per descriptor; calling again replaces it; events 0 removes it. Hang-up and error arrive as LOOP_READ |
 * LOOP_WRITE. */
void loop_watch(struct loop *loop, int fd, int events, loop_ready *ready, void *context);
/* One-shot, monotonic. Returns an id (never 0) for loop_cancel(); cancelling an expired or unknown id does nothing. */
uint64_t loop_after(struct loop *loop, int64_t delay, loop_expired *expired, void *context);
void loop_cancel(struct loop *loop, uint64_t timer);
/* The signal is blocked except inside ppoll, so it is never lost between a check and the wait. */
void loop_on_signal(struct loop *loop, int number, loop_signalled *signalled, void *context);

void loop_run(struct loop *loop); /* until loop_stop() */
void loop_stop(struct loop *loop);
/* One pass: waits at most `wait` microseconds (-1: until something happens). For callers that own their loop. */
void loop_step(struct loop *loop, int64_t wait);

#endif
