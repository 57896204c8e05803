/*
 * What keys do in a prompt. One request is under way at most, so that pressing a
 * key twice does not do a thing twice; leaving the prompt does not stop it.
 */
#include "mfadesk/desk/form.h"

#include <string.h>

#include "approval.h"
#include "mfadesk/desk/canvas.h"

size_t
form_next(const struct form *form, size_t index)
{
	do
		index++;
	while (index < form->count && form->inputs[index].hidden);
	return index < form->count ? index : form->count;
}

static size_t
previous(const struct form *form, size_t index)
{
	for (size_t at = index; at-- > 0;) {
		if (!form->inputs[at].hidden)
			return at;
	}
	return index;
}

static bool
is_filled(const struct form_input *input)
{
	return input->kind == FORM_TEXT ? !field_is_empty(input->field) : form_chosen(input) != NULL;
}

static bool
find_missing(struct form *form)
{
	for (size_t i = 0; i < form->count; i++) {
		struct form_input *input = &form->inputs[i];

		if (input->hidden || !input->required || is_filled(input))
			continue;
		form->focus = i;
		form->error = (struct error){0};
		error_set(&form->error, ERROR_USAGE, "", "", "%s: %s.", input->label,
			input->kind == FORM_TEXT ? "fill it in" : "choose by its letter");
		return true;
	}
	return false;
}

static void
fill_set(const struct form_input *input, struct act_request *request, struct arena *arena)
{
	const char **words = arena_alloc_array(arena, input->count + 1, sizeof *words);
	size_t count = 0;

	for (size_t i = 0; i < input->count; i++) {
		if (input->choices[i].chosen)
			words[count++] = input->choices[i].word;
	}
	request->list = words;
}

static void
fill(const struct desk *desk, struct form *form, struct act_request *request, struct arena *arena)
{
	int64_t version = form->moved ? desk->page.account.person.version : form->version;

	act_request_init(request, form->request.act);
	memcpy(request->values, form->request.values, sizeof request->values);
	for (size_t i = 0; i < form->count; i++) {
		const struct form_input *input = &form->inputs[i];

		if (input->hidden || !input->parameter)
			continue;
		if (input->kind == FORM_SET)
			fill_set(input, request, arena);
		else if (is_filled(input))
			act_request_set(request, input->parameter,
				input->kind == FORM_TEXT ? input->field->text : form_chosen(input));
	}
	if (form->versioned)
		act_request_set(request, "version", arena_printf(arena, "%lld", (long long)version));
	if (form->complete)
		form->complete(desk, form, request, arena);
}

static void
submit(struct desk *desk, struct form *form, struct effects *effects)
{
	struct act_request request;

	if (find_missing(form))
		return;
	form->error = (struct error){0};
	fill(desk, form, &request, effects->arena);
	if (act_request_check(&request, &form->error))
		form->tag = desk_send(desk, &form->base, DESK_ACTS, &request, form->done, effects);
}

/* On to the next input; behind the last one the form is sent, unless that takes a capital letter. */
static void
advance(struct desk *desk, struct form *form, struct effects *effects)
{
	size_t next = form_next(form, form->focus);

	if (next == form->count && !form->confirm)
		submit(desk, form, effects);
	else
		form->focus = next;
}

static bool
key_between(struct desk *desk, struct form *form, const struct key *key, struct effects *effects)
{
	if (key_matches(key, "Tab") || key_matches(key, "Down"))
		form->focus = form->focus < form->count ? form_next(form, form->focus) : form_next(form, (size_t)-1);
	else if (key_matches(key, "Back-Tab") || key_matches(key, "Up"))
		form->focus = previous(form, form->focus);
	else if (key_matches(key, "Enter"))
		advance(desk, form, effects);
	else
		return false;
	return true;
}

static bool
is_typing(const struct form *form)
{
	return form->focus < form->count && form->inputs[form->focus].kind == FORM_TEXT;
}

bool
form_needs_lead(const struct form *form)
{
	return strcmp(form->error.code, "MD412") == 0 && approval_can_be_asked(form->request.act);
}

static void
ask_lead(struct desk *desk, struct form *form, struct effects *effects)
{
	struct act_request request;

	fill(desk, form, &request, effects->arena);
	approval_ask(desk, &request, effects);
}

static bool
is_confirmation(const struct form *form, const struct key *key)
{
	return form->confirm && !is_typing(form) && key->code == KEY_TEXT &&
		key->point == (uint32_t)(unsigned char)form->confirm;
}

static bool
key_in_input(struct form *form, const struct key *key)
{
	struct form_input *input = &form->inputs[form->focus];

	if (form->focus == form->count)
		return false;
	/* What was missing is being filled in; what the database said stays until it is asked again. */
	if (form->error.kind == ERROR_USAGE)
		form->error = (struct error){0};
	return input->kind == FORM_TEXT ? field_key(input->field, key) : form_key_in_choices(form, input, key);
}

static bool
form_key(struct desk *desk, struct screen *screen, const struct key *key, struct effects *effects)
{
	struct form *form = (struct form *)screen;
	bool taken = true;

	/* What was sent is what is shown, until the answer is there. */
	if (form->tag)
		return key->code == KEY_TEXT || key->code == KEY_ENTER_PRESSED || key->code == KEY_PASTE;
	if (is_confirmation(form, key))
		submit(desk, form, effects);
	else if (form_needs_lead(form) && !is_typing(form) && key_matches(key, "A"))
		ask_lead(desk, form, effects);
	else
		taken = key_between(desk, form, key, effects) || key_in_input(form, key);
	if (form->arrange)
		form->arrange(form);
	return taken;
}

static void
refuse(struct form *form, const struct error *error)
{
	form->tag = 0;
	form->error = *error;
	/* The page is read again: what is sent next goes by what it shows then. */
	if (strcmp(error->code, "MD409") == 0)
		form->moved = true;
	if (form_needs_lead(form))
		form->focus = form->count;
}

static bool
form_reply(struct desk *desk, struct screen *screen, const struct pending *pending, const struct link_reply *reply,
	struct effects *effects)
{
	struct form *form = (struct form *)screen;

	if (pending->tag != form->tag)
		return false;
	if (!reply->ok && !reply->change) {
		refuse(form, reply->error);
		return true;
	}
	screen_detach(desk, screen);
	if (form->answered)
		form->answered(desk, form, reply, effects);
	screen->class->close(screen);
	return reply->ok;
}

static void
form_footer(const struct desk *desk, const struct screen *screen, struct footer *footer)
{
	const struct form *form = (const struct form *)screen;

	footer_add(footer, "Tab", "next field");
	if (form_needs_lead(form) && !is_typing(form))
		footer_add(footer, "A", "ask a lead");
	footer_add(footer, "Esc", form->tag ? "hide (it goes on)" : "back");
	if (!is_typing(form) && screen_on_case(desk)) {
		footer_add_act(desk, footer, ACT_END_CONTACT);
		footer_add_act(desk, footer, ACT_RAISE_DOUBT);
	}
	footer_add(footer, "F1", "help");
}

static void
form_close(struct screen *screen)
{
	struct form *form = (struct form *)screen;

	for (size_t i = 0; i < form->count; i++) {
		if (!form->inputs[i].field)
			continue;
		field_clear(form->inputs[i].field);
		memory_free(form->inputs[i].field);
	}
	arena_free(&form->arena);
	memory_free(form);
}

const struct screen_class form_class = {
	.name = "a prompt",
	.flags = SCREEN_DRAWER,
	.key = form_key,
	.reply = form_reply,
	.draw = form_draw,
	.footer = form_footer,
	.close = form_close,
};
