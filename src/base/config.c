/* Tables of known keys against what a file says. Values are never repeated in a problem: they may be secret by mistake.
 */
#include "mfadesk/base/config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config_private.h"
#include "mfadesk/base/text.h"

struct config *
config_parse(const char *name, const char *text)
{
	struct config *config = memory_alloc(sizeof(*config));

	config->arena = arena_new();
	config->name = arena_copy(config->arena, name);
	config_parse_text(config, text, strlen(text));
	return config;
}

void
config_free(struct config **config)
{
	if (*config == NULL)
		return;
	arena_free(&(*config)->arena);
	memory_free(*config);
	*config = NULL;
}

/* Problems of one line stay in the order in which they were seen. */
static void
note(struct config *config, int line, const char *text)
{
	struct config_problem *problem = arena_alloc(config->arena, sizeof(*problem));
	struct config_problem **place = &config->problems;

	while (*place != NULL && (*place)->line <= line)
		place = &(*place)->next;
	*problem = (struct config_problem){*place, text, line};
	*place = problem;
}

static void note_list(struct config *config, int line, const char *format, va_list values) PRINTF_LIKE(3, 0);

static void
note_list(struct config *config, int line, const char *format, va_list values)
{
	char text[1600]; /* a name of 190 bytes, and six times that where each of its characters is drawn as a mark */

	vsnprintf(text, sizeof(text), format, values);
	note(config, line, arena_copy(config->arena, text));
}

void
config_note(struct config *config, int line, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	note_list(config, line, format, values);
	va_end(values);
}

struct config_section *
config_find(const struct config *config, const char *name)
{
	struct config_section *section = config->sections;

	while (section != NULL && strcmp(section->name, name) != 0)
		section = section->next;
	return section;
}

struct config_section *
config_add_section(struct config *config, const char *name, int line)
{
	struct config_section **last = &config->sections;

	while (*last != NULL)
		last = &(*last)->next;
	*last = arena_alloc(config->arena, sizeof(**last));
	(*last)->name = arena_copy(config->arena, name);
	(*last)->line = line;
	return *last;
}

static struct config_entry *
find_entry(const struct config_section *section, const char *key)
{
	struct config_entry *entry = section == NULL ? NULL : section->entries;

	while (entry != NULL && strcmp(entry->key, key) != 0)
		entry = entry->next;
	return entry;
}

bool
config_has(const struct config *config, const char *section)
{
	const struct config_section *found = config_find(config, section);

	return found != NULL && found->line > 0;
}

const char *
config_peek(const struct config *config, const char *section, const char *key)
{
	const struct config_entry *entry = find_entry(config_find(config, section), key);

	return entry == NULL ? NULL : entry->value;
}

void
config_wrong(struct config *config, const char *section, const char *key, const char *format, ...)
{
	const struct config_section *where = config_find(config, section);
	const struct config_entry *entry = find_entry(where, key);
	va_list values;

	va_start(values, format);
	note_list(config, entry != NULL ? entry->line : where != NULL ? where->line : 0, format, values);
	va_end(values);
}

/* Of a time: "90", "90 s", "5 min", "2 h", "7 d". */
static bool
read_unit(const char *text, int64_t *seconds)
{
	static const struct {
		const char *name;
		int64_t seconds;
	} units[] = {{"", 1}, {"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86400}};

	text += strspn(text, " ");
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (strcmp(text, units[i].name) == 0) {
			*seconds = units[i].seconds;
			return true;
		}
	}
	return false;
}

static bool
read_number(const struct config_key *key, const char *value, int64_t *number)
{
	int64_t unit = 1;
	char *rest;

	if (value[0] != '-' && (value[0] < '0' || value[0] > '9'))
		return false;
	errno = 0;
	*number = strtoll(value, &rest, 10);
	if (errno != 0 || rest == value)
		return false;
	if (key->kind == CONFIG_TIME ? !read_unit(rest, &unit) : *rest != '\0')
		return false;
	return !__builtin_mul_overflow(*number, unit, number) && *number >= key->least && *number <= key->most;
}

static bool
is_word_of(const char *const *words, const char *value)
{
	while (*words != NULL && strcmp(*words, value) != 0)
		words++;
	return *words != NULL;
}

static bool
is_right(const struct config_key *key, const char *value)
{
	int64_t number;

	switch (key->kind) {
	case CONFIG_TEXT:
		return key->most == 0 || strlen(value) <= (size_t)key->most;
	case CONFIG_PATH:
		return value[0] == '/';
	case CONFIG_NUMBER:
	case CONFIG_TIME:
		return read_number(key, value, &number);
	case CONFIG_YES_NO:
		return strcmp(value, "yes") == 0 || strcmp(value, "no") == 0;
	case CONFIG_WORD:
		return is_word_of(key->words, value);
	}
	return false;
}

/* "one of a, b, c" */
static const char *
words_of(struct arena *arena, const char *const *words)
{
	const char *list = arena_copy(arena, "one of");

	for (size_t i = 0; words[i] != NULL; i++)
		list = arena_printf(arena, "%s%s %s", list, i > 0 ? "," : "", words[i]);
	return list;
}

static const char *
form_of(struct arena *arena, const struct config_key *key)
{
	long long least = key->least, most = key->most;

	switch (key->kind) {
	case CONFIG_TEXT:
		return arena_printf(arena, "a text of at most %lld bytes", most);
	case CONFIG_PATH:
		return "a path that begins with /";
	case CONFIG_NUMBER:
		return arena_printf(arena, "a whole number from %lld to %lld", least, most);
	case CONFIG_TIME:
		return arena_printf(
			arena, "a time as \"30 s\", \"5 min\", \"2 h\" or \"1 d\", from %lld to %lld s", least, most);
	case CONFIG_YES_NO:
		return "yes or no";
	case CONFIG_WORD:
		return words_of(arena, key->words);
	}
	return "";
}

static void
check(struct config *config, const struct config_section *section, const struct config_key *key)
{
	struct config_entry *entry = find_entry(section, key->name);

	if (entry != NULL)
		entry->known = true;
	if (entry == NULL && key->required)
		config_note(config, section->line,
			section->line > 0 ? "[%s] has no %s" : "there is no [%s] with its %s", section->name,
			key->name);
	else if (entry != NULL && !is_right(key, entry->value))
		config_note(config, entry->line, "%s has to be %s", key->name, form_of(config->arena, key));
}

const struct config_section *
config_use(struct config *config, const char *section, const struct config_key *keys, size_t count)
{
	struct config_section *found = config_find(config, section);
	struct config_table *table = arena_alloc(config->arena, sizeof(*table));

	if (found == NULL)
		found = config_add_section(config, section, 0);
	*table = (struct config_table){found->tables, keys, count};
	found->tables = table;
	for (size_t i = 0; i < count; i++)
		check(config, found, &keys[i]);
	return found;
}

static const struct config_key *
find_key(const struct config_section *section, const char *name)
{
	for (const struct config_table *table = section->tables; table != NULL; table = table->next) {
		for (size_t i = 0; i < table->count; i++) {
			if (strcmp(table->keys[i].name, name) == 0)
				return &table->keys[i];
		}
	}
	return NULL;
}

static const char *
keys_of(struct arena *arena, const struct config_section *section)
{
	const char *list = "";

	for (const struct config_table *table = section->tables; table != NULL; table = table->next) {
		for (size_t i = 0; i < table->count; i++)
			list = arena_printf(arena, "%s%s%s", list, list[0] != '\0' ? ", " : "", table->keys[i].name);
	}
	return list;
}

static void
note_unknown(struct config *config)
{
	struct arena *arena = config->arena;

	for (const struct config_section *section = config->sections; section != NULL; section = section->next) {
		if (section->tables == NULL) {
			config_note(config, section->line, "[%s] is no section that is known",
				text_printable(arena, section->name));
			continue;
		}
		for (const struct config_entry *entry = section->entries; entry != NULL; entry = entry->next) {
			if (!entry->known)
				config_note(config, entry->line, "%s is no key of [%s]: there are %s",
					text_printable(arena, entry->key), section->name, keys_of(arena, section));
		}
	}
}

bool
config_finish(struct config *config, struct buffer *problems)
{
	note_unknown(config);
	for (const struct config_problem *problem = config->problems; problem != NULL; problem = problem->next) {
		if (problem->line > 0)
			buffer_printf(problems, "%s:%d: %s\n", config->name, problem->line, problem->text);
		else
			buffer_printf(problems, "%s: %s\n", config->name, problem->text);
	}
	return config->problems == NULL;
}

static const char *
value_of(const struct config_section *section, const char *key)
{
	const struct config_entry *entry = find_entry(section, key);

	return entry != NULL ? entry->value : find_key(section, key)->fallback;
}

const char *
config_text(const struct config_section *section, const char *key)
{
	return value_of(section, key);
}

int64_t
config_number(const struct config_section *section, const char *key)
{
	const char *value = value_of(section, key);
	int64_t number = 0;

	return value != NULL && read_number(find_key(section, key), value, &number) ? number : 0;
}

bool
config_yes(const struct config_section *section, const char *key)
{
	const char *value = value_of(section, key);

	return value != NULL && strcmp(value, "yes") == 0;
}
