/*
 * Any text is a configuration or has problems that are named: one a line, in the
 * order of the file, in UTF-8 and without what could drive a terminal. What is
 * right has values of the kinds that the table says.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mfadesk/base/config.h"
#include "mfadesk/base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const words[] = {"one", "two", NULL};

static const struct config_key keys[] = {
	{"text", CONFIG_TEXT, .most = 9},
	{"path", CONFIG_PATH, .fallback = NULL},
	{"number", CONFIG_NUMBER, .fallback = "7", .least = -9, .most = 99},
	{"time", CONFIG_TIME, .fallback = "5 min", .least = 1, .most = 3600},
	{"yes", CONFIG_YES_NO, .fallback = "no"},
	{"word", CONFIG_WORD, .required = true, .words = words},
};

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static void
look_at_values(const struct config_section *section)
{
	const char *text = config_text(section, "text");
	const char *path = config_text(section, "path");

	must(text == NULL || (strlen(text) > 0 && strlen(text) <= 9 && text_is_utf8(text, strlen(text))));
	must(path == NULL || path[0] == '/');
	must(config_number(section, "number") >= -9 && config_number(section, "number") <= 99);
	must(config_number(section, "time") >= 1 && config_number(section, "time") <= 3600);
	must(strcmp(config_text(section, "word"), "one") == 0 || strcmp(config_text(section, "word"), "two") == 0);
}

static void
look_at_problems(const struct buffer *problems)
{
	const char *line = buffer_text(problems);
	long last = 0;

	must(problems->length > 0 && line[problems->length - 1] == '\n' && strlen(line) == problems->length);
	must(text_is_utf8(line, problems->length));
	while (*line != '\0') {
		const char *end = strchr(line, '\n');
		long number = line[2] == ' ' ? 0 : strtol(line + 2, NULL, 10);

		must(line[0] == 'f' && line[1] == ':' && number >= last);
		for (last = number; line < end; line++)
			must((unsigned char)*line >= ' ' && *line != 0x7F);
		line = end + 1;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = memory_alloc(size + 1);
	struct config *config;
	const struct config_section *section;
	struct buffer problems;

	memcpy(text, data, size);
	config = config_parse("f", text);
	memory_free(text);
	section = config_use(config, "a", keys, sizeof(keys) / sizeof(*keys));
	buffer_init(&problems, 0);
	if (config_finish(config, &problems))
		look_at_values(section);
	else
		look_at_problems(&problems);
	buffer_free(&problems);
	config_free(&config);
	return 0;
}
