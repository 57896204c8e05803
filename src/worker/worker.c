/* The loop of a worker: the link to the directory, signals, and tasks. */
#include "worker.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/base/log.h"
#include "mfadesk/worker/worker.h"
#include "point.h"

#define STATEMENT_TIMEOUT 10000 /* milliseconds */

static void
free_retired(void *context)
{
	struct worker *worker = context;
	struct settings **at = &worker->retired;

	while (*at) {
		struct settings *old = *at;

		if (old->users > 0) {
			at = &old->next;
		} else {
			*at = old->next;
			settings_free(&old);
		}
	}
}

void
worker_task_over(struct worker *worker)
{
	/* Not here: this may be a callback of their http. */
	if (worker->retired)
		loop_after(worker->loop, 0, free_retired, worker);
	if (worker->stopping)
		stop_if_idle(worker);
	else if (worker->task_count + 1 == worker->settings->jobs)
		chores_wake(worker);
}

static void
link_changed(void *context, enum link_state state, const struct error *error)
{
	struct worker *worker = context;

	switch (state) {
	case LINK_CONNECTING:
		break;
	case LINK_READY:
		log_line("connected to=%s", link_target(worker->link));
		chores_start(worker);
		break;
	case LINK_LOST:
		log_line("disconnected: %s", error->message);
		stop_if_idle(worker);
		break;
	case LINK_WANTS_PASSWORD:
		log_line("the directory wants a password: name a passfile in the conninfo");
		worker->status = WORKER_NO_DATABASE;
		loop_stop(worker->loop);
		break;
	case LINK_FAILED:
		log_line("%s%s%s", error->code, error->code[0] ? ": " : "", error->message);
		worker->status = WORKER_NO_DATABASE;
		loop_stop(worker->loop);
		break;
	}
}

static struct task *
find_task(const struct worker *worker, uint64_t ticket)
{
	struct task *task = worker->tasks;

	while (task && task->ticket != ticket)
		task = task->next;
	return task;
}

static void
link_replied(void *context, const struct link_reply *reply)
{
	struct worker *worker = context;
	struct task *task = find_task(worker, reply->ticket);

	if (task) {
		task_replied(task, reply);
	} else if (!chores_replied(worker, reply) && !reports_replied(worker, reply) &&
		reply->ticket == worker->goodbye) {
		point_reached("goodbye", "result.after");
		loop_stop(worker->loop);
	}
	stop_if_idle(worker);
}

static void
link_woken(void *context)
{
	chores_wake(context);
}

static void
on_stop(void *context, int number)
{
	(void)number;
	stop_begin(context);
}

static void
log_problems(const struct buffer *problems)
{
	const char *at = buffer_text(problems);

	while (*at) {
		size_t length = strcspn(at, "\n");

		log_line("%.*s", (int)length, at);
		at += length + (at[length] == '\n');
	}
}

static struct settings *
read_settings(const char *path, struct loop *loop)
{
	struct buffer problems;
	struct settings *settings;

	buffer_init(&problems, 0);
	settings = settings_read(path, loop, &problems);
	log_problems(&problems);
	buffer_free(&problems);
	return settings;
}

static bool
is_same(const char *one, const char *other)
{
	return one && other ? strcmp(one, other) == 0 : one == other;
}

static void
on_reload(void *context, int number)
{
	struct worker *worker = context;
	struct settings *fresh = read_settings(worker->config_path, worker->loop);

	(void)number;
	if (!fresh) {
		log_line("the configuration stays as it was");
		return;
	}
	if (strcmp(fresh->conninfo, worker->settings->conninfo) != 0)
		log_line("another conninfo counts from the next start");
	if (!is_same(fresh->reports_at, worker->settings->reports_at))
		log_line("another [reports] listen counts from the next start");
	worker->settings->next = worker->retired;
	worker->retired = worker->settings;
	worker->settings = fresh;
	point_choose(fresh->stop_at, fresh->pause_at);
	free_retired(worker);
	log_line("configuration read path=%s", worker->config_path);
	chores_wake(worker);
}

static void
name_instance(struct worker *worker)
{
	char uuid[UUID_SIZE];

	if (gethostname(worker->host, sizeof(worker->host) - 1) != 0)
		snprintf(worker->host, sizeof(worker->host), "unknown");
	uuid_make(uuid);
	snprintf(worker->instance, sizeof(worker->instance), "%s/%ld/%s", worker->host, (long)getpid(), uuid);
}

static void
run(struct worker *worker)
{
	const struct link_options options = {.conninfo = worker->settings->conninfo,
		.application = "mfadeskd",
		.statement_timeout = STATEMENT_TIMEOUT,
		.hello = work_hello_sql,
		.listen = true,
		.woken = link_woken};
	const struct link_events events = {.state = link_changed, .reply = link_replied};

	loop_on_signal(worker->loop, SIGTERM, on_stop, worker);
	loop_on_signal(worker->loop, SIGINT, on_stop, worker);
	loop_on_signal(worker->loop, SIGHUP, on_reload, worker);
	worker->link = link_new(worker->loop, &options, &events, worker);
	if (reports_start(worker))
		loop_run(worker->loop);
	else
		worker->status = WORKER_FAILED;
	reports_stop(worker);
	chores_stop(worker);
	link_free(&worker->link);
}

int
worker_serve(const char *config_path)
{
	struct worker worker = {.config_path = config_path, .loop = loop_new()};

	worker.settings = read_settings(config_path, worker.loop);
	if (worker.settings) {
		name_instance(&worker);
		point_choose(worker.settings->stop_at, worker.settings->pause_at);
		run(&worker);
		log_line("stopped status=%d", worker.status);
	} else {
		worker.status = WORKER_FAILED;
	}
	tasks_abandon(&worker);
	settings_free(&worker.settings);
	free_retired(&worker);
	arena_free(&worker.words);
	loop_free(&worker.loop);
	return worker.status;
}
