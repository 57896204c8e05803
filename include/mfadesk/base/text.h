/*
 * The one way of text from outside to a cell or a terminal.
 *
 * Strict UTF-8 (RFC 3629), NFC, and an allow-list of general categories:
 * letters, marks, numbers, punctuation, symbols and the plain space. Controls,
 * bidirectional controls, zero-width characters, unassigned and private code
 * points are drawn as marks: "‹U+202E›" ("<U+202E>" without UTF-8), an invalid
 * byte as "‹x9F›". Width is libc's wcwidth(), which curses uses; where libc and
 * utf8proc disagree the code point is drawn as its mark. Spacing marks get a cell;
 * a combining mark with nothing before it to stand on is drawn as its mark.
 */
#ifndef MFADESK_BASE_TEXT_H
#define MFADESK_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mfadesk/base/memory.h"

#define TEXT_CELL_POINTS                                                                                               \
	5 /* a base and up to four combining marks: what a curses cell holds; more marks are dropped                   \
	   */

struct text_cell {
	uint32_t points[TEXT_CELL_POINTS]; /* code points, 0-terminated when fewer */
	int width; /* 1 or 2 columns */
};

/* Chooses a locale for character handling once at the start: the user's if it is UTF-8, else C.UTF-8, else ASCII
 * (returns false). */
bool text_use_locale(void);
/* Does the environment say that the terminal shows UTF-8? text_use_locale() takes C.UTF-8 where it does not: letters
 * survive that, a picture made of block characters does not. */
bool text_terminal_is_utf8(void) MUST_CHECK;

/*
 * Cells of `text` in display order. Owned by the arena. A code point that the
 * locale cannot show becomes its mark.
 */
struct text_cell *text_cells(struct arena *arena, const char *text, size_t length, size_t *count) MUST_CHECK;

/* The same as printable UTF-8 (or ASCII), for lines on stdout and stderr: no byte of it can drive a terminal. */
char *text_printable(struct arena *arena, const char *text) MUST_CHECK;
int text_width(struct arena *arena, const char *text) MUST_CHECK; /* columns */

/* Strict UTF-8 without NUL: the next code point and its length in bytes, or -1 where the bytes are not UTF-8 (length
 * 1). */
int32_t text_decode(const char *bytes, size_t length, size_t *used);
size_t text_encode(uint32_t point, char out[4]); /* bytes written */
bool text_is_utf8(const char *bytes, size_t length);
/* True for a code point that may be typed into a field: printable by the rule above. */
bool text_is_printable(uint32_t point);

#endif
