/* What was typed or pasted into Find, and what it asks for. */
#ifndef MFADESK_DESK_QUERY_H
#define MFADESK_DESK_QUERY_H

#include "mfadesk/base/memory.h"

enum query_kind {
	QUERY_NOTHING, /* too little to look for */
	QUERY_TEXT, /* a name, an address, an employee number, four digits: looked for while typing */
	QUERY_NUMBER, /* a whole telephone number: only with a reason, and on the record */
};

/* "Ana <ana@example.edu>", "mailto:ana@example.edu?subject=x", trailing dots and spaces: the part that counts. Owned by
 * the arena. */
char *query_clean(struct arena *arena, const char *typed) MUST_CHECK;
enum query_kind query_kind(const char *cleaned);

#endif
