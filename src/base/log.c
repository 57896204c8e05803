#include "mfadesk/base/log.h"

#include <stdarg.h>
#include <stdio.h>

#include "mfadesk/base/text.h"

static const char *program = "mfadesk";

void
log_set_program(const char *name)
{
	program = name;
}

void
log_line(const char *format, ...)
{
	struct arena *arena = arena_new();
	va_list arguments;
	char line[2048];

	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	/* One call, so that two programs on one stderr do not mix their lines. */
	fprintf(stderr, "%s", arena_printf(arena, "%s: %s\n", program, text_printable(arena, line)));
	arena_free(&arena);
}
