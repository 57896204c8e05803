/* A typed code is right, wrong, or one of an authenticator that was used already. */
#include <string.h>

#include "mfadesk/base/hex.h"
#include "mfadesk/crypto/code.h"
#include "mfadesk/crypto/otp.h"
#include "mfadesk/crypto/recovery.h"
#include "mfadesk/crypto/seal.h"
#include "worker.h"

#define ANSWERED_BY_WAIT 2 /* seconds */
#define KEY_WAIT 10

static const char *const results[] = {[OTP_RIGHT] = "right", [OTP_USED] = "used", [OTP_WRONG] = "wrong"};

static void
tell(struct task *task, const struct work_check *check)
{
	/* The directory's copy is cleared with the result. */
	secret_wipe((char *)task->job.typed, strlen(task->job.typed));
	task_result(task, check->result, work_checked(task->arena, &task->job, check));
}

/* Of a proof by a call: until the gateway said who answered. Over with the call, or with the challenge. */
static bool
must_wait(const struct job *job)
{
	return strcmp(job->channel, "call") == 0 && strcmp(job->purpose, "proof") == 0 && job->answered_by[0] == '\0';
}

static void
check_sent_code(struct task *task)
{
	const struct job *job = &task->job;
	const unsigned char *key = keys_get(task->settings->keys, KEY_CODE, (uint32_t)job->code_key);
	unsigned char hash[CODE_HASH_SIZE];
	struct work_check check = {.result = "wrong", .step = JOB_NO_STEP};

	if (must_wait(job)) {
		task_release(task, ANSWERED_BY_WAIT, "who answered the call is not known yet");
		return;
	}
	if (!key) {
		task_release(task, KEY_WAIT, "the key that its code was kept under is not in the key file");
		return;
	}
	if (hex_decode(job->code_hash, hash, sizeof(hash)) && code_is_right(key, job->challenge, job->typed, hash))
		check.result = "right";
	tell(task, &check);
}

static void
check_app_code(struct task *task)
{
	const struct job *job = &task->job;
	const struct seal_subject subject = {"authenticator", job->secret_of, job->method};
	struct sealed sealed = {0};
	struct otp_match match = {0};
	struct error error = {0};
	struct secret *secret;
	enum otp_result result;

	sealed.bytes = hex_decode_all(task->arena, job->sealed, &sealed.length);
	secret = sealed.bytes ? seal_open(task->settings->keys, &subject, sealed, &error) : NULL;
	if (!secret) {
		task_release(task, KEY_WAIT, error.message[0] ? error.message : "there is no secret");
		return;
	}
	/* Whenever a worker comes to it: a code is of the time at which it was typed. */
	result = otp_check(secret, job->typed, job->typed_at, (int)job->drift, job->last_step, &match);
	secret_free(&secret);
	tell(task,
		&(const struct work_check){.result = results[result],
			.step = result == OTP_WRONG ? JOB_NO_STEP : match.step,
			.drift = match.drift,
			.next = match.next});
}

/* Where no set counts any more it is compared with none, in the same time. */
static void
hash_typed(const struct job *job, unsigned char typed[SLOW_HASH_SIZE])
{
	unsigned char salt[SLOW_SALT_SIZE] = {0};
	bool made = hex_decode(job->salt, salt, sizeof(salt)) && job->cost >= SLOW_COST_LEAST &&
		job->cost <= SLOW_COST_MOST;

	slow_hash((struct bytes){salt, sizeof(salt)}, made ? (int)job->cost : SLOW_COST, job->typed, typed);
}

static void
check_recovery_code(struct task *task)
{
	const struct job *job = &task->job;
	unsigned char typed[SLOW_HASH_SIZE];
	unsigned char *hashes = arena_alloc_array(task->arena, job->code_count + 1, SLOW_HASH_SIZE);
	struct work_check check = {.result = "wrong", .step = JOB_NO_STEP};
	bool whole = true;
	size_t at;

	for (size_t i = 0; i < job->code_count; i++)
		whole &= hex_decode(job->codes[i].hash, hashes + i * SLOW_HASH_SIZE, SLOW_HASH_SIZE);
	hash_typed(job, typed);
	at = recovery_code_find(typed, hashes, job->code_count);
	secret_wipe(typed, sizeof(typed));
	if (whole && at < job->code_count)
		check = (struct work_check){.result = "right", .step = job->codes[at].id};
	tell(task, &check);
}

void
check_begin(struct task *task)
{
	if (strcmp(task->job.channel, "app") == 0)
		check_app_code(task);
	else if (strcmp(task->job.channel, "recovery") == 0)
		check_recovery_code(task);
	else
		check_sent_code(task);
}
