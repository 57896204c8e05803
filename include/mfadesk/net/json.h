/*
 * Answers of gateways, to be read, and a text to be written. A path is names of members with dots
 * between ("error.code"); "" is the document itself. What is not there, is null or
 * is of another type is no error: gateways change.
 */
#ifndef MFADESK_NET_JSON_H
#define MFADESK_NET_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mfadesk/base/buffer.h"
#include "mfadesk/base/memory.h"

struct json;

#define JSON_SIZE_LIMIT ((size_t)1024 * 1024)

/* NULL where it is not one object or array in UTF-8, or is too long or too deep. Owned by the caller. */
struct json *json_parse(const char *bytes, size_t length) MUST_CHECK;
void json_free(struct json **json); /* NULL is accepted */

/* Never NULL: "" where there is no text. Borrowed until json_free(). */
const char *json_text(const struct json *json, const char *path);
/* Also from a text of decimal digits. False, and *number as it was, where there is none or it is no whole one. */
bool json_number(const struct json *json, const char *path, int64_t *number) MUST_CHECK;
/* The elements of an array: how many, 0 where there is none; and one, NULL past the end. Borrowed. */
size_t json_count(const struct json *json, const char *path);
const struct json *json_at(const struct json *json, const char *path, size_t index);

/* Adds a text in quotation marks, with what JSON (RFC 8259, section 7) has to escape; `text` is UTF-8. */
void json_add_text(struct buffer *json, const char *text);

#endif
