/* A program on a pseudo-terminal of 120×40, and how long it takes to paint. Times are in milliseconds. */
#ifndef MFADESK_TESTS_DESK_H
#define MFADESK_TESTS_DESK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "mfadesk/base/buffer.h"

struct terminal {
	int master;
	pid_t child;
	int64_t started; /* clock_monotonic() */
	struct buffer painted; /* since the last key */
};

/* From the key to the first byte and to the last one before nothing came for a moment. Zero: nothing was painted. */
struct paint {
	double first, last;
	size_t bytes;
};

/* `program` is looked for in PATH; `arguments` ends with NULL. The environment is this program's, PGUSER is `login`. */
struct terminal terminal_start(const char *login, const char *program, const char *const arguments[]);
/* Until the text was painted; what is there already since the last key counts. Ends the program after ten seconds. */
double terminal_until(struct terminal *terminal, const char *text);
/* Until nothing comes any more. */
void terminal_settle(struct terminal *terminal);
/* `text` NULL: until nothing comes; else until it was painted, however long that takes. */
struct paint terminal_key(struct terminal *terminal, const char *bytes, const char *text);
/* SIGTERM, if it has not ended by itself. */
void terminal_end(struct terminal *terminal);

#endif
