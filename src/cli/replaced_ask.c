/* The questions of the job: answered by an option, else on the terminal. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mfadesk/base/buffer.h"
#include "mfadesk/base/text.h"
#include "replaced.h"

enum { LINE_SIZE = 256 };

static bool
ends_with(const char *text, const char *end)
{
	size_t length = strlen(text);
	size_t wanted = strlen(end);

	return wanted >= REPLACED_NUMBER_END && wanted <= length && strcasecmp(text + length - wanted, end) == 0;
}

/* "text=0142": which of those that "text" stands for. */
static bool
means_exactly(const struct choice *choice, const char *text)
{
	size_t word = strcspn(text, "=");

	if (strcmp(choice->word, text) == 0 || (*choice->id && strcmp(choice->id, text) == 0) ||
		strcasecmp(choice->label, text) == 0)
		return true;
	return text[word] == '=' && strlen(choice->word) == word && strncmp(choice->word, text, word) == 0 &&
		(strcmp(choice->id, text + word + 1) == 0 || ends_with(choice->label, text + word + 1));
}

static bool
means_loosely(const struct choice *choice, const char *text)
{
	return *text && (strncasecmp(choice->label, text, strlen(text)) == 0 || ends_with(choice->label, text));
}

static size_t
find(const struct question *question, const char *text, bool (*means)(const struct choice *, const char *),
	size_t *found)
{
	size_t count = 0;

	for (size_t i = 0; i < question->count; i++) {
		if (!means(&question->choices[i], text))
			continue;
		count++;
		*found = i;
	}
	return count;
}

bool
replaced_find(const struct question *question, const char *text, size_t *found)
{
	size_t exactly = find(question, text, means_exactly, found);

	return exactly ? exactly == 1 : find(question, text, means_loosely, found) == 1;
}

struct choice *
replaced_words(struct arena *arena, enum act act, const char *parameter, size_t *count)
{
	const struct act_parameter *of = act_info(act)->parameters;
	struct choice *choices;

	while (strcmp(of->name, parameter) != 0)
		of++;
	choices = arena_alloc_array(arena, strlen(of->choices) + 1, sizeof(*choices));
	*count = 0;
	for (const char *at = of->choices; *at; at += strcspn(at, "|") + (at[strcspn(at, "|")] == '|')) {
		const char *word = arena_copy_bytes(arena, at, strcspn(at, "|"));

		choices[(*count)++] = (struct choice){word, word, ""};
	}
	return choices;
}

static const char *
option_of(const char *parameter)
{
	const struct act_parameter *of = act_info(ACT_REPLACED_PHONE)->parameters;

	while (strcmp(of->name, parameter) != 0)
		of++;
	return of->option;
}

/* "phone, pass, text (Text to Phone •••-0142)" */
static const char *
all_words(struct arena *arena, const struct question *question)
{
	struct buffer out;
	const char *copy;

	buffer_init(&out, 0);
	for (size_t i = 0; i < question->count; i++) {
		const struct choice *choice = &question->choices[i];
		bool plain = strcmp(choice->word, choice->label) == 0;

		buffer_printf(&out, "%s%s", i ? ", " : "It can be: ", choice->word);
		if (!plain)
			buffer_printf(&out, " (%s)", choice->label);
	}
	copy = arena_copy(arena, buffer_text(&out));
	buffer_free(&out);
	return copy;
}

static bool
missing(struct replaced *at, const struct question *question)
{
	return error_set(at->error, ERROR_USAGE, "", question->count ? all_words(at->arena, question) : question->text,
		"This is missing: %s", option_of(question->parameter));
}

static bool
not_possible(struct replaced *at, const struct question *question, const char *given)
{
	return error_set(at->error, ERROR_REFUSED, "", all_words(at->arena, question),
		"%s %.100s is not possible now, or not clear", option_of(question->parameter), given);
}

bool
replaced_left(struct replaced *at)
{
	return error_set(at->error, ERROR_LOCAL, "", "", "left before the end");
}

static bool
ask_line(struct replaced *at, const char *prompt, char line[LINE_SIZE])
{
	fflush(stdout);
	return ask_shown(prompt, line, LINE_SIZE) == ASKED_GIVEN || replaced_left(at);
}

static const char *
prompt_of(struct arena *arena, const struct question *question)
{
	struct buffer out;
	const char *copy;

	buffer_init(&out, 0);
	buffer_printf(&out, "%s\n", question->text);
	for (size_t i = 0; i < question->count; i++)
		buffer_printf(&out, "  %zu  %s\n", i + 1, text_printable(arena, question->choices[i].label));
	buffer_printf(&out, "[%zu]: ", question->fallback + 1);
	copy = arena_copy(arena, buffer_text(&out));
	buffer_free(&out);
	return copy;
}

static bool
choose_on_terminal(struct replaced *at, const struct question *question, size_t *chosen)
{
	const char *prompt = prompt_of(at->arena, question);
	char line[LINE_SIZE];

	while (ask_line(at, prompt, line)) {
		unsigned long number = strtoul(line, NULL, 10);

		*chosen = question->fallback;
		if (!*line)
			return true;
		if (number >= 1 && number <= question->count && strspn(line, "0123456789") == strlen(line)) {
			*chosen = number - 1;
			return true;
		}
		if (replaced_find(question, line, chosen))
			return true;
		fputs("That is none of them.\n", stderr);
	}
	return false;
}

bool
replaced_choose(struct replaced *at, const struct question *question, size_t *chosen)
{
	const char *given = act_request_get(&at->given, question->parameter);

	*chosen = 0;
	if (given ? replaced_find(question, given, chosen) : question->count == 1)
		return true;
	if (at->terminal)
		return choose_on_terminal(at, question, chosen);
	return given ? not_possible(at, question, given) : missing(at, question);
}

bool
replaced_type(struct replaced *at, const char *parameter, const char *text, const char *fallback, const char **typed)
{
	const struct question question = {.parameter = parameter, .text = text};
	const char *prompt =
		fallback ? arena_printf(at->arena, "%s [%s]: ", text, fallback) : arena_printf(at->arena, "%s: ", text);
	char line[LINE_SIZE] = "";

	*typed = act_request_get(&at->given, parameter);
	if (*typed)
		return true;
	if (!at->terminal)
		return missing(at, &question);
	do {
		if (!ask_line(at, prompt, line))
			return false;
	} while (!*line && !fallback);
	*typed = *line ? arena_copy(at->arena, line) : fallback;
	return true;
}

bool
replaced_agrees(struct replaced *at, const char *parameter, const char *text, bool fallback)
{
	static const struct choice answers[] = {{"yes", "yes", ""}, {"no", "no", ""}};
	const struct question question = {parameter, text, answers, 2, fallback ? 0 : 1};
	size_t chosen;

	if (parameter && act_request_get(&at->given, parameter))
		return true;
	if (!at->terminal)
		return missing(at, &question);
	return choose_on_terminal(at, &question, &chosen) && chosen == 0;
}
