/*
 * Temporary access passes, as they are read aloud: six words ("amber-frog-…",
 * 64 bits) or three groups of five characters without look-alikes ("K7MPQ-…", 74 bits).
 */
#ifndef MFADESK_CRYPTO_PASS_H
#define MFADESK_CRYPTO_PASS_H

#include <stdbool.h>

#include "mfadesk/crypto/secret.h"

enum pass_form { PASS_WORDS, PASS_CHARACTERS };

/* False where the word is none of "words", "characters". */
bool pass_form_from_word(const char *word, enum pass_form *form) MUST_CHECK;
/* Each equally often, its parts joined by hyphens. Owned by the caller. */
struct secret *pass_new(enum pass_form form) MUST_CHECK;

#endif
