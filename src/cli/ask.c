/* A line: a password or a code without echo, an answer with it; from the terminal, whatever stdin and stdout are, or
 * from stdin. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "command.h"

enum { CONTROL_C = 3, TICK = 500 /* milliseconds */ };

/* Signals are off: while the store's loop holds SIGINT back, Ctrl-C has to be a character to be noticed. With an echo
 * the terminal edits the line, and Ctrl-C ends it. */
static bool
set_modes(int terminal, bool echo, struct termios *before)
{
	struct termios modes;

	if (tcgetattr(terminal, before) != 0)
		return false;
	modes = *before;
	modes.c_lflag &= ~(tcflag_t)ISIG;
	if (echo) {
		modes.c_lflag |= ECHO | ECHOE | ICANON;
		modes.c_cc[VEOL] = CONTROL_C;
	} else {
		modes.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON);
		modes.c_cc[VMIN] = 1;
		modes.c_cc[VTIME] = 0;
	}
	return tcsetattr(terminal, TCSAFLUSH, &modes) == 0;
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
await(int file, ask_tick *tick, void *context)
{
	struct pollfd ready = {.fd = file, .events = POLLIN};

	while (poll(&ready, 1, TICK) <= 0) {
		if (tick && !tick(context))
			return false;
	}
	return true;
}

static enum asked
read_line(int file, unsigned char erase, ask_tick *tick, void *context, char *line, size_t size)
{
	size_t length = 0;
	unsigned char byte;

	for (;;) {
		if (!await(file, tick, context))
			return ASKED_STOPPED;
		if (!read_byte(file, &byte) || byte == CONTROL_C)
			return ASKED_LEFT;
		if (byte == '\n' || byte == '\r')
			break;
		if (byte == erase || byte == '\b')
			length -= length > 0;
		else if (length < size - 1)
			line[length++] = (char)byte;
	}
	line[length] = '\0';
	return ASKED_GIVEN;
}

static enum asked
ask(const char *prompt, bool echo, ask_tick *tick, void *context, char *line, size_t size)
{
	int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	struct termios before;
	enum asked asked = ASKED_NO_TERMINAL;

	if (terminal < 0)
		return asked;
	if (set_modes(terminal, echo, &before)) {
		if (write(terminal, prompt, strlen(prompt)) >= 0)
			asked = read_line(terminal, before.c_cc[VERASE], tick, context, line, size);
		tcsetattr(terminal, TCSAFLUSH, &before);
		if ((!echo || asked != ASKED_GIVEN) && write(terminal, "\n", 1) != 1)
			asked = ASKED_LEFT;
	}
	close(terminal);
	return asked;
}

enum asked
ask_terminal(const char *prompt, ask_tick *tick, void *context, char *line, size_t size)
{
	return ask(prompt, false, tick, context, line, size);
}

enum asked
ask_shown(const char *prompt, char *line, size_t size)
{
	return ask(prompt, true, NULL, NULL, line, size);
}

enum asked
ask_piped(ask_tick *tick, void *context, char *line, size_t size)
{
	return read_line(STDIN_FILENO, '\b', tick, context, line, size);
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
