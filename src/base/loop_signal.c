/*
 * Signals as events. Each one taken is blocked but inside ppoll(2), where its
 * handler does no more than set a flag: nothing arrives between a check and the
 * wait, and no callback is ever interrupted.
 */
#include "loop_signal.h"

#include <stdlib.h>

/* The one thing a handler may touch. */
static volatile sig_atomic_t arrived[NSIG];

static void
on_signal(int number)
{
	arrived[number] = 1;
}

static struct loop_signal *
find(struct loop_signals *signals, int number)
{
	for (size_t i = 0; i < signals->count; i++)
		if (signals->taken[i].number == number)
			return &signals->taken[i];
	return NULL;
}

static sigset_t
only(int number)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, number);
	return set;
}

/* Blocked first: between the handler and the block a signal would set its flag unseen. */
static struct loop_signal *
add(struct loop_signals *signals, int number)
{
	struct sigaction action = {.sa_handler = on_signal};
	sigset_t set = only(number);
	sigset_t before;
	struct loop_signal *signal;

	signals->taken = memory_resize_array(signals->taken, signals->count + 1, sizeof(*signals->taken));
	signal = &signals->taken[signals->count++];
	*signal = (struct loop_signal){.number = number};
	sigfillset(&action.sa_mask);
	if (sigprocmask(SIG_BLOCK, &set, &before) != 0 || sigaction(number, &action, &signal->before) != 0)
		abort(); /* no such signal, or one that cannot be caught */
	signal->was_blocked = sigismember(&before, number) == 1;
	return signal;
}

void
loop_signals_take(struct loop_signals *signals, int number, loop_signalled *signalled, void *context)
{
	struct loop_signal *signal = find(signals, number);

	if (signal == NULL)
		signal = add(signals, number);
	signal->signalled = signalled;
	signal->context = context;
}

/* The old action before the unblocking: a signal still pending then does what it did before the loop. */
void
loop_signals_free(struct loop_signals *signals)
{
	for (size_t i = signals->count; i-- > 0;) {
		struct loop_signal *signal = &signals->taken[i];
		sigset_t set = only(signal->number);

		sigaction(signal->number, &signal->before, NULL);
		if (!signal->was_blocked)
			sigprocmask(SIG_UNBLOCK, &set, NULL);
	}
	memory_free(signals->taken);
	*signals = (struct loop_signals){0};
}

sigset_t
loop_signals_mask(const struct loop_signals *signals)
{
	sigset_t mask;

	sigprocmask(SIG_BLOCK, NULL, &mask);
	for (size_t i = 0; i < signals->count; i++)
		sigdelset(&mask, signals->taken[i].number);
	return mask;
}

bool
loop_signals_pending(const struct loop_signals *signals)
{
	for (size_t i = 0; i < signals->count; i++)
		if (arrived[signals->taken[i].number])
			return true;
	return false;
}

/* By index, and a copy of each: a callback may take another signal, which moves the array. */
void
loop_signals_call(struct loop_signals *signals)
{
	for (size_t i = 0; i < signals->count; i++) {
		struct loop_signal signal = signals->taken[i];

		if (!arrived[signal.number])
			continue;
		arrived[signal.number] = 0;
		signal.signalled(signal.context, signal.number);
	}
}
