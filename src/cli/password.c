/* A password from the terminal, whatever stdin and stdout are, and without echo. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "command.h"

enum { CONTROL_C = 3 };

/* Signals are off too: while the store's loop holds SIGINT back, Ctrl-C has to be a character to be noticed. */
static bool
silence(int terminal, struct termios *before)
{
	struct termios silent;

	if (tcgetattr(terminal, before) != 0)
		return false;
	silent = *before;
	silent.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ISIG | ICANON);
	silent.c_cc[VMIN] = 1;
	silent.c_cc[VTIME] = 0;
	return tcsetattr(terminal, TCSAFLUSH, &silent) == 0;
}

/* Byte by byte, so that nothing is left in a buffer of stdio's. */
static bool
read_line(int terminal, const struct termios *modes, char *line, size_t size)
{
	size_t length = 0;
	unsigned char byte;
	ssize_t got;

	for (;;) {
		do
			got = read(terminal, &byte, 1);
		while (got < 0 && errno == EINTR);
		if (got != 1 || byte == CONTROL_C)
			return false;
		if (byte == '\n' || byte == '\r')
			break;
		if (byte == modes->c_cc[VERASE] || byte == '\b')
			length -= length > 0;
		else if (length < size - 1)
			line[length++] = (char)byte;
	}
	line[length] = '\0';
	return true;
}

bool
password_ask(void *context, const char *prompt, char *password, size_t size)
{
	int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	struct termios before;
	bool given = false;

	(void)context;
	if (terminal < 0)
		return false;
	if (silence(terminal, &before)) {
		if (write(terminal, prompt, strlen(prompt)) >= 0)
			given = read_line(terminal, &before, password, size);
		tcsetattr(terminal, TCSAFLUSH, &before);
		if (write(terminal, "\n", 1) != 1)
			given = false;
	}
	close(terminal);
	return given;
}
