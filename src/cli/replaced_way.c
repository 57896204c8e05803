/* A way in: a new one, or one that is there; and the code that comes back by it. */
#include <string.h>

#include "replaced.h"

bool
replaced_test(struct replaced *at, const struct replacement_step *step)
{
	static const enum method_channel channels[] = {CHANNEL_TEXT, CHANNEL_CALL, CHANNEL_APP};
	const struct method *method = account_method(&at->account, step->target);
	struct choice choices[3];
	struct question question = {.parameter = "channel", .text = "The code goes by:", .choices = choices};
	struct act_request request;
	size_t chosen;

	for (size_t i = 0; i < sizeof channels / sizeof channels[0]; i++) {
		const char *word = method_channel_word(channels[i]);

		if (method && method->channels & channels[i])
			choices[question.count++] = (struct choice){word, word, ""};
	}
	if (question.count == 0)
		return error_set(at->error, ERROR_REFUSED, "", "Take another sign-in method.",
			"no code can go to this sign-in method");
	if (!replaced_choose(at, &question, &chosen))
		return false;
	replaced_request(at, ACT_TEST, &request);
	act_request_set(&request, "method", method->id);
	act_request_set(&request, "channel", choices[chosen].word);
	act_request_set(&request, "purpose", method->state == METHOD_PENDING ? "confirm" : "test");
	return replaced_challenge(at, step->step, &request);
}

static bool
add_phone(struct replaced *at, const char *step)
{
	struct act_request request;
	const char *number;
	const char *device;
	char *json;

	if (!replaced_type(at, "number", "The number, as it would be dialled", NULL, &number) ||
		!replaced_type(at, "new_device", "The new phone, as the person calls it", NULL, &device))
		return false;
	replaced_request(at, ACT_ADD_PHONE, &request);
	act_request_set(&request, "number", number);
	act_request_set(&request, "kind", method_kind_word(METHOD_PHONE));
	act_request_set(&request, "device", device);
	at->added = arena_copy(at->arena, request.id);
	return replaced_call(at, step, &request, &json);
}

/* Its code is awaited at once: the person has the camera in their hand. */
static bool
enrol(struct replaced *at, const char *step)
{
	struct act_request request;
	struct enrolled enrolled;
	const char *device;
	char *json;

	if (!replaced_type(at, "new_device", "The new phone, as the person calls it", NULL, &device))
		return false;
	replaced_request(at, ACT_ENROL, &request);
	act_request_set(&request, "device", device);
	act_request_set(&request, "png", act_request_get(&at->given, "png"));
	at->added = arena_copy(at->arena, request.id);
	return replaced_call(at, step, &request, &json) && reply_enrolled(at->arena, json, &enrolled, at->error) &&
		replaced_await(at, step, enrolled.challenge);
}

static bool
issue_pass(struct replaced *at, const char *step)
{
	struct act_request request;
	char *json;

	replaced_request(at, ACT_ISSUE_PASS, &request);
	return replaced_call(at, step, &request, &json);
}

static const struct way {
	const char *act; /* as the directory calls it */
	const char *word;
	const char *label;
	bool (*take)(struct replaced *at, const char *step);
} ways[] = {
	{"enrol", "enrol", "A new authenticator", enrol},
	{"add_phone", "phone", "A new phone number", add_phone},
	{"issue_pass", "pass", "A temporary access pass", issue_pass},
};

static const struct way *
way_of(const char *act)
{
	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		if (strcmp(ways[i].act, act) == 0)
			return &ways[i];
	}
	return NULL;
}

/* What is pending was added here, or by the same options in a run before. */
static bool
is_ours(const struct replaced *at, const char *target)
{
	const char *number = act_request_get(&at->given, "number");
	const struct method *method = account_method(&at->account, target);
	size_t given = number ? strlen(number) : 0;
	size_t there = method ? strlen(method->number) : 0;

	if (strcmp(at->added, target) == 0)
		return true;
	return given >= REPLACED_NUMBER_END && there >= REPLACED_NUMBER_END &&
		strcmp(number + given - REPLACED_NUMBER_END, method->number + there - REPLACED_NUMBER_END) == 0;
}

struct offer {
	struct choice *choices;
	const struct way **ways; /* of each choice; NULL: the code of a method that is there */
	size_t count;
};

static struct offer
offer_ways(const struct replaced *at, const struct replacement_step *step)
{
	const struct replacement *job = &at->job;
	size_t room = job->way_count + job->active_count + 1;
	struct offer offer = {arena_alloc_array(at->arena, room, sizeof(*offer.choices)),
		arena_alloc_array(at->arena, room, sizeof(*offer.ways)), 0};

	if (*step->target)
		offer.choices[offer.count++] = (struct choice){"confirm", step->text, step->target};
	for (size_t i = 0; i < job->way_count; i++) {
		const struct way *way = way_of(job->ways[i]);

		offer.ways[offer.count] = way;
		if (way)
			offer.choices[offer.count++] = (struct choice){way->word, way->label, ""};
	}
	for (size_t i = 0; i < job->active_count; i++) {
		if (!job->active[i].tested)
			offer.choices[offer.count++] = (struct choice){"test", job->active[i].label, job->active[i].id};
	}
	return offer;
}

bool
replaced_way_in(struct replaced *at, const struct replacement_step *step)
{
	struct offer offer = offer_ways(at, step);
	const struct question question = {"way_in", "The way in:", offer.choices, offer.count, 0};
	struct replacement_step test = *step;
	size_t chosen;

	if (*step->target && is_ours(at, step->target))
		return replaced_test(at, step);
	if (!replaced_choose(at, &question, &chosen))
		return false;
	if (offer.ways[chosen])
		return offer.ways[chosen]->take(at, step->step);
	test.target = offer.choices[chosen].id;
	return replaced_test(at, &test);
}
