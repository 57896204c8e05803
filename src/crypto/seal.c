#include "mfadesk/crypto/seal.h"

#include <string.h>

#include "mfadesk/base/hex.h"
#include "mfadesk/base/uuid.h"
#include "mfadesk/crypto/primitive.h"

enum {
	FORMAT = 1,
	VERSION_AT = 1,
	WRAPPED_NONCE_AT = 5,
	WRAPPED_AT = WRAPPED_NONCE_AT + GCM_NONCE_SIZE,
	NONCE_AT = WRAPPED_AT + KEY_SIZE + GCM_TAG_SIZE,
	TEXT_AT = NONCE_AT + GCM_NONCE_SIZE,
	UUID_BYTES = 16,
	PURPOSE_LONGEST = 40,
};
_Static_assert(TEXT_AT + GCM_TAG_SIZE == SEAL_OVERHEAD, "the layout is what the header says");

/* Associated data: the layer and the purpose, each with its NUL, then the two ids: nothing can be read in two ways. */
struct label {
	unsigned char bytes[8 + PURPOSE_LONGEST + 2 * UUID_BYTES];
	size_t length;
};

static bool
add_uuid(struct label *label, const char *uuid)
{
	char digits[2 * UUID_BYTES + 1];
	size_t count = 0;
	bool valid = uuid_is_valid(uuid);

	for (; valid && *uuid != '\0'; uuid++) {
		if (*uuid != '-')
			digits[count++] = *uuid;
	}
	digits[count] = '\0';
	valid = valid && hex_decode(digits, label->bytes + label->length, UUID_BYTES);
	label->length += UUID_BYTES;
	return valid;
}

static void
add_text(struct label *label, const char *text)
{
	memcpy(label->bytes + label->length, text, strlen(text) + 1);
	label->length += strlen(text) + 1;
}

static bool
label_make(struct label *label, const char *layer, const struct seal_subject *subject, struct error *error)
{
	label->length = 0;
	add_text(label, layer);
	if (strlen(subject->purpose) >= PURPOSE_LONGEST)
		return error_set(error, ERROR_LOCAL, "", "", "what a secret is sealed for is said in %d bytes at most",
			PURPOSE_LONGEST - 1);
	add_text(label, subject->purpose);
	if (add_uuid(label, subject->person) && add_uuid(label, subject->method))
		return true;
	return error_set(error, ERROR_LOCAL, "", "", "a secret is sealed for a person and a method, by their ids");
}

static void
put_version(unsigned char *bytes, uint32_t version)
{
	for (int i = 0; i < 4; i++)
		bytes[i] = (unsigned char)(version >> (24 - 8 * i));
}

uint32_t
seal_key_version(struct sealed sealed)
{
	uint32_t version = 0;

	if (sealed.length < SEAL_OVERHEAD || sealed.bytes[0] != FORMAT)
		return 0;
	for (int i = 0; i < 4; i++)
		version = version << 8 | sealed.bytes[VERSION_AT + i];
	return version;
}

/* Writes the head of a sealed secret: everything before the secret's own nonce. */
static bool
wrap(unsigned char *bytes, const struct keys *keys, const struct seal_subject *subject, const unsigned char *data_key,
	struct error *error)
{
	uint32_t version = keys_newest(keys);
	struct label label;

	if (!label_make(&label, "key 1", subject, error))
		return false;
	bytes[0] = FORMAT;
	put_version(bytes + VERSION_AT, version);
	random_bytes(bytes + WRAPPED_NONCE_AT, GCM_NONCE_SIZE);
	gcm_close(keys_get(keys, KEY_SEAL, version), bytes + WRAPPED_NONCE_AT,
		(struct bytes){label.bytes, label.length}, (struct bytes){data_key, KEY_SIZE}, bytes + WRAPPED_AT);
	return true;
}

static bool
cannot_open(struct error *error)
{
	return error_set(error, ERROR_LOCAL, "",
		"Nobody can open it any more: make a new one, and find out who changed the row.",
		"a sealed secret does not open: it was changed, or belongs to somebody else");
}

/* The data key, owned by the caller; NULL: see the error. */
static struct secret *
unwrap(const struct keys *keys, const struct seal_subject *subject, struct sealed sealed, struct error *error)
{
	uint32_t version = seal_key_version(sealed);
	const unsigned char *key = keys_get(keys, KEY_SEAL, version);
	struct secret *data_key;
	struct label label;

	if (version != 0 && key == NULL)
		error_set(error, ERROR_LOCAL, "", "Put the line of that version back into the key file.",
			"a secret is sealed under master key %lu, which is not in the key file",
			(unsigned long)version);
	if (key == NULL || !label_make(&label, "key 1", subject, error)) {
		cannot_open(error);
		return NULL;
	}
	data_key = secret_new_bytes(KEY_SIZE);
	if (!gcm_open(key, sealed.bytes + WRAPPED_NONCE_AT, (struct bytes){label.bytes, label.length},
		    (struct bytes){sealed.bytes + WRAPPED_AT, KEY_SIZE + GCM_TAG_SIZE}, secret_bytes(data_key))) {
		cannot_open(error);
		secret_free(&data_key);
	}
	return data_key;
}

bool
seal_secret(struct arena *arena, const struct keys *keys, const struct seal_subject *subject,
	const struct secret *secret, struct sealed *sealed, struct error *error)
{
	size_t length = secret_length(secret);
	unsigned char *bytes = arena_alloc(arena, length + SEAL_OVERHEAD);
	struct secret *data_key;
	struct label label;
	bool done;

	if (length > SEAL_LARGEST)
		return error_set(error, ERROR_LOCAL, "", "", "a secret to be sealed is at most %d bytes", SEAL_LARGEST);
	data_key = secret_random(KEY_SIZE);
	done = label_make(&label, "text 1", subject, error) &&
		wrap(bytes, keys, subject, secret_bytes(data_key), error);
	if (done) {
		random_bytes(bytes + NONCE_AT, GCM_NONCE_SIZE);
		gcm_close(secret_bytes(data_key), bytes + NONCE_AT, (struct bytes){label.bytes, label.length},
			(struct bytes){secret_bytes(secret), length}, bytes + TEXT_AT);
		*sealed = (struct sealed){bytes, length + SEAL_OVERHEAD};
	}
	secret_free(&data_key);
	return done;
}

struct secret *
seal_open(const struct keys *keys, const struct seal_subject *subject, struct sealed sealed, struct error *error)
{
	struct secret *data_key = unwrap(keys, subject, sealed, error);
	struct secret *secret = NULL;
	struct label label;

	if (data_key == NULL)
		return NULL;
	if (label_make(&label, "text 1", subject, error)) {
		secret = secret_new_bytes(sealed.length - SEAL_OVERHEAD);
		if (!gcm_open(secret_bytes(data_key), sealed.bytes + NONCE_AT,
			    (struct bytes){label.bytes, label.length},
			    (struct bytes){sealed.bytes + TEXT_AT, sealed.length - TEXT_AT}, secret_bytes(secret))) {
			cannot_open(error);
			secret_free(&secret);
		}
	}
	secret_free(&data_key);
	return secret;
}

bool
seal_wrap_again(struct arena *arena, const struct keys *keys, const struct seal_subject *subject, struct sealed sealed,
	struct sealed *fresh, struct error *error)
{
	struct secret *data_key = unwrap(keys, subject, sealed, error);
	unsigned char *bytes;
	bool done;

	if (data_key == NULL)
		return false;
	bytes = (unsigned char *)arena_copy_bytes(arena, (const char *)sealed.bytes, sealed.length);
	done = wrap(bytes, keys, subject, secret_bytes(data_key), error);
	if (done)
		*fresh = (struct sealed){bytes, sealed.length};
	secret_free(&data_key);
	return done;
}
