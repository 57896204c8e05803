/*
 * argv into a command. Options that every command has may stand anywhere; the
 * others follow their command, as "--name value" or "--name=value", and "--"
 * ends them. What there is to say comes from the table of acts alone.
 */
#include <string.h>

#include "command.h"

struct reading {
	struct arena *arena;
	struct command *command;
	struct error *error;
	int at; /* the next argument */
	bool no_more; /* after "--" */
	size_t place; /* of the next positional among the parameters */
	const char **list;
	size_t list_count;
};

static bool
wrong(struct reading *reading, const char *what, const char *argument)
{
	enum act act = reading->command->act;
	const char *hint = act == ACT_COUNT
		? "mfadesk help lists the commands."
		: arena_printf(reading->arena, "usage: mfadesk %s", usage_line(reading->arena, act));

	return error_set(reading->error, ERROR_USAGE, "", hint, "%s %.200s", what, argument);
}

static bool
is_option(const struct reading *reading, const char *argument)
{
	return !reading->no_more && argument[0] == '-' && argument[1] != '\0';
}

/* What follows "--name" if `argument` is that option: the text after its "=", or the next argument. */
static bool
option_value(struct reading *reading, const char *argument, const char *name, const char **value, bool *matched)
{
	size_t length = strlen(name);

	*matched = strncmp(argument, name, length) == 0 && (argument[length] == '\0' || argument[length] == '=');
	if (!*matched)
		return true;
	if (argument[length] == '=')
		*value = argument + length + 1;
	else if (reading->at < reading->command->argc)
		*value = reading->command->argv[reading->at++];
	else
		return wrong(reading, "A value is missing after", name);
	return true;
}

static bool
set_request_id(struct reading *reading, const char *value)
{
	struct act_request *request = &reading->command->request;

	if (!uuid_is_valid(value))
		return error_set(reading->error, ERROR_USAGE, "MD001",
			"An id looks like 0b0ce9a2-6f3b-4a57-8f0c-1f8f5e0a3d11.",
			"The id of the request is not an id.");
	memcpy(request->id, value, UUID_SIZE);
	return true;
}

static bool
read_request_option(struct reading *reading, const char *argument, bool *matched)
{
	const struct act_info *info = act_info(reading->command->act);
	const char *value = "";

	*matched = false;
	if (!(info->flags & ACT_CHANGES))
		return true;
	if (!option_value(reading, argument, "--request", &value, matched))
		return false;
	if (!*matched && info->request_option &&
		!option_value(reading, argument, info->request_option, &value, matched))
		return false;
	return !*matched || set_request_id(reading, value);
}

/* --json, --connect, --help, --version: known to every command. */
static bool
read_common_option(struct reading *reading, const char *argument, bool *matched)
{
	struct command *command = reading->command;

	*matched = true;
	if (strcmp(argument, "--json") == 0)
		command->json = true;
	else if (strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0)
		command->word = COMMAND_HELP;
	else if (strcmp(argument, "--version") == 0)
		command->word = COMMAND_VERSION;
	else
		return option_value(reading, argument, "--connect", &command->connect, matched);
	return true;
}

static bool
read_parameter_option(struct reading *reading, const struct act_parameter *parameter, size_t index,
	const char *argument, bool *matched)
{
	const char **value = &reading->command->request.values[index];

	*matched = false;
	if (!parameter->option)
		return true;
	if (parameter->type != ACT_TYPE_FLAG)
		return option_value(reading, argument, parameter->option, value, matched);
	*matched = strcmp(argument, parameter->option) == 0;
	if (*matched)
		*value = "true";
	return true;
}

static bool
read_option(struct reading *reading, const char *argument)
{
	const struct act_parameter *parameters = act_info(reading->command->act)->parameters;
	bool matched = false;

	for (size_t i = 0; parameters[i].name; i++) {
		if (!read_parameter_option(reading, &parameters[i], i, argument, &matched))
			return false;
		if (matched)
			return true;
	}
	if (!read_request_option(reading, argument, &matched))
		return false;
	if (!matched && !read_common_option(reading, argument, &matched))
		return false;
	return matched || wrong(reading, "There is no option", argument);
}

static bool
is_positional(const struct act_parameter *parameter)
{
	return !parameter->option && act_parameter_is_typed(parameter);
}

static bool
read_positional(struct reading *reading, const char *argument)
{
	const struct act_parameter *parameters = act_info(reading->command->act)->parameters;

	while (parameters[reading->place].name && !is_positional(&parameters[reading->place]))
		reading->place++;
	if (!parameters[reading->place].name)
		return wrong(reading, "There is no place for", argument);
	if (parameters[reading->place].type == ACT_TYPE_LIST)
		reading->list[reading->list_count++] = argument;
	else
		reading->command->request.values[reading->place++] = argument;
	return true;
}

static bool
read_act(struct reading *reading)
{
	struct command *command = reading->command;

	reading->list = arena_alloc_array(reading->arena, (size_t)command->argc + 1, sizeof(*reading->list));
	while (reading->at < command->argc) {
		const char *argument = command->argv[reading->at++];
		bool fine;

		if (!reading->no_more && strcmp(argument, "--") == 0) {
			reading->no_more = true;
			continue;
		}
		fine = is_option(reading, argument) ? read_option(reading, argument)
						    : read_positional(reading, argument);
		if (!fine)
			return false;
	}
	if (reading->list_count)
		command->request.list = reading->list;
	return true;
}

static bool
nothing_is_missing(struct reading *reading)
{
	const struct act_request *request = &reading->command->request;
	const struct act_parameter *parameters = act_info(request->act)->parameters;

	for (size_t i = 0; parameters[i].name; i++) {
		bool given = parameters[i].type == ACT_TYPE_LIST ? reading->list_count > 0 : request->values[i] != NULL;

		if (parameters[i].required && !given)
			return wrong(reading, "This is missing:",
				parameters[i].option ? parameters[i].option : parameters[i].metavar);
	}
	return true;
}

/* The command at argv[at]: of two words, else of one. */
static enum act
find_act(struct reading *reading)
{
	const struct command *command = reading->command;
	const char *first = command->argv[reading->at];
	enum act act = ACT_COUNT;

	if (reading->at + 1 < command->argc)
		act = act_from_command(arena_printf(reading->arena, "%s %s", first, command->argv[reading->at + 1]));
	if (act != ACT_COUNT) {
		reading->at += 2;
		return act;
	}
	reading->at += 1;
	return act_from_command(first);
}

static bool
read_help(struct reading *reading)
{
	struct command *command = reading->command;

	command->word = COMMAND_HELP;
	while (reading->at < command->argc) {
		const char *word = command->argv[reading->at];

		if (word[0] == '-') {
			command->topic = word;
			reading->at++;
		} else if (strcmp(word, "help") == 0) {
			reading->at++; /* help for help is all there is */
		} else {
			command->act = find_act(reading);
			if (command->act == ACT_COUNT)
				return wrong(reading, "There is no command", word);
		}
	}
	return true;
}

/* Options that stand before the command. */
static bool
read_leading_options(struct reading *reading)
{
	struct command *command = reading->command;

	while (reading->at < command->argc && is_option(reading, command->argv[reading->at])) {
		const char *argument = command->argv[reading->at++];
		bool matched;

		if (!read_common_option(reading, argument, &matched))
			return false;
		if (!matched)
			return wrong(reading, "There is no option", argument);
	}
	return true;
}

bool
command_read(struct arena *arena, int argc, char **argv, struct command *command, struct error *error)
{
	struct reading reading = {.arena = arena, .command = command, .error = error, .at = 1};

	*command = (struct command){.act = ACT_COUNT, .argc = argc, .argv = argv};
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		command->json = command->json || strcmp(argv[i], "--json") == 0; /* for errors before it is reached */
	if (!read_leading_options(&reading))
		return false;
	if (command->word != COMMAND_ACT)
		return true;
	if (reading.at == argc)
		return wrong(&reading, "There is no command", "");
	if (strcmp(argv[reading.at], "help") == 0) {
		reading.at++;
		return read_help(&reading);
	}
	command->act = find_act(&reading);
	if (command->act == ACT_COUNT)
		return wrong(&reading, "There is no command", argv[reading.at - 1]);
	act_request_init(&command->request, command->act);
	if (!read_act(&reading))
		return false;
	return command->word != COMMAND_ACT ||
		(nothing_is_missing(&reading) && act_request_check(&command->request, error));
}
