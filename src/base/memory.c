/*
 * The only callers of malloc. It knows nothing of terminals or logs: whoever has
 * something to restore before the process ends leaves a hook.
 */
#include "mfadesk/base/memory.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static void (*exhausted_hook)(void);

void
memory_on_exhausted(void (*hook)(void))
{
	exhausted_hook = hook;
}

/* Writes without stdio, which allocates. */
static void
say(const char *text)
{
	ssize_t written = write(STDERR_FILENO, text, strlen(text));

	(void)written; /* nobody is left to tell */
}

static _Noreturn void
exhausted(void)
{
	if (exhausted_hook != NULL)
		exhausted_hook();
	say(program_invocation_short_name);
	say(": out of memory\n");
	_exit(EX_SOFTWARE);
}

static size_t
product(size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		exhausted();
	return bytes > 0 ? bytes : 1; /* malloc(0) may be NULL */
}

void *
memory_alloc_array(size_t count, size_t size)
{
	void *memory = calloc(1, product(count, size));

	if (memory == NULL)
		exhausted();
	return memory;
}

void *
memory_alloc(size_t size)
{
	return memory_alloc_array(1, size);
}

void *
memory_resize_array(void *old, size_t count, size_t size)
{
	void *memory = realloc(old, product(count, size));

	if (memory == NULL)
		exhausted();
	return memory;
}

char *
memory_copy(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(memory_alloc(size), text, size);
}

void
memory_free(void *pointer)
{
	free(pointer);
}
