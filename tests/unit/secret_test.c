/* Secrets: wiped when they go, locked where the system allows it, and said so where it does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mfadesk/crypto/secret.h"

#define NOBODY 65534

static const struct {
	size_t room;
	const char *text;
	bool fits;
} sizes[] = {
	{0, "", true},
	{0, "a", false},
	{1, "a", true},
	{7, "sesame!", true},
	{7, "sesame!!", false},
	{1000, "correct horse battery staple", true},
	{100000, "larger than the secure heap", true},
};

static void
check_sizes(void)
{
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct secret *secret = secret_new(sizes[i].room);

		assert_string_equal(secret_text(secret), "");
		assert_int_equal(secret_set(secret, sizes[i].text), sizes[i].fits);
		assert_string_equal(secret_text(secret), sizes[i].fits ? sizes[i].text : "");
		secret_free(&secret);
		assert_null(secret);
		secret_free(&secret);
	}
}

/* First of all, while the secure heap is not there yet. */
static void
test_without_a_secure_heap(void **state)
{
	(void)state;
	check_sizes();
}

static void
test_in_the_secure_heap(void **state)
{
	(void)state;
	assert_true(crypto_secure_heap_start());
	assert_true(crypto_secure_heap_start());
	check_sizes();
}

static void
test_bytes(void **state)
{
	static const unsigned char zeros[100];
	struct secret *secret = secret_new(10), *bytes = secret_new_bytes(99), *drawn;

	(void)state;
	assert_int_equal(secret_length(secret), 0);
	assert_true(secret_set(secret, "sesame"));
	assert_int_equal(secret_length(secret), 6);
	assert_false(secret_set(secret, "sesame, open"));
	assert_int_equal(secret_length(secret), 0);
	assert_int_equal(secret_length(bytes), 99);
	assert_memory_equal(secret_bytes(bytes), zeros, 100);
	drawn = secret_random(99);
	assert_int_equal(secret_length(drawn), 99);
	assert_int_equal(secret_bytes(drawn)[99], 0);
	for (size_t at = 0; at + 8 <= 99; at += 8)
		assert_memory_not_equal(secret_bytes(drawn) + at, zeros, 8);
	secret_free(&drawn);
	secret_free(&bytes);
	secret_free(&secret);
}

static void
test_a_new_text_leaves_nothing_of_the_old(void **state)
{
	struct secret *secret = secret_new(32);
	static const char zeros[32];

	(void)state;
	assert_true(secret_set(secret, "a long secret of thirty-two byte"));
	assert_true(secret_set(secret, "short"));
	assert_memory_equal(secret_text(secret) + 5, zeros, 27);
	assert_true(secret_set(secret, "a long secret of thirty-two byte"));
	assert_false(secret_set(secret, "a longer secret than thirty-two bytes"));
	assert_memory_equal(secret_text(secret), zeros, 32);
	secret_free(&secret);
}

/* The secure heap stays mapped, so what was freed can be looked at; its first bytes link the free list. */
static void
test_a_freed_secret_is_wiped(void **state)
{
	struct secret *secret = secret_new(200);
	char text[201];
	const char *before;

	(void)state;
	memset(text, 'S', 200);
	text[200] = '\0';
	assert_true(secret_set(secret, text));
	before = secret_text(secret);
	secret_free(&secret);
	for (size_t i = 32; i < 200; i++)
		assert_int_equal(before[i], 0);
}

static void
test_more_than_the_heap_holds(void **state)
{
	struct secret *secrets[200];

	(void)state;
	for (size_t i = 0; i < 200; i++) {
		secrets[i] = secret_new(500);
		assert_true(secret_set(secrets[i], "one of many"));
	}
	for (size_t i = 0; i < 200; i++) {
		assert_string_equal(secret_text(secrets[i]), "one of many");
		secret_free(&secrets[i]);
	}
}

static void
test_wipe(void **state)
{
	char text[] = "secret";
	static const char zeros[sizeof(text)];

	(void)state;
	secret_wipe(text, 0);
	assert_string_equal(text, "secret");
	secret_wipe(text, sizeof(text));
	assert_memory_equal(text, zeros, sizeof(text));
}

/* The flags of the mapping that holds `address`, as proc(5) has them: " lo" is locked, " dd" left out of core dumps. */
static void
mapping_flags(const void *address, char flags[256])
{
	FILE *maps = fopen("/proc/self/smaps", "r");
	char line[256];
	bool here = false;

	flags[0] = '\0';
	assert_non_null(maps);
	while (fgets(line, sizeof(line), maps) != NULL) {
		char *end;
		uintptr_t from = strtoull(line, &end, 16);

		if (*end == '-')
			here = from <= (uintptr_t)address && (uintptr_t)address < strtoull(end + 1, NULL, 16);
		if (here && strncmp(line, "VmFlags:", 8) == 0)
			memcpy(flags, line, sizeof(line));
	}
	(void)fclose(maps);
}

static void
test_a_secret_is_locked_and_not_dumped(void **state)
{
	struct secret *secret = secret_new(10);
	char flags[256];

	(void)state;
	mapping_flags(secret_text(secret), flags);
	secret_free(&secret);
	assert_non_null(strstr(flags, " lo"));
	assert_non_null(strstr(flags, " dd"));
}

static bool
may_lock_nothing(void)
{
	const struct rlimit none = {0, 0};

	return setrlimit(RLIMIT_MEMLOCK, &none) == 0 && (getuid() != 0 || setuid(NOBODY) == 0);
}

/* In a program of its own, as the heap of this one is there already. */
static int
start_without_rights(void)
{
	struct secret *secret;
	bool kept;

	if (!may_lock_nothing())
		return 2;
	if (crypto_secure_heap_start())
		return 3;
	secret = secret_new(10);
	kept = secret_set(secret, "sesame") && strcmp(secret_text(secret), "sesame") == 0;
	secret_free(&secret);
	return kept ? 0 : 4;
}

static void
test_refused_locking_is_said_once(void **state)
{
	FILE *output = tmpfile();
	const char *self = *state;
	char text[1024] = "";
	int status;
	pid_t child;

	assert_non_null(output);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(fileno(output), STDERR_FILENO);
		execl("/proc/self/exe", self, "--without-rights", (char *)NULL);
		_exit(5);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	rewind(output);
	assert_true(fread(text, 1, sizeof(text) - 1, output) > 0);
	(void)fclose(output);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_non_null(strstr(text, "could not be locked"));
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
}

static void
test_hide(void **state)
{
	struct rlimit limit;

	(void)state;
	process_hide();
	assert_int_equal(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0);
	assert_int_equal(getrlimit(RLIMIT_CORE, &limit), 0);
	assert_int_equal(limit.rlim_cur, 0);
	assert_int_equal(limit.rlim_max, 0);
}

int
main(int count, char **words)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_without_a_secure_heap),
		cmocka_unit_test(test_in_the_secure_heap),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_a_new_text_leaves_nothing_of_the_old),
		cmocka_unit_test(test_a_freed_secret_is_wiped),
		cmocka_unit_test(test_more_than_the_heap_holds),
		cmocka_unit_test(test_wipe),
		cmocka_unit_test(test_a_secret_is_locked_and_not_dumped),
		cmocka_unit_test_prestate(test_refused_locking_is_said_once, words[0]),
		cmocka_unit_test(test_hide),
	};

	if (count == 2 && strcmp(words[1], "--without-rights") == 0)
		return start_without_rights();
	return cmocka_run_group_tests_name("secret", tests, NULL, NULL);
}
