/* Forms made from the act table: its words become the choices, so that screen and command never differ. */
#include <ctype.h>
#include <string.h>

#include "mfadesk/desk/form.h"

/* Words that read badly, or whose first letter says little. */
static const struct {
	const char *word;
	const char *label;
	char letter;
} labels[] = {
	{"document-in-person", "in person", 'p'},
	{"document-on-video", "on video", 'v'},
	{"national-id", "national ID", 'n'},
	{"kept", "replaced, number kept", 'k'},
	{"changed", "replaced, number changed", 'c'},
	{"nothing", "nothing to suspend", 'n'},
	{"keep", "stays suspended", 's'},
	{"undo", "undo: give it back", 'u'},
};

static const struct act_parameter *
find_parameter(enum act act, const char *name)
{
	const struct act_info *info = act_info(act);

	for (size_t i = 0; name && info->parameters[i].name; i++) {
		if (strcmp(info->parameters[i].name, name) == 0)
			return &info->parameters[i];
	}
	return NULL;
}

struct form *
form_new(const struct desk *desk, enum act act, const char *title)
{
	struct form *form = memory_alloc(sizeof *form);
	const struct act_info *info = act_info(act);

	form->base.class = &form_class;
	form->arena = arena_new();
	form->title = arena_copy(form->arena, title);
	act_request_init(&form->request, act);
	if (find_parameter(act, "case") && desk->page.case_id[0])
		form_fix(form, "case", desk->page.case_id);
	form->versioned = find_parameter(act, "version") != NULL;
	form->version = desk->page.account.person.version;
	if (info->flags & ACT_TAKES_AWAY)
		form->confirm =
			(char)toupper((unsigned char)(isalpha((unsigned char)*info->key) ? *info->key : *info->label));
	return form;
}

void
form_open(struct desk *desk, struct form *form)
{
	desk_hush(desk);
	screen_push(desk, &form->base);
}

void
form_fix(struct form *form, const char *parameter, const char *value)
{
	act_request_set(&form->request, parameter, arena_copy(form->arena, value));
}

static struct form_input *
add(struct form *form, enum form_kind kind, const char *parameter, const char *label)
{
	struct form_input *input = &form->inputs[form->count++];
	const struct act_parameter *known = find_parameter(form->request.act, parameter);

	*input = (struct form_input){.kind = kind, .parameter = parameter, .label = label};
	input->required = known && known->required;
	return input;
}

struct form_input *
form_add_text(struct form *form, const char *parameter, const char *label, size_t limit)
{
	struct form_input *input = add(form, FORM_TEXT, parameter, label);

	input->field = memory_alloc(sizeof *input->field);
	field_init(input->field, limit, false);
	return input;
}

static bool
is_free(const struct form_input *input, char letter)
{
	for (size_t i = 0; i < input->count; i++) {
		if (input->choices[i].letter == letter)
			return false;
	}
	return true;
}

static char
free_letter(const struct form_input *input, const char *label)
{
	for (; *label; label++) {
		char letter = (char)tolower((unsigned char)*label);

		if (isalpha((unsigned char)letter) && is_free(input, letter))
			return letter;
	}
	return '?';
}

void
form_offer(struct form *form, struct form_input *input, const char *word, const char *label, char letter)
{
	if (input->count == FORM_CHOICES)
		return;
	if (!letter)
		letter = free_letter(input, label);
	input->choices[input->count++] = (struct form_choice){
		.word = arena_copy(form->arena, word),
		.label = arena_copy(form->arena, label),
		.letter = letter,
	};
}

static void
offer_word(struct form *form, struct form_input *input, const char *word, size_t length)
{
	char *copy = arena_copy_bytes(form->arena, word, length);
	char *label = arena_copy(form->arena, copy);

	for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
		if (strcmp(copy, labels[i].word) == 0) {
			form_offer(form, input, copy, labels[i].label, labels[i].letter);
			return;
		}
	}
	for (char *at = label; *at; at++) {
		if (*at == '_' || *at == '-')
			*at = ' ';
	}
	form_offer(form, input, copy, label, 0);
}

static struct form_input *
add_words(struct form *form, enum form_kind kind, const char *parameter, const char *label)
{
	struct form_input *input = add(form, kind, parameter, label);
	const struct act_parameter *known = find_parameter(form->request.act, parameter);
	const char *words = known && known->choices ? known->choices : "";

	while (*words) {
		size_t length = strcspn(words, "|");

		offer_word(form, input, words, length);
		words += length + (words[length] ? 1 : 0);
	}
	return input;
}

struct form_input *
form_add_choice(struct form *form, const char *parameter, const char *label)
{
	return add_words(form, FORM_CHOICE, parameter, label);
}

struct form_input *
form_add_set(struct form *form, const char *parameter, const char *label)
{
	return add_words(form, FORM_SET, parameter, label);
}
