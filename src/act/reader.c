/* Reading JSON that somebody else wrote; see reader.h. */
#include "reader.h"

#include <string.h>

#include "mfadesk/base/clock.h"

#define DOCUMENT_MAX (16u << 20)
#define TEXT_MAX (64u << 10) /* far above what the database stores in one field */
#define LIST_MAX 20000u

static bool
fail(struct error *error, const char *where, const char *what)
{
	return error_set(error, ERROR_LOCAL, "",
		"Compare the versions of program and directory: mfadesk --version, mfadesk-admin schema status.",
		"The answer of the directory cannot be read: %.80s %.80s.", where, what);
}

bool
reader_open(struct reader *reader, struct arena *arena, const char *json, struct error *error)
{
	size_t length = strlen(json);
	json_error_t cause;

	*reader = (struct reader){.arena = arena, .error = error, .ok = true};
	if (length > DOCUMENT_MAX)
		return fail(error, "it", "is too long");
	reader->root = json_loadb(json, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &cause);
	return reader->root || fail(error, "it", "is not JSON");
}

bool
reader_close(struct reader *reader)
{
	json_decref(reader->root);
	reader->root = NULL;
	return reader->ok;
}

void
reader_fail(struct reader *reader, const char *key, const char *what)
{
	reader->ok = fail(reader->error, key ? key : "it", what);
}

/* The member, NULL where it may be absent and is; a failure where it may not. */
static const json_t *
member(struct reader *reader, const json_t *object, const char *key, enum presence presence)
{
	const json_t *value;

	if (!reader->ok)
		return NULL;
	if (!json_is_object(object)) {
		reader_fail(reader, key, "is not in an object");
		return NULL;
	}
	value = json_object_get(object, key);
	if (value && !json_is_null(value))
		return value;
	if (presence == MUST_BE)
		reader_fail(reader, key, "is missing");
	return NULL;
}

static const char *
copy_text(struct reader *reader, const json_t *value, const char *key)
{
	if (!json_is_string(value) || json_string_length(value) > TEXT_MAX) {
		reader_fail(reader, key, "is not a text");
		return "";
	}
	return arena_copy_bytes(reader->arena, json_string_value(value), json_string_length(value));
}

const char *
reader_text(struct reader *reader, const json_t *object, const char *key, enum presence presence)
{
	const json_t *value = member(reader, object, key, presence);

	return value ? copy_text(reader, value, key) : "";
}

int64_t
reader_time(struct reader *reader, const json_t *object, const char *key, enum presence presence)
{
	const json_t *value = member(reader, object, key, presence);
	int64_t time = CLOCK_NEVER;

	if (value && (!json_is_string(value) || !clock_parse(json_string_value(value), &time)))
		reader_fail(reader, key, "is not a time");
	return reader->ok ? time : CLOCK_NEVER;
}

int64_t
reader_integer(struct reader *reader, const json_t *object, const char *key)
{
	const json_t *value = member(reader, object, key, MUST_BE);

	if (value && !json_is_integer(value))
		reader_fail(reader, key, "is not a whole number");
	return reader->ok ? json_integer_value(value) : 0;
}

bool
reader_flag(struct reader *reader, const json_t *object, const char *key)
{
	const json_t *value = member(reader, object, key, MUST_BE);

	if (value && !json_is_boolean(value))
		reader_fail(reader, key, "is neither true nor false");
	return reader->ok && json_is_true(value);
}

const json_t *
reader_object(struct reader *reader, const json_t *object, const char *key, enum presence presence)
{
	const json_t *value = member(reader, object, key, presence);

	if (value && !json_is_object(value))
		reader_fail(reader, key, "is not an object");
	return reader->ok ? value : NULL;
}

const json_t *
reader_array(struct reader *reader, const json_t *object, const char *key, size_t *count)
{
	const json_t *value = key ? member(reader, object, key, MUST_BE) : object;

	*count = 0;
	if (reader->ok && (!json_is_array(value) || json_array_size(value) > LIST_MAX))
		reader_fail(reader, key, "is not a list, or too long a one");
	if (!reader->ok)
		return NULL;
	*count = json_array_size(value);
	return value;
}

const char **
reader_texts(struct reader *reader, const json_t *object, const char *key, size_t *count)
{
	const json_t *array = reader_array(reader, object, key, count);
	const char **texts = arena_alloc_array(reader->arena, *count + 1, sizeof(*texts));

	for (size_t i = 0; i < *count; i++)
		texts[i] = copy_text(reader, json_array_get(array, i), key);
	return texts;
}
