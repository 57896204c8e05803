#include "mfadesk/crypto/recovery.h"

#include <string.h>

static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

_Static_assert(sizeof(letters) - 1 == 32, "a letter is five bits");

static char *
put_code(char *to)
{
	for (int i = 0; i < RECOVERY_LETTERS; i++) {
		if (i > 0 && i % RECOVERY_GROUP == 0)
			*to++ = '-';
		*to++ = letters[random_below(sizeof(letters) - 1)];
	}
	return to;
}

struct secret *
recovery_codes_new(void)
{
	struct secret *codes = secret_new_bytes(RECOVERY_CODES * (RECOVERY_WIDTH + 1) - 1);
	char *to = (char *)secret_bytes(codes);

	for (int i = 0; i < RECOVERY_CODES; i++) {
		if (i > 0)
			*to++ = '\n';
		to = put_code(to);
	}
	return codes;
}

void
recovery_code_hash(const struct secret *codes, size_t which, struct bytes salt, unsigned char hash[SLOW_HASH_SIZE])
{
	char code[RECOVERY_WIDTH + 1] = "";

	memcpy(code, secret_text(codes) + which * sizeof(code), RECOVERY_WIDTH);
	slow_hash(salt, SLOW_COST, code, hash);
	secret_wipe(code, sizeof(code));
}

size_t
recovery_code_find(const unsigned char typed[SLOW_HASH_SIZE], const unsigned char *hashes, size_t count)
{
	size_t found = count;

	for (size_t i = 0; i < count; i++) {
		/* All ones where it is this one: no branch tells which. */
		size_t same = (size_t)0 - (size_t)bytes_equal(typed, hashes + i * SLOW_HASH_SIZE, SLOW_HASH_SIZE);

		found = (found & ~same) | (i & same);
	}
	return found;
}
