/*
 * The prompt of a proof: the ways that the directory says are open now, and why
 * the others are not. Nothing here knows a rule of its own.
 */
#include <string.h>

#include "mfadesk/desk/canvas.h"
#include "prompts.h"
#include "text_screen.h"

#define NUMBERED 9 /* ways with a digit for a key */

enum { PROOF_WAY, PROOF_DOCUMENT, PROOF_RESULT };

/* What stands behind a choice: the account may be read again while the prompt is open. */
struct way {
	const char *kind;
	const char *channel;
	const char *method;
};

static const char *
word_of(struct arena *arena, const struct proof_way *way)
{
	return arena_printf(arena, "%s %s %s", way->kind, way->channel, way->method);
}

static struct way
way_of(struct arena *arena, const char *word)
{
	size_t kind = strcspn(word, " "), channel = strcspn(word + kind + 1, " ");

	return (struct way){
		arena_copy_bytes(arena, word, kind),
		arena_copy_bytes(arena, word + kind + 1, channel),
		arena_copy(arena, word + kind + 1 + channel + 1),
	};
}

static bool
is_document(const char *kind)
{
	return strncmp(kind, "document", strlen("document")) == 0;
}

static bool
offers_document(const struct form_input *ways)
{
	for (size_t i = 0; i < ways->count; i++) {
		if (is_document(ways->choices[i].word))
			return true;
	}
	return false;
}

static void
arrange_proof(struct form *form)
{
	const char *word = form_chosen(&form->inputs[PROOF_WAY]);
	bool code = word ? !is_document(word) : !offers_document(&form->inputs[PROOF_WAY]);

	form->inputs[PROOF_DOCUMENT].hidden = code;
	form->inputs[PROOF_RESULT].hidden = code;
	form->done = code ? NULL : "recorded the proof";
}

static void
complete_proof(const struct desk *desk, struct form *form, struct act_request *request, struct arena *arena)
{
	const char *word = form_chosen(&form->inputs[PROOF_WAY]);
	struct way way = way_of(arena, word);
	bool own = *way.method != '\0';

	if (is_document(way.kind)) {
		act_request_set(request, "kind", way.kind);
		return;
	}
	act_request_init(request, own ? ACT_TEST : ACT_START_PROOF);
	act_request_set(request, "case", desk->page.case_id);
	act_request_set(request, own ? "purpose" : "kind", own ? "proof" : way.kind);
	if (own)
		act_request_set(request, "method", way.method);
	if (*way.channel)
		act_request_set(request, "channel", way.channel);
}

/* A digit for what a code comes back from; a document by where it is seen. */
static char
letter_of(const struct proof_way *way, size_t *numbered)
{
	if (strcmp(way->kind, "document-in-person") == 0)
		return 'p';
	if (strcmp(way->kind, "document-on-video") == 0)
		return 'v';
	if (strcmp(way->kind, "recovery-code") == 0)
		return 'r';
	return *numbered < NUMBERED ? (char)('1' + (*numbered)++) : '\0';
}

static void
offer_ways(struct form *form, const struct standing *standing, const char *first)
{
	size_t numbered = 0;

	/* Those of what is under the cursor stand first. */
	for (int rest = 0; rest < 2; rest++) {
		for (size_t i = 0; i < standing->way_count; i++) {
			const struct proof_way *way = &standing->ways[i];
			bool is_first = *first && strcmp(way->method, first) == 0;

			if (way->open && is_first != (rest == 1))
				form_offer(form, &form->inputs[PROOF_WAY], word_of(form->arena, way), way->label,
					letter_of(way, &numbered));
		}
	}
}

/* The same is not said of every way by itself; NULL where they differ. */
static const char *
one_why(const struct standing *standing)
{
	const char *why = standing->way_count ? standing->ways[0].why : "";

	for (size_t i = 0; i < standing->way_count; i++) {
		if (standing->ways[i].open || strcmp(standing->ways[i].why, why) != 0)
			return NULL;
	}
	return why;
}

static const char *
closed_ways(struct arena *arena, const struct standing *standing)
{
	const char *text = "";

	if (one_why(standing))
		return arena_printf(arena, "not now: %s", one_why(standing));

	for (size_t i = 0; i < standing->way_count; i++) {
		const struct proof_way *way = &standing->ways[i];

		if (!way->open)
			text = arena_printf(
				arena, "%s%s%s: %s", text, *text ? "\n" : "not now:\n", way->label, way->why);
	}
	return text;
}

static bool
has_open(const struct standing *standing)
{
	for (size_t i = 0; i < standing->way_count; i++) {
		if (standing->ways[i].open)
			return true;
	}
	return false;
}

static void
choose_document(struct form *form, enum contact_channel by)
{
	const char *word = by == CONTACT_COUNTER ? "document-in-person  " : "document-on-video  ";

	if (by == CONTACT_COUNTER || by == CONTACT_VIDEO)
		form_choose(form, PROOF_WAY, word);
}

/* Nothing to choose: only why. */
static void
open_closed(struct desk *desk, const struct standing *standing)
{
	struct text_screen *screen = text_screen_new(&no_way_class, "Nothing can prove who this is now");

	text_screen_line(screen, "%s", closed_ways(screen->arena, standing));
	text_screen_line(screen, " ");
	text_screen_line(screen, "On the page of the replaced phone, z says what to bring, where and when.");
	screen_push(desk, &screen->base);
}

void
prompt_proof(struct desk *desk, const char *first)
{
	const struct standing *standing = &desk->page.account.standing;
	struct form *form;

	if (!has_open(standing)) {
		open_closed(desk, standing);
		return;
	}
	form = form_new(desk, ACT_RECORD_PROOF, "Prove who it is");
	form->intro = *standing->missing ? arena_copy(form->arena, standing->missing)
					 : "It is proven. What passes now makes it last longer.";
	form->aside = closed_ways(form->arena, standing);
	form->arrange = arrange_proof;
	form->complete = complete_proof;
	form_add_choice(form, NULL, "Proof")->required = true;
	form_add_choice(form, "document", "Document");
	form_add_choice(form, "result", "Result")->required = true;
	offer_ways(form, standing, first);
	arrange_proof(form);
	choose_document(form, desk->page.account.file.by);
	form_open(desk, form);
}

const struct screen_class no_way_class = {
	.name = "the proofs",
	.flags = SCREEN_ON_CASE,
	.key = text_screen_key,
	.draw = text_screen_draw,
	.footer = text_screen_footer,
	.close = text_screen_close,
};
