#include "mfadesk/crypto/primitive.h"

#include <limits.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>
#include <string.h>

#include "must.h"

/* EVP takes lengths as int: what is sealed here is far from it. */
static int
int_length(size_t length)
{
	must(length <= INT_MAX - GCM_TAG_SIZE);
	return (int)length;
}

void
gcm_close(const unsigned char key[GCM_KEY_SIZE], const unsigned char nonce[GCM_NONCE_SIZE], struct bytes associated,
	struct bytes text, unsigned char *out)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	int length;

	must(context != NULL);
	must(EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, nonce) == 1);
	must(EVP_EncryptUpdate(context, NULL, &length, associated.at, int_length(associated.length)) == 1);
	must(EVP_EncryptUpdate(context, out, &length, text.at, int_length(text.length)) == 1);
	must(EVP_EncryptFinal_ex(context, out + text.length, &length) == 1);
	must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, GCM_TAG_SIZE, out + text.length) == 1);
	EVP_CIPHER_CTX_free(context);
}

bool
gcm_open(const unsigned char key[GCM_KEY_SIZE], const unsigned char nonce[GCM_NONCE_SIZE], struct bytes associated,
	struct bytes closed, unsigned char *out)
{
	const unsigned char *bytes = closed.at;
	unsigned char tag[GCM_TAG_SIZE];
	EVP_CIPHER_CTX *context;
	size_t text;
	int length;
	bool same;

	if (closed.length < GCM_TAG_SIZE)
		return false;
	text = closed.length - GCM_TAG_SIZE;
	memcpy(tag, bytes + text, GCM_TAG_SIZE);
	context = EVP_CIPHER_CTX_new();
	must(context != NULL);
	must(EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, nonce) == 1);
	must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, GCM_TAG_SIZE, tag) == 1);
	must(EVP_DecryptUpdate(context, NULL, &length, associated.at, int_length(associated.length)) == 1);
	must(EVP_DecryptUpdate(context, out, &length, bytes, int_length(text)) == 1);
	/* Only here is it known whether what was written is the text: until then nobody may look at it. */
	same = EVP_DecryptFinal_ex(context, out + text, &length) == 1;
	EVP_CIPHER_CTX_free(context);
	if (!same)
		OPENSSL_cleanse(out, text);
	return same;
}

void
hkdf(struct bytes key, struct bytes salt, struct bytes info, unsigned char *out, size_t length)
{
	EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
	EVP_KDF_CTX *context = EVP_KDF_CTX_new(kdf);
	char digest[] = "SHA256";
	OSSL_PARAM parameters[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)key.at, key.length),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt.at, salt.length),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)info.at, info.length),
		OSSL_PARAM_construct_end(),
	};

	must(EVP_KDF_derive(context, out, length, parameters) == 1);
	EVP_KDF_CTX_free(context);
	EVP_KDF_free(kdf);
}

void
hmac_sha256(struct bytes key, struct bytes text, unsigned char out[32])
{
	must(HMAC(EVP_sha256(), key.at, int_length(key.length), text.at, text.length, out, NULL) != NULL);
}

bool
x25519(const unsigned char private_key[X25519_SIZE], const unsigned char public_key[X25519_SIZE],
	unsigned char out[X25519_SIZE])
{
	EVP_PKEY *own = EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, NULL, private_key, X25519_SIZE);
	EVP_PKEY *other = EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, NULL, public_key, X25519_SIZE);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(own, NULL);
	size_t length = X25519_SIZE;
	bool agreed;

	must(own != NULL && other != NULL && context != NULL);
	must(EVP_PKEY_derive_init(context) == 1 && EVP_PKEY_derive_set_peer(context, other) == 1);
	/* Refused by OpenSSL where it comes to zeros (RFC 7748, section 6.1). */
	agreed = EVP_PKEY_derive(context, out, &length) == 1;
	EVP_PKEY_CTX_free(context);
	EVP_PKEY_free(other);
	EVP_PKEY_free(own);
	return agreed;
}

void
x25519_public(const unsigned char private_key[X25519_SIZE], unsigned char out[X25519_SIZE])
{
	EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, NULL, private_key, X25519_SIZE);
	size_t length = X25519_SIZE;

	must(key != NULL && EVP_PKEY_get_raw_public_key(key, out, &length) == 1);
	EVP_PKEY_free(key);
}

void
random_bytes(void *out, size_t length)
{
	must(RAND_priv_bytes(out, int_length(length)) == 1);
}

uint32_t
random_below(uint32_t limit)
{
	/* What is left over of the 2^32 numbers is drawn again: it would make the first ones likelier. */
	const uint32_t drawn = UINT32_MAX - UINT32_MAX % limit;
	uint32_t number;

	do {
		random_bytes(&number, sizeof(number));
	} while (number >= drawn);
	return number % limit;
}

bool
bytes_equal(const void *one, const void *other, size_t length)
{
	return CRYPTO_memcmp(one, other, length) == 0;
}
