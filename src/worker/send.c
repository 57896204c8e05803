/*
 * A code is sent, at most once: `sending` is committed before the gateway is
 * called, and whatever may have been sent is `unknown` and never sent again.
 */
#include <string.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/base/hex.h"
#include "mfadesk/crypto/code.h"
#include "mfadesk/phone/phone.h"
#include "mfadesk/worker/message.h"
#include "worker.h"

#define RESULT_TIME CLOCK_SECOND /* of the lease, for telling what came of the call */
#define BACK_OFF_MOST 64 /* seconds */

static const char may_have_been_sent[] = "may have been sent: ask the caller";

/* 2, 4, 8 ... seconds, or as the gateway asked where that is longer: it must not have us hurry. */
static int64_t
wait_before_again(const struct task *task, int retry_after)
{
	int64_t wait = task->job.attempts < 6 ? INT64_C(1) << task->job.attempts : BACK_OFF_MOST;

	return retry_after > wait ? retry_after : wait;
}

void
send_told(struct task *task, const struct gateway_result *result)
{
	const struct job *job = &task->job;
	const char *reason = result->reason;

	switch (result->outcome) {
	case GATEWAY_SENT:
		task_result(task, "sent", work_sent(task->arena, job, result->id));
		break;
	case GATEWAY_NOT_SENT:
		task_result(task, "not sent",
			work_not_sent(task->arena, job, wait_before_again(task, result->retry_after), reason));
		break;
	case GATEWAY_REFUSED:
		task_result(task, "refused", work_refused(task->arena, job, reason));
		break;
	case GATEWAY_UNKNOWN:
		task_result(
			task, "unknown", work_send_unknown(task->arena, job, reason[0] ? reason : may_have_been_sent));
		break;
	}
}

static void
sent(void *context, const struct gateway_result *result)
{
	struct task *task = context;

	task_point(task, "call.after");
	secret_free(&task->code);
	send_told(task, result);
}

int64_t
send_deadline(const struct task *task, int64_t deadline)
{
	int64_t left = (task->lease_until - clock_monotonic() - RESULT_TIME) / (CLOCK_SECOND / 1000);

	return left < deadline ? left : deadline;
}

int64_t
send_call_deadline(const struct task *task)
{
	return send_deadline(task, task->settings->call_deadline * 1000);
}

static void
call_gateway(struct task *task)
{
	const struct job *job = &task->job;
	const struct job_hello *words = &task->worker->hello;
	struct secret *text = message_compose(&(const struct message){.purpose = job->purpose,
		.spoken = strcmp(job->channel, "call") == 0,
		.mark = job->mark,
		.vouches_for = job->vouches_for,
		.desk_name = words->desk_name,
		.desk_telephone = words->desk_telephone,
		.here_by = job->here_by,
		.code = task->code});
	const struct gateway_message message = {.number = job->number,
		.extension = job->extension[0] ? job->extension : NULL,
		.mark = job->mark,
		.id = job->challenge,
		.text = text,
		.valid_seconds = (job->expires_at - clock_now()) / CLOCK_SECOND};

	gateway_send(task_gateway(task), &message, send_call_deadline(task), sent, task);
	secret_free(&text);
}

static void
call_in_time(struct task *task, void (*call)(struct task *task))
{
	task_point(task, "call.before");
	if (task->worker->stopping || clock_monotonic() + RESULT_TIME * 2 > task->lease_until)
		task_result(task, "not sent", work_not_sent(task->arena, &task->job, 0, NULL));
	else
		call(task);
}

void
send_started(struct task *task, const struct job_verdict *verdict, void (*call)(struct task *task))
{
	if (verdict->unknown)
		task_result(task, "unknown", work_send_unknown(task->arena, &task->job, may_have_been_sent));
	else if (verdict->go)
		call_in_time(task, call);
	else
		task_over(task);
}

/* The directory has decided. */
static void
started(struct task *task, const struct job_verdict *verdict)
{
	send_started(task, verdict, call_gateway);
}

static const char *
new_code_hash(struct task *task)
{
	const struct keys *keys = task->settings->keys;
	unsigned char hash[CODE_HASH_SIZE];

	task->code = code_new();
	code_hash(keys_get(keys, KEY_CODE, keys_newest(keys)), task->job.challenge, secret_text(task->code), hash);
	return hex_encode(task->arena, hash, sizeof(hash));
}

static void
start(struct task *task, const char *gateway)
{
	struct phone_check check;
	struct work_start start;

	phone_check(task->job.number, &check);
	start = (struct work_start){.instance = task->worker->instance,
		.gateway = gateway,
		.kind = check.kind,
		.display = check.display,
		.valid = check.valid,
		.code_hash = new_code_hash(task),
		.code_key = keys_newest(task->settings->keys)};
	task_statement(task, "start", work_start_send(task->arena, &task->job, &start), started);
}

void
send_begin(struct task *task)
{
	struct gateway *gateway = task_gateway(task);

	/* Another worker was at it and is gone. If it was cancelled since, what may be at the gateway is still taken
	 * back. */
	if (strcmp(task->job.state, "queued") != 0)
		task_result(task, "unknown", work_send_unknown(task->arena, &task->job, may_have_been_sent));
	else if (!gateway)
		task_result(task, "refused",
			work_refused(
				task->arena, &task->job, "no gateway for this is set up: tell your administrator"));
	else
		start(task, gateway_name(gateway));
}
