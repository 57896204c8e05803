#include "mfadesk/crypto/secret.h"

#include <openssl/crypto.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "mfadesk/base/log.h"
#include "mfadesk/crypto/primitive.h"

/* Below the 64 KiB that an unprivileged user could lock before Linux 5.16, with room for what libraries lock. */
#define HEAP_SIZE ((size_t)32 * 1024)
#define SMALLEST_PIECE ((size_t)32)

struct secret {
	char *text; /* owned: in the secure heap when in_secure_heap */
	size_t size; /* of the room, without the NUL at its end */
	size_t length;
	bool in_secure_heap;
};

bool
crypto_secure_heap_start(void)
{
	if (CRYPTO_secure_malloc_initialized())
		return true;
	/* 1: all of it; 2: a heap that could not be locked or fenced; 0: no heap */
	if (CRYPTO_secure_malloc_init(HEAP_SIZE, SMALLEST_PIECE) == 1)
		return true;
	log_line("memory for secrets could not be locked and may be swapped to disk; raise `ulimit -l` to 64");
	return false;
}

struct secret *
secret_new(size_t size)
{
	struct secret *secret = memory_alloc(sizeof(*secret));

	secret->size = size;
	if (CRYPTO_secure_malloc_initialized())
		secret->text = OPENSSL_secure_zalloc(size + 1);
	secret->in_secure_heap = secret->text != NULL;
	if (!secret->in_secure_heap)
		secret->text = memory_alloc(size + 1);
	return secret;
}

bool
secret_set(struct secret *secret, const char *text)
{
	size_t length = strlen(text);

	secret_wipe(secret->text, secret->size + 1);
	secret->length = 0;
	if (length > secret->size)
		return false;
	memcpy(secret->text, text, length);
	secret->length = length;
	return true;
}

const char *
secret_text(const struct secret *secret)
{
	return secret->text;
}

struct secret *
secret_new_bytes(size_t length)
{
	struct secret *secret = secret_new(length);

	secret->length = length;
	return secret;
}

struct secret *
secret_random(size_t length)
{
	struct secret *secret = secret_new_bytes(length);

	random_bytes(secret->text, length);
	return secret;
}

unsigned char *
secret_bytes(const struct secret *secret)
{
	return (unsigned char *)secret->text;
}

size_t
secret_length(const struct secret *secret)
{
	return secret->length;
}

void
secret_free(struct secret **secret)
{
	if (*secret == NULL)
		return;
	secret_wipe((*secret)->text, (*secret)->size + 1);
	if ((*secret)->in_secure_heap)
		OPENSSL_secure_free((*secret)->text);
	else
		memory_free((*secret)->text);
	memory_free(*secret);
	*secret = NULL;
}

void
secret_wipe(void *memory, size_t size)
{
	OPENSSL_cleanse(memory, size);
}

void
process_hide(void)
{
	const struct rlimit none = {0, 0};

	/* Neither can be refused: both only take away. */
	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
