/* Recovery codes: made together, kept as slow hashes and boxed for the desk that asked. */
#include "mfadesk/base/hex.h"
#include "mfadesk/crypto/box.h"
#include "mfadesk/crypto/recovery.h"
#include "worker.h"

#define AGAIN_AFTER 30 /* seconds */

struct making {
	struct task *task;
	struct sealed box;
	unsigned char salt[SLOW_SALT_SIZE], hashes[RECOVERY_HASHES_SIZE];
	size_t hashed;
};

static void
tell_made(const struct making *making)
{
	struct task *task = making->task;

	task_result(task, "made",
		work_codes_made(task->arena, &task->job, hex_encode(task->arena, making->salt, SLOW_SALT_SIZE),
			SLOW_COST, hex_encode(task->arena, making->hashes, RECOVERY_HASHES_SIZE),
			hex_encode(task->arena, making->box.bytes, making->box.length)));
}

/* One code at a turn of the loop: the hashes are slow, and somebody else's code is to go out meanwhile. */
static void
hash_next(void *context)
{
	struct making *making = context;
	struct task *task = making->task;

	recovery_code_hash(task->code, making->hashed, (struct bytes){making->salt, SLOW_SALT_SIZE},
		making->hashes + making->hashed * SLOW_HASH_SIZE);
	making->hashed++;
	if (making->hashed < RECOVERY_CODES) {
		task->timer = loop_after(task->worker->loop, 0, hash_next, making);
		return;
	}
	task->timer = 0;
	secret_free(&task->code);
	tell_made(making);
}

void
make_codes_begin(struct task *task)
{
	struct making *making = arena_alloc(task->arena, sizeof(*making));
	struct error error = {0};

	*making = (struct making){.task = task};
	random_bytes(making->salt, SLOW_SALT_SIZE);
	task->code = recovery_codes_new();
	if (box_seal_to(task->arena, task->job.public_key, task->job.subject, task->code, &making->box, &error))
		hash_next(making);
	else
		task_release(task, AGAIN_AFTER, error.message);
}
