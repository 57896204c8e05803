/*
 * One job in the worker's hands: from the claim to the result that the
 * directory took. Each kind of job has a file that says what is done; here is
 * what they share. A task frees itself when it is over.
 */
#ifndef MFADESK_WORKER_TASK_H
#define MFADESK_WORKER_TASK_H

#include "mfadesk/act/job.h"
#include "mfadesk/crypto/secret.h"
#include "mfadesk/store/work.h"
#include "settings.h"

struct worker;

/* The jobs of one claim, which share an arena. */
struct batch {
	struct arena *arena;
	size_t users;
};

struct task {
	struct worker *worker; /* borrowed */
	struct settings *settings; /* borrowed, counted */
	struct batch *batch; /* counted */
	struct arena *arena;
	struct job job;
	int64_t lease_until; /* monotonic */
	struct secret *code; /* of a send, or the recovery codes; NULL before they are made */
	struct link_call call; /* the statement on its way, kept for repeating it */
	const char *step; /* which one: "start", "result" */
	void (*then)(struct task *task, const struct job_verdict *verdict);
	uint64_t ticket, timer;
	struct task *next;
};

typedef void task_then(struct task *task, const struct job_verdict *verdict);

/* Begins it; over when the directory has the result, or when the lease ends before. */
void task_begin(struct worker *worker, struct batch *batch, const struct job *job, int64_t lease_until);
void batch_release(struct batch *batch);

/* Sends a statement, again and again where it may be repeated, while the lease lasts. `then` is called when the
 * directory kept it; NULL: the task is over then. */
void task_statement(struct task *task, const char *step, struct link_call call, task_then *then);
/* The last statement; `what` is for the log. */
void task_result(struct task *task, const char *what, struct link_call call);
/* Gives it back, for another try in so many seconds. */
void task_release(struct task *task, int64_t seconds, const char *why);
void task_over(struct task *task);
/* At the end of the program: all, wherever they are. Another worker takes them when their leases end. */
void tasks_abandon(struct worker *worker);
void task_replied(struct task *task, const struct link_reply *reply);
/* As point_reached(). */
void task_point(const struct task *task, const char *step);
struct gateway *task_gateway(const struct task *task) MUST_CHECK;

/* What became of a call to a gateway, told to the directory. */
void send_told(struct task *task, const struct gateway_result *result);
/* How long a call that has this deadline may take now: never past the lease. Both in milliseconds. */
int64_t send_deadline(const struct task *task, int64_t deadline) MUST_CHECK;
/* The same of a call to a gateway or a hook, whose deadline is the configuration's `call_deadline`. */
int64_t send_call_deadline(const struct task *task) MUST_CHECK;
/* What start_send or start_tell decided: the call, or what is told instead of it. */
void send_started(struct task *task, const struct job_verdict *verdict, void (*call)(struct task *task));

void send_begin(struct task *task);
void follow_begin(struct task *task);
void check_begin(struct task *task);
void withdraw_begin(struct task *task);
void enrol_begin(struct task *task);
void make_pass_begin(struct task *task);
void make_codes_begin(struct task *task);
void try_pass_begin(struct task *task);
void tell_begin(struct task *task);
void sign_out_begin(struct task *task);

#endif
