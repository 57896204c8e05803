/*
 * The event loop: what it holds, and one pass over it. Signals are in
 * loop_signal.c.
 *
 * A pass waits once, then calls the signals' callbacks, the timers' and the
 * descriptors'. Each callback may change any watch: so the pass walks its own
 * copy and looks every watch up again, by its serial number, before calling it.
 */
#include "mfadesk/base/loop.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <time.h>

#include "loop_signal.h"
#include "mfadesk/base/clock.h"

struct watch {
	int fd;
	int events;
	uint64_t serial; /* a descriptor that was closed and opened again is another watch */
	loop_ready *ready;
	void *context;
};

struct timer {
	uint64_t id;
	int64_t due;
	loop_expired *expired;
	void *context;
};

struct loop {
	struct watch *watches; /* owned, as are all arrays here */
	size_t watch_count;
	struct pollfd *polled; /* the pass's copy */
	uint64_t *serials; /* of polled */
	struct timer *timers;
	size_t timer_count;
	uint64_t last_id; /* of watches and timers */
	struct loop_signals signals;
	bool stopped;
};

struct loop *
loop_new(void)
{
	return memory_alloc(sizeof(struct loop));
}

void
loop_free(struct loop **loop)
{
	if (*loop == NULL)
		return;
	loop_signals_free(&(*loop)->signals);
	memory_free((*loop)->watches);
	memory_free((*loop)->polled);
	memory_free((*loop)->serials);
	memory_free((*loop)->timers);
	memory_free(*loop);
	*loop = NULL;
}

static struct watch *
find_watch(struct loop *loop, int fd)
{
	for (size_t i = 0; i < loop->watch_count; i++)
		if (loop->watches[i].fd == fd)
			return &loop->watches[i];
	return NULL;
}

static struct watch *
add_watch(struct loop *loop, int fd)
{
	size_t count = loop->watch_count + 1;

	loop->watches = memory_resize_array(loop->watches, count, sizeof(*loop->watches));
	loop->watch_count = count;
	loop->watches[count - 1] = (struct watch){.fd = fd, .serial = ++loop->last_id};
	return &loop->watches[count - 1];
}

void
loop_watch(struct loop *loop, int fd, int events, loop_ready *ready, void *context)
{
	struct watch *watch = find_watch(loop, fd);

	if (events == 0) {
		if (watch != NULL)
			*watch = loop->watches[--loop->watch_count];
		return;
	}
	if (watch == NULL)
		watch = add_watch(loop, fd);
	watch->events = events;
	watch->ready = ready;
	watch->context = context;
}

uint64_t
loop_after(struct loop *loop, int64_t delay, loop_expired *expired, void *context)
{
	size_t count = loop->timer_count + 1;
	int64_t due;

	if (__builtin_add_overflow(clock_monotonic(), delay, &due))
		due = INT64_MAX;
	loop->timers = memory_resize_array(loop->timers, count, sizeof(*loop->timers));
	loop->timers[count - 1] =
		(struct timer){.id = ++loop->last_id, .due = due, .expired = expired, .context = context};
	loop->timer_count = count;
	return loop->last_id;
}

void
loop_cancel(struct loop *loop, uint64_t timer)
{
	for (size_t i = 0; i < loop->timer_count; i++) {
		if (loop->timers[i].id == timer) {
			loop->timers[i] = loop->timers[--loop->timer_count];
			return;
		}
	}
}

void
loop_on_signal(struct loop *loop, int number, loop_signalled *signalled, void *context)
{
	loop_signals_take(&loop->signals, number, signalled, context);
}

/* The timer that is due first, NULL without one. A loop has a handful: a scan is all it takes. */
static struct timer *
first_timer(struct loop *loop)
{
	struct timer *first = NULL;

	for (size_t i = 0; i < loop->timer_count; i++) {
		struct timer *timer = &loop->timers[i];

		if (first == NULL || timer->due < first->due)
			first = timer;
	}
	return first;
}

static void
fill_polled(struct loop *loop)
{
	size_t count = loop->watch_count;

	loop->polled = memory_resize_array(loop->polled, count, sizeof(*loop->polled));
	loop->serials = memory_resize_array(loop->serials, count, sizeof(*loop->serials));
	for (size_t i = 0; i < count; i++) {
		const struct watch *watch = &loop->watches[i];
		int events = (watch->events & LOOP_READ ? POLLIN : 0) | (watch->events & LOOP_WRITE ? POLLOUT : 0);

		loop->polled[i] = (struct pollfd){.fd = watch->fd, .events = (short)events};
		loop->serials[i] = watch->serial;
	}
}

/* Microseconds that this pass may wait; -1: without end. */
static int64_t
wait_of(struct loop *loop, int64_t wait)
{
	const struct timer *timer = first_timer(loop);
	int64_t left;

	if (loop_signals_pending(&loop->signals))
		return 0;
	if (timer == NULL)
		return wait;
	left = timer->due - clock_monotonic();
	if (left < 0)
		left = 0;
	return wait < 0 || left < wait ? left : wait;
}

static void
wait_for_events(struct loop *loop, size_t count, int64_t wait)
{
	struct timespec timeout = {.tv_sec = wait / CLOCK_SECOND, .tv_nsec = wait % CLOCK_SECOND * 1000};
	sigset_t mask = loop_signals_mask(&loop->signals);

	if (ppoll(loop->polled, count, wait < 0 ? NULL : &timeout, &mask) >= 0)
		return;
	if (errno != EINTR)
		abort(); /* bad arguments: the loop itself is broken */
	for (size_t i = 0; i < count; i++)
		loop->polled[i].revents = 0;
}

/* Only timers that were there before the first callback: one that sets itself again at once must not keep the pass. */
static void
call_timers(struct loop *loop)
{
	uint64_t newest = loop->last_id;
	int64_t now = clock_monotonic();

	for (struct timer *timer; (timer = first_timer(loop)) != NULL && timer->due <= now && timer->id <= newest;) {
		struct timer due = *timer;

		loop_cancel(loop, due.id);
		due.expired(due.context);
	}
}

static int
events_of(short polled)
{
	if (polled & (POLLHUP | POLLERR | POLLNVAL))
		return LOOP_READ | LOOP_WRITE;
	return (polled & POLLIN ? LOOP_READ : 0) | (polled & POLLOUT ? LOOP_WRITE : 0);
}

static void
call_watches(struct loop *loop, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int events = events_of(loop->polled[i].revents);
		const struct watch *watch = events != 0 ? find_watch(loop, loop->polled[i].fd) : NULL;

		if (watch != NULL && watch->serial == loop->serials[i])
			watch->ready(watch->context, watch->fd, events);
	}
}

void
loop_step(struct loop *loop, int64_t wait)
{
	size_t count = loop->watch_count;

	fill_polled(loop);
	wait_for_events(loop, count, wait_of(loop, wait));
	loop_signals_call(&loop->signals);
	call_timers(loop);
	call_watches(loop, count);
}

void
loop_run(struct loop *loop)
{
	while (!loop->stopped)
		loop_step(loop, -1);
	loop->stopped = false;
}

void
loop_stop(struct loop *loop)
{
	loop->stopped = true;
}
