/*
 * What the directory hands to the worker, out of its JSON: jobs, what became of
 * a result, and what a worker must know. Texts are never NULL: "" stands for
 * what is null or not of this kind of job.
 */
#ifndef MFADESK_ACT_JOB_H
#define MFADESK_ACT_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mfadesk/base/error.h"

enum job_kind {
	JOB_SEND,
	JOB_FOLLOW,
	JOB_CHECK,
	JOB_WITHDRAW,
	JOB_ENROL,
	JOB_MAKE_PASS,
	JOB_TRY_PASS,
	JOB_TELL,
	JOB_MAKE_CODES,
	JOB_SIGN_OUT
};

#define JOB_NO_STEP INT64_C(-1)

/* What a person is told, and where: facts in plain words. The job has its channel (mail, text), state and times. */
struct job_notice {
	const char *template_name; /* mail, text, lead */
	const char *address;
	const char *person, *what, *when, *ticket, *proof;
};

/* A recovery code that was not used. */
struct job_code {
	int64_t id;
	const char *hash; /* hexadecimal digits */
};

/* Whose sessions are to end: those that began before that time (RFC 3339). */
struct job_sign_out {
	const char *email, *external_id, *before;
};

/* Held under a fence: a result with an older one is dropped by the directory. */
struct job {
	int64_t id, fence;
	enum job_kind kind;
	int64_t attempts; /* claims, this one included */
	const char *subject; /* a uuid; "": the job is about a challenge, and has what follows but the notice */
	const char *challenge, *person, *method; /* uuids; method "": a recovery code */
	const char *purpose, *channel, *state, *mark, *here_by;
	const char *gateway, *gateway_id, *answered_by;
	int64_t created_at, sent_at, expires_at; /* clock.h */
	const char *vouches_for; /* whose manager gets it; "": it goes to the person */
	const char *number, *extension; /* send, follow, withdraw: E.164 */
	/* check, try_pass */
	const char *typed; /* secret: wiped by who read it */
	int64_t typed_at;
	const char *code_hash; /* hexadecimal digits, and so are `sealed` and `public_key` */
	int64_t code_key;
	const char *sealed, *secret_of; /* of a person, who may be the manager */
	int64_t last_step; /* JOB_NO_STEP: none was used */
	int64_t drift;
	const char *salt; /* of recovery codes */
	int64_t cost;
	const struct job_code *codes; /* those that count */
	size_t code_count;
	const char *public_key; /* enrol, make_pass, make_codes */
	const char *form; /* make_pass: of pass.h */
	struct job_notice notice; /* of a job with a subject: tell, and follow of what was told */
	struct job_sign_out sign_out; /* sign_out */
};

struct job_list {
	struct job *jobs;
	size_t count;
	int64_t next; /* microseconds until another one is due; -1: none is known */
};

/* What the directory made of a result. */
struct job_verdict {
	bool kept; /* false: another worker has the job now */
	bool go; /* of start_send: now, and only now, may the gateway be called; of start_try: compare */
	bool unknown; /* of start_send: it may have been sent before */
	const char *state; /* of the challenge; "" where it was not said */
	const char *pass, *salt, *hash; /* of start_try; hexadecimal digits; "": nobody has one */
};

struct job_hello {
	int64_t schema;
	const char *desk_name, *desk_telephone, *desk_mail, *desk_room, *issuer;
};

const char *job_kind_word(enum job_kind kind);

/* All are owned by the arena. False, with the error set, for what has another form. */
bool job_list_read(struct arena *arena, const char *json, struct job_list *list, struct error *error) MUST_CHECK;
bool job_verdict_read(
	struct arena *arena, const char *json, struct job_verdict *verdict, struct error *error) MUST_CHECK;
bool job_hello_read(struct arena *arena, const char *json, struct job_hello *hello, struct error *error) MUST_CHECK;

#endif
