/*
 * A request before it leaves: filled in by name, and checked for what can be
 * known without the database. What the values may be is the database's to say;
 * this only spares a round trip for what could never be right.
 */
#include "mfadesk/act/act.h"

#include <stdlib.h>
#include <string.h>

#include "mfadesk/base/text.h"

#define INTEGER_DIGITS_MAX 18 /* fits an int64_t whatever the digits */

void
act_request_init(struct act_request *request, enum act act)
{
	const struct act_info *info = act_info(act);

	memset(request, 0, sizeof(*request));
	request->act = act;
	if (info->flags & ACT_CHANGES)
		uuid_make(request->id);
	for (size_t i = 0; info->parameters[i].name; i++)
		request->values[i] = info->parameters[i].fallback;
}

void
act_request_set(struct act_request *request, const char *name, const char *value)
{
	const struct act_info *info = act_info(request->act);

	for (size_t i = 0; info->parameters[i].name; i++) {
		if (strcmp(info->parameters[i].name, name) == 0) {
			request->values[i] = value;
			return;
		}
	}
	abort();
}

const char *
act_request_get(const struct act_request *request, const char *name)
{
	const struct act_info *info = act_info(request->act);

	for (size_t i = 0; info->parameters[i].name; i++) {
		if (strcmp(info->parameters[i].name, name) == 0)
			return request->values[i];
	}
	return NULL;
}

static bool
is_integer(const char *text)
{
	size_t length = strlen(text);

	return length > 0 && length <= INTEGER_DIGITS_MAX && strspn(text, "0123456789") == length;
}

static bool
is_choice(const char *choices, const char *word, size_t length)
{
	while (*choices) {
		size_t span = strcspn(choices, "|");

		if (span == length && strncmp(choices, word, length) == 0)
			return true;
		choices += span + (choices[span] == '|');
	}
	return false;
}

/* An id, or the last four digits of a number. */
static bool
is_target(const char *text)
{
	return uuid_is_valid(text) || (strlen(text) == 4 && strspn(text, "0123456789") == 4);
}

/* An element of a list is a choice, or a choice with what it is for: "revoke=…", "add_phone=0177". */
static bool
is_element(const struct act_parameter *parameter, const char *text)
{
	size_t word = strcspn(text, "=");

	if (parameter->choices && !is_choice(parameter->choices, text, word))
		return false;
	return text[word] == '\0' || is_target(text + word + 1);
}

static bool
bad_value(const struct act_parameter *parameter, const char *wanted, const char *which, struct error *error)
{
	const char *called = parameter->option ? parameter->option
		: parameter->metavar	       ? parameter->metavar
					       : parameter->name;

	return error_set(error, ERROR_USAGE, "MD001", which, "%s is not %s.", called, wanted);
}

static bool
value_check(const struct act_parameter *parameter, const char *value, struct error *error)
{
	if (!text_is_utf8(value, strlen(value)))
		return bad_value(parameter, "valid UTF-8", "Type it again; the bytes do not make characters.", error);
	switch (parameter->type) {
	case ACT_TYPE_TEXT:
		return true;
	case ACT_TYPE_UUID:
		return uuid_is_valid(value) ||
			bad_value(parameter, "an id", "An id looks like 0b0ce9a2-6f3b-4a57-8f0c-1f8f5e0a3d11.", error);
	case ACT_TYPE_INTEGER:
		return is_integer(value) || bad_value(parameter, "a whole number", "Digits only.", error);
	case ACT_TYPE_CHOICE:
		return is_choice(parameter->choices, value, strlen(value)) ||
			bad_value(parameter, "one of the words it can be", parameter->choices, error);
	case ACT_TYPE_FLAG:
		return strcmp(value, "true") == 0 || strcmp(value, "false") == 0 ||
			bad_value(parameter, "true or false", "", error);
	case ACT_TYPE_LIST:
		return is_element(parameter, value) ||
			bad_value(parameter, "one of the words it can be", parameter->choices, error);
	}
	return false;
}

static bool
list_check(const struct act_parameter *parameter, const char *const *list, struct error *error)
{
	for (; list && *list; list++) {
		if (!value_check(parameter, *list, error))
			return false;
	}
	return true;
}

static bool
parameter_check(const struct act_request *request, size_t index, struct error *error)
{
	const struct act_parameter *parameter = &act_info(request->act)->parameters[index];
	const char *value = request->values[index];
	bool list = parameter->type == ACT_TYPE_LIST;
	bool given = list ? request->list && request->list[0] : value != NULL;

	if (!given && parameter->required)
		return error_set(error, ERROR_USAGE, "MD001", parameter->help, "%s is missing.",
			parameter->option ? parameter->option : parameter->metavar);
	if (list)
		return list_check(parameter, request->list, error);
	return !value || value_check(parameter, value, error);
}

bool
act_request_check(const struct act_request *request, struct error *error)
{
	size_t count = act_parameter_count(request->act);

	if ((act_info(request->act)->flags & ACT_CHANGES) && !uuid_is_valid(request->id))
		return error_set(error, ERROR_USAGE, "MD001", "An id looks like 0b0ce9a2-6f3b-4a57-8f0c-1f8f5e0a3d11.",
			"The id of the request is not an id.");
	for (size_t i = 0; i < count; i++) {
		if (!parameter_check(request, i, error))
			return false;
	}
	return true;
}
