/* What was pressed. */
#ifndef MFADESK_TUI_KEY_H
#define MFADESK_TUI_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "mfadesk/base/memory.h"

enum key_code {
	KEY_NONE_YET, /* nothing to read */
	KEY_TEXT, /* a code point: `point` (may be a control; fields refuse those) */
	KEY_ENTER_PRESSED,
	KEY_ESCAPE,
	KEY_TAB,
	KEY_BACK_TAB,
	KEY_ERASE, /* backspace */
	KEY_DELETE_PRESSED,
	KEY_ARROW_UP,
	KEY_ARROW_DOWN,
	KEY_ARROW_LEFT,
	KEY_ARROW_RIGHT,
	KEY_PAGE_UP,
	KEY_PAGE_DOWN,
	KEY_HOME_PRESSED,
	KEY_END_PRESSED,
	KEY_FUNCTION, /* F1..F12: `point` is the number */
	KEY_CONTROL, /* Ctrl-letter: `point` is 'a'..'z' */
	KEY_PASTE, /* bracketed paste: `text` */
	KEY_RESIZED,
	KEY_INVALID, /* a byte that is no UTF-8 */
	KEY_GONE, /* the terminal went away: no key will ever come again */
};

struct key {
	enum key_code code;
	uint32_t point;
	const char *text; /* KEY_PASTE only: borrowed until the next key, at most 4096 bytes */
};

/*
 * The act table's way to write a key: one character, "F1" to "F12", "Ctrl-L", or a
 * name: Enter Esc Tab Back-Tab Space Backspace Delete Up Down Left Right PgUp PgDn
 * Home End. False for NULL and for a name that is none of these.
 */
bool key_matches(const struct key *key, const char *name) MUST_CHECK;

#endif
