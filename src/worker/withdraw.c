/* What is at the gateway of a challenge that is over is taken back: a call hung up, a text's words removed. */
#include <string.h>

#include "worker.h"

#define TRIES_MOST 6

static void
done(struct task *task, const char *outcome)
{
	task_result(task, outcome, work_done(task->arena, &task->job, outcome));
}

static void
withdrawn(void *context, bool is_done, const char *reason)
{
	struct task *task = context;

	task_point(task, "call.after");
	if (is_done)
		done(task, "withdrawn");
	else if (task->job.attempts < TRIES_MOST)
		task_release(task, INT64_C(2) << task->job.attempts, reason ? reason : "");
	else
		done(task, "not withdrawn");
}

void
withdraw_begin(struct task *task)
{
	const struct job *job = &task->job;
	struct gateway *gateway = task_gateway(task);
	bool here = gateway && strcmp(gateway_name(gateway), job->gateway) == 0;

	task_point(task, "call.before");
	if (!here || !job->gateway_id[0] || !gateway_withdraw(gateway, job->gateway_id, withdrawn, task))
		done(task, "nothing to withdraw");
}
