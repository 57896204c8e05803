/* Passes: made, kept as a slow hash and boxed for the desk that asked; and compared with what was typed. */
#include <string.h>

#include "mfadesk/base/hex.h"
#include "mfadesk/crypto/box.h"
#include "mfadesk/crypto/pass.h"
#include "mfadesk/crypto/slow_hash.h"
#include "worker.h"

#define AGAIN_AFTER 30 /* seconds */

static void
tell_made(struct task *task, const struct secret *pass, struct sealed box)
{
	unsigned char salt[SLOW_SALT_SIZE], hash[SLOW_HASH_SIZE];

	random_bytes(salt, sizeof(salt));
	slow_hash((struct bytes){salt, sizeof(salt)}, SLOW_COST, secret_text(pass), hash);
	task_result(task, "made",
		work_made_pass(task->arena, &task->job, hex_encode(task->arena, salt, sizeof(salt)),
			hex_encode(task->arena, hash, sizeof(hash)), hex_encode(task->arena, box.bytes, box.length)));
}

void
make_pass_begin(struct task *task)
{
	struct secret *pass = NULL;
	struct sealed box;
	struct error error = {0};
	enum pass_form form;

	if (!pass_form_from_word(task->job.form, &form)) {
		task_release(task, AGAIN_AFTER, "the form of the pass is not known to this program");
		return;
	}
	pass = pass_new(form);
	if (box_seal_to(task->arena, task->job.public_key, task->job.subject, pass, &box, &error))
		tell_made(task, pass, box);
	else
		task_release(task, AGAIN_AFTER, error.message);
	secret_free(&pass);
}

/* Where nobody has a pass it is compared with none, in the same time. */
static bool
is_right(const struct job *job, const struct job_verdict *verdict)
{
	unsigned char salt[SLOW_SALT_SIZE] = {0}, hash[SLOW_HASH_SIZE] = {0};
	bool made = hex_decode(verdict->salt, salt, sizeof(salt)) && hex_decode(verdict->hash, hash, sizeof(hash));
	bool same = slow_hash_is_right((struct bytes){salt, sizeof(salt)}, job->typed, hash);

	return same && made;
}

static void
compare(struct task *task, const struct job_verdict *verdict)
{
	bool right = verdict->go && is_right(&task->job, verdict);

	secret_wipe((char *)task->job.typed, strlen(task->job.typed));
	if (verdict->go)
		task_result(task, right ? "right" : "wrong",
			work_tried_pass(task->arena, &task->job, verdict->pass, right));
	else
		task_over(task);
}

void
try_pass_begin(struct task *task)
{
	task_statement(task, "start", work_start_try(task->arena, &task->job), compare);
}
