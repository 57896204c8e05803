/* Memory and arenas: zeroes, alignment, and the end of a process that has no memory left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdalign.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "mfadesk/base/memory.h"

#define TOO_MUCH (SIZE_MAX / 4)
#define WRAPS (SIZE_MAX / 2 + 2) /* times 2 is 2 */

/* AddressSanitizer ends the process at a request of this size unless told to answer as malloc(3) does. */
const char *__asan_default_options(void); /* NOLINT(bugprone-reserved-identifier): the sanitizer's own name */

const char *
__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static void
assert_zeroed(const unsigned char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		assert_int_equal(bytes[i], 0);
}

static void
test_memory_is_zeroed_and_never_null(void **state)
{
	static const size_t sizes[] = {0, 1, 15, 4096, 1 << 20};

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		unsigned char *memory = memory_alloc(sizes[i]);

		assert_non_null(memory);
		assert_zeroed(memory, sizes[i]);
		memory_free(memory);
	}
	memory_free(NULL);
}

static void
test_resize_keeps_what_was_there(void **state)
{
	int *numbers = NULL;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		numbers = memory_resize_array(numbers, (size_t)i + 1, sizeof(*numbers));
		numbers[i] = i;
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(numbers[i], i);
	numbers = memory_resize_array(numbers, 0, sizeof(*numbers));
	assert_non_null(numbers);
	memory_free(numbers);
}

static void
test_copy(void **state)
{
	char *copy = memory_copy("");

	(void)state;
	assert_string_equal(copy, "");
	memory_free(copy);
	copy = memory_copy("Ana Rivera");
	assert_string_equal(copy, "Ana Rivera");
	memory_free(copy);
}

static void
test_arena_pieces_are_apart_aligned_and_zeroed(void **state)
{
	struct arena *arena = arena_new();
	unsigned char *pieces[600];

	(void)state;
	for (size_t size = 0; size < 600; size++) {
		pieces[size] = arena_alloc(arena, size * 17);
		assert_int_equal((uintptr_t)pieces[size] % alignof(max_align_t), 0);
		assert_zeroed(pieces[size], size * 17);
		memset(pieces[size], (int)(size % 251) + 1, size * 17);
	}
	for (size_t size = 0; size < 600; size++)
		for (size_t i = 0; i < size * 17; i++)
			assert_int_equal(pieces[size][i], size % 251 + 1);
	arena_free(&arena);
	assert_null(arena);
	arena_free(&arena);
}

static void
test_a_large_piece_does_not_waste_the_chunk_in_use(void **state)
{
	struct arena *arena = arena_new();
	char *before = arena_alloc(arena, 16);
	char *large = arena_alloc(arena, 1 << 20);
	char *after = arena_alloc(arena, 16);

	(void)state;
	assert_ptr_equal(after, before + 16);
	large[(1 << 20) - 1] = 1;
	arena_free(&arena);
}

static void
test_arena_texts(void **state)
{
	struct arena *arena = arena_new();
	char *text;

	(void)state;
	assert_null(arena_copy(arena, NULL));
	assert_string_equal(arena_copy(arena, ""), "");
	assert_string_equal(arena_copy(arena, "Rivera"), "Rivera");
	assert_string_equal(arena_copy_bytes(arena, NULL, 0), "");
	text = arena_copy_bytes(arena, "a\0b", 3);
	assert_memory_equal(text, "a\0b", 4);
	assert_string_equal(arena_printf(arena, "%s %d", "x", 7), "x 7");
	text = arena_printf(arena, "%*d", 100000, 1);
	assert_int_equal(strlen(text), 100000);
	arena_free(&arena);
}

static void
alloc(void)
{
	memory_free(memory_alloc(TOO_MUCH));
}

static void
alloc_array(void)
{
	memory_free(memory_alloc_array(WRAPS, 2));
}

static void
resize_array(void)
{
	memory_free(memory_resize_array(memory_alloc(1), WRAPS, 2));
}

static void
resize(void)
{
	memory_free(memory_resize_array(memory_alloc(1), TOO_MUCH, 1));
}

static void
arena(void)
{
	struct arena *new = arena_new();

	memset(arena_alloc(new, TOO_MUCH), 0, 1);
}

static void
arena_largest(void)
{
	struct arena *new = arena_new();

	memset(arena_alloc(new, SIZE_MAX), 0, 1);
}

static void
arena_array(void)
{
	struct arena *new = arena_new();

	memset(arena_alloc_array(new, WRAPS, 2), 0, 1);
}

static void
arena_bytes(void)
{
	struct arena *new = arena_new();

	memset(arena_copy_bytes(new, "", SIZE_MAX), 0, 1);
}

static void
hook(void)
{
	dprintf(STDERR_FILENO, "restored; ");
}

/* Runs `exhaust` in a child; gives its exit status and what it wrote. */
static int
outcome_of(void (*exhaust)(void), char *output, size_t size)
{
	int ends[2];
	int status;
	pid_t child;
	size_t length = 0;
	ssize_t got;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		memory_on_exhausted(hook);
		exhaust();
		_exit(0);
	}
	close(ends[1]);
	while ((got = read(ends[0], output + length, size - 1 - length)) > 0)
		length += (size_t)got;
	output[length] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
test_exhaustion_restores_says_so_and_ends(void **state)
{
	static void (*const ways[])(void) = {
		alloc, alloc_array, resize_array, resize, arena, arena_largest, arena_array, arena_bytes};

	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		char output[8192];

		assert_int_equal(outcome_of(ways[i], output, sizeof(output)), EX_SOFTWARE);
		assert_non_null(strstr(output, "restored; memory_test: out of memory\n"));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_memory_is_zeroed_and_never_null),
		cmocka_unit_test(test_resize_keeps_what_was_there),
		cmocka_unit_test(test_copy),
		cmocka_unit_test(test_arena_pieces_are_apart_aligned_and_zeroed),
		cmocka_unit_test(test_a_large_piece_does_not_waste_the_chunk_in_use),
		cmocka_unit_test(test_arena_texts),
		cmocka_unit_test(test_exhaustion_restores_says_so_and_ends),
	};

	return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
