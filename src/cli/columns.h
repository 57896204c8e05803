/*
 * Lines of text in columns: as wide as they need to be, through
 * base/text, and on a terminal cut at its right edge. Elsewhere a line is whole.
 */
#ifndef MFADESK_CLI_COLUMNS_H
#define MFADESK_CLI_COLUMNS_H

#include <stddef.h>

#include "mfadesk/base/memory.h"

#define COLUMNS_MAX 9

struct columns {
	struct arena *arena;
	size_t count; /* of columns */
	size_t rows;
	const char **cells; /* count a row; borrowed until printed */
	size_t room; /* rows */
};

void columns_init(struct columns *columns, struct arena *arena, size_t count);
/* As many texts as there are columns. */
void columns_add(struct columns *columns, const char *const *texts);
/* On stdout. */
void columns_print(struct columns *columns);

/* One line of free text, cut the same way. */
void columns_line(struct arena *arena, const char *text);
/* The same from a format. */
void columns_linef(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
