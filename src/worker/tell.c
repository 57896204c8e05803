/*
 * The person is told: a text through its gateway, or a mail; which of them may go
 * again is the directory's word. What comes of the call is told as that of a code
 * is (send.c).
 */
#include <stdio.h>
#include <string.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/phone/phone.h"
#include "worker.h"

static const char may_have_been_sent[] = "may have been sent";

static struct notice
compose(const struct task *task)
{
	const struct job_notice *notice = &task->job.notice;
	const struct job_hello *words = &task->worker->hello;
	const struct notice_facts facts = {.person = notice->person,
		.what = notice->what,
		.when = notice->when,
		.ticket = notice->ticket,
		.proof = notice->proof,
		.desk_name = words->desk_name,
		.desk_telephone = words->desk_telephone,
		.desk_mail = words->desk_mail,
		.desk_room = words->desk_room};

	return notice_compose(
		task->arena, task->settings->notices, notice_template_named(notice->template_name), &facts);
}

static void
texted(void *context, const struct gateway_result *result)
{
	struct task *task = context;

	task_point(task, "call.after");
	send_told(task, result);
}

/* The mark is how the gateway's list is searched for it. */
static void
text(struct task *task)
{
	const struct job *job = &task->job;
	const char *words = arena_printf(task->arena, "%s (%s)", compose(task).text, job->mark);
	struct secret *message = secret_new(strlen(words) + 1);
	bool fits = secret_set(message, words);
	const struct gateway_message sent = {.number = job->number,
		.mark = job->mark,
		.id = job->subject,
		.text = message,
		.valid_seconds = (job->expires_at - clock_now()) / CLOCK_SECOND};

	if (fits)
		gateway_send(task_gateway(task), &sent, send_call_deadline(task), texted, task);
	else
		task_release(task, 0, "no memory for the text");
	secret_free(&message);
}

static void
mailed(void *context, const struct http_answer *answer)
{
	struct task *task = context;
	struct gateway_result result;

	task_point(task, "call.after");
	mailer_judge(task->settings->mail, answer, &result);
	send_told(task, &result);
}

static void
mail(struct task *task)
{
	const struct mailer *mailer = task->settings->mail;
	struct notice notice = compose(task);
	const struct letter letter = {.to = task->job.notice.address,
		.subject = notice.subject,
		.text = notice.text,
		.id = task->job.subject};

	mailer_send(mailer, &letter, send_deadline(task, mailer_deadline(mailer)), mailed, task);
}

static void
started_text(struct task *task, const struct job_verdict *verdict)
{
	send_started(task, verdict, text);
}

static void
started_mail(struct task *task, const struct job_verdict *verdict)
{
	send_started(task, verdict, mail);
}

static void
start_text(struct task *task, const char *gateway)
{
	struct phone_check check;
	struct work_start start;

	phone_check(task->job.number, &check);
	start = (struct work_start){
		.gateway = gateway, .kind = check.kind, .display = check.display, .valid = check.valid};
	task_statement(task, "start", work_start_tell(task->arena, &task->job, &start), started_text);
}

static void
start_mail(struct task *task, const char *gateway)
{
	const struct work_start start = {.gateway = gateway};

	task_statement(task, "start", work_start_tell(task->arena, &task->job, &start), started_mail);
}

void
tell_begin(struct task *task)
{
	const struct job *job = &task->job;
	const struct mailer *mailer = task->settings->mail;
	struct gateway *gateway = task_gateway(task);

	if (strcmp(job->channel, "mail") == 0 && mailer)
		start_mail(task, mailer_name(mailer));
	else if (strcmp(job->state, "queued") != 0)
		task_result(task, "unknown", work_send_unknown(task->arena, job, may_have_been_sent));
	else if (gateway)
		start_text(task, gateway_name(gateway));
	else
		task_result(task, "refused",
			work_refused(task->arena, job,
				arena_printf(task->arena, "no [%s] is set up: tell your administrator", job->channel)));
}
