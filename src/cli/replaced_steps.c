/* The steps with one question each: what happened, the backup, the default, the end. */
#include <string.h>

#include "replaced.h"

static struct question
ask_device(const struct replaced *at)
{
	const struct account *account = &at->account;
	struct choice *devices = arena_alloc_array(at->arena, account->device_count + 1, sizeof(*devices));
	struct question question = {.parameter = "device", .text = "The old phone:", .choices = devices};

	for (size_t i = 0; i < account->device_count; i++) {
		const struct device *device = &account->devices[i];

		if (device->state != METHOD_REVOKED)
			devices[question.count++] = (struct choice){device->id, device->name, device->id};
	}
	return question;
}

/* Who has no device has nothing to suspend. */
bool
replaced_happened(struct replaced *at, const struct replacement_step *step)
{
	static const struct choice nothing[] = {{"nothing", "nothing", ""}};
	struct question device = ask_device(at);
	struct question what = {.parameter = "what",
		.text = "What happened? Lost, stolen, replaced with the number kept or changed, or nothing to "
			"suspend:"};
	struct act_request request;
	size_t chosen;
	char *json;

	what.choices = device.count ? replaced_words(at->arena, ACT_BEGIN_REPLACEMENT, "what", &what.count) : nothing;
	what.count = device.count ? what.count : 1;
	if (!replaced_choose(at, &what, &chosen))
		return false;
	replaced_request(at, ACT_BEGIN_REPLACEMENT, &request);
	act_request_set(&request, "what", what.choices[chosen].word);
	if (strcmp(what.choices[chosen].word, nothing->word) != 0) {
		if (!replaced_choose(at, &device, &chosen))
			return false;
		act_request_set(&request, "device", device.choices[chosen].id);
	}
	return replaced_call(at, step->step, &request, &json);
}

bool
replaced_backup(struct replaced *at, const struct replacement_step *step)
{
	struct act_request request;
	const char *number;
	char *json;

	at->backup_asked = true;
	if (!replaced_type(at, "backup", "A backup phone: its number, or none", "none", &number))
		return false;
	if (strcmp(number, "none") == 0)
		return true;
	replaced_request(at, ACT_ADD_PHONE, &request);
	act_request_set(&request, "number", number);
	act_request_set(&request, "kind", method_kind_word(METHOD_ALTERNATE_PHONE));
	return replaced_call(at, step->step, &request, &json);
}

/* The directory's proposal stands first. */
bool
replaced_default(struct replaced *at, const struct replacement_step *step)
{
	const struct replacement *job = &at->job;
	struct choice *choices = arena_alloc_array(at->arena, job->active_count + 1, sizeof(*choices));
	struct question question = {
		.parameter = "default", .text = "The default, asked for first:", .choices = choices};
	struct act_request request;
	size_t chosen;
	char *json;

	for (int proposed = 1; proposed >= 0; proposed--) {
		for (size_t i = 0; i < job->active_count; i++) {
			const struct active_method *method = &job->active[i];

			if ((strcmp(method->id, step->target) == 0) == (proposed == 1))
				choices[question.count++] = (struct choice){method->id, method->label, method->id};
		}
	}
	if (question.count == 0)
		return error_set(at->error, ERROR_REFUSED, "", "", "default: %s", step->text);
	if (!replaced_choose(at, &question, &chosen))
		return false;
	replaced_request(at, ACT_SET_DEFAULT, &request);
	act_request_set(&request, "method", choices[chosen].id);
	return replaced_call(at, step->step, &request, &json);
}

bool
replaced_finish(struct replaced *at, const struct replacement_step *step)
{
	struct act_request request;
	char *json;

	if (!replaced_agrees(at, "finish", arena_printf(at->arena, "Finish: %s?", step->text), false))
		return replaced_left(at);
	replaced_request(at, ACT_FINISH, &request);
	at->ended = replaced_call(at, step->step, &request, &json);
	return at->ended;
}
