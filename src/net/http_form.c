/* Bodies and parts of URLs, percent-encoded. */
#include <string.h>

#include "mfadesk/net/http.h"

void
http_body_start(struct buffer *body, size_t limit)
{
	buffer_init(body, limit);
	body->data = memory_alloc(limit + 1);
	body->capacity = limit + 1;
}

void
http_body_free(struct buffer *body)
{
	if (body->data)
		secret_wipe(body->data, body->capacity);
	buffer_free(body);
}

/* Not by isalnum(): a locale has no say in it. */
static bool
is_unreserved(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c && strchr("-._~", c));
}

static void
escape(struct buffer *out, const char *text)
{
	for (; *text; text++) {
		if (is_unreserved(*text))
			buffer_append(out, text, 1);
		else
			buffer_printf(out, "%%%02X", (unsigned char)*text);
	}
}

void
http_form_add(struct buffer *form, const char *name, const char *value)
{
	if (form->length > 0)
		buffer_append_text(form, "&");
	escape(form, name);
	buffer_append_text(form, "=");
	escape(form, value);
}

char *
http_query_escape(struct arena *arena, const char *text)
{
	struct buffer out;
	char *escaped;

	buffer_init(&out, 0);
	escape(&out, text);
	escaped = arena_copy(arena, buffer_text(&out));
	buffer_free(&out);
	return escaped;
}
