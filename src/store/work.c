/* The statements of the worker and their parameters; see work.h. */
#include "mfadesk/store/work.h"

const char work_hello_sql[] = "SELECT pg_catalog.has_schema_privilege('worker', 'USAGE')";

static const char *
number(struct arena *arena, int64_t value)
{
	return arena_printf(arena, "%lld", (long long)value);
}

/* A call about a job: $1 and $2 are the job and its fence. */
static struct link_call
about(struct arena *arena, const struct job *job, const char *sql, size_t count)
{
	return (struct link_call){
		.sql = sql, .count = count, .values = {number(arena, job->id), number(arena, job->fence)}};
}

struct link_call
work_hello(const char *instance, const char *host)
{
	return (struct link_call){
		.sql = "SELECT worker.hello($1, $2, $3)", .count = 3, .values = {instance, host, MFADESK_VERSION}};
}

struct link_call
work_goodbye(const char *instance)
{
	return (struct link_call){.sql = "SELECT worker.goodbye($1)", .count = 1, .values = {instance}};
}

struct link_call
work_claim(struct arena *arena, const char *instance, size_t most, int64_t lease)
{
	return (struct link_call){.sql = "SELECT worker.claim($1, $2, $3)",
		.count = 3,
		.values = {instance, number(arena, (int64_t)most), number(arena, lease)}};
}

struct link_call
work_expire(void)
{
	return (struct link_call){.sql = "SELECT worker.expire(100)"};
}

struct link_call
work_watchdog(struct arena *arena, int64_t seconds)
{
	return (struct link_call){.sql = "SELECT worker.watchdog($1)", .count = 1, .values = {number(arena, seconds)}};
}

struct link_call
work_start_send(struct arena *arena, const struct job *job, const struct work_start *start)
{
	struct link_call call = about(arena, job, "SELECT worker.start_send($1, $2, $3, $4, $5, $6, $7, $8, $9)", 9);

	call.values[2] = start->instance;
	call.values[3] = start->gateway;
	call.values[4] = start->kind;
	call.values[5] = start->valid ? "true" : "false";
	call.values[6] = arena_copy(arena, start->display);
	call.values[7] = start->code_hash;
	call.values[8] = number(arena, start->code_key);
	return call;
}

struct link_call
work_start_tell(struct arena *arena, const struct job *job, const struct work_start *start)
{
	struct link_call call = about(arena, job, "SELECT worker.start_tell($1, $2, $3, $4, $5, $6)", 6);

	call.values[2] = start->gateway;
	call.values[3] = start->kind;
	call.values[4] = start->valid ? "true" : "false";
	call.values[5] = start->kind ? arena_copy(arena, start->display) : NULL;
	return call;
}

struct link_call
work_sent(struct arena *arena, const struct job *job, const char *gateway_id)
{
	struct link_call call = about(arena, job, "SELECT worker.sent($1, $2, $3)", 3);

	call.values[2] = arena_copy(arena, gateway_id);
	return call;
}

struct link_call
work_not_sent(struct arena *arena, const struct job *job, int64_t seconds, const char *reason)
{
	struct link_call call = about(arena, job, "SELECT worker.not_sent($1, $2, $3, $4)", 4);

	call.values[2] = number(arena, seconds);
	call.values[3] = arena_copy(arena, reason);
	return call;
}

struct link_call
work_refused(struct arena *arena, const struct job *job, const char *reason)
{
	struct link_call call = about(arena, job, "SELECT worker.refused($1, $2, $3)", 3);

	call.values[2] = arena_copy(arena, reason);
	return call;
}

struct link_call
work_send_unknown(struct arena *arena, const struct job *job, const char *reason)
{
	struct link_call call = about(arena, job, "SELECT worker.send_unknown($1, $2, $3)", 3);

	call.values[2] = arena_copy(arena, reason);
	return call;
}

struct link_call
work_followed(struct arena *arena, const struct job *job, const struct work_news *news)
{
	struct link_call call = about(arena, job, "SELECT worker.followed($1, $2, $3, $4, $5, $6, $7)", 7);

	call.values[2] = arena_copy(arena, news->state);
	call.values[3] = arena_copy(arena, news->gateway_id);
	call.values[4] = arena_copy(arena, news->answered_by);
	call.values[5] = arena_copy(arena, news->reason);
	call.values[6] = news->again < 0 ? NULL : number(arena, news->again);
	return call;
}

struct link_call
work_reported(const char *challenge, const char *gateway, const char *state, const char *reason)
{
	return (struct link_call){.sql = "SELECT worker.reported($1, $2, $3, $4)",
		.count = 4,
		.values = {challenge, gateway, state, reason}};
}

struct link_call
work_checked(struct arena *arena, const struct job *job, const struct work_check *check)
{
	struct link_call call = about(arena, job, "SELECT worker.checked($1, $2, $3, $4, $5, $6)", 6);

	call.values[2] = check->result;
	if (check->step != JOB_NO_STEP) {
		call.values[3] = number(arena, check->step);
		call.values[4] = number(arena, check->drift);
		call.values[5] = number(arena, check->next);
	}
	return call;
}

struct link_call
work_enrolled(struct arena *arena, const struct job *job, const char *sealed, uint32_t key_version, const char *box)
{
	struct link_call call = about(arena, job, "SELECT worker.enrolled($1, $2, $3, $4, $5)", 5);

	call.values[2] = sealed;
	call.values[3] = number(arena, key_version);
	call.values[4] = box;
	return call;
}

struct link_call
work_made_pass(struct arena *arena, const struct job *job, const char *salt, const char *hash, const char *box)
{
	struct link_call call = about(arena, job, "SELECT worker.made_pass($1, $2, $3, $4, $5)", 5);

	call.values[2] = salt;
	call.values[3] = hash;
	call.values[4] = box;
	return call;
}

struct link_call
work_codes_made(
	struct arena *arena, const struct job *job, const char *salt, int cost, const char *hashes, const char *box)
{
	struct link_call call = about(arena, job, "SELECT worker.codes_made($1, $2, $3, $4, $5, $6)", 6);

	call.values[2] = salt;
	call.values[3] = number(arena, cost);
	call.values[4] = hashes;
	call.values[5] = box;
	return call;
}

struct link_call
work_start_try(struct arena *arena, const struct job *job)
{
	return about(arena, job, "SELECT worker.start_try($1, $2)", 2);
}

struct link_call
work_tried_pass(struct arena *arena, const struct job *job, const char *pass, bool right)
{
	struct link_call call = about(arena, job, "SELECT worker.tried_pass($1, $2, $3, $4)", 4);

	call.values[2] = *pass ? arena_copy(arena, pass) : NULL;
	call.values[3] = right ? "true" : "false";
	return call;
}

struct link_call
work_start_sign_out(struct arena *arena, const struct job *job, bool hook)
{
	struct link_call call = about(arena, job, "SELECT worker.start_sign_out($1, $2, $3)", 3);

	call.values[2] = hook ? "true" : "false";
	return call;
}

struct link_call
work_done(struct arena *arena, const struct job *job, const char *outcome)
{
	struct link_call call = about(arena, job, "SELECT worker.done($1, $2, $3)", 3);

	call.values[2] = outcome;
	return call;
}

struct link_call
work_release(struct arena *arena, const struct job *job, int64_t seconds)
{
	struct link_call call = about(arena, job, "SELECT worker.release($1, $2, $3)", 3);

	call.values[2] = number(arena, seconds);
	return call;
}
