/* Choices in a prompt: by their letter, or the one beside. */
#include <string.h>

#include "mfadesk/desk/form.h"

const char *
form_chosen(const struct form_input *input)
{
	for (size_t i = 0; i < input->count; i++) {
		if (input->choices[i].chosen)
			return input->choices[i].word;
	}
	return NULL;
}

static void
choose(struct form_input *input, size_t index)
{
	for (size_t i = 0; i < input->count; i++)
		input->choices[i].chosen = i == index;
}

/* Past what was chosen beforehand. */
static size_t
next_unchosen(const struct form *form, size_t index)
{
	do
		index = form_next(form, index);
	while (index < form->count && form->inputs[index].kind == FORM_CHOICE && form_chosen(&form->inputs[index]));
	return index;
}

void
form_choose(struct form *form, size_t input, const char *word)
{
	for (size_t i = 0; i < form->inputs[input].count; i++) {
		if (strcmp(form->inputs[input].choices[i].word, word) == 0)
			choose(&form->inputs[input], i);
	}
	if (form->arrange)
		form->arrange(form);
	form->focus = next_unchosen(form, (size_t)-1);
	/* All is chosen: the first can be chosen otherwise by its letter, and Enter sends. */
	if (form->focus == form->count)
		form->focus = form_next(form, (size_t)-1);
}

static bool
choose_by_letter(struct form *form, struct form_input *input, uint32_t letter)
{
	for (size_t i = 0; i < input->count; i++) {
		struct form_choice *choice = &input->choices[i];

		if ((uint32_t)(unsigned char)choice->letter != letter)
			continue;
		if (input->kind == FORM_SET) {
			choice->chosen = !choice->chosen;
		} else {
			choose(input, i);
			if (form->arrange)
				form->arrange(form);
			form->focus = next_unchosen(form, form->focus);
		}
		return true;
	}
	return false;
}

static void
choose_beside(struct form_input *input, int step)
{
	size_t at = 0;

	if (input->kind != FORM_CHOICE || !input->count)
		return;
	while (at < input->count && !input->choices[at].chosen)
		at++;
	if (at == input->count)
		at = step > 0 ? input->count - 1 : 0;
	choose(input, (at + input->count + (size_t)step) % input->count);
}

bool
form_key_in_choices(struct form *form, struct form_input *input, const struct key *key)
{
	if (key->code == KEY_TEXT)
		return choose_by_letter(form, input, key->point);
	if (key->code == KEY_ARROW_LEFT)
		choose_beside(input, -1);
	else if (key->code == KEY_ARROW_RIGHT)
		choose_beside(input, 1);
	else
		return false;
	return true;
}
