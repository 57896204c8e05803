/*
 * A person's sessions are ended: the hook is told at most once, as a code is sent
 * (send.c), which tells the directory what came of it too. Without a hook that is
 * what the directory is told.
 */
#include <stdio.h>

#include "webhook.h"
#include "worker.h"

static const char no_answer[] = "the hook may have been told, and gave no answer";

static void
told(void *context, const struct http_answer *answer)
{
	struct task *task = context;
	struct gateway_result result;

	task_point(task, "call.after");
	webhook_judge(task->job.subject, answer, &result);
	if (result.outcome == GATEWAY_UNKNOWN)
		snprintf(result.reason, sizeof(result.reason), "%s", no_answer);
	send_told(task, &result);
}

static void
tell(struct task *task)
{
	const struct job_sign_out *whose = &task->job.sign_out;
	const struct session_order order = {.id = task->job.subject,
		.email = whose->email,
		.external_id = whose->external_id,
		.before = whose->before};

	task_point(task, "call.before");
	session_hook_tell(task->settings->sessions, &order, send_call_deadline(task), told, task);
}

static void
started(struct task *task, const struct job_verdict *verdict)
{
	if (verdict->unknown)
		task_result(task, "unknown", work_send_unknown(task->arena, &task->job, no_answer));
	else
		send_started(task, verdict, tell);
}

void
sign_out_begin(struct task *task)
{
	task_statement(
		task, "start", work_start_sign_out(task->arena, &task->job, task->settings->sessions != NULL), started);
}
