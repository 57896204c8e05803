/*
 * Memory that is never NULL. When the system has none left, the hook set by
 * memory_on_exhausted() runs (it restores the terminal), one line goes to
 * stderr and the process exits with status 70 (EX_SOFTWARE).
 *
 * An arena owns everything allocated from it and is freed whole: a message, a
 * reply and a list of effects each have one.
 */
#ifndef MFADESK_BASE_MEMORY_H
#define MFADESK_BASE_MEMORY_H

#include <stdarg.h>
#include <stddef.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(text, first) __attribute__((__format__(__printf__, text, first)))

void memory_on_exhausted(void (*hook)(void));

/* Zeroed. Owned by the caller, released with memory_free(). */
void *memory_alloc(size_t size) MUST_CHECK;
void *memory_alloc_array(size_t count, size_t size) MUST_CHECK;
/* Grows or shrinks; the new tail is not zeroed. Overflow of count * size is exhaustion. */
void *memory_resize_array(void *old, size_t count, size_t size) MUST_CHECK;
char *memory_copy(const char *text) MUST_CHECK;
void memory_free(void *pointer);

struct arena;

struct arena *arena_new(void) MUST_CHECK;
/* Frees all that it owns and sets *arena to NULL; NULL is accepted. */
void arena_free(struct arena **arena);
/* Zeroed, aligned for any type, owned by the arena. */
void *arena_alloc(struct arena *arena, size_t size) MUST_CHECK;
void *arena_alloc_array(struct arena *arena, size_t count, size_t size) MUST_CHECK;
/* NULL stays NULL. */
char *arena_copy(struct arena *arena, const char *text) MUST_CHECK;
char *arena_copy_bytes(struct arena *arena, const char *bytes, size_t length) MUST_CHECK; /* adds a NUL */
char *arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3) MUST_CHECK;

#endif
