/* What the job does: the acts of the single commands, each told as its command tells it. */
#include <string.h>

#include "replaced.h"

void
replaced_request(const struct replaced *at, enum act act, struct act_request *request)
{
	act_request_init(request, act);
	act_request_set(request, "case", at->account.file.id);
}

bool
replaced_tell(struct replaced *at, const char *step, enum act act, const char *json, struct error *error)
{
	const char *document;

	if (!at->command->json)
		return answer_print(at->arena, act, json, error) && answer_written(error);
	document = reply_step_json(at->arena, step, act_info(act)->command, json, error);
	if (!document)
		return false;
	puts(document);
	return answer_written(error);
}

bool
replaced_call(struct replaced *at, const char *step, const struct act_request *request, char **json)
{
	const struct command command = {
		.word = COMMAND_ACT, .act = request->act, .request = *request, .json = at->command->json};

	return act_request_check(request, at->error) && command_call(at->arena, &command, at->store, json, at->error) &&
		replaced_tell(at, step, request->act, *json, at->error);
}

bool
replaced_await(struct replaced *at, const char *step, const char *challenge)
{
	struct error untold = {0};
	char *json;

	if (!challenge_follow(at->store, at->arena, challenge, !at->terminal, &json, at->error))
		return false;
	if (!replaced_tell(at, step, ACT_ANSWER, json, &untold) && at->error->kind == ERROR_NONE)
		*at->error = untold;
	return at->error->kind == ERROR_NONE;
}

bool
replaced_challenge(struct replaced *at, const char *step, const struct act_request *request)
{
	struct act_request look;
	char *json;

	act_request_init(&look, ACT_CHALLENGE);
	act_request_set(&look, "challenge", request->id);
	return store_call(at->store, request, at->arena, &json, at->error) &&
		store_call(at->store, &look, at->arena, &json, at->error) &&
		replaced_tell(at, step, request->act, json, at->error) && replaced_await(at, step, request->id);
}

bool
replaced_read_account(struct replaced *at, const struct act_request *request, char **json)
{
	return store_call(at->store, request, at->arena, json, at->error) &&
		reply_account(at->arena, *json, &at->account, at->error);
}

bool
replaced_read_job(struct replaced *at, char **json)
{
	struct act_request request;

	replaced_request(at, ACT_REPLACEMENT, &request);
	return store_call(at->store, &request, at->arena, json, at->error) &&
		reply_replacement(at->arena, *json, &at->job, at->error);
}

bool
replaced_look(struct replaced *at)
{
	struct act_request request;
	char *json;

	replaced_request(at, ACT_ACCOUNT, &request);
	return replaced_read_account(at, &request, &json) && replaced_read_job(at, &json);
}
