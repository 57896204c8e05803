/*
 * One line of text being typed. The text is always valid, printable UTF-8; the
 * cursor moves by what is seen as one character (a base and its combining marks).
 *
 * Whatever leaves the field is wiped from it, so that a secret never stays behind.
 */
#ifndef MFADESK_TUI_FIELD_H
#define MFADESK_TUI_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "mfadesk/tui/grid.h"
#include "mfadesk/tui/key.h"

#define FIELD_MAX 2048 /* bytes: the longest limit a field can have */

struct field {
	char text[FIELD_MAX + 1]; /* NUL-terminated */
	size_t length;
	size_t cursor; /* bytes before it */
	size_t limit; /* bytes */
	bool masked; /* a secret: drawn as bullets */
	bool refused; /* something of the last key or text was not taken: not printable, or no room */
};

/* A limit of 0, or above FIELD_MAX, is FIELD_MAX. Ends with field_clear() where the text is a secret. */
void field_init(struct field *field, size_t limit, bool masked);
/* Empties and wipes. */
void field_clear(struct field *field);
/* Replaces the text, the cursor at its end. What is not printable or does not fit is left out and `refused` is set. */
void field_set(struct field *field, const char *text);
bool field_is_empty(const struct field *field);

/*
 * True when the key was the field's: characters, pastes (line ends dropped), Left,
 * Right, Home, End, Backspace, Delete, Ctrl-A, -E, -U, -K, -W. A character that it
 * refuses is still its own, so that no half of a paste becomes a command.
 */
bool field_key(struct field *field, const struct key *key) MUST_CHECK;

/* Draws the part around the cursor, "…" where text is hidden. Focused: puts the grid's cursor there. */
void field_draw(const struct field *field, struct grid *grid, int row, int column, int width, bool focused);

#endif
