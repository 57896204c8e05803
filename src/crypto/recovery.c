#include "mfadesk/crypto/recovery.h"

#include <string.h>

#define CODE_LETTERS 16 /* of five bits */
#define GROUP_LETTERS 4
#define CODE_SIZE (CODE_LETTERS + CODE_LETTERS / GROUP_LETTERS - 1)

static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

_Static_assert(sizeof(letters) - 1 == 32, "a letter is five bits");

static char *
put_code(char *to)
{
	for (int i = 0; i < CODE_LETTERS; i++) {
		if (i > 0 && i % GROUP_LETTERS == 0)
			*to++ = '-';
		*to++ = letters[random_below(sizeof(letters) - 1)];
	}
	return to;
}

struct secret *
recovery_codes_new(void)
{
	struct secret *codes = secret_new_bytes(RECOVERY_CODES * (CODE_SIZE + 1) - 1);
	char *to = (char *)secret_bytes(codes);

	for (int i = 0; i < RECOVERY_CODES; i++) {
		if (i > 0)
			*to++ = '\n';
		to = put_code(to);
	}
	return codes;
}

void
recovery_codes_hash(const struct secret *codes, struct bytes salt, unsigned char hashes[RECOVERY_HASHES_SIZE])
{
	const char *text = secret_text(codes);
	char code[CODE_SIZE + 1] = "";

	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		memcpy(code, text + i * sizeof(code), CODE_SIZE);
		slow_hash(salt, SLOW_COST, code, hashes + i * SLOW_HASH_SIZE);
	}
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
