/*
 * A byte string that grows up to a limit and is always NUL-terminated.
 * Past the limit an append is dropped whole and `full` stays set: later ones are dropped too, so no text has a hole.
 */
#ifndef MFADESK_BASE_BUFFER_H
#define MFADESK_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

#include "mfadesk/base/memory.h"

struct buffer {
	char *data; /* owned; NULL until the first append: read it through buffer_text() */
	size_t length;
	size_t capacity;
	size_t limit; /* bytes; 0 means 64 MiB */
	bool full;
};

void buffer_init(struct buffer *buffer, size_t limit);
void buffer_append(struct buffer *buffer, const void *bytes, size_t length);
void buffer_append_text(struct buffer *buffer, const char *text);
void buffer_printf(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);
/* Never NULL; borrowed, valid until the next change. */
const char *buffer_text(const struct buffer *buffer);
void buffer_clear(struct buffer *buffer); /* keeps the memory */
void buffer_free(struct buffer *buffer);

#endif
