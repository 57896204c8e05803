/* The signals of a loop; for loop.c alone. */
#ifndef MFADESK_BASE_LOOP_SIGNAL_H
#define MFADESK_BASE_LOOP_SIGNAL_H

#include <signal.h>

#include "mfadesk/base/loop.h"

struct loop_signal {
	int number;
	loop_signalled *signalled;
	void *context;
	struct sigaction before; /* put back at the end */
	bool was_blocked;
};

struct loop_signals {
	struct loop_signal *taken; /* owned */
	size_t count;
};

void loop_signals_take(struct loop_signals *signals, int number, loop_signalled *signalled, void *context);
void loop_signals_free(struct loop_signals *signals);
/* The mask to wait with: the thread's, without the signals taken. */
sigset_t loop_signals_mask(const struct loop_signals *signals);
bool loop_signals_pending(const struct loop_signals *signals);
void loop_signals_call(struct loop_signals *signals);

#endif
