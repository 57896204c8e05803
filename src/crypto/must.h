/* What OpenSSL can refuse of these calls is memory, or an algorithm that it always has: no program goes on without
 * either. */
#ifndef MFADESK_CRYPTO_MUST_H
#define MFADESK_CRYPTO_MUST_H

#include <stdbool.h>
#include <stdlib.h>

static inline void
must(bool done)
{
	if (!done)
		abort();
}

#endif
