/*
 * An error: an SQLSTATE-like code, what happened, and what to do about it.
 * The first error set in a struct stays; later ones are dropped, so that the
 * cause is not painted over by its consequences.
 */
#ifndef MFADESK_BASE_ERROR_H
#define MFADESK_BASE_ERROR_H

#include <stdbool.h>

#include "mfadesk/base/memory.h"

enum error_kind {
	ERROR_NONE,
	ERROR_REFUSED, /* the database said no: code is its SQLSTATE (MD403, 57014, ...) */
	ERROR_USAGE, /* the caller asked for something that does not exist */
	ERROR_CONNECTION, /* no database, or the answer was lost */
	ERROR_LOCAL, /* this machine: a file, the terminal, a reply that cannot be read */
};

struct error {
	enum error_kind kind;
	char code[6]; /* five characters, or "" where none applies */
	char message[512];
	char hint[512]; /* what to do; may be "" */
};

/* Returns false always, so that a failing function ends in `return error_set(...)`. A NULL error: nobody asks. */
bool error_set(struct error *error, enum error_kind kind, const char *code, const char *hint, const char *format, ...)
	PRINTF_LIKE(5, 6);
void error_clear(struct error *error);

#endif
