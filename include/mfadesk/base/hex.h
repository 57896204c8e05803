/* Bytes as hexadecimal digits: how sealed secrets and keys travel in JSON and stand in files. */
#ifndef MFADESK_BASE_HEX_H
#define MFADESK_BASE_HEX_H

#include <stdbool.h>
#include <stddef.h>

#include "mfadesk/base/memory.h"

/* Lower case, 2 * length digits, no NUL. */
void hex_write(const void *bytes, size_t length, char *text);
/* The same as a text; owned by the arena. */
char *hex_encode(struct arena *arena, const void *bytes, size_t length) MUST_CHECK;
/* Exactly `length` bytes; false, and nothing written, unless `text` is exactly twice as many digits of either case. */
bool hex_decode(const char *text, void *bytes, size_t length) MUST_CHECK;
/* As many as there are; owned by the arena. NULL for an odd number of digits or anything that is no digit. */
unsigned char *hex_decode_all(struct arena *arena, const char *text, size_t *length) MUST_CHECK;

#endif
