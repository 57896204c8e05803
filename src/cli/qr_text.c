/* Black on white whatever the terminal's colours are; two modules a character, one above the other. */
#include "command.h"
#include "mfadesk/qr/code.h"

enum { MARGIN = 2 /* modules: with it the usual code has 23 lines */ };

void
qr_print(const struct qr_code *code, FILE *out)
{
	static const char *const blocks[2][2] = {{" ", "▄"}, {"▀", "█"}};
	int end = qr_code_width(code) + MARGIN;

	for (int row = -MARGIN; row < end; row += 2) {
		fputs("\033[38;5;16;48;5;231m", out);
		for (int column = -MARGIN; column < end; column++)
			fputs(blocks[qr_code_is_dark(code, row, column)][qr_code_is_dark(code, row + 1, column)], out);
		fputs("\033[0m\n", out);
	}
}
