/*
 * A real terminal emulator (libvterm) on a pseudo-terminal, with a program in it.
 * Nothing here waits for a time: it waits for what should be on the screen, until a deadline.
 */
#ifndef MFADESK_TESTS_EMULATOR_H
#define MFADESK_TESTS_EMULATOR_H

#include <stdbool.h>
#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

#include "mfadesk/base/buffer.h"

struct emulator {
	int master;
	int slave; /* kept open, so that modes and screen outlive the program */
	pid_t child; /* 0: none */
	VTerm *terminal;
	VTermScreen *screen;
	bool alternate;
	bool cursor_shown;
	struct buffer received; /* what the program sent since the last emulator_forget() */
};

typedef bool emulator_condition(struct emulator *emulator, const void *context);

struct emulator *emulator_new(int width, int height);
void emulator_free(struct emulator **emulator); /* ends the program too */

/* Shown as if another program had written it. */
void emulator_print(struct emulator *emulator, const char *text);
/* `environment`: "NAME=value" sets, "NAME" unsets; ends with NULL, as `arguments` does. */
void emulator_run(struct emulator *emulator, char *const arguments[], const char *const environment[]);
void emulator_send(struct emulator *emulator, const char *bytes, size_t length);
void emulator_answer(struct emulator *emulator); /* sends what libvterm's keyboard made */
void emulator_resize(struct emulator *emulator, int width, int height);
void emulator_forget(struct emulator *emulator);

/* True once the condition holds; false at the deadline of ten seconds times TEST_PATIENCE. */
bool emulator_wait(struct emulator *emulator, emulator_condition *holds, const void *context);
/* Waits for the program's end, or with `stopped` for its stop: the status of waitpid(), -1 at the deadline. */
int emulator_end(struct emulator *emulator, bool stopped);
bool emulator_has(struct emulator *emulator, const char *text); /* received since the last emulator_forget() */

VTermScreenCell emulator_cell(const struct emulator *emulator, int row, int column);
/* Everything that can be seen, cursor and screen included. Owned by the arena. */
char *emulator_dump(struct arena *arena, const struct emulator *emulator);

#endif
