/* The words that passes are made of. */
#ifndef MFADESK_CRYPTO_PASS_WORDS_H
#define MFADESK_CRYPTO_PASS_WORDS_H

#define PASS_WORD_COUNT 1653
#define PASS_WORD_SIZE 7 /* with the NUL */

extern const char pass_words[PASS_WORD_COUNT][PASS_WORD_SIZE];

#endif
