#include "mfadesk/crypto/keys.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "mfadesk/base/hex.h"
#include "mfadesk/crypto/primitive.h"
#include "mfadesk/crypto/private_file.h"

enum { USES = KEY_CODE + 1, VERSION_DIGITS = 10, HEX_DIGITS = 2 * KEY_SIZE };

static const char *const labels[USES] = {[KEY_SEAL] = "mfadesk seal 1", [KEY_CODE] = "mfadesk code 1"};

/* What is derived from one master key; the master key itself is not kept. */
struct versioned_key {
	uint32_t version;
	struct secret *uses[USES]; /* owned */
};

struct keys {
	struct versioned_key *list; /* owned, the oldest first */
	size_t count;
};

void
keys_free(struct keys **keys)
{
	if (*keys == NULL)
		return;
	for (size_t i = 0; i < (*keys)->count; i++) {
		for (int use = 0; use < USES; use++)
			secret_free(&(*keys)->list[i].uses[use]);
	}
	memory_free((*keys)->list);
	memory_free(*keys);
	*keys = NULL;
}

uint32_t
keys_newest(const struct keys *keys)
{
	return keys->list[keys->count - 1].version;
}

size_t
keys_count(const struct keys *keys)
{
	return keys->count;
}

uint32_t
keys_version(const struct keys *keys, size_t index)
{
	return keys->list[index].version;
}

const unsigned char *
keys_get(const struct keys *keys, enum key_use use, uint32_t version)
{
	for (size_t i = 0; i < keys->count; i++) {
		if (keys->list[i].version == version)
			return secret_bytes(keys->list[i].uses[use]);
	}
	return NULL;
}

static void
add(struct keys *keys, uint32_t version, const struct secret *master)
{
	struct versioned_key *key;

	keys->list = memory_resize_array(keys->list, keys->count + 1, sizeof(*keys->list));
	key = &keys->list[keys->count++];
	key->version = version;
	for (int use = 0; use < USES; use++) {
		key->uses[use] = secret_new_bytes(KEY_SIZE);
		hkdf((struct bytes){secret_bytes(master), KEY_SIZE}, (struct bytes){"", 0},
			(struct bytes){labels[use], strlen(labels[use])}, secret_bytes(key->uses[use]), KEY_SIZE);
	}
}

/* The text after the number, or NULL. */
static const char *
read_version(const char *text, uint32_t *version)
{
	uint64_t number = 0;
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || digits > VERSION_DIGITS || text[0] == '0')
		return NULL;
	for (size_t i = 0; i < digits; i++)
		number = number * 10 + (uint64_t)(text[i] - '0');
	if (number > KEY_VERSION_MOST)
		return NULL;
	*version = (uint32_t)number;
	return text + digits;
}

/* A key that somebody made up as a placeholder: one byte again and again. */
static bool
is_made_up(const struct secret *key)
{
	for (size_t i = 1; i < KEY_SIZE; i++) {
		if (secret_bytes(key)[i] != secret_bytes(key)[0])
			return false;
	}
	return true;
}

/* The newest key under an older version too: it would seem to be rotated, and be the old one. */
static bool
is_repeated(const struct keys *keys)
{
	const unsigned char *newest = keys_get(keys, KEY_SEAL, keys_newest(keys));

	for (size_t i = 0; i + 1 < keys->count; i++) {
		if (bytes_equal(secret_bytes(keys->list[i].uses[KEY_SEAL]), newest, KEY_SIZE))
			return true;
	}
	return false;
}

/* What is wrong with the line, or NULL. */
static const char *
read_line(struct keys *keys, const char *line, struct secret *master)
{
	uint32_t version;
	const char *rest = read_version(line, &version);

	if (line[0] == '#' || line[0] == '\0')
		return NULL;
	if (rest == NULL || rest[0] != ' ' || !hex_decode(rest + 1, secret_bytes(master), KEY_SIZE))
		return "is not a version, one blank and 64 hexadecimal digits";
	if (keys->count > 0 && version <= keys_newest(keys))
		return "has a version that is not above the one before: the newest key is the last";
	if (is_made_up(master))
		return "holds no random key";
	add(keys, version, master);
	return is_repeated(keys) ? "holds a key that is there already, under another version" : NULL;
}

/* Cuts the text into lines where it lies, so that there is no copy to wipe. What stands in a line is never told. */
static bool
read_lines(struct keys *keys, const char *path, const struct secret *text, struct error *error)
{
	struct secret *master = secret_new_bytes(KEY_SIZE);
	char *line = (char *)secret_bytes(text);
	const char *end = line + secret_length(text);
	const char *wrong = NULL;
	int number = 0;

	while (line < end && wrong == NULL) {
		char *line_end = memchr(line, '\n', (size_t)(end - line));

		number++;
		if (line_end != NULL)
			*line_end = '\0';
		/* A NUL of the file's own ends a line early. */
		if (line + strlen(line) != (line_end != NULL ? line_end : end))
			wrong = "holds a NUL";
		else
			wrong = read_line(keys, line, master);
		line += strlen(line) + 1;
	}
	secret_free(&master);
	if (wrong != NULL)
		return error_set(error, ERROR_LOCAL, "", "", "%s:%d: the line %s", path, number, wrong);
	if (keys->count == 0)
		return error_set(
			error, ERROR_LOCAL, "", "Make one with `mfadesk-admin key new`.", "%s holds no key", path);
	return true;
}

struct keys *
keys_read(const char *path, struct error *error)
{
	struct secret *text = private_file_read(path, error);
	struct keys *keys;

	if (text == NULL)
		return NULL;
	keys = memory_alloc(sizeof(*keys));
	if (!read_lines(keys, path, text, error))
		keys_free(&keys);
	secret_free(&text);
	return keys;
}

/* `old` with one more line; NULL: a file's beginning. */
static struct secret *
with_new_key(const struct secret *old, uint32_t version)
{
	static const char head[] = "# Master keys of mfadeskd, the newest last: <version> <64 hexadecimal digits>\n";
	const char *before = old != NULL ? secret_text(old) : head;
	size_t length = strlen(before);
	bool ends = before[length - 1] == '\n';
	char start[VERSION_DIGITS + 3];
	size_t start_length =
		(size_t)snprintf(start, sizeof(start), "%s%lu ", ends ? "" : "\n", (unsigned long)version);
	struct secret *text = secret_new_bytes(length + start_length + HEX_DIGITS + 1);
	struct secret *master = secret_random(KEY_SIZE);
	char *at = (char *)secret_bytes(text);

	/* The NUL of each is written over by what follows; the last one is the secret's own. */
	memcpy(at, before, length + 1);
	memcpy(at + length, start, start_length + 1);
	hex_write(secret_bytes(master), KEY_SIZE, at + length + start_length);
	at[length + start_length + HEX_DIGITS] = '\n';
	secret_free(&master);
	return text;
}

bool
keys_create(const char *path, struct error *error)
{
	int lock = private_file_lock(path, error);
	struct secret *text;
	bool done;

	if (lock < 0)
		return false;
	text = with_new_key(NULL, 1);
	done = private_file_write(lock, path, text, true, error);
	secret_free(&text);
	close(lock);
	return done;
}

static bool
add_to_file(int lock, const char *path, uint32_t *version, struct error *error)
{
	struct keys *keys = keys_read(path, error);
	struct secret *old = keys != NULL ? private_file_read(path, error) : NULL;
	struct secret *text = NULL;
	bool done = old != NULL;

	if (done && keys_newest(keys) == KEY_VERSION_MOST)
		done = error_set(error, ERROR_LOCAL, "", "", "%s: there are no versions left", path);
	if (done) {
		*version = keys_newest(keys) + 1;
		text = with_new_key(old, *version);
		done = private_file_write(lock, path, text, false, error);
	}
	secret_free(&text);
	secret_free(&old);
	keys_free(&keys);
	return done;
}

bool
keys_add(const char *path, uint32_t *version, struct error *error)
{
	int lock = private_file_lock(path, error);
	bool done = lock >= 0 && add_to_file(lock, path, version, error);

	if (lock >= 0)
		close(lock);
	return done;
}
