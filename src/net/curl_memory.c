#include "curl_memory.h"

#include <curl/curl.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "mfadesk/base/memory.h"
#include "mfadesk/crypto/secret.h"

static void
free_wiped(void *pointer)
{
	if (pointer)
		secret_wipe(pointer, malloc_usable_size(pointer));
	memory_free(pointer);
}

/* Always elsewhere: realloc() would leave the old bytes behind where it moves them. */
static void *
resize_wiped(void *old, size_t size)
{
	size_t old_size = old ? malloc_usable_size(old) : 0;
	void *new = memory_alloc(size);

	if (old)
		memcpy(new, old, old_size < size ? old_size : size);
	free_wiped(old);
	return new;
}

void
curl_memory_start(void)
{
	/* libcurl would write the keys of every connection into the file that this names. */
	unsetenv("SSLKEYLOGFILE");
	if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, memory_alloc, free_wiped, resize_wiped, memory_copy,
		    memory_alloc_array) != CURLE_OK)
		abort(); /* no TLS library, no random numbers: nothing of this could work */
}
