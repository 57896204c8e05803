/*
 * Secrets in memory: OpenSSL's secure heap, which is locked (never swapped),
 * left out of core dumps and fenced by guard pages; wiped when freed.
 */
#ifndef MFADESK_CRYPTO_SECRET_H
#define MFADESK_CRYPTO_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "mfadesk/base/memory.h"

struct secret;

/* Once, at the start of a program. False when the system refuses to lock memory: a line on stderr says so and what to
 * do, and secrets are still wiped. */
bool crypto_secure_heap_start(void);

/* Room for a text of `size` bytes, empty. Owned by the caller. When the secure heap is full or was never started the
 * room is ordinary memory, wiped all the same. */
struct secret *secret_new(size_t size) MUST_CHECK;
/* Wipes what was there. False, and empty, when `text` is longer than the room. The caller wipes its own copy. */
bool secret_set(struct secret *secret, const char *text) MUST_CHECK;
/* Never NULL; borrowed until the next secret_set() or secret_free(). */
const char *secret_text(const struct secret *secret);
/* Bytes that need be no text: `length` zeros. Owned by the caller; always followed by a NUL. */
struct secret *secret_new_bytes(size_t length) MUST_CHECK;
struct secret *secret_random(size_t length) MUST_CHECK;
unsigned char *secret_bytes(const struct secret *secret); /* to be written and read; borrowed until secret_free() */
size_t secret_length(const struct secret *secret); /* in bytes; of a text without its NUL */
void secret_free(struct secret **secret); /* wipes; NULL is accepted */

/* Writes zeros that no optimiser takes away. */
void secret_wipe(void *memory, size_t size);

/* No core dumps, no debugger or /proc/PID/mem for other processes of the user: prctl(2) PR_SET_DUMPABLE, RLIMIT_CORE.
 */
void process_hide(void);

#endif
