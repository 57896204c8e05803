/* Codes as people type them. */
#ifndef MFADESK_CRYPTO_TYPED_H
#define MFADESK_CRYPTO_TYPED_H

enum { TYPED_DIGITS = 6 };

/* The digits of `typed` without its blanks; "" where they are not six digits. The caller wipes it. */
static inline void
typed_code(const char *typed, char code[TYPED_DIGITS + 1])
{
	int count = 0;

	for (; *typed != '\0'; typed++) {
		if (*typed == ' ')
			continue;
		if (*typed < '0' || *typed > '9' || count == TYPED_DIGITS)
			break;
		code[count++] = *typed;
	}
	code[*typed == '\0' && count == TYPED_DIGITS ? count : 0] = '\0';
}

#endif
