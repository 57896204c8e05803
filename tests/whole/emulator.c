#include "emulator.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/base/text.h"

#define DEADLINE (10 * CLOCK_SECOND)
#define STEP 20 /* milliseconds: how often a condition is looked at when nothing arrives */

static int
on_property(VTermProp property, VTermValue *value, void *user)
{
	struct emulator *emulator = user;

	if (property == VTERM_PROP_ALTSCREEN)
		emulator->alternate = value->boolean;
	if (property == VTERM_PROP_CURSORVISIBLE)
		emulator->cursor_shown = value->boolean;
	return 1;
}

struct emulator *
emulator_new(int width, int height)
{
	static const VTermScreenCallbacks callbacks = {.settermprop = on_property};
	struct emulator *emulator = memory_alloc(sizeof *emulator);
	struct winsize size = {.ws_row = (unsigned short)height, .ws_col = (unsigned short)width};

	if (openpty(&emulator->master, &emulator->slave, NULL, NULL, &size) != 0)
		abort();
	buffer_init(&emulator->received, 0);
	emulator->terminal = vterm_new(height, width);
	vterm_set_utf8(emulator->terminal, 1);
	emulator->screen = vterm_obtain_screen(emulator->terminal);
	vterm_screen_enable_altscreen(emulator->screen, 1);
	vterm_screen_set_callbacks(emulator->screen, &callbacks, emulator);
	vterm_screen_reset(emulator->screen, 1);
	return emulator;
}

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void
emulator_free(struct emulator **emulator)
{
	struct emulator *old = *emulator;

	if (old->child > 0) {
		kill(old->child, SIGKILL);
		waitpid(old->child, NULL, 0);
	}
	close_fd(&old->master);
	close_fd(&old->slave);
	vterm_free(old->terminal);
	buffer_free(&old->received);
	memory_free(old);
	*emulator = NULL;
}

void
emulator_print(struct emulator *emulator, const char *text)
{
	vterm_input_write(emulator->terminal, text, strlen(text));
}

static void
set_environment(const char *const environment[])
{
	for (size_t i = 0; environment[i] != NULL; i++) {
		char *copy = strdup(environment[i]);
		char *value = strchr(copy, '=');

		if (value == NULL) {
			unsetenv(copy);
		} else {
			*value = '\0';
			setenv(copy, value + 1, 1);
		}
		free(copy);
	}
}

void
emulator_run(struct emulator *emulator, char *const arguments[], const char *const environment[])
{
	emulator->child = fork();
	if (emulator->child < 0)
		abort();
	if (emulator->child > 0)
		return;
	close(emulator->master);
	if (login_tty(emulator->slave) != 0)
		_exit(126);
	set_environment(environment);
	execv(arguments[0], arguments);
	_exit(127);
}

void
emulator_send(struct emulator *emulator, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t written = write(emulator->master, bytes, length);

		if (written < 0 && errno != EINTR)
			abort();
		if (written > 0) {
			bytes += written;
			length -= (size_t)written;
		}
	}
}

void
emulator_answer(struct emulator *emulator)
{
	char bytes[1024];
	size_t length;

	while ((length = vterm_output_read(emulator->terminal, bytes, sizeof bytes)) > 0)
		emulator_send(emulator, bytes, length);
}

void
emulator_resize(struct emulator *emulator, int width, int height)
{
	struct winsize size = {.ws_row = (unsigned short)height, .ws_col = (unsigned short)width};

	vterm_set_size(emulator->terminal, height, width);
	if (ioctl(emulator->master, TIOCSWINSZ, &size) != 0)
		abort();
}

void
emulator_forget(struct emulator *emulator)
{
	buffer_clear(&emulator->received);
}

/* What the program sent, put on the screen. Waits a moment for it. */
static void
receive(struct emulator *emulator)
{
	struct pollfd ready = {.fd = emulator->master, .events = POLLIN};
	char bytes[4096];
	ssize_t length;

	if (poll(&ready, 1, STEP) <= 0)
		return;
	length = read(emulator->master, bytes, sizeof bytes);
	if (length <= 0)
		return;
	buffer_append(&emulator->received, bytes, (size_t)length);
	vterm_input_write(emulator->terminal, bytes, (size_t)length);
	emulator_answer(emulator);
}

static int64_t
deadline(void)
{
	const char *patience = getenv("TEST_PATIENCE");

	return clock_monotonic() + DEADLINE * (patience == NULL ? 1 : strtol(patience, NULL, 10));
}

bool
emulator_wait(struct emulator *emulator, emulator_condition *holds, const void *context)
{
	for (int64_t end = deadline(); !holds(emulator, context);) {
		if (clock_monotonic() > end)
			return false;
		receive(emulator);
	}
	return true;
}

struct ending {
	bool stopped;
	int status;
};

static bool
has_ended(struct emulator *emulator, const void *context)
{
	struct ending *ending = *(struct ending *const *)context;
	pid_t child = waitpid(emulator->child, &ending->status, WNOHANG | (ending->stopped ? WUNTRACED : 0));

	if (child == emulator->child && !WIFSTOPPED(ending->status))
		emulator->child = 0;
	return child != 0;
}

int
emulator_end(struct emulator *emulator, bool stopped)
{
	struct ending ending = {.stopped = stopped, .status = -1};
	struct ending *context = &ending;
	struct pollfd ready = {.fd = emulator->master, .events = POLLIN};

	if (!emulator_wait(emulator, has_ended, &context))
		return -1;
	while (emulator->master >= 0 && poll(&ready, 1, 0) > 0 && (ready.revents & POLLIN) != 0)
		receive(emulator);
	return ending.status;
}

bool
emulator_has(struct emulator *emulator, const char *text)
{
	const struct buffer *received = &emulator->received;

	return received->length > 0 && memmem(received->data, received->length, text, strlen(text)) != NULL;
}

VTermScreenCell
emulator_cell(const struct emulator *emulator, int row, int column)
{
	VTermScreenCell cell;

	memset(&cell, 0, sizeof cell);
	vterm_screen_get_cell(emulator->screen, (VTermPos){.row = row, .col = column}, &cell);
	return cell;
}

static void
dump_cell(struct buffer *dump, const VTermScreenCell *cell)
{
	char bytes[4];

	if (cell->chars[0] == (uint32_t)-1)
		return;
	if (cell->chars[0] == 0)
		buffer_append_text(dump, " ");
	for (size_t i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i] != 0; i++)
		buffer_append(dump, bytes, text_encode(cell->chars[i], bytes));
	if (cell->attrs.bold || cell->attrs.reverse || cell->attrs.underline)
		buffer_append_text(dump, "\\");
}

char *
emulator_dump(struct arena *arena, const struct emulator *emulator)
{
	struct buffer dump;
	VTermPos cursor;
	int height, width;

	buffer_init(&dump, 0);
	vterm_get_size(emulator->terminal, &height, &width);
	for (int row = 0; row < height; row++) {
		for (int column = 0; column < width; column++) {
			VTermScreenCell cell = emulator_cell(emulator, row, column);

			dump_cell(&dump, &cell);
		}
		buffer_append_text(&dump, "|\n");
	}
	vterm_state_get_cursorpos(vterm_obtain_state(emulator->terminal), &cursor);
	buffer_printf(&dump, "cursor %d,%d %s, %s screen\n", cursor.row, cursor.col,
		emulator->cursor_shown ? "shown" : "hidden", emulator->alternate ? "alternate" : "main");

	char *text = arena_copy_bytes(arena, buffer_text(&dump), dump.length);

	buffer_free(&dump);
	return text;
}
