/* Gateways' answers over jansson. A `struct json` is a json_t by another name, so that nobody else needs its header. */
#include "mfadesk/net/json.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct json *
json_parse(const char *bytes, size_t length)
{
	/* The depth is jansson's own limit. */
	if (length > JSON_SIZE_LIMIT)
		return NULL;
	return (struct json *)json_loadb(bytes, length, 0, NULL);
}

void
json_free(struct json **json)
{
	json_decref((json_t *)*json);
	*json = NULL;
}

/* NULL where the path leads nowhere. */
static const json_t *
find(const struct json *json, const char *path)
{
	const json_t *at = (const json_t *)json;

	while (at && *path) {
		size_t length = strcspn(path, ".");

		at = json_object_getn(at, path, length);
		path += length;
		path += *path == '.';
	}
	return at;
}

const char *
json_text(const struct json *json, const char *path)
{
	const char *text = json_string_value(find(json, path));

	return text ? text : "";
}

static bool
number_of_text(const char *text, int64_t *number)
{
	char *end;
	long long value;

	if (strspn(text, "-0123456789") != strlen(text))
		return false;
	errno = 0;
	value = strtoll(text, &end, 10);
	if (end == text || *end || errno)
		return false;
	*number = value;
	return true;
}

/* 2^53: beyond it a real number does not hold every whole one. */
static bool
number_of_real(double real, int64_t *number)
{
	const double most = 9007199254740992.0;
	bool is_within = real >= -most && real <= most; /* which no NaN is */
	int64_t whole = is_within ? (int64_t)real : 0;

	if (!is_within || real != (double)whole)
		return false;
	*number = whole;
	return true;
}

bool
json_number(const struct json *json, const char *path, int64_t *number)
{
	const json_t *value = find(json, path);

	if (json_is_string(value))
		return number_of_text(json_string_value(value), number);
	if (json_is_real(value))
		return number_of_real(json_real_value(value), number);
	if (!json_is_integer(value))
		return false;
	*number = json_integer_value(value);
	return true;
}

size_t
json_count(const struct json *json, const char *path)
{
	return json_array_size(find(json, path));
}

const struct json *
json_at(const struct json *json, const char *path, size_t index)
{
	return (const struct json *)json_array_get(find(json, path), index);
}
