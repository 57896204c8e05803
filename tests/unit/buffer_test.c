/* Buffers: growth up to a limit, and nothing past it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "mfadesk/base/buffer.h"

static void
test_empty(void **state)
{
	struct buffer buffer;

	(void)state;
	buffer_init(&buffer, 10);
	assert_string_equal(buffer_text(&buffer), "");
	buffer_append(&buffer, NULL, 0);
	buffer_append_text(&buffer, "");
	buffer_printf(&buffer, "%s", "");
	assert_string_equal(buffer_text(&buffer), "");
	assert_int_equal(buffer.length, 0);
	assert_false(buffer.full);
	buffer_free(&buffer);
	buffer_free(&buffer);
}

/* A limit, an append of so many bytes after 3, whether it fits. */
static const struct {
	size_t limit;
	size_t length;
	bool fits;
} limits[] = {
	{3, 0, true},
	{3, 1, false},
	{4, 1, true},
	{4, 2, false},
	{64, 61, true},
	{64, 62, false},
	{100, 97, true},
	{100, 98, false},
	{5000, 4997, true},
	{5000, 4998, false},
	{0, ((size_t)64 << 20) - 3, true},
	{0, ((size_t)64 << 20) - 2, false},
	{0, SIZE_MAX, false},
	{0, SIZE_MAX - 2, false},
};

static void
test_limits(void **state)
{
	char *bytes = memory_alloc((size_t)65 << 20);

	(void)state;
	memset(bytes, 'x', (size_t)65 << 20);
	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++) {
		struct buffer buffer;

		buffer_init(&buffer, limits[i].limit);
		buffer_append_text(&buffer, "abc");
		buffer_append(&buffer, bytes, limits[i].length);
		assert_int_equal(buffer.full, !limits[i].fits);
		assert_int_equal(buffer.length, 3 + (limits[i].fits ? limits[i].length : 0));
		assert_int_equal(strlen(buffer_text(&buffer)), buffer.length);
		buffer_free(&buffer);
	}
	memory_free(bytes);
}

static void
test_full_stays_until_cleared(void **state)
{
	struct buffer buffer;

	(void)state;
	buffer_init(&buffer, 4);
	buffer_append_text(&buffer, "abc");
	buffer_printf(&buffer, "%d", 12);
	assert_true(buffer.full);
	buffer_append_text(&buffer, "d");
	assert_string_equal(buffer_text(&buffer), "abc");
	buffer_clear(&buffer);
	assert_false(buffer.full);
	buffer_append_text(&buffer, "wxyz");
	assert_string_equal(buffer_text(&buffer), "wxyz");
	buffer_free(&buffer);
	assert_string_equal(buffer_text(&buffer), "");
	assert_int_equal(buffer.limit, 4);
}

static void
test_bytes_and_format(void **state)
{
	struct buffer buffer;

	(void)state;
	buffer_init(&buffer, 0);
	for (int i = 0; i < 1000; i++)
		buffer_printf(&buffer, "%03d,", i);
	assert_int_equal(buffer.length, 4000);
	assert_memory_equal(buffer_text(&buffer) + 3996, "999,", 5);
	buffer_clear(&buffer);
	buffer_append(&buffer, "a\0b", 3);
	assert_int_equal(buffer.length, 3);
	assert_memory_equal(buffer_text(&buffer), "a\0b", 4);
	buffer_free(&buffer);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_full_stays_until_cleared),
		cmocka_unit_test(test_bytes_and_format),
	};

	return cmocka_run_group_tests_name("buffer", tests, NULL, NULL);
}
