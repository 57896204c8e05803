/* What a worker asks again and again: that it is there, for jobs, and that what is over ends. */
#include "mfadesk/base/clock.h"
#include "mfadesk/base/log.h"
#include "point.h"
#include "worker.h"

#define HEARTBEAT (CLOCK_SECOND * 5)
#define EXPIRE_EVERY (CLOCK_SECOND * 2)
#define WATCHDOG_EVERY (CLOCK_SECOND * 5)
#define SOONEST (CLOCK_SECOND / 50) /* what is due "now" may be so by a clock that is a little ahead */

static const char *const names[CHORE_KINDS] = {
	[CHORE_HELLO] = "hello", [CHORE_CLAIM] = "claim", [CHORE_EXPIRE] = "expire", [CHORE_WATCHDOG] = "watchdog"};

static void schedule(struct worker *worker);

static size_t
free_places(const struct worker *worker)
{
	size_t most = worker->settings->jobs;

	return worker->task_count < most ? most - worker->task_count : 0;
}

static int64_t
period(const struct worker *worker, enum chore_kind kind)
{
	switch (kind) {
	case CHORE_HELLO:
		return HEARTBEAT;
	case CHORE_CLAIM:
		return worker->settings->poll * CLOCK_SECOND;
	case CHORE_EXPIRE:
		return EXPIRE_EVERY;
	case CHORE_WATCHDOG:
	case CHORE_KINDS:
		break;
	}
	return WATCHDOG_EVERY;
}

static struct link_call
make_call(const struct worker *worker, struct arena *arena, enum chore_kind kind)
{
	switch (kind) {
	case CHORE_HELLO:
		return work_hello(worker->instance, worker->host);
	case CHORE_CLAIM:
		return work_claim(arena, worker->instance, free_places(worker), worker->settings->lease);
	case CHORE_EXPIRE:
		return work_expire();
	case CHORE_WATCHDOG:
	case CHORE_KINDS:
		break;
	}
	return work_watchdog(arena, worker->settings->transaction);
}

static void
send_chore(struct worker *worker, enum chore_kind kind)
{
	struct chore *chore = &worker->chores[kind];
	struct arena *arena = arena_new();
	struct link_call call = make_call(worker, arena, kind);

	point_reached(names[kind], "result.before");
	chore->ticket = link_call(worker->link, &call);
	chore->due = clock_monotonic() + period(worker, kind);
	arena_free(&arena);
}

/* May it be asked at all now? */
static bool
is_possible(const struct worker *worker, enum chore_kind kind)
{
	if (worker->chores[kind].ticket != 0 || link_state(worker->link) != LINK_READY)
		return false;
	if (kind == CHORE_HELLO)
		return worker->goodbye == 0;
	return worker->greeted && !worker->stopping && (kind != CHORE_CLAIM || free_places(worker) > 0);
}

static void
do_chores(void *context)
{
	struct worker *worker = context;
	int64_t now = clock_monotonic();

	worker->chores_timer = 0;
	for (enum chore_kind kind = 0; kind < CHORE_KINDS; kind++)
		if (is_possible(worker, kind) && worker->chores[kind].due <= now)
			send_chore(worker, kind);
	schedule(worker);
}

static void
schedule(struct worker *worker)
{
	int64_t soonest = INT64_MAX, now = clock_monotonic();

	for (enum chore_kind kind = 0; kind < CHORE_KINDS; kind++)
		if (is_possible(worker, kind) && worker->chores[kind].due < soonest)
			soonest = worker->chores[kind].due;
	loop_cancel(worker->loop, worker->chores_timer);
	worker->chores_timer = 0;
	if (soonest != INT64_MAX)
		worker->chores_timer = loop_after(worker->loop, soonest > now ? soonest - now : 0, do_chores, worker);
}

void
chores_start(struct worker *worker)
{
	for (enum chore_kind kind = 0; kind < CHORE_KINDS; kind++)
		worker->chores[kind].due = 0;
	schedule(worker);
}

void
chores_wake(struct worker *worker)
{
	worker->claim_again = worker->chores[CHORE_CLAIM].ticket != 0;
	worker->chores[CHORE_CLAIM].due = 0;
	schedule(worker);
}

static void
greeted(struct worker *worker, const char *json)
{
	struct arena *arena = arena_new();
	struct job_hello hello;
	struct error error = {0};

	if (!job_hello_read(arena, json, &hello, &error)) {
		log_line("hello: %s", error.message);
		arena_free(&arena);
		return;
	}
	if (!worker->greeted)
		log_line("ready instance=%s schema=%lld", worker->instance, (long long)hello.schema);
	arena_free(&worker->words);
	worker->words = arena;
	worker->hello = hello;
	worker->greeted = true;
}

static void
claimed(struct worker *worker, const char *json)
{
	struct batch *batch = memory_alloc(sizeof(*batch));
	/* Counted from now, the directory's lease ends earlier by the way of the answer. */
	int64_t now = clock_monotonic(), lease = (worker->settings->lease - 1) * CLOCK_SECOND;
	size_t places = free_places(worker);
	struct job_list list;
	struct error error = {0};

	*batch = (struct batch){.arena = arena_new(), .users = 1};
	if (!job_list_read(batch->arena, json, &list, &error)) {
		log_line("claim: %s", error.message);
	} else {
		for (size_t i = 0; i < list.count; i++)
			task_begin(worker, batch, &list.jobs[i], now + lease);
		if (list.next >= 0 && now + list.next < worker->chores[CHORE_CLAIM].due)
			worker->chores[CHORE_CLAIM].due = now + (list.next > SOONEST ? list.next : SOONEST);
		if (worker->claim_again || (list.count > 0 && list.count >= places))
			worker->chores[CHORE_CLAIM].due = 0;
	}
	worker->claim_again = false;
	batch_release(batch);
}

static void
answered(struct worker *worker, enum chore_kind kind, const struct link_reply *reply)
{
	if (!reply->ok) {
		log_line("%s: %s%s%s", names[kind], reply->error->code, reply->error->code[0] ? ": " : "",
			reply->error->message);
		return;
	}
	point_reached(names[kind], "result.after");
	if (kind == CHORE_HELLO)
		greeted(worker, reply->json);
	else if (kind == CHORE_CLAIM)
		claimed(worker, reply->json);
}

bool
chores_replied(struct worker *worker, const struct link_reply *reply)
{
	for (enum chore_kind kind = 0; kind < CHORE_KINDS; kind++) {
		struct chore *chore = &worker->chores[kind];

		if (chore->ticket != reply->ticket)
			continue;
		chore->ticket = 0;
		answered(worker, kind, reply);
		schedule(worker);
		return true;
	}
	return false;
}

void
chores_stop(struct worker *worker)
{
	loop_cancel(worker->loop, worker->chores_timer);
	worker->chores_timer = 0;
}
