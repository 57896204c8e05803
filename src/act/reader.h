/*
 * Typed members out of a JSON document that is not trusted: bounded in size,
 * checked in type. The first thing wrong is the error; after it everything
 * reads as empty, so that a form is read straight down and asked once whether
 * it was right.
 */
#ifndef MFADESK_ACT_READER_H
#define MFADESK_ACT_READER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mfadesk/base/error.h"

struct reader {
	struct arena *arena;
	struct error *error;
	bool ok;
	json_t *root; /* owned */
};

enum presence { MUST_BE, MAY_BE_NULL }; /* MAY_BE_NULL: or not there at all */

/* False, with the error set, where the text is not one JSON document. */
bool reader_open(struct reader *reader, struct arena *arena, const char *json, struct error *error) MUST_CHECK;
/* Frees the document and says whether all was well. */
bool reader_close(struct reader *reader) MUST_CHECK;

void reader_fail(struct reader *reader, const char *key, const char *what);
/* "" for null. Copied into the arena. */
const char *reader_text(struct reader *reader, const json_t *object, const char *key, enum presence presence);
/* CLOCK_NEVER for null. */
int64_t reader_time(struct reader *reader, const json_t *object, const char *key, enum presence presence);
int64_t reader_integer(struct reader *reader, const json_t *object, const char *key);
bool reader_flag(struct reader *reader, const json_t *object, const char *key);
/* NULL for null and after a failure. Borrowed from the document. */
const json_t *reader_object(struct reader *reader, const json_t *object, const char *key, enum presence presence);
/* The array at `key`, or `object` itself where key is NULL; never more than a list on a screen can be. NULL after a
 * failure. */
const json_t *reader_array(struct reader *reader, const json_t *object, const char *key, size_t *count);
const char **reader_texts(struct reader *reader, const json_t *object, const char *key, size_t *count);

#endif
