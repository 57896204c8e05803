/* See manual.h. */
#include "mfadesk/base/manual.h"

#include <stdio.h>
#include <string.h>

enum { LINE_WIDTH = 78 };

void
manual_wrap(const char *text, bool roff)
{
	const char *start = text;
	size_t used = 0; /* columns, with a space after each word */

	while (*text) {
		size_t length = strcspn(text, " ");

		if (used > 0 && used + length > LINE_WIDTH)
			used = 0;
		if (used > 0)
			putchar(' ');
		else if (text != start)
			putchar('\n');
		if (used == 0 && roff && (*text == '.' || *text == '\''))
			fputs("\\&", stdout);
		for (size_t i = 0; i < length; i++)
			printf(roff && text[i] == '-' ? "\\%c" : "%c", text[i]);
		used += length + 1;
		text += length + (text[length] == ' ');
	}
	putchar('\n');
}

void
manual_entry(const char *head, const char *arguments, const char *text)
{
	printf(".TP\n.B ");
	manual_wrap(head, true);
	if (arguments[0]) {
		manual_wrap(arguments, true);
		puts(".br");
	}
	manual_wrap(text, true);
}
