/*
 * What became of a message, as the gateway tells it. One that may have been
 * sent is looked for in the gateway's own list, by its mark.
 */
#include <string.h>

#include "mfadesk/base/clock.h"
#include "worker.h"

/* Carriers that give no receipt leave it at "sent" for ever. */
#define LONGEST_SILENCE (CLOCK_SECOND * 120)

static const char handed_over[] = "handed to the carrier, nothing heard";

/* Seconds until the next look. A call changes faster than a text, and somebody waits for it. */
static int64_t
next_look(const struct job *job)
{
	static const int64_t waits[] = {2, 4, 8, 15, 30};
	const size_t last = sizeof(waits) / sizeof(waits[0]) - 1;
	size_t at = job->attempts > 0 && job->attempts < (int64_t)last ? (size_t)job->attempts : last;

	return strcmp(job->channel, "call") == 0 ? waits[0] : waits[at];
}

/* Since it was on its way. */
static int64_t
silence(const struct job *job)
{
	return clock_now() - (job->sent_at != CLOCK_NEVER ? job->sent_at : job->created_at);
}

static const char *
text_or_null(const char *text)
{
	return text && text[0] ? text : NULL;
}

/* With the last of it nobody will tell any more who answered a call: a check that waits for that must end. */
static void
told(struct task *task, struct work_news news)
{
	if (news.again < 0 && !news.answered_by && strcmp(task->job.channel, "call") == 0)
		news.answered_by = "unknown";
	task_result(task, news.state ? news.state : "nothing new", work_followed(task->arena, &task->job, &news));
}

static void
nothing_more(struct task *task, const char *reason)
{
	const struct work_news news = {.reason = reason, .again = -1};

	told(task, news);
}

/* Asked, and no wiser. */
static void
no_wiser(struct task *task)
{
	const struct work_news news = {.again = next_look(&task->job)};

	if (silence(&task->job) < LONGEST_SILENCE)
		told(task, news);
	else if (strcmp(task->job.state, "unknown") == 0)
		nothing_more(task, NULL);
	else
		nothing_more(task, handed_over);
}

/* There is nobody to be asked. Who took a text reports by itself perhaps, and has as long as an answer. */
static void
not_asked(struct task *task)
{
	const struct work_news wait = {.again = LONGEST_SILENCE / CLOCK_SECOND};

	if (strcmp(task->job.state, "sent") != 0 || strcmp(task->job.channel, "call") == 0)
		nothing_more(task, NULL);
	else if (silence(&task->job) < LONGEST_SILENCE)
		told(task, wait);
	else
		nothing_more(task, handed_over);
}

static void
followed(void *context, const struct gateway_status *status)
{
	struct task *task = context;
	struct work_news news;

	task_point(task, "call.after");
	news = (struct work_news){.state = status->state,
		.gateway_id = text_or_null(status->id),
		.answered_by = status->answered_by,
		.reason = text_or_null(status->reason),
		.again = status->last ? -1 : next_look(&task->job)};
	/* "sent" is no news for long. */
	if (!status->known ||
		(!status->last && silence(&task->job) >= LONGEST_SILENCE && status->state &&
			strcmp(status->state, "sent") == 0))
		no_wiser(task);
	else
		told(task, news);
}

void
follow_begin(struct task *task)
{
	const struct job *job = &task->job;
	struct gateway *gateway = task_gateway(task);
	bool asked = false;

	/* Names at one gateway mean nothing at another. */
	if (!gateway || strcmp(gateway_name(gateway), job->gateway) != 0) {
		nothing_more(task, "its gateway is not set up any more: nothing heard");
		return;
	}
	task_point(task, "call.before");
	if (job->gateway_id[0])
		asked = gateway_follow(gateway, job->gateway_id, followed, task);
	else
		asked = gateway_find(gateway, job->number, job->mark, job->created_at, followed, task);
	if (!asked)
		not_asked(task);
}
