/*
 * Arenas: chunks in a list, each filled from its start and freed with the rest.
 * A piece too large for a chunk gets one of its own behind the chunk in use, so
 * that the room left in that one is not lost.
 */
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "mfadesk/base/memory.h"

#define CHUNK_SIZE ((size_t)8192)

struct chunk {
	struct chunk *next;
	size_t size;
	size_t used;
	alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	struct chunk *first; /* the one in use; owned, with all behind it */
};

struct arena *
arena_new(void)
{
	return memory_alloc(sizeof(struct arena));
}

void
arena_free(struct arena **arena)
{
	if (*arena == NULL)
		return;
	for (struct chunk *chunk = (*arena)->first, *next; chunk != NULL; chunk = next) {
		next = chunk->next;
		memory_free(chunk);
	}
	memory_free(*arena);
	*arena = NULL;
}

/* SIZE_MAX where the sum does not fit: no allocation of that size succeeds. */
static size_t
sum(size_t a, size_t b)
{
	size_t result;

	return __builtin_add_overflow(a, b, &result) ? SIZE_MAX : result;
}

static struct chunk *
chunk_new(size_t size)
{
	struct chunk *chunk = memory_alloc(sum(sizeof(struct chunk), size));

	chunk->size = size;
	return chunk;
}

static struct chunk *
chunk_with_room(struct arena *arena, size_t size)
{
	struct chunk *first = arena->first;
	struct chunk *chunk;

	if (first != NULL && first->size - first->used >= size)
		return first;
	if (first != NULL && size > CHUNK_SIZE / 4) {
		chunk = chunk_new(size);
		chunk->next = first->next;
		first->next = chunk;
		return chunk;
	}
	chunk = chunk_new(size > CHUNK_SIZE ? size : CHUNK_SIZE);
	chunk->next = first;
	arena->first = chunk;
	return chunk;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	size_t rounded = sum(size, alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	struct chunk *chunk = chunk_with_room(arena, rounded);
	void *memory = chunk->bytes + chunk->used;

	chunk->used += rounded;
	return memory;
}

void *
arena_alloc_array(struct arena *arena, size_t count, size_t size)
{
	size_t bytes;

	return arena_alloc(arena, __builtin_mul_overflow(count, size, &bytes) ? SIZE_MAX : bytes);
}

char *
arena_copy_bytes(struct arena *arena, const char *bytes, size_t length)
{
	char *copy = arena_alloc(arena, sum(length, 1));

	if (length > 0)
		memcpy(copy, bytes, length);
	return copy;
}

char *
arena_copy(struct arena *arena, const char *text)
{
	return text == NULL ? NULL : arena_copy_bytes(arena, text, strlen(text));
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
	va_list arguments;
	int length;
	char *text;

	va_start(arguments, format);
	length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	/* It fails only past INT_MAX bytes: (size_t)-1 is exhaustion. */
	text = arena_alloc(arena, length < 0 ? SIZE_MAX : (size_t)length + 1);
	va_start(arguments, format);
	vsnprintf(text, (size_t)length + 1, format, arguments);
	va_end(arguments);
	return text;
}
