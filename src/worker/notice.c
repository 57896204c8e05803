/* Facts in the places of a template. See notice.h; the templates are read in notice_read.c. */
#include "mfadesk/worker/notice.h"

#include <string.h>

#include "notice_private.h"

#define TEXT_LIMIT 1500 /* bytes: what carriers take in parts */
#define MAIL_LIMIT 16384

static const char *
fact(const struct notice_facts *facts, size_t placeholder)
{
	return *(const char *const *)((const char *)facts + notice_placeholders[placeholder].offset);
}

/* The line with its facts; false: one of them has nothing to say. */
static bool
fill(struct buffer *out, const char *line, size_t length, const struct notice_facts *facts)
{
	const char *end = line + length;

	while (line < end) {
		size_t used = 1;
		size_t placeholder = *line == '{' ? notice_placeholder_at(line, end, &used) : NOTICE_NO_PLACEHOLDER;

		if (placeholder == NOTICE_NO_PLACEHOLDER)
			buffer_append(out, line, used);
		else if (!fact(facts, placeholder)[0])
			return false;
		else
			buffer_append_text(out, fact(facts, placeholder));
		line += used;
	}
	return true;
}

/* A change is said in the middle of a sentence, or begins one. */
static void
begin_with_capital(char *line)
{
	if (line[0] >= 'a' && line[0] <= 'z')
		line[0] = (char)(line[0] - 'a' + 'A');
}

static void
add_line(struct buffer *out, struct arena *arena, const char *line, size_t length, const struct notice_facts *facts)
{
	struct buffer filled;

	buffer_init(&filled, MAIL_LIMIT);
	if (fill(&filled, line, length, facts)) {
		char *text = arena_copy(arena, buffer_text(&filled));

		begin_with_capital(text);
		buffer_append_text(out, text);
		buffer_append_text(out, "\n");
	}
	buffer_free(&filled);
}

static char *
compose_lines(struct arena *arena, const char *template, const struct notice_facts *facts)
{
	struct buffer out;
	char *text;

	buffer_init(&out, MAIL_LIMIT);
	while (*template) {
		size_t length = strcspn(template, "\n");

		add_line(&out, arena, template, length, facts);
		template += length + (template[length] == '\n');
	}
	text = arena_copy(arena, buffer_text(&out));
	buffer_free(&out);
	return text;
}

/* The lines of a text are one, and no longer than a carrier takes. */
static void
join_lines(char *text)
{
	size_t length = strlen(text);

	while (length > 0 &&
		(length > TEXT_LIMIT || text[length - 1] == '\n' || ((unsigned char)text[length] & 0xC0) == 0x80))
		text[--length] = '\0';
	for (char *at = strchr(text, '\n'); at; at = strchr(at, '\n'))
		*at = ' ';
}

struct notice
notice_compose(struct arena *arena, const struct notices *notices, enum notice_template which,
	const struct notice_facts *facts)
{
	char *text = compose_lines(arena, notices->templates[which], facts);
	struct notice notice = {.subject = "", .text = text};

	if (which == NOTICE_TEXT) {
		join_lines(text);
	} else if (strncmp(text, NOTICE_SUBJECT, strlen(NOTICE_SUBJECT)) == 0) {
		char *end = strchr(text, '\n');

		*end = '\0';
		notice = (struct notice){.subject = text + strlen(NOTICE_SUBJECT), .text = end + 1};
	}
	return notice;
}
