/* The sequences that terminals share: ECMA-48, DEC, xterm, PuTTY, the Linux console. decode.c finds where one ends. */
#ifndef MFADESK_TUI_DECODE_TABLE_H
#define MFADESK_TUI_DECODE_TABLE_H

#include <stddef.h>

#include "mfadesk/tui/key.h"

/* A whole sequence, its ESC included. KEY_NONE_YET for one that means nothing here: it is swallowed. */
struct key decode_sequence(const char *bytes, size_t length);
struct key decode_control(unsigned char byte); /* below 32, and 127 */

#endif
