/* What all jobs share: statements that are repeated while the lease lasts, and the end. See task.h. */
#include "task.h"

#include <stdio.h>
#include <string.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/base/log.h"
#include "point.h"
#include "worker.h"

#define REPEAT_AFTER (CLOCK_SECOND / 4)

static void (*const beginnings[])(struct task *) = {
	[JOB_SEND] = send_begin,
	[JOB_FOLLOW] = follow_begin,
	[JOB_CHECK] = check_begin,
	[JOB_WITHDRAW] = withdraw_begin,
	[JOB_ENROL] = enrol_begin,
	[JOB_MAKE_PASS] = make_pass_begin,
	[JOB_TRY_PASS] = try_pass_begin,
	[JOB_TELL] = tell_begin,
	[JOB_MAKE_CODES] = make_codes_begin,
	[JOB_SIGN_OUT] = sign_out_begin,
};

void
batch_release(struct batch *batch)
{
	if (--batch->users > 0)
		return;
	arena_free(&batch->arena);
	memory_free(batch);
}

void
task_begin(struct worker *worker, struct batch *batch, const struct job *job, int64_t lease_until)
{
	struct task *task = memory_alloc(sizeof(*task));

	*task = (struct task){.worker = worker,
		.settings = worker->settings,
		.batch = batch,
		.arena = arena_new(),
		.job = *job,
		.lease_until = lease_until,
		.next = worker->tasks};
	batch->users++;
	task->settings->users++;
	worker->tasks = task;
	worker->task_count++;
	if (worker->stopping)
		task_release(task, 0, "stopping");
	else
		beginnings[job->kind](task);
}

static void
task_free(struct task *task)
{
	loop_cancel(task->worker->loop, task->timer);
	task->settings->users--;
	secret_free(&task->code);
	batch_release(task->batch);
	arena_free(&task->arena);
	memory_free(task);
}

void
task_over(struct task *task)
{
	struct worker *worker = task->worker;
	struct task **at = &worker->tasks;

	while (*at != task)
		at = &(*at)->next;
	*at = task->next;
	worker->task_count--;
	task_free(task);
	worker_task_over(worker);
}

void
tasks_abandon(struct worker *worker)
{
	while (worker->tasks) {
		struct task *task = worker->tasks;

		worker->tasks = task->next;
		task_free(task);
	}
	worker->task_count = 0;
}

void
task_point(const struct task *task, const char *step)
{
	point_reached(job_kind_word(task->job.kind), step);
}

struct gateway *
task_gateway(const struct task *task)
{
	return settings_gateway(task->settings, task->job.channel);
}

static void
log_task(const struct task *task, const char *what, const char *more)
{
	const struct job *job = &task->job;

	log_line("job=%lld kind=%s about=%s channel=%s state=%s gateway=%s attempt=%lld result=\"%s\"%s%s",
		(long long)job->id, job_kind_word(job->kind), job->subject[0] ? job->subject : job->challenge,
		job->channel, job->state, job->gateway[0] ? job->gateway : "-", (long long)job->attempts, what,
		more[0] ? " why=" : "", more);
}

static void
send_statement(void *context)
{
	struct task *task = context;

	task->timer = 0;
	task->ticket = link_call(task->worker->link, &task->call);
}

static void
say_before(const struct task *task)
{
	char step[32];

	snprintf(step, sizeof(step), "%s.before", task->step);
	task_point(task, step);
}

static void
say_after(const struct task *task)
{
	char step[32];

	snprintf(step, sizeof(step), "%s.after", task->step);
	task_point(task, step);
}

void
task_statement(struct task *task, const char *step, struct link_call call, task_then *then)
{
	task->call = call;
	task->step = step;
	task->then = then;
	say_before(task);
	send_statement(task);
}

void
task_result(struct task *task, const char *what, struct link_call call)
{
	log_task(task, what, "");
	task_statement(task, "result", call, NULL);
}

void
task_release(struct task *task, int64_t seconds, const char *why)
{
	log_task(task, "released", why);
	task_statement(task, "release", work_release(task->arena, &task->job, seconds), NULL);
}

/* A lock that was waited for too long, a deadlock, a time-out, an upgrade, a server that went away. */
static bool
may_be_repeated(const struct error *error)
{
	static const char *const passing[] = {"55P03", "40P01", "40001", "57014", "57P01", "MD423"};

	for (size_t i = 0; i < sizeof(passing) / sizeof(passing[0]); i++)
		if (strcmp(error->code, passing[i]) == 0)
			return true;
	return error->kind == ERROR_CONNECTION;
}

static void
failed(struct task *task, const struct error *error)
{
	if (may_be_repeated(error) && clock_monotonic() + REPEAT_AFTER < task->lease_until) {
		task->timer = loop_after(task->worker->loop, REPEAT_AFTER, send_statement, task);
		return;
	}
	log_task(task, "given up: its lease ends", error->message);
	task_over(task);
}

void
task_replied(struct task *task, const struct link_reply *reply)
{
	struct job_verdict verdict;
	struct error error = {0};

	task->ticket = 0;
	if (!reply->ok) {
		failed(task, reply->error);
		return;
	}
	say_after(task);
	if (!job_verdict_read(task->arena, reply->json, &verdict, &error)) {
		failed(task, &error);
	} else if (!verdict.kept) {
		log_task(task, "dropped: another worker has the job", "");
		task_over(task);
	} else if (task->then) {
		task->then(task, &verdict);
	} else {
		task_over(task);
	}
}
