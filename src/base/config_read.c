/*
 * The lines of a configuration file, through inih. It tells neither lines nor
 * sections, cuts long lines in two and takes " ;" for a comment: so each line is
 * looked at before inih has it, and one that is wrong is handed on as an empty one.
 */
#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <string.h>

#include "config_private.h"
#include "mfadesk/base/text.h"

enum { LINE_LONGEST = 190, FILE_LARGEST = 256 * 1024 };

struct reading {
	struct config *config;
	const char *at; /* the rest of the text */
	const char *end;
	int line;
	struct config_section *section; /* NULL: before the first, or in one that is not taken */
	bool begun; /* a section */
	bool awaited; /* the line is a key and its value, and inih has not said so yet */
};

/* Without the blanks at its end. */
static size_t
trimmed(const char *line, size_t length)
{
	while (length > 0 && (line[length - 1] == ' ' || line[length - 1] == '\t' || line[length - 1] == '\r'))
		length--;
	return length;
}

/* What is wrong with a line that is no comment, or NULL. */
static const char *
wrong_with(const char *line, size_t length)
{
	if (length > LINE_LONGEST)
		return "the line is too long: 190 bytes at most";
	if (strlen(line) != length || !text_is_utf8(line, length))
		return "the line is not UTF-8";
	for (const char *c = line; *c != '\0'; c++) {
		if ((unsigned char)*c < ' ' && *c != '\t')
			return "the line holds a control character";
	}
	if (line[0] == ' ' || line[0] == '\t')
		return "the line begins with a blank";
	if (strstr(line, " ;") != NULL || strstr(line, "\t;") != NULL)
		return "\" ;\" would cut the value off: put the comment on a line of its own";
	return NULL;
}

static void
begin_section(struct reading *reading, const char *line)
{
	struct config *config = reading->config;
	size_t length = strcspn(line, "]");
	const char *name;

	reading->section = NULL;
	reading->begun = true;
	if (line[length] == '\0' || line[length + 1] != '\0' || length == 1) {
		config_note(config, reading->line, "a section is written [name]");
		return;
	}
	name = arena_copy_bytes(config->arena, line + 1, length - 1);
	if (config_find(config, name) != NULL)
		config_note(config, reading->line, "[%s] is there already, at line %d",
			text_printable(config->arena, name), config_find(config, name)->line);
	else
		reading->section = config_add_section(config, name, reading->line);
}

/* True for a line that inih is to see. */
static bool
look_at(struct reading *reading, const char *line, size_t length)
{
	const char *first = line + strspn(line, " \t");
	const char *wrong;

	if (*first == '#' || *first == ';' || length == 0)
		return false;
	wrong = wrong_with(line, length);
	if (wrong != NULL) {
		config_note(reading->config, reading->line, "%s", wrong);
		return false;
	}
	if (line[0] == '[')
		begin_section(reading, line);
	else
		reading->awaited = true;
	return true;
}

static void
miss_awaited(struct reading *reading)
{
	if (reading->awaited)
		config_note(reading->config, reading->line, "the line is not `key = value`");
	reading->awaited = false;
}

/* inih's fgets(): the next line, or NULL at the end. */
static char *
next_line(char *room, int size, void *stream)
{
	struct reading *reading = stream;
	const char *line_end, *line;
	size_t length;

	miss_awaited(reading);
	if (reading->at >= reading->end)
		return NULL;
	line_end = memchr(reading->at, '\n', (size_t)(reading->end - reading->at));
	if (line_end == NULL)
		line_end = reading->end;
	length = trimmed(reading->at, (size_t)(line_end - reading->at));
	line = arena_copy_bytes(reading->config->arena, reading->at, length);
	reading->at = line_end < reading->end ? line_end + 1 : reading->end;
	reading->line++;
	snprintf(room, (size_t)size, "%s", look_at(reading, line, length) ? line : "");
	return room;
}

/* Where the key is, or belongs. */
static struct config_entry **
place_of(struct config_section *section, const char *key)
{
	struct config_entry **place = &section->entries;

	while (*place != NULL && strcmp((*place)->key, key) != 0)
		place = &(*place)->next;
	return place;
}

static void
add_entry(struct reading *reading, const char *key, const char *value)
{
	struct config *config = reading->config;
	struct config_entry **place = place_of(reading->section, key);

	if (*place != NULL) {
		config_note(config, reading->line, "%s is there already, at line %d",
			text_printable(config->arena, key), (*place)->line);
		return;
	}
	*place = arena_alloc(config->arena, sizeof(**place));
	(*place)->key = arena_copy(config->arena, key);
	(*place)->value = arena_copy(config->arena, value);
	(*place)->line = reading->line;
}

/* inih's handler. Its name of the section is not looked at: by that, one that stands there twice would be one. */
static int
take_entry(void *context, const char *section_name, const char *key, const char *value)
{
	struct reading *reading = context;

	(void)section_name;
	if (key[0] == '\0' || value[0] == '\0')
		return 1; /* still awaited */
	reading->awaited = false;
	if (reading->section != NULL)
		add_entry(reading, key, value);
	else if (!reading->begun)
		config_note(reading->config, reading->line, "the line stands before the first [section]");
	return 1;
}

void
config_parse_text(struct config *config, const char *text, size_t length)
{
	struct reading reading = {.config = config, .at = text, .end = text + length};

	if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		reading.at += 3;
	/* What it returns is the first line that is wrong: these are noted already, and more of them. */
	if (ini_parse_stream(next_line, &reading, take_entry, &reading) < 0)
		config_note(config, 0, "cannot be read");
}

struct config *
config_read(const char *path, struct error *error)
{
	FILE *file = fopen(path, "re");
	struct config *config = NULL;
	struct buffer text;
	char piece[4096];
	size_t got;

	if (file == NULL) {
		error_set(error, ERROR_LOCAL, "", "", "cannot read %s: %s", path, strerror(errno));
		return NULL;
	}
	buffer_init(&text, FILE_LARGEST);
	while ((got = fread(piece, 1, sizeof(piece), file)) > 0)
		buffer_append(&text, piece, got);
	if (ferror(file) || text.full) {
		error_set(error, ERROR_LOCAL, "", "", "cannot read %s: %s", path,
			text.full ? "it is too large to be a configuration" : strerror(errno));
	} else {
		config = config_parse(path, "");
		config_parse_text(config, buffer_text(&text), text.length);
	}
	(void)fclose(file);
	buffer_free(&text);
	return config;
}
