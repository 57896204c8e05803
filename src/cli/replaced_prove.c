/* The proof of who is calling: by the ways that the directory says are open. */
#include <string.h>

#include "replaced.h"

struct proving {
	struct replaced *at;
	struct choice *choices;
	const struct proof_way **ways; /* of each choice; NULL: it is no way */
	size_t count;
};

static void
add(struct proving *proving, const char *word, const char *label, const struct proof_way *way)
{
	proving->ways[proving->count] = way;
	proving->choices[proving->count++] = (struct choice){word, label, way ? way->method : ""};
}

static bool
is_word(struct arena *arena, enum act act, const char *parameter, const char *word)
{
	size_t count;
	const struct choice *words = replaced_words(arena, act, parameter, &count);

	while (count > 0 && strcmp(words[count - 1].word, word) != 0)
		count--;
	return count > 0;
}

/* A document is named by what it is. */
static void
add_documents(struct proving *proving, const struct proof_way *way)
{
	struct arena *arena = proving->at->arena;
	size_t count;
	const struct choice *documents = replaced_words(arena, ACT_RECORD_PROOF, "document", &count);

	for (size_t i = 0; i < count; i++)
		add(proving, documents[i].word, arena_printf(arena, "%s: %s", way->label, documents[i].word), way);
}

static void
add_way(struct proving *proving, const struct proof_way *way)
{
	struct arena *arena = proving->at->arena;

	if (is_word(arena, ACT_RECORD_PROOF, "kind", way->kind))
		add_documents(proving, way);
	else if (!is_word(arena, ACT_START_PROOF, "kind", way->kind))
		add(proving, way->channel, way->label, way);
	else
		add(proving, *way->channel ? arena_printf(arena, "%s-%s", way->kind, way->channel) : way->kind,
			way->label, way);
}

static void
collect(struct proving *proving)
{
	const struct standing *standing = &proving->at->account.standing;
	size_t documents;
	size_t room;

	(void)!replaced_words(proving->at->arena, ACT_RECORD_PROOF, "document", &documents);
	room = standing->way_count * (documents + 1) + 2;
	proving->choices = arena_alloc_array(proving->at->arena, room, sizeof(*proving->choices));
	proving->ways = arena_alloc_array(proving->at->arena, room, sizeof(*proving->ways));
	for (size_t i = 0; i < standing->way_count; i++) {
		if (standing->ways[i].open)
			add_way(proving, &standing->ways[i]);
	}
	if (*standing->shown)
		add(proving, "wait", "Wait until a colleague confirmed it", NULL);
	add(proving, "none", "None of these: it cannot be proven now", NULL);
}

/* The next of --proof that is possible: what passed already is passed over. */
static void
take_given(struct proving *proving, const struct question *question)
{
	struct replaced *at = proving->at;
	const char *given = NULL;
	size_t found;

	while (!given && at->proofs && *at->proofs) {
		size_t length = strcspn(at->proofs, ",");

		given = arena_copy_bytes(at->arena, at->proofs, length);
		at->proofs += length + (at->proofs[length] == ',');
		if (!replaced_find(question, given, &found))
			given = NULL;
	}
	act_request_set(&at->given, "proof", given);
}

static bool
record(struct replaced *at, const char *step, const struct proof_way *way, const char *document)
{
	struct act_request request;
	char *json;

	replaced_request(at, ACT_RECORD_PROOF, &request);
	act_request_set(&request, "kind", way->kind);
	act_request_set(&request, "document", document);
	return replaced_call(at, step, &request, &json);
}

static bool
take_way(struct replaced *at, const char *step, const struct proof_way *way, const char *word)
{
	struct act_request request;

	if (is_word(at->arena, ACT_RECORD_PROOF, "kind", way->kind))
		return record(at, step, way, word);
	if (is_word(at->arena, ACT_START_PROOF, "kind", way->kind)) {
		replaced_request(at, ACT_START_PROOF, &request);
		act_request_set(&request, "kind", way->kind);
		act_request_set(&request, "channel", *way->channel ? way->channel : NULL);
	} else {
		replaced_request(at, ACT_TEST, &request);
		act_request_set(&request, "method", way->method);
		act_request_set(&request, "channel", way->channel);
		act_request_set(&request, "purpose", "proof");
	}
	return replaced_challenge(at, step, &request);
}

static bool
await_colleague(struct replaced *at)
{
	fputs("Waiting for a colleague: mfadesk proof confirm.\n", stderr);
	while (replaced_look(at)) {
		if (at->account.file.proven_until != CLOCK_NEVER)
			return true;
		if (!store_wait(at->store, LOOK_AGAIN, at->error))
			return false;
	}
	return false;
}

static bool
give_up(struct replaced *at, const char *step)
{
	struct act_request request;
	char *json;

	replaced_request(at, ACT_SET_STUCK, &request);
	return replaced_call(at, step, &request, &json) &&
		error_set(at->error, ERROR_REFUSED, "", at->account.standing.missing,
			"it cannot be proven now who this is: the case waits");
}

bool
replaced_prove(struct replaced *at, const struct replacement_step *step)
{
	struct proving proving = {.at = at};
	struct question question = {.parameter = "proof", .text = "Who is it? What proves it:"};
	const char *word;
	size_t chosen;

	collect(&proving);
	question.choices = proving.choices;
	question.count = proving.count;
	take_given(&proving, &question);
	if (!replaced_choose(at, &question, &chosen))
		return false;
	word = proving.choices[chosen].word;
	if (proving.ways[chosen])
		return take_way(at, step->step, proving.ways[chosen], word);
	return strcmp(word, "wait") == 0 ? await_colleague(at) : give_up(at, step->step);
}
