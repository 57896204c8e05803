/* What all administration commands share: connecting, and telling what failed. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "mfadesk/act/reply.h"
#include "mfadesk/admin/admin.h"
#include "mfadesk/base/log.h"
#include "mfadesk/base/text.h"

enum { CONTROL_C = 3 };

struct session *
admin_connect(const char *conninfo, struct error *error)
{
	return session_open(conninfo, "mfadesk-admin", admin_ask_password, NULL, error);
}

static int
status_of(const struct error *error)
{
	switch (error->kind) {
	case ERROR_USAGE:
		return ADMIN_USAGE;
	case ERROR_CONNECTION:
		return ADMIN_NO_DATABASE;
	case ERROR_NONE:
	case ERROR_REFUSED:
	case ERROR_LOCAL:
		break;
	}
	return ADMIN_FAILED;
}

int
admin_fail(const struct error *error, bool json)
{
	struct arena *arena = arena_new();

	if (json)
		fprintf(stderr, "%s\n", reply_error_json(arena, error, NULL));
	else
		log_line("%s%s%s", error->code, error->code[0] ? ": " : "", error->message);
	if (!json && error->hint[0])
		fprintf(stderr, "  %s\n", text_printable(arena, error->hint));
	arena_free(&arena);
	return status_of(error);
}

/* False where it was given up. */
static bool
read_line(int terminal, char *line, size_t size)
{
	size_t length = 0;
	char byte = '\0';

	while (read(terminal, &byte, 1) == 1 && byte != '\n' && byte != CONTROL_C)
		if (length + 1 < size)
			line[length++] = byte;
	line[length] = '\0';
	return byte == '\n';
}

bool
admin_has_terminal(void)
{
	int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

	if (terminal >= 0)
		close(terminal);
	return terminal >= 0;
}

bool
admin_ask_password(void *context, const char *prompt, char *password, size_t size)
{
	int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	struct termios before;
	struct termios silent;
	bool ok;

	(void)context;
	if (terminal < 0)
		return false;
	ok = tcgetattr(terminal, &before) == 0;
	silent = before;
	/* Ctrl-C ends the line instead of the program, which would leave a terminal without echo. */
	silent.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
	silent.c_lflag |= ECHONL;
	silent.c_cc[VEOL] = CONTROL_C;
	ok = ok && tcsetattr(terminal, TCSAFLUSH, &silent) == 0 && write(terminal, prompt, strlen(prompt)) > 0 &&
		read_line(terminal, password, size);
	tcsetattr(terminal, TCSAFLUSH, &before);
	close(terminal);
	return ok;
}
