/* JSON on its way out: what the commands print with --json. */
#include "mfadesk/act/reply.h"

#include <stdlib.h>
#include <string.h>

#include "mfadesk/base/buffer.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/base/text.h"
#include "reader.h"

static void
append_escaped(struct buffer *out, uint32_t point)
{
	if (point >= 0x10000)
		buffer_printf(out, "\\u%04x\\u%04x", 0xd7c0 + (point >> 10), 0xdc00 + (point & 0x3ff));
	else
		buffer_printf(out, "\\u%04x", point);
}

/*
 * Names stay readable, and what could drive a terminal is escaped: jansson
 * escapes C0 only, and its other choice escapes every letter that is not ASCII.
 * Outside strings JSON is printable ASCII, so this touches strings alone.
 */
static char *
escape_unprintable(struct arena *arena, const char *json)
{
	struct buffer out;
	size_t length = strlen(json);
	size_t used;
	char *copy;

	buffer_init(&out, 0);
	for (size_t at = 0; at < length; at += used) {
		int32_t point = text_decode(json + at, length - at, &used);

		if (point < 0 || text_is_printable((uint32_t)point))
			buffer_append(&out, json + at, used);
		else
			append_escaped(&out, (uint32_t)point);
	}
	copy = arena_copy_bytes(arena, buffer_text(&out), out.length);
	buffer_free(&out);
	return copy;
}

static char *
print(struct arena *arena, const json_t *root)
{
	char *json = json_dumps(root, JSON_COMPACT | JSON_ENCODE_ANY);
	char *safe = escape_unprintable(arena, json ? json : "null");

	free(json);
	return safe;
}

char *
reply_document(struct arena *arena, const char *json, struct error *error)
{
	struct reader reader;
	char *document;

	if (!reader_open(&reader, arena, json, error))
		return NULL;
	document = print(arena, reader.root);
	return reader_close(&reader) ? document : NULL;
}

char *
reply_step_json(struct arena *arena, const char *step, const char *command, const char *answer, struct error *error)
{
	const char *document = reply_document(arena, answer, error);

	if (!document)
		return NULL;
	return arena_printf(arena, "{\"step\":\"%s\",\"command\":\"%s\",\"answer\":%s}", step, command, document);
}

char *
reply_left_json(struct arena *arena, const char *go_on)
{
	json_t *root = json_pack("{s:s, s:s}", "step", "left", "go_on", go_on);
	char *document = print(arena, root);

	json_decref(root);
	return document;
}

char *
reply_enrolled_json(struct arena *arena, const struct enrolled *enrolled)
{
	json_t *root = json_pack("{s:s, s:s, s:s*}", "method", enrolled->method, "challenge", enrolled->challenge,
		"uri", *enrolled->uri ? enrolled->uri : NULL);
	char *document = print(arena, root);

	json_decref(root);
	return document;
}

char *
reply_issued_pass_json(struct arena *arena, const struct issued_pass *issued)
{
	char expires_at[CLOCK_TEXT_SIZE];
	json_t *root;
	char *document;

	clock_format(issued->expires_at, expires_at);
	root = json_pack("{s:s*, s:s, s:s}", "pass", *issued->pass ? issued->pass : NULL, "expires_at", expires_at,
		"id", issued->id);
	document = print(arena, root);
	json_decref(root);
	return document;
}

char *
reply_issued_codes_json(struct arena *arena, const struct issued_codes *issued)
{
	json_t *codes = *issued->codes ? json_array() : NULL;
	json_t *root;
	char *document;

	for (const char *at = issued->codes; *at;) {
		size_t length = strcspn(at, "\n");

		json_array_append_new(codes, json_stringn(at, length));
		at += length + (at[length] == '\n');
	}
	root = json_pack("{s:o*, s:s}", "codes", codes, "id", issued->id);
	document = print(arena, root);
	json_decref(root);
	return document;
}

/* A message may have been cut within a character: then what is left of it is drawn as a mark. */
static const char *
whole(struct arena *arena, const char *text)
{
	return text_is_utf8(text, strlen(text)) ? text : text_printable(arena, text);
}

char *
reply_error_json(struct arena *arena, const struct error *error, const char *request_id)
{
	json_t *root = json_pack("{s:{s:s, s:s, s:s}}", "error", "code", error->code, "message",
		whole(arena, error->message), "hint", whole(arena, error->hint));
	char *document;

	if (root && request_id && *request_id)
		json_object_set_new(root, "request", json_string(request_id));
	document = print(arena, root);
	json_decref(root);
	return document;
}
