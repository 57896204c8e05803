/* A password or a code, without echo: from the terminal, whatever stdin and stdout are, or a line of stdin. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "command.h"

enum { CONTROL_C = 3, TICK = 500 /* milliseconds */ };

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

/* False: there is no more, which includes Ctrl-C. Byte by byte, so that nothing is left in a buffer of stdio's. */
static bool
read_byte(int file, unsigned char *byte)
{
	ssize_t got;

	do
		got = read(file, byte, 1);
	while (got < 0 && errno == EINTR);
	return got == 1;
}

/* Waits for a byte, and says so to whoever wants to know. */
static bool
await(int terminal, ask_tick *tick, void *context)
{
	struct pollfd ready = {.fd = terminal, .events = POLLIN};

	while (poll(&ready, 1, TICK) <= 0) {
		if (tick && !tick(context))
			return false;
	}
	return true;
}

static enum asked
read_line(int terminal, const struct termios *modes, ask_tick *tick, void *context, char *line, size_t size)
{
	size_t length = 0;
	unsigned char byte;

	for (;;) {
		if (!await(terminal, tick, context))
			return ASKED_STOPPED;
		if (!read_byte(terminal, &byte) || byte == CONTROL_C)
			return ASKED_LEFT;
		if (byte == '\n' || byte == '\r')
			break;
		if (byte == modes->c_cc[VERASE] || byte == '\b')
			length -= length > 0;
		else if (length < size - 1)
			line[length++] = (char)byte;
	}
	line[length] = '\0';
	return ASKED_GIVEN;
}

enum asked
ask_terminal(const char *prompt, ask_tick *tick, void *context, char *line, size_t size)
{
	int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	struct termios before;
	enum asked asked = ASKED_NO_TERMINAL;

	if (terminal < 0)
		return asked;
	if (silence(terminal, &before)) {
		if (write(terminal, prompt, strlen(prompt)) >= 0)
			asked = read_line(terminal, &before, tick, context, line, size);
		tcsetattr(terminal, TCSAFLUSH, &before);
		if (write(terminal, "\n", 1) != 1)
			asked = ASKED_LEFT;
	}
	close(terminal);
	return asked;
}

bool
ask_input(char *line, size_t size)
{
	size_t length = 0;
	unsigned char byte = '\n';
	bool any = false;

	while (read_byte(STDIN_FILENO, &byte) && byte != '\n') {
		any = true;
		if (length < size - 1)
			line[length++] = (char)byte;
	}
	line[length] = '\0';
	if (length > 0 && line[length - 1] == '\r')
		line[length - 1] = '\0';
	return any;
}

bool
password_ask(void *context, const char *prompt, char *password, size_t size)
{
	(void)context;
	return ask_terminal(prompt, NULL, NULL, password, size) == ASKED_GIVEN;
}
