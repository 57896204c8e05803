/* Reading the arguments of an administration command. */
#include <string.h>

#include "mfadesk/admin/options.h"
#include "mfadesk/base/log.h"

/* The option that `argument` names, with or without "=value"; NULL where there is none. */
static const struct option *
find_option(const struct option *options, const char *argument)
{
	size_t length = strcspn(argument, "=");

	for (; options->name; options++)
		if (strlen(options->name) == length && memcmp(options->name, argument, length) == 0)
			return options;
	return NULL;
}

static bool
add_to_list(struct option_list *list, const char *value)
{
	if (list->count == OPTION_LIST_MAX) {
		log_line("%s: more than %d of these", value, OPTION_LIST_MAX);
		return false;
	}
	list->values[list->count++] = value;
	return true;
}

/* Takes the option at argv[*at] and what belongs to it; *at stands on its last argument afterwards. */
static bool
take_option(int argc, char **argv, int *at, const struct option *option)
{
	const char *inside = strchr(argv[*at], '=');
	const char *value = inside ? inside + 1 : *at + 1 < argc ? argv[*at + 1] : NULL;

	if (option->flag) {
		if (inside)
			log_line("%s takes no value", option->name);
		*option->flag = true;
		return !inside;
	}
	if (!value) {
		log_line("%s needs a value", option->name);
		return false;
	}
	*at += inside == NULL;
	if (option->value) {
		*option->value = value;
		return true;
	}
	if (!add_to_list(option->list, value))
		return false;
	while (!inside && *at + 1 < argc && argv[*at + 1][0] != '-')
		if (!add_to_list(option->list, argv[++*at]))
			return false;
	return true;
}

bool
options_read(int argc, char **argv, const struct option *options, int *words)
{
	bool only_words = false;

	*words = 0;
	for (int at = 1; at < argc; at++) {
		const struct option *option;

		if (only_words || argv[at][0] != '-' || argv[at][1] == '\0') {
			argv[++*words] = argv[at];
			continue;
		}
		if (strcmp(argv[at], "--") == 0) {
			only_words = true;
			continue;
		}
		option = find_option(options, argv[at]);
		if (!option) {
			log_line("no such option: %s", argv[at]);
			return false;
		}
		if (!take_option(argc, argv, &at, option))
			return false;
	}
	return true;
}
