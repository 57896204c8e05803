/* The worker's jobs and verdicts out of JSON; see job.h. */
#include "mfadesk/act/job.h"

#include <string.h>

#include "mfadesk/base/clock.h"
#include "reader.h"

static const char *const kinds[] = {
	[JOB_SEND] = "send",
	[JOB_FOLLOW] = "follow",
	[JOB_CHECK] = "check",
	[JOB_WITHDRAW] = "withdraw",
	[JOB_ENROL] = "enrol",
	[JOB_MAKE_PASS] = "make_pass",
	[JOB_TRY_PASS] = "try_pass",
	[JOB_TELL] = "tell",
	[JOB_MAKE_CODES] = "make_codes",
	[JOB_SIGN_OUT] = "sign_out",
};

#define LONGEST_WAIT (24.0 * 3600.0) /* seconds; who waits that long asks again in between */

const char *
job_kind_word(enum job_kind kind)
{
	return kinds[kind];
}

static enum job_kind
read_kind(struct reader *reader, const json_t *object)
{
	const char *word = reader_text(reader, object, "kind", MUST_BE);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(word, kinds[i]) == 0)
			return (enum job_kind)i;
	if (reader->ok)
		reader_fail(reader, "kind", "is not known to this program");
	return JOB_SEND;
}

static bool
is_there(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return value && !json_is_null(value);
}

static int64_t
integer_or(struct reader *reader, const json_t *object, const char *key, int64_t fallback)
{
	return is_there(object, key) ? reader_integer(reader, object, key) : fallback;
}

static bool
flag_or_false(struct reader *reader, const json_t *object, const char *key)
{
	return is_there(object, key) && reader_flag(reader, object, key);
}

static void
read_codes(struct reader *reader, const json_t *object, struct job *job)
{
	const json_t *rows = is_there(object, "codes") ? reader_array(reader, object, "codes", &job->code_count) : NULL;
	struct job_code *codes = arena_alloc_array(reader->arena, job->code_count + 1, sizeof(*codes));

	for (size_t i = 0; i < job->code_count; i++) {
		const json_t *row = json_array_get(rows, i);

		codes[i] =
			(struct job_code){reader_integer(reader, row, "id"), reader_text(reader, row, "hash", MUST_BE)};
	}
	job->salt = reader_text(reader, object, "salt", MAY_BE_NULL);
	job->cost = integer_or(reader, object, "cost", 0);
	job->codes = codes;
}

static void
read_kind_members(struct reader *reader, const json_t *object, struct job *job)
{
	job->number = reader_text(reader, object, "number", MAY_BE_NULL);
	job->extension = reader_text(reader, object, "extension", MAY_BE_NULL);
	job->typed = reader_text(reader, object, "typed", MAY_BE_NULL);
	job->typed_at = reader_time(reader, object, "typed_at", job->kind == JOB_CHECK ? MUST_BE : MAY_BE_NULL);
	job->code_hash = reader_text(reader, object, "code_hash", MAY_BE_NULL);
	job->code_key = integer_or(reader, object, "code_key", 0);
	job->sealed = reader_text(reader, object, "sealed", MAY_BE_NULL);
	job->secret_of = reader_text(reader, object, "secret_of", MAY_BE_NULL);
	job->last_step = integer_or(reader, object, "last_step", JOB_NO_STEP);
	job->drift = integer_or(reader, object, "drift", 0);
	job->public_key = reader_text(reader, object, "public_key", MAY_BE_NULL);
	job->form = reader_text(reader, object, "form", MAY_BE_NULL);
	read_codes(reader, object, job);
}

static void
read_challenge(struct reader *reader, const json_t *object, struct job *job)
{
	job->challenge = reader_text(reader, object, "challenge", MUST_BE);
	job->person = reader_text(reader, object, "person", MUST_BE);
	job->method = reader_text(reader, object, "method", MAY_BE_NULL);
	job->vouches_for = reader_text(reader, object, "vouches_for", MAY_BE_NULL);
	job->purpose = reader_text(reader, object, "purpose", MUST_BE);
	job->channel = reader_text(reader, object, "channel", MUST_BE);
	job->state = reader_text(reader, object, "state", MUST_BE);
	job->created_at = reader_time(reader, object, "created_at", MUST_BE);
	job->expires_at = reader_time(reader, object, "expires_at", MUST_BE);
}

static void
read_notice(struct reader *reader, const json_t *object, struct job *job)
{
	job->channel = reader_text(reader, object, "channel", MUST_BE);
	job->state = reader_text(reader, object, "state", MUST_BE);
	job->created_at = reader_time(reader, object, "created_at", MUST_BE);
	job->expires_at = reader_time(reader, object, "expires_at", MUST_BE);
	job->notice = (struct job_notice){.template_name = reader_text(reader, object, "template", MUST_BE),
		.address = reader_text(reader, object, "address", MUST_BE),
		.person = reader_text(reader, object, "name", MUST_BE),
		.what = reader_text(reader, object, "what", MUST_BE),
		.when = reader_text(reader, object, "when", MUST_BE),
		.ticket = reader_text(reader, object, "ticket", MUST_BE),
		.proof = reader_text(reader, object, "proof", MUST_BE)};
}

static void
read_sign_out(struct reader *reader, const json_t *object, struct job *job)
{
	job->sign_out = (struct job_sign_out){.email = reader_text(reader, object, "email", MUST_BE),
		.external_id = reader_text(reader, object, "external_id", MAY_BE_NULL),
		.before = reader_text(reader, object, "before", MUST_BE)};
}

static void
read_job(struct reader *reader, const json_t *object, struct job *job)
{
	*job = (struct job){.challenge = "",
		.person = "",
		.method = "",
		.vouches_for = "",
		.purpose = "",
		.channel = "",
		.state = ""};
	job->id = reader_integer(reader, object, "job");
	job->fence = reader_integer(reader, object, "fence");
	job->kind = read_kind(reader, object);
	job->attempts = reader_integer(reader, object, "attempts");
	job->subject = reader_text(reader, object, "subject", MAY_BE_NULL);
	if (!*job->subject)
		read_challenge(reader, object, job);
	else if (job->kind == JOB_TELL || job->kind == JOB_FOLLOW)
		read_notice(reader, object, job);
	else if (job->kind == JOB_SIGN_OUT)
		read_sign_out(reader, object, job);
	job->mark = reader_text(reader, object, "mark", MAY_BE_NULL);
	job->here_by = reader_text(reader, object, "here_by", MAY_BE_NULL);
	job->gateway = reader_text(reader, object, "gateway", MAY_BE_NULL);
	job->gateway_id = reader_text(reader, object, "gateway_id", MAY_BE_NULL);
	job->answered_by = reader_text(reader, object, "answered_by", MAY_BE_NULL);
	job->sent_at = reader_time(reader, object, "sent_at", MAY_BE_NULL);
	read_kind_members(reader, object, job);
}

static int64_t
read_next(struct reader *reader)
{
	const json_t *value = json_object_get(reader->root, "next");
	double seconds = json_number_value(value);

	if (!value || json_is_null(value))
		return -1;
	if (!json_is_number(value) || seconds < 0.0)
		reader_fail(reader, "next", "is not a time to wait");
	return (int64_t)((seconds < LONGEST_WAIT ? seconds : LONGEST_WAIT) * (double)CLOCK_SECOND);
}

bool
job_list_read(struct arena *arena, const char *json, struct job_list *list, struct error *error)
{
	struct reader reader;
	const json_t *array;

	*list = (struct job_list){.next = -1};
	if (!reader_open(&reader, arena, json, error))
		return false;
	array = reader_array(&reader, reader.root, "jobs", &list->count);
	list->jobs = arena_alloc_array(arena, list->count + 1, sizeof(*list->jobs));
	for (size_t i = 0; i < list->count; i++)
		read_job(&reader, json_array_get(array, i), &list->jobs[i]);
	list->next = reader.ok ? read_next(&reader) : -1;
	return reader_close(&reader);
}

bool
job_verdict_read(struct arena *arena, const char *json, struct job_verdict *verdict, struct error *error)
{
	struct reader reader;

	*verdict = (struct job_verdict){.state = "", .pass = "", .salt = "", .hash = ""};
	if (!reader_open(&reader, arena, json, error))
		return false;
	verdict->kept = reader_flag(&reader, reader.root, "kept");
	verdict->go = flag_or_false(&reader, reader.root, "go");
	verdict->unknown = flag_or_false(&reader, reader.root, "unknown");
	verdict->state = reader_text(&reader, reader.root, "state", MAY_BE_NULL);
	verdict->pass = reader_text(&reader, reader.root, "pass", MAY_BE_NULL);
	verdict->salt = reader_text(&reader, reader.root, "salt", MAY_BE_NULL);
	verdict->hash = reader_text(&reader, reader.root, "hash", MAY_BE_NULL);
	return reader_close(&reader);
}

bool
job_hello_read(struct arena *arena, const char *json, struct job_hello *hello, struct error *error)
{
	struct reader reader;
	const json_t *settings;

	if (!reader_open(&reader, arena, json, error))
		return false;
	hello->schema = reader_integer(&reader, reader.root, "schema");
	settings = reader_object(&reader, reader.root, "settings", MUST_BE);
	hello->desk_name = reader_text(&reader, settings, "desk_name", MAY_BE_NULL);
	hello->desk_telephone = reader_text(&reader, settings, "desk_telephone", MAY_BE_NULL);
	hello->desk_mail = reader_text(&reader, settings, "desk_mail", MAY_BE_NULL);
	hello->desk_room = reader_text(&reader, settings, "desk_room", MAY_BE_NULL);
	hello->issuer = reader_text(&reader, settings, "issuer", MAY_BE_NULL);
	return reader_close(&reader);
}
