/*
 * The bytes that a terminal sends, as keys. Pure: it is fed bytes and the time.
 *
 * Curses does not read here. Its get_wch() drops a character that comes in two
 * pieces and swallows what follows a byte that is no UTF-8; it knows no paste;
 * and what it does not know it hands on as if it had been typed.
 */
#ifndef MFADESK_TUI_DECODE_H
#define MFADESK_TUI_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mfadesk/tui/key.h"

#define DECODE_ESCAPE_DELAY INT64_C(25000) /* microseconds: an ESC alone for this long is the key Esc */
#define DECODE_SEQUENCE_DELAY INT64_C(500000) /* an unfinished sequence is dropped after this pause */
#define DECODE_PASTE_DELAY INT64_C(2000000) /* a paste that does not end is taken to be over after this pause */
#define DECODE_PASTE_MAX 4096 /* bytes of a paste; the rest is swallowed */

struct decoder;

struct decoder *decoder_new(void) MUST_CHECK;
void decoder_free(struct decoder **decoder); /* wipes what was typed */

/* A sequence of this terminal (from terminfo), before those that all terminals share. Ignored unless it begins with
 * ESC. */
void decoder_add(struct decoder *decoder, const char *sequence, enum key_code code, uint32_t point);

/* Bytes that decoder_feed() takes now; never 0 after decoder_next() gave KEY_NONE_YET. */
size_t decoder_room(const struct decoder *decoder);
void decoder_feed(struct decoder *decoder, const char *bytes, size_t length, int64_t now);
/* The next key, KEY_NONE_YET when more bytes or more time are needed. The text of a paste is wiped by the next call. */
struct key decoder_next(struct decoder *decoder, int64_t now);
/* Microseconds until decoder_next() can tell more without more bytes; 0: it needs bytes. */
int64_t decoder_patience(const struct decoder *decoder, int64_t now);

#endif
