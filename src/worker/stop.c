/*
 * An orderly end: nothing more is claimed, what gateways were asked is waited
 * for, what was not begun goes back, and the directory is told.
 */
#include "mfadesk/base/clock.h"
#include "mfadesk/base/log.h"
#include "point.h"
#include "worker.h"

#define MORE_THAN_A_CALL (CLOCK_SECOND * 5) /* for the results */

static void
give_up(void *context)
{
	struct worker *worker = context;

	log_line("stopped in the middle: jobs=%zu", worker->task_count);
	loop_stop(worker->loop);
}

void
stop_begin(struct worker *worker)
{
	if (worker->stopping) {
		give_up(worker);
		return;
	}
	log_line("stopping: jobs=%zu", worker->task_count);
	worker->stopping = true;
	loop_after(worker->loop, worker->settings->longest_call * CLOCK_SECOND + MORE_THAN_A_CALL, give_up, worker);
	stop_if_idle(worker);
}

void
stop_if_idle(struct worker *worker)
{
	struct link_call goodbye;

	if (!worker->stopping || worker->task_count > 0 || worker->chores[CHORE_CLAIM].ticket || worker->goodbye)
		return;
	if (link_state(worker->link) != LINK_READY) {
		loop_stop(worker->loop);
		return;
	}
	point_reached("goodbye", "result.before");
	goodbye = work_goodbye(worker->instance);
	worker->goodbye = link_call(worker->link, &goodbye);
}
