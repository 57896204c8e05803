#include "mfadesk/crypto/box.h"

#include <string.h>

#include "mfadesk/base/buffer.h"
#include "mfadesk/base/hex.h"
#include "mfadesk/crypto/primitive.h"

_Static_assert(BOX_KEY_SIZE == X25519_SIZE && BOX_OVERHEAD == X25519_SIZE + GCM_TAG_SIZE, "as the header says");

struct box_key {
	struct secret *private_key; /* owned */
	unsigned char public_key[BOX_KEY_SIZE];
};

struct box_key *
box_key_new(void)
{
	struct box_key *key = memory_alloc(sizeof(*key));

	key->private_key = secret_random(BOX_KEY_SIZE);
	x25519_public(secret_bytes(key->private_key), key->public_key);
	return key;
}

void
box_key_public(const struct box_key *key, unsigned char out[BOX_KEY_SIZE])
{
	memcpy(out, key->public_key, BOX_KEY_SIZE);
}

void
box_key_free(struct box_key **key)
{
	if (*key == NULL)
		return;
	secret_free(&(*key)->private_key);
	memory_free(*key);
	*key = NULL;
}

/* Key and nonce of one box, bound to both public keys and to what it is about; NULL where the other key is none. The
 * nonce need not be sent, since the sender's key, and with it this, is used once. */
static struct secret *
agree(const struct box_key *own, const unsigned char *other, const unsigned char *sender, const unsigned char *reader,
	const char *about)
{
	struct secret *shared = secret_new_bytes(X25519_SIZE);
	struct secret *derived = NULL;
	unsigned char keys[2 * X25519_SIZE];
	struct buffer info;

	if (x25519(secret_bytes(own->private_key), other, secret_bytes(shared))) {
		memcpy(keys, sender, X25519_SIZE);
		memcpy(keys + X25519_SIZE, reader, X25519_SIZE);
		buffer_init(&info, 0);
		buffer_printf(&info, "mfadesk box 1 %s", about);
		derived = secret_new_bytes(GCM_KEY_SIZE + GCM_NONCE_SIZE);
		hkdf((struct bytes){secret_bytes(shared), X25519_SIZE}, (struct bytes){keys, sizeof(keys)},
			(struct bytes){info.data, info.length}, secret_bytes(derived), secret_length(derived));
		buffer_free(&info);
	}
	secret_free(&shared);
	return derived;
}

bool
box_seal(struct arena *arena, const unsigned char public_key[BOX_KEY_SIZE], const char *about,
	const struct secret *secret, struct sealed *sealed, struct error *error)
{
	size_t length = secret_length(secret);
	unsigned char *bytes = arena_alloc(arena, length + BOX_OVERHEAD);
	struct box_key *sender = box_key_new();
	struct secret *derived = agree(sender, public_key, sender->public_key, public_key, about);

	if (derived != NULL) {
		box_key_public(sender, bytes);
		gcm_close(secret_bytes(derived), secret_bytes(derived) + GCM_KEY_SIZE, (struct bytes){"", 0},
			(struct bytes){secret_bytes(secret), length}, bytes + BOX_KEY_SIZE);
		*sealed = (struct sealed){bytes, length + BOX_OVERHEAD};
	}
	box_key_free(&sender);
	if (derived == NULL)
		return error_set(error, ERROR_LOCAL, "", "", "the public key that a secret is asked for with is none");
	secret_free(&derived);
	return true;
}

bool
box_seal_to(struct arena *arena, const char *public_key, const char *about, const struct secret *secret,
	struct sealed *sealed, struct error *error)
{
	unsigned char bytes[BOX_KEY_SIZE];

	return (hex_decode(public_key, bytes, sizeof(bytes)) ||
		       error_set(
			       error, ERROR_LOCAL, "", "", "the public key that a secret is asked for with is none")) &&
		box_seal(arena, bytes, about, secret, sealed, error);
}

static struct secret *
open_with(const struct secret *derived, struct bytes closed)
{
	struct secret *secret = secret_new_bytes(closed.length - GCM_TAG_SIZE);

	if (!gcm_open(secret_bytes(derived), secret_bytes(derived) + GCM_KEY_SIZE, (struct bytes){"", 0}, closed,
		    secret_bytes(secret)))
		secret_free(&secret);
	return secret;
}

struct secret *
box_open(const struct box_key *key, const char *about, struct sealed sealed, struct error *error)
{
	struct secret *derived = NULL;
	struct secret *secret = NULL;

	if (sealed.length >= BOX_OVERHEAD)
		derived = agree(key, sealed.bytes, sealed.bytes, key->public_key, about);
	if (derived != NULL)
		secret = open_with(derived, (struct bytes){sealed.bytes + BOX_KEY_SIZE, sealed.length - BOX_KEY_SIZE});
	secret_free(&derived);
	if (secret == NULL)
		error_set(error, ERROR_LOCAL, "", "Ask for it again.",
			"the secret does not open: it is for somebody else, or was changed on its way");
	return secret;
}

void
box_key_text(const struct box_key *key, char out[BOX_KEY_TEXT])
{
	hex_write(key->public_key, BOX_KEY_SIZE, out);
	out[BOX_KEY_TEXT - 1] = '\0';
}

struct secret *
box_open_text(const struct box_key *key, const char *about, const char *sealed, struct error *error)
{
	struct arena *arena = arena_new();
	struct sealed bytes = {0};
	struct secret *secret = NULL;

	bytes.bytes = hex_decode_all(arena, sealed, &bytes.length);
	if (key && bytes.bytes)
		secret = box_open(key, about, bytes, error);
	else
		error_set(error, ERROR_LOCAL, "", "Ask for it again.", "the secret is cut, or not for this desk");
	arena_free(&arena);
	return secret;
}
