/* The worker's state: what one process holds while it runs. */
#ifndef MFADESK_WORKER_STATE_WORKER_H
#define MFADESK_WORKER_STATE_WORKER_H

#include "mfadesk/base/uuid.h"
#include "mfadesk/net/listener.h"
#include "task.h"

#define HOST_SIZE 65
#define INSTANCE_SIZE (HOST_SIZE + 16 + UUID_SIZE)

/* What is asked again and again. The first tells that this worker is there and learns the desk's words. */
enum chore_kind { CHORE_HELLO, CHORE_CLAIM, CHORE_EXPIRE, CHORE_WATCHDOG, CHORE_KINDS };

struct chore {
	uint64_t ticket; /* 0: none is on its way */
	int64_t due; /* monotonic */
};

struct worker {
	const char *config_path;
	struct loop *loop;
	struct settings *settings;
	struct settings *retired; /* still in use by tasks */
	struct store_link *link;
	char host[HOST_SIZE];
	char instance[INSTANCE_SIZE]; /* HOST/PID/UUID: never that of another, nor of this host before */
	struct arena *words; /* owns what `hello` says */
	struct job_hello hello;
	struct chore chores[CHORE_KINDS];
	uint64_t chores_timer;
	bool greeted; /* the directory knows this instance */
	bool claim_again; /* there were news while a claim was on its way */
	struct task *tasks;
	size_t task_count;
	struct listener *listener; /* NULL: no reports are heard */
	struct report *reports; /* that the directory was told of */
	bool stopping;
	uint64_t goodbye;
	int status;
};

/* chores.c */
void chores_start(struct worker *worker); /* everything is due */
void chores_wake(struct worker *worker); /* there may be jobs */
bool chores_replied(struct worker *worker, const struct link_reply *reply) MUST_CHECK; /* false: it was not theirs */
void chores_stop(struct worker *worker);

/* reports.c: false where it cannot listen, which is logged. */
bool reports_start(struct worker *worker) MUST_CHECK;
bool reports_replied(struct worker *worker, const struct link_reply *reply) MUST_CHECK; /* false: it was not theirs */
void reports_stop(struct worker *worker);

/* stop.c */
void stop_begin(struct worker *worker);
void stop_if_idle(struct worker *worker);

/* worker.c */
int worker_serve(const char *config_path);
void worker_task_over(struct worker *worker); /* a place is free */

/* try.c: one message through a configured channel, without the directory. */
int try_channel(const char *config_path, const char *channel, const char *to);

#endif
