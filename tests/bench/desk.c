#include "desk.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/base/memory.h"

#define QUIET 40 /* milliseconds without a byte: it has painted */
#define MOST_ARGUMENTS 7
#define DEADLINE (10 * CLOCK_SECOND)

static double
since(int64_t began)
{
	return (double)(clock_monotonic() - began) / 1000;
}

static void
become(const char *login, const char *program, const char *const arguments[])
{
	char *copies[MOST_ARGUMENTS + 2] = {memory_copy(program)};

	for (size_t i = 0; i < MOST_ARGUMENTS && arguments[i]; i++)
		copies[i + 1] = memory_copy(arguments[i]);
	setenv("PGUSER", login, 1);
	execvp(program, copies);
	_exit(127);
}

struct terminal
terminal_start(const char *login, const char *program, const char *const arguments[])
{
	struct winsize size = {.ws_row = 40, .ws_col = 120};
	struct terminal terminal = {.started = clock_monotonic()};

	buffer_init(&terminal.painted, 0);
	terminal.child = forkpty(&terminal.master, NULL, NULL, &size);
	if (terminal.child < 0)
		bench_fail("no pseudo-terminal");
	if (terminal.child == 0)
		become(login, program, arguments);
	return terminal;
}

/* False when nothing came for `patience` milliseconds, or the program is over. */
static bool
receive(struct terminal *terminal, int patience)
{
	struct pollfd ready = {.fd = terminal->master, .events = POLLIN};
	char bytes[65536];
	ssize_t length;

	if (poll(&ready, 1, patience) <= 0)
		return false;
	length = read(terminal->master, bytes, sizeof bytes);
	if (length <= 0)
		return false;
	buffer_append(&terminal->painted, bytes, (size_t)length);
	return true;
}

static bool
has(const struct terminal *terminal, const char *text)
{
	const struct buffer *painted = &terminal->painted;

	return painted->length > 0 && memmem(painted->data, painted->length, text, strlen(text)) != NULL;
}

double
terminal_until(struct terminal *terminal, const char *text)
{
	while (!has(terminal, text)) {
		if (!receive(terminal, DEADLINE / 1000))
			bench_fail("\"%s\" was not painted, but %s", text, buffer_text(&terminal->painted));
	}
	return since(terminal->started);
}

void
terminal_settle(struct terminal *terminal)
{
	while (receive(terminal, QUIET))
		continue;
	buffer_clear(&terminal->painted);
}

struct paint
terminal_key(struct terminal *terminal, const char *bytes, const char *text)
{
	int64_t began = clock_monotonic();
	struct paint paint = {0};

	buffer_clear(&terminal->painted);
	if (write(terminal->master, bytes, strlen(bytes)) < 0)
		bench_fail("the program is gone");
	while (receive(terminal, text && !has(terminal, text) ? DEADLINE / 1000 : QUIET)) {
		paint.last = since(began);
		if (paint.bytes == 0)
			paint.first = paint.last;
		paint.bytes = terminal->painted.length;
	}
	return paint;
}

void
terminal_end(struct terminal *terminal)
{
	kill(terminal->child, SIGTERM);
	while (receive(terminal, DEADLINE / 1000))
		continue;
	close(terminal->master);
	waitpid(terminal->child, NULL, 0);
	buffer_free(&terminal->painted);
}
