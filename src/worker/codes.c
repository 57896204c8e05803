/* Recovery codes: made together, kept as slow hashes and boxed for the desk that asked. */
#include "mfadesk/base/hex.h"
#include "mfadesk/crypto/box.h"
#include "mfadesk/crypto/recovery.h"
#include "worker.h"

#define AGAIN_AFTER 30 /* seconds */

static void
tell_made(struct task *task, const struct secret *codes, struct sealed box)
{
	unsigned char salt[SLOW_SALT_SIZE], hashes[RECOVERY_HASHES_SIZE];

	random_bytes(salt, sizeof(salt));
	recovery_codes_hash(codes, (struct bytes){salt, sizeof(salt)}, hashes);
	task_result(task, "made",
		work_codes_made(task->arena, &task->job, hex_encode(task->arena, salt, sizeof(salt)), SLOW_COST,
			hex_encode(task->arena, hashes, sizeof(hashes)),
			hex_encode(task->arena, box.bytes, box.length)));
}

void
make_codes_begin(struct task *task)
{
	struct secret *codes = recovery_codes_new();
	struct sealed box;
	struct error error = {0};

	if (box_seal_to(task->arena, task->job.public_key, task->job.subject, codes, &box, &error))
		tell_made(task, codes, box);
	else
		task_release(task, AGAIN_AFTER, error.message);
	secret_free(&codes);
}
