/* Key files: read to the letter, refused with the line named, grown without losing a key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mfadesk/base/hex.h"
#include "mfadesk/crypto/keys.h"
#include "mfadesk/crypto/private_file.h"

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))
#define NOBODY 65534

#define A "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define B "101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F"
#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

static char folder[256];
static char path[300];

static void
write_file(const char *text, size_t length, mode_t mode)
{
	int fd;

	unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, length), (ssize_t)length);
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static void
write_text(const char *text)
{
	write_file(text, strlen(text), 0600);
}

static const struct {
	const char *text;
	const char *wrong; /* NULL: it is right */
	size_t count;
	uint32_t newest;
} files[] = {
	{"1 " A "\n", NULL, 1, 1},
	{"1 " A, NULL, 1, 1},
	{"# keys\n\n7 " A "\n# and\n9 " B "\n\n", NULL, 2, 9},
	{"1 " A "\n2147483647 " B "\n", NULL, 2, 2147483647},
	{"", "holds no key", 0, 0},
	{"# nothing\n", "holds no key", 0, 0},
	{"0 " A "\n", ":1: the line is not a version", 0, 0},
	{"01 " A "\n", ":1: the line is not a version", 0, 0},
	{"-1 " A "\n", ":1: the line is not a version", 0, 0},
	{"2147483648 " A "\n", ":1: the line is not a version", 0, 0},
	{"18446744073709551617 " A "\n", ":1: the line is not a version", 0, 0},
	{"one " A "\n", ":1: the line is not a version", 0, 0},
	{A "\n", ":1: the line is not a version", 0, 0},
	{"1\n", ":1: the line is not a version", 0, 0},
	{"1 \n", ":1: the line is not a version", 0, 0},
	{"1  " A "\n", ":1: the line is not a version", 0, 0},
	{" 1 " A "\n", ":1: the line is not a version", 0, 0},
	{"1\t" A "\n", ":1: the line is not a version", 0, 0},
	{"1 " A "0\n", ":1: the line is not a version", 0, 0},
	{"1 " A " \n", ":1: the line is not a version", 0, 0},
	{"1 " A "\r\n", ":1: the line is not a version", 0, 0},
	{"1 0102\n", ":1: the line is not a version", 0, 0},
	{"1 " A "\n\n# two\n2 g" A "\n", ":4: the line is not a version", 0, 0},
	{"2 " A "\n1 " B "\n", ":2: the line has a version that is not above", 0, 0},
	{"2 " A "\n2 " B "\n", ":2: the line has a version that is not above", 0, 0},
	{"1 " A "\n2 " ZEROS "\n", ":2: the line holds no random key", 0, 0},
	{"1 " A "\n2 " B "\n3 " A "\n", ":3: the line holds a key that is there already", 0, 0},
};

static void
test_what_a_file_may_hold(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(files); i++) {
		struct error error = {0};
		struct keys *keys;

		write_text(files[i].text);
		keys = keys_read(path, &error);
		if (files[i].wrong == NULL) {
			assert_non_null(keys);
			assert_int_equal(keys_count(keys), files[i].count);
			assert_int_equal(keys_newest(keys), files[i].newest);
			assert_int_equal(keys_version(keys, files[i].count - 1), files[i].newest);
		} else {
			assert_null(keys);
			assert_non_null(strstr(error.message, path));
			assert_non_null(strstr(error.message, files[i].wrong));
			assert_null(strstr(error.message, "0102"));
			assert_null(strstr(error.hint, "0102"));
		}
		keys_free(&keys);
		assert_null(keys);
	}
}

static void
test_a_nul_in_the_file(void **state)
{
	static const char text[] = "1 " A "\n# a\0b\n";
	struct error error = {0};

	(void)state;
	write_file(text, sizeof(text) - 1, 0600);
	assert_null(keys_read(path, &error));
	assert_non_null(strstr(error.message, ":2: the line holds a NUL"));
}

/* The key of a use, computed by another program from the same master key. */
static void
test_each_use_has_its_own_key(void **state)
{
	struct error error = {0};
	struct arena *arena = arena_new();
	struct keys *keys;

	(void)state;
	write_text("1 " B "\n7 " A "\n");
	keys = keys_read(path, &error);
	assert_non_null(keys);
	assert_string_equal(hex_encode(arena, keys_get(keys, KEY_CODE, 7), KEY_SIZE),
		"c9ce3f674124181ebe0429cddee69231338e0f780d29e7d984f153afde276f30");
	assert_memory_not_equal(keys_get(keys, KEY_CODE, 7), keys_get(keys, KEY_SEAL, 7), KEY_SIZE);
	assert_memory_not_equal(keys_get(keys, KEY_CODE, 7), keys_get(keys, KEY_CODE, 1), KEY_SIZE);
	assert_null(keys_get(keys, KEY_CODE, 0));
	assert_null(keys_get(keys, KEY_SEAL, 2));
	assert_null(keys_get(keys, KEY_SEAL, 8));
	keys_free(&keys);
	arena_free(&arena);
}

static const struct {
	mode_t mode;
	bool right;
} modes[] = {{0600, true}, {0400, true}, {0700, true}, {0640, false}, {0620, false}, {0610, false}, {0604, false},
	{0602, false}, {0601, false}, {0666, false}};

static void
test_nobody_else_may_have_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(modes); i++) {
		struct error error = {0};
		struct keys *keys;

		write_file("1 " A "\n", 67, modes[i].mode);
		keys = keys_read(path, &error);
		assert_int_equal(keys != NULL, modes[i].right);
		if (keys == NULL) {
			assert_non_null(strstr(error.message, path));
			assert_non_null(strstr(error.message, "can be used by others"));
			assert_non_null(strstr(error.hint, "chmod 600"));
		}
		keys_free(&keys);
	}
}

/* Exit status 0 where keys_read() as a user without rights says so. */
static int
read_as_nobody(const char *said)
{
	struct error error = {0};
	struct keys *keys;

	if (setgid(NOBODY) != 0 || setuid(NOBODY) != 0)
		return 2;
	keys = keys_read(path, &error);
	return keys == NULL && strstr(error.message, said) != NULL ? 0 : 1;
}

static void
test_another_users_file(void **state)
{
	int status;
	pid_t child;

	(void)state;
	if (getuid() != 0)
		skip();
	write_file("1 " A "\n", 67, 0644);
	assert_int_equal(chown(path, 12345, 12345), 0);
	assert_int_equal(chmod(folder, 0755), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(read_as_nobody("belongs to another user"));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void
refused(const char *said)
{
	struct error error = {0};

	assert_null(keys_read(path, &error));
	assert_non_null(strstr(error.message, path));
	assert_non_null(strstr(error.message, said));
}

static void
test_what_is_no_file(void **state)
{
	char other[320];
	char text[PRIVATE_FILE_LARGEST + 1];

	(void)state;
	unlink(path);
	refused("No such file");
	assert_int_equal(mkdir(path, 0700), 0);
	refused("no regular file");
	rmdir(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	refused("no regular file");
	write_text("1 " A "\n");
	snprintf(other, sizeof(other), "%s.real", path);
	assert_int_equal(rename(path, other), 0);
	assert_int_equal(symlink(other, path), 0);
	refused("symbolic link");
	unlink(other);
	memset(text, '#', sizeof(text));
	memcpy(text, "1 " A "\n", 67);
	write_file(text, sizeof(text) - 1, 0600);
	{
		struct keys *keys = keys_read(path, NULL);

		assert_non_null(keys);
		keys_free(&keys);
	}
	write_file(text, sizeof(text), 0600);
	refused("larger than");
}

static void
test_new_keys(void **state)
{
	struct error error = {0};
	struct keys *keys;
	struct stat status;
	uint32_t version = 0;
	char first[300] = "", second[300] = "";
	FILE *file;

	(void)state;
	unlink(path);
	assert_true(keys_create(path, &error));
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	assert_false(keys_create(path, &error));
	assert_non_null(strstr(error.message, "File exists"));
	error_clear(&error);
	file = fopen(path, "r");
	assert_true(fread(first, 1, sizeof(first) - 1, file) > 67);
	(void)fclose(file);
	assert_true(keys_add(path, &version, &error));
	assert_int_equal(version, 2);
	file = fopen(path, "r");
	assert_true(fread(second, 1, sizeof(second) - 1, file) == strlen(first) + 67);
	(void)fclose(file);
	assert_memory_equal(first, second, strlen(first));
	keys = keys_read(path, &error);
	assert_non_null(keys);
	assert_int_equal(keys_count(keys), 2);
	assert_int_equal(keys_newest(keys), 2);
	keys_free(&keys);
}

static void
test_a_key_is_added_to_any_right_file(void **state)
{
	struct error error = {0};
	uint32_t version;
	struct keys *keys;

	(void)state;
	write_text("# no line end\n9 " A);
	assert_true(keys_add(path, &version, &error));
	assert_int_equal(version, 10);
	keys = keys_read(path, &error);
	assert_non_null(keys);
	assert_int_equal(keys_count(keys), 2);
	keys_free(&keys);
	write_text("2147483647 " A "\n");
	assert_false(keys_add(path, &version, &error));
	assert_non_null(strstr(error.message, "no versions left"));
	error_clear(&error);
	write_text("1 garbage\n");
	assert_false(keys_add(path, &version, &error));
	assert_non_null(strstr(error.message, ":1:"));
	unlink(path);
	assert_false(keys_add(path, &version, &error));
	assert_false(keys_create("/nowhere/at/all/keys", NULL));
}

/* What a run that was cut off left beside the file is in nobody's way, and the owner stays. */
static void
test_what_stands_beside_the_file(void **state)
{
	struct error error = {0};
	struct stat status;
	uint32_t version;
	char beside[320];
	FILE *file;

	(void)state;
	write_text("1 " A "\n");
	if (getuid() == 0)
		assert_int_equal(chown(path, NOBODY, NOBODY), 0);
	snprintf(beside, sizeof(beside), "%s.new", path);
	file = fopen(beside, "w");
	assert_non_null(file);
	(void)fclose(file);
	assert_true(keys_add(path, &version, &error));
	assert_int_equal(access(beside, F_OK), -1);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	if (getuid() == 0)
		assert_int_equal(status.st_uid, NOBODY);
}

static void
test_many_at_once_lose_no_key(void **state)
{
	struct error error = {0};
	struct keys *keys;
	pid_t children[8];

	(void)state;
	write_text("1 " A "\n");
	for (size_t i = 0; i < LENGTH(children); i++) {
		children[i] = fork();
		assert_true(children[i] >= 0);
		if (children[i] == 0) {
			uint32_t version;
			bool all = true;

			for (int times = 0; times < 5; times++)
				all = keys_add(path, &version, NULL) && all;
			_exit(all ? 0 : 1);
		}
	}
	for (size_t i = 0; i < LENGTH(children); i++) {
		int status;

		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(status, 0);
	}
	keys = keys_read(path, &error);
	assert_non_null(keys);
	assert_int_equal(keys_count(keys), 1 + 5 * LENGTH(children));
	assert_int_equal(keys_newest(keys), 1 + 5 * LENGTH(children));
	keys_free(&keys);
}

static const struct {
	const char *text;
	const char *line;
} lines[] = {
	{"a token\n", "a token"},
	{"a token", "a token"},
	{" t \n", " t "},
	{"schl\xC3\xBCssel\n", "schl\xC3\xBCssel"},
	{"", NULL},
	{"\n", NULL},
	{"one\ntwo\n", NULL},
	{"one\n\n", NULL},
	{"one\r\n", NULL},
	{"o\tne\n", NULL},
	{"o\x7Fne\n", NULL},
};

static void
test_one_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(lines); i++) {
		struct error error = {0};
		struct secret *line;

		write_text(lines[i].text);
		line = private_file_read_line(path, &error);
		assert_int_equal(line != NULL, lines[i].line != NULL);
		if (line != NULL) {
			assert_string_equal(secret_text(line), lines[i].line);
			assert_int_equal(secret_length(line), strlen(lines[i].line));
		} else {
			assert_non_null(strstr(error.message, "one line"));
		}
		secret_free(&line);
	}
}

static int
set_up(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "%s/keys.XXXXXX", getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
	if (!crypto_secure_heap_start() || mkdtemp(folder) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/keys", folder);
	return 0;
}

static int
take_down(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_a_file_may_hold),
		cmocka_unit_test(test_a_nul_in_the_file),
		cmocka_unit_test(test_each_use_has_its_own_key),
		cmocka_unit_test(test_nobody_else_may_have_it),
		cmocka_unit_test(test_another_users_file),
		cmocka_unit_test(test_what_is_no_file),
		cmocka_unit_test(test_new_keys),
		cmocka_unit_test(test_a_key_is_added_to_any_right_file),
		cmocka_unit_test(test_what_stands_beside_the_file),
		cmocka_unit_test(test_many_at_once_lose_no_key),
		cmocka_unit_test(test_one_line),
	};

	return cmocka_run_group_tests_name("keys", tests, set_up, take_down);
}
