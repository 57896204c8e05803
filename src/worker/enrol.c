/* A new authenticator's secret: sealed to be kept, and in a box that only the desk which asked can open. */
#include "mfadesk/base/hex.h"
#include "mfadesk/crypto/box.h"
#include "mfadesk/crypto/otp.h"
#include "mfadesk/crypto/seal.h"
#include "worker.h"

#define AGAIN_AFTER 30 /* seconds */

static bool
seal_both(struct task *task, const struct secret *secret, struct sealed *kept, struct sealed *box, struct error *error)
{
	const struct job *job = &task->job;
	const struct seal_subject subject = {"authenticator", job->person, job->method};

	return seal_secret(task->arena, task->settings->keys, &subject, secret, kept, error) &&
		box_seal_to(task->arena, job->public_key, job->challenge, secret, box, error);
}

void
enrol_begin(struct task *task)
{
	struct secret *secret = otp_secret_new();
	struct sealed kept, box;
	struct error error = {0};

	if (seal_both(task, secret, &kept, &box, &error))
		task_result(task, "enrolled",
			work_enrolled(task->arena, &task->job, hex_encode(task->arena, kept.bytes, kept.length),
				seal_key_version(kept), hex_encode(task->arena, box.bytes, box.length)));
	else
		task_release(task, AGAIN_AFTER, error.message);
	secret_free(&secret);
}
