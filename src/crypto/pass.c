#include "mfadesk/crypto/pass.h"

#include <stdint.h>
#include <string.h>

#include "mfadesk/crypto/primitive.h"
#include "pass_words.h"

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))

#define WORDS 6
#define GROUPS 3
#define GROUP_SIZE 5

static const char *const forms[] = {[PASS_WORDS] = "words", [PASS_CHARACTERS] = "characters"};
/* No 0 O, no 1 I L: 31 of them. */
static const char characters[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

_Static_assert(PASS_WORD_COUNT >= 1024, "six words are 60 bits and more");
_Static_assert(sizeof(characters) - 1 >= 16, "fifteen characters are 60 bits and more");

bool
pass_form_from_word(const char *word, enum pass_form *form)
{
	for (size_t i = 0; i < LENGTH(forms); i++) {
		if (strcmp(word, forms[i]) != 0)
			continue;
		*form = (enum pass_form)i;
		return true;
	}
	return false;
}

static char *
put_words(char *to)
{
	for (int i = 0; i < WORDS; i++) {
		const char *word = pass_words[random_below(PASS_WORD_COUNT)];

		if (i > 0)
			*to++ = '-';
		memcpy(to, word, strlen(word));
		to += strlen(word);
	}
	return to;
}

static char *
put_characters(char *to)
{
	for (int i = 0; i < GROUPS * GROUP_SIZE; i++) {
		if (i > 0 && i % GROUP_SIZE == 0)
			*to++ = '-';
		*to++ = characters[random_below(sizeof(characters) - 1)];
	}
	return to;
}

struct secret *
pass_new(enum pass_form form)
{
	struct secret *room = secret_new_bytes(WORDS * PASS_WORD_SIZE);
	char *text = (char *)secret_bytes(room);
	char *end = form == PASS_WORDS ? put_words(text) : put_characters(text);
	struct secret *pass = secret_new_bytes((size_t)(end - text));

	memcpy(secret_bytes(pass), text, secret_length(pass));
	secret_free(&room);
	return pass;
}
