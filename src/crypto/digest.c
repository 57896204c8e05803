#include "mfadesk/crypto/digest.h"

#include <openssl/evp.h>

#include "must.h"

struct digest {
	EVP_MD_CTX *context; /* owned */
};

void
digest_of(const void *bytes, size_t length, unsigned char out[DIGEST_SIZE])
{
	must(EVP_Digest(bytes, length, out, NULL, EVP_sha256(), NULL) == 1);
}

struct digest *
digest_new(void)
{
	struct digest *digest = memory_alloc(sizeof(*digest));

	digest->context = EVP_MD_CTX_new();
	must(digest->context != NULL);
	must(EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL) == 1);
	return digest;
}

void
digest_add(struct digest *digest, const void *bytes, size_t length)
{
	must(EVP_DigestUpdate(digest->context, bytes, length) == 1);
}

void
digest_finish(struct digest **digest, unsigned char out[DIGEST_SIZE])
{
	must(EVP_DigestFinal_ex((*digest)->context, out, NULL) == 1);
	digest_free(digest);
}

void
digest_free(struct digest **digest)
{
	if (*digest == NULL)
		return;
	EVP_MD_CTX_free((*digest)->context);
	memory_free(*digest);
	*digest = NULL;
}

void
digest_hex(const unsigned char digest[DIGEST_SIZE], char hex[DIGEST_HEX_SIZE])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < DIGEST_SIZE; i++) {
		hex[2 * i] = digits[digest[i] >> 4];
		hex[2 * i + 1] = digits[digest[i] & 0x0F];
	}
	hex[2 * DIGEST_SIZE] = '\0';
}
