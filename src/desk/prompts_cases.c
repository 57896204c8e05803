/* The prompts that are not about the page's case: opening one, and what is done in a colleague's. */
#include <string.h>

#include "find.h"
#include "mfadesk/desk/canvas.h"
#include "prompts.h"

#define TICKET_LIMIT 40
#define REASON_LIMIT 200
#define OPEN_BY 1 /* the place of "Here by" among the inputs */

/* A new case, or a new contact in one's own. Its account came in the same answer, unless the second half was refused.
 */
static void
opened(struct desk *desk, const struct form *form, const struct link_reply *reply, struct effects *effects)
{
	struct change change;
	struct error error = {0};

	(void)form;
	screen_pop_to_first(desk);
	if (!reply->ok && reply_change(effects->arena, reply->change, &change, &error)) {
		account_open(desk, change.case_id, effects);
		return;
	}
	if (!reply->ok || !page_take_account(&desk->page, reply->json, &error)) {
		desk_say_error(desk, &error);
		return;
	}
	account_open(desk, desk->page.case_id, effects);
	desk_say(desk, "opened %s, %s", desk->page.account.file.ticket,
		contact_channel_phrase(desk->page.account.file.by));
}

static const char *
others(const struct desk *desk, const char *person_id, struct arena *arena)
{
	for (size_t i = 0; i < desk->cases.count; i++) {
		const struct case_file *file = &desk->cases.rows[i];

		if (strcmp(file->person_id, person_id) == 0)
			return arena_printf(arena, "%s has a case open on this person since %s: %s.", file->agent,
				canvas_time(arena, desk, file->opened_at), file->ticket);
	}
	return NULL;
}

void
prompt_open_case(struct desk *desk, const struct found *found, struct effects *effects)
{
	struct arena *arena = arena_new();
	struct form *form = form_new(
		desk, ACT_OPEN_CASE, arena_printf(arena, "%s · %s · %s", found->name, found->email, found->department));

	arena_free(&arena);
	form_fix(form, "who", found->id);
	form->about = arena_printf(form->arena, "%s\n%s", found->name, found->email);
	form->titled = true;
	form->caution = others(desk, found->id, form->arena);
	form->answered = opened;
	form_add_text(form, "ticket", "Ticket", TICKET_LIMIT);
	form_add_choice(form, "by", "Here by");
	form_open(desk, form);
	/* Somebody may have begun meanwhile: the next prompt on this person knows. */
	desk_ask_cases(desk, effects);
}

static void
found_number(struct desk *desk, const struct form *form, const struct link_reply *reply, struct effects *effects)
{
	struct screen *screen = screen_of_class(desk, &find_class);
	struct error error = {0};

	(void)form;
	(void)effects;
	if (reply->ok && screen && !find_take((struct find_screen *)screen, reply->json, &error))
		desk_say_error(desk, &error);
}

void
prompt_find_number(struct desk *desk, const char *number)
{
	struct form *form = form_new(desk, ACT_FIND_NUMBER, "Whose number is it?");

	form_fix(form, "number", number);
	form->intro = arena_printf(form->arena, "Looks up %s. That you looked, and why, goes on the record.", number);
	form->done = "looked the number up";
	form->answered = found_number;
	form_add_text(form, "reason", "Why", REASON_LIMIT);
	form_open(desk, form);
}

static const char *
about_case(const struct case_file *file, struct arena *arena)
{
	return arena_printf(
		arena, "%s · %s\n%s, held by %s", file->person_name, file->person_email, file->ticket, file->agent);
}

static void
taken(struct desk *desk, const struct form *form, const struct link_reply *reply, struct effects *effects)
{
	if (reply->ok)
		account_open(desk, act_request_get(&form->request, "case"), effects);
}

void
prompt_take(struct desk *desk, const struct case_file *file)
{
	struct form *form = form_new(desk, ACT_TAKE_CASE, "Take over the case");

	form_fix(form, "case", file->id);
	form->about = about_case(file, form->arena);
	form->intro = "The contact ends: what was proven to your colleague is not proven to you.";
	form->done = arena_printf(form->arena, "took over %s", file->ticket);
	form->answered = taken;
	form_add_text(form, "reason", "Why", REASON_LIMIT);
	form_open(desk, form);
}

/* What was asked for stands beside the rest, and is chosen. */
static void
offer_wishes(struct form *form, struct form_input *input, const struct case_file *file)
{
	for (size_t i = 0; i < file->wish_count; i++) {
		const struct wish *wish = &file->wishes[i];
		const char *word =
			arena_printf(form->arena, "%s%s%s", wish->act, *wish->target ? "=" : "", wish->target);
		size_t at = 0;

		while (at < input->count && strcmp(input->choices[at].word, word) != 0)
			at++;
		if (at == input->count)
			form_offer(form, input, word, wish->text, 0);
		if (at < input->count)
			input->choices[at].chosen = true;
	}
}

void
prompt_approve(struct desk *desk, const struct case_file *file)
{
	struct form *form = form_new(desk, ACT_APPROVE, "Approve acts in this case");

	form_fix(form, "case", file->id);
	form->about = about_case(file, form->arena);
	form->intro = "Each lets one such act through, within an hour.";
	form->done = arena_printf(form->arena, "approved in %s", file->ticket);
	offer_wishes(form, form_add_set(form, "acts", "Acts"), file);
	form_open(desk, form);
}

void
prompt_confirm(struct desk *desk, const char *case_id, const char *proof, const char *about)
{
	struct form *form = form_new(desk, ACT_CONFIRM_PROOF, "Confirm a document seen on video");

	form->about = arena_copy(form->arena, about);
	form->intro = "Your word that you saw it too. The colleague who recorded it needs it in this contact.";
	form->done = "confirmed the proof";
	if (*case_id)
		form_fix(form, "case", case_id);
	else
		form_add_text(form, "case", "Case", UUID_SIZE - 1);
	if (*proof)
		form_fix(form, "proof", proof);
	else
		form_add_text(form, "proof", "Proof", UUID_SIZE - 1);
	form_open(desk, form);
}
