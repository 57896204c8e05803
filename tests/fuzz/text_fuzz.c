/* Any bytes laid out as text: what comes out is UTF-8, printable, and lays out as itself. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "mfadesk/base/text.h"

int LLVMFuzzerInitialize(int *count, char ***words);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool held)
{
	if (!held)
		abort();
}

int
LLVMFuzzerInitialize(int *count, char ***words)
{
	(void)count;
	(void)words;
	must(setlocale(LC_CTYPE, "C.UTF-8") != NULL);
	return 0;
}

static void
check_cells(struct arena *arena, const char *bytes, size_t length)
{
	size_t count;
	const struct text_cell *cells = text_cells(arena, bytes, length, &count);

	for (size_t i = 0; i < count; i++) {
		must(cells[i].width == 1 || cells[i].width == 2);
		must(cells[i].points[0] != 0);
		for (size_t k = 0; k < TEXT_CELL_POINTS && cells[i].points[k] != 0; k++)
			must(text_is_printable(cells[i].points[k]));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const char *text = arena_copy_bytes(arena, (const char *)data, size);
	const char *printed = text_printable(arena, text);

	check_cells(arena, text, size);
	must(text_is_utf8(printed, strlen(printed)));
	must(strcmp(text_printable(arena, printed), printed) == 0);
	must(text_width(arena, printed) == text_width(arena, text));
	arena_free(&arena);
	return 0;
}
