/*
 * The calls of the worker, for link_call(): one function of the schema `worker`
 * each, each one transaction. All may be sent again when an answer was lost. The
 * strings of a call are borrowed from the arguments and owned by the arena.
 * Answers are read by act/job.h.
 */
#ifndef MFADESK_STORE_WORK_H
#define MFADESK_STORE_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mfadesk/act/job.h"
#include "mfadesk/base/memory.h"
#include "mfadesk/store/link.h"

/* For link_options.hello: the login may be a worker. */
extern const char work_hello_sql[];

struct link_call work_hello(const char *instance, const char *host) MUST_CHECK;
struct link_call work_goodbye(const char *instance) MUST_CHECK;
struct link_call work_claim(struct arena *arena, const char *instance, size_t most, int64_t lease) MUST_CHECK;
struct link_call work_expire(void) MUST_CHECK;
struct link_call work_watchdog(struct arena *arena, int64_t seconds) MUST_CHECK;

struct work_start {
	const char *instance, *gateway;
	const char *kind, *display; /* of phone.h */
	bool valid;
	const char *code_hash; /* hexadecimal digits */
	uint32_t code_key;
};
/* Commits `sending`. */
struct link_call work_start_send(struct arena *arena, const struct job *job, const struct work_start *start) MUST_CHECK;
/* Of a notice: likewise; kind NULL: it is a mail. What follows is told of both. */
struct link_call work_start_tell(struct arena *arena, const struct job *job, const struct work_start *start) MUST_CHECK;
struct link_call work_sent(struct arena *arena, const struct job *job, const char *gateway_id) MUST_CHECK;
struct link_call work_not_sent(
	struct arena *arena, const struct job *job, int64_t seconds, const char *reason) MUST_CHECK;
struct link_call work_refused(struct arena *arena, const struct job *job, const char *reason) MUST_CHECK;
struct link_call work_send_unknown(struct arena *arena, const struct job *job, const char *reason) MUST_CHECK;

struct work_news {
	const char *state, *gateway_id, *answered_by, *reason; /* NULL: nothing new */
	int64_t again; /* seconds; negative: nothing more to follow */
};
struct link_call work_followed(struct arena *arena, const struct job *job, const struct work_news *news) MUST_CHECK;

/* What a gateway told by itself: to be told again where this is lost. state: delivered or failed; reason NULL: none. */
struct link_call work_reported(
	const char *challenge, const char *gateway, const char *state, const char *reason) MUST_CHECK;

struct work_check {
	const char *result; /* right, wrong, used */
	/* Of an app code that is not wrong. step: of a recovery code its id, of one that was sent JOB_NO_STEP. */
	int64_t step, drift, next;
};
struct link_call work_checked(struct arena *arena, const struct job *job, const struct work_check *check) MUST_CHECK;
struct link_call work_enrolled(struct arena *arena, const struct job *job, const char *sealed, uint32_t key_version,
	const char *box) MUST_CHECK;
/* A new pass: hash and box as hexadecimal digits. */
struct link_call work_made_pass(
	struct arena *arena, const struct job *job, const char *salt, const char *hash, const char *box) MUST_CHECK;
/* Recovery codes: the hashes one after the other, and they, salt and box as hexadecimal digits. */
struct link_call work_codes_made(struct arena *arena, const struct job *job, const char *salt, int cost,
	const char *hashes, const char *box) MUST_CHECK;
/* Counts the try; only then may it be compared. */
struct link_call work_start_try(struct arena *arena, const struct job *job) MUST_CHECK;
struct link_call work_tried_pass(struct arena *arena, const struct job *job, const char *pass, bool right) MUST_CHECK;
/* Commits `sending`, where there is a hook. What follows is told as of a code that is sent. */
struct link_call work_start_sign_out(struct arena *arena, const struct job *job, bool hook) MUST_CHECK;
/* Of a withdrawal: withdrawn, not withdrawn, nothing to withdraw. */
struct link_call work_done(struct arena *arena, const struct job *job, const char *outcome) MUST_CHECK;
/* Gives the lease back without a result. */
struct link_call work_release(struct arena *arena, const struct job *job, int64_t seconds) MUST_CHECK;

#endif
