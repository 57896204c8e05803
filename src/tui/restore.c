/*
 * The one mutable state at file scope besides signal flags: a crash handler has
 * nothing else to look at. Only async-signal-safe calls below terminal_restore().
 */
#include "mfadesk/tui/restore.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "mfadesk/tui/terminal.h"

#define STACK_SIZE 65536 /* the stack that overflowed is of no use to its handler */
#define PATIENCE 200 /* milliseconds for a terminal that takes no bytes */

static const int crashes[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGQUIT};

#define CRASHES (sizeof crashes / sizeof crashes[0])

static struct {
	volatile sig_atomic_t armed;
	int input;
	int output;
	struct termios modes;
	char bytes[RESTORE_MAX];
	size_t length;
	struct sigaction before[CRASHES];
	stack_t stack_before;
	char stack[STACK_SIZE];
} restore;

void
restore_arm(int input, int output, const struct termios *modes, const char *bytes, size_t length)
{
	restore.armed = 0;
	restore.input = input;
	restore.output = output;
	restore.modes = *modes;
	restore.length = length <= sizeof restore.bytes ? length : 0;
	memcpy(restore.bytes, bytes, restore.length);
	restore.armed = 1;
}

void
restore_disarm(void)
{
	restore.armed = 0;
}

static void
write_all(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		struct pollfd ready = {.fd = fd, .events = POLLOUT};

		if (poll(&ready, 1, PATIENCE) <= 0)
			return;

		ssize_t written = write(fd, bytes, length);

		if (written < 0 && errno != EINTR && errno != EAGAIN)
			return;
		if (written > 0) {
			bytes += written;
			length -= (size_t)written;
		}
	}
}

void
terminal_restore(void)
{
	int error = errno;
	sigset_t stopped, before;

	if (!restore.armed)
		return;
	restore.armed = 0;
	/* In the background tcsetattr() would stop the process instead. */
	sigemptyset(&stopped);
	sigaddset(&stopped, SIGTTOU);
	sigprocmask(SIG_BLOCK, &stopped, &before);
	write_all(restore.output, restore.bytes, restore.length);
	tcsetattr(restore.input, TCSANOW, &restore.modes);
	sigprocmask(SIG_SETMASK, &before, NULL);
	errno = error;
}

static void
crashed(int number)
{
	terminal_restore();
	for (size_t i = 0; i < CRASHES; i++)
		if (crashes[i] == number)
			sigaction(number, &restore.before[i], NULL);
	/* Blocked until this handler returns; then it takes the process as if nobody had caught it. */
	raise(number);
}

void
restore_on_crash(void)
{
	stack_t stack = {.ss_sp = restore.stack, .ss_size = sizeof restore.stack};
	struct sigaction action = {.sa_handler = crashed, .sa_flags = SA_ONSTACK};

	sigfillset(&action.sa_mask);
	sigaltstack(&stack, &restore.stack_before);
	for (size_t i = 0; i < CRASHES; i++)
		sigaction(crashes[i], &action, &restore.before[i]);
}

void
restore_off_crash(void)
{
	for (size_t i = 0; i < CRASHES; i++)
		sigaction(crashes[i], &restore.before[i], NULL);
	sigaltstack(&restore.stack_before, NULL);
}
