/* The templates of notices, checked when they are read: what they lack nobody would be told. */
#include <stdio.h>
#include <string.h>

#include "notice_private.h"

#define FILE_LIMIT 8192 /* bytes of a template */
#define PATH_LIMIT 4096

extern const char notice_mail[], notice_text[], notice_lead[];

static const struct {
	const char *name;
	const char *built_in;
} files[NOTICE_TEMPLATES] = {
	[NOTICE_MAIL] = {"mail", notice_mail},
	[NOTICE_TEXT] = {"text", notice_text},
	[NOTICE_LEAD] = {"lead", notice_lead},
};

const struct notice_placeholder notice_placeholders[] = {
	{"person", offsetof(struct notice_facts, person), false},
	{"what", offsetof(struct notice_facts, what), true},
	{"when", offsetof(struct notice_facts, when), true},
	{"ticket", offsetof(struct notice_facts, ticket), true},
	{"proof", offsetof(struct notice_facts, proof), true},
	{"desk_name", offsetof(struct notice_facts, desk_name), true},
	{"desk_telephone", offsetof(struct notice_facts, desk_telephone), true},
	{"desk_mail", offsetof(struct notice_facts, desk_mail), true},
	{"desk_room", offsetof(struct notice_facts, desk_room), true},
};
const size_t notice_placeholder_count = sizeof(notice_placeholders) / sizeof(notice_placeholders[0]);

size_t
notice_placeholder_at(const char *at, const char *end, size_t *length)
{
	const char *close = memchr(at, '}', (size_t)(end - at));

	*length = close ? (size_t)(close - at) + 1 : 1;
	for (size_t i = 0; close && i < notice_placeholder_count; i++) {
		const char *name = notice_placeholders[i].name;

		if (strlen(name) == *length - 2 && memcmp(name, at + 1, *length - 2) == 0)
			return i;
	}
	return NOTICE_NO_PLACEHOLDER;
}

struct check {
	const char *path;
	struct buffer *problems;
	int line;
	bool found[sizeof(notice_placeholders) / sizeof(notice_placeholders[0])];
};

static void
check_line(struct check *check, const char *line, const char *end)
{
	size_t length;

	for (; (line = memchr(line, '{', (size_t)(end - line))); line += length) {
		size_t placeholder = notice_placeholder_at(line, end, &length);

		if (placeholder != NOTICE_NO_PLACEHOLDER)
			check->found[placeholder] = true;
		else if (length > 1)
			buffer_printf(check->problems, "%s:%d: %.*s is not known\n", check->path, check->line,
				(int)length, line);
		else
			buffer_printf(check->problems, "%s:%d: a { without its }\n", check->path, check->line);
	}
}

static void
check_template(const char *path, enum notice_template which, const char *text, struct buffer *problems)
{
	struct check check = {.path = path, .problems = problems};

	if (which != NOTICE_TEXT && strncmp(text, NOTICE_SUBJECT, strlen(NOTICE_SUBJECT)) != 0)
		buffer_printf(problems, "%s:1: the first line has to be \"" NOTICE_SUBJECT "...\"\n", path);
	while (*text) {
		size_t length = strcspn(text, "\n");

		check.line++;
		check_line(&check, text, text + length);
		text += length + (text[length] == '\n');
	}
	for (size_t i = 0; i < notice_placeholder_count; i++)
		if (!check.found[i] && (which == NOTICE_LEAD ? i == 0 || i == 1 : notice_placeholders[i].needed))
			buffer_printf(
				problems, "%s:%d: {%s} is missing\n", path, check.line, notice_placeholders[i].name);
}

/* NULL, with what is wrong. */
static char *
read_file(const char *path, struct buffer *problems)
{
	char *text = memory_alloc(FILE_LIMIT + 1);
	FILE *file = fopen(path, "re");
	size_t length = file ? fread(text, 1, FILE_LIMIT + 1, file) : 0;
	bool whole = file && !ferror(file) && length > 0 && length <= FILE_LIMIT && !memchr(text, '\0', length);

	if (file)
		fclose(file);
	if (whole) {
		text[length] = '\0';
		return text;
	}
	buffer_printf(problems, "%s:1: %s\n", path,
		file ? "a template is a text of 1 to 8192 bytes" : "the file cannot be read");
	memory_free(text);
	return NULL;
}

struct notices *
notices_read(const char *directory, struct buffer *problems)
{
	struct notices *notices = memory_alloc(sizeof(*notices));
	size_t before = problems->length;
	char path[PATH_LIMIT];

	*notices = (struct notices){{NULL}};
	for (size_t i = 0; i < NOTICE_TEMPLATES; i++) {
		snprintf(path, sizeof(path), "%s/%s.txt", directory ? directory : "built-in", files[i].name);
		notices->templates[i] = directory ? read_file(path, problems) : memory_copy(files[i].built_in);
		if (notices->templates[i])
			check_template(path, (enum notice_template)i, notices->templates[i], problems);
	}
	if (problems->length > before)
		notices_free(&notices);
	return notices;
}

void
notices_free(struct notices **notices)
{
	if (!*notices)
		return;
	for (size_t i = 0; i < NOTICE_TEMPLATES; i++)
		memory_free((*notices)->templates[i]);
	memory_free(*notices);
	*notices = NULL;
}

enum notice_template
notice_template_named(const char *name)
{
	size_t i = 0;

	while (i < NOTICE_TEMPLATES && strcmp(files[i].name, name) != 0)
		i++;
	return (enum notice_template)i;
}
