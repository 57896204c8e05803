/*
 * The terminal: the only place that knows curses. It puts a grid on it, reads
 * keys from it, and on any exit, a crash included, leaves it as it was.
 */
#ifndef MFADESK_TUI_TERMINAL_H
#define MFADESK_TUI_TERMINAL_H

#include "mfadesk/base/error.h"
#include "mfadesk/tui/grid.h"
#include "mfadesk/tui/key.h"

struct terminal;

/*
 * After text_use_locale(). NULL (error says what is needed) without a terminal on 0
 * and 1, with TERM=dumb or one that cannot move its cursor. From here on a crash
 * (SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGQUIT) puts the terminal back before
 * it ends the program; SIGINT, SIGTERM, SIGHUP, SIGTSTP and SIGWINCH are the caller's.
 */
struct terminal *terminal_open(struct error *error) MUST_CHECK;
void terminal_close(struct terminal **terminal);

void terminal_size(const struct terminal *terminal, int *width, int *height);
/* Draws what changed since the last grid. */
void terminal_draw(struct terminal *terminal, const struct grid *grid);
void terminal_redraw(struct terminal *terminal); /* Ctrl-L: everything, at the next draw */
void terminal_resize(struct terminal *terminal); /* after SIGWINCH */
void terminal_suspend(struct terminal *terminal); /* before a shell or SIGTSTP */
void terminal_resume(struct terminal *terminal);
/* The next key, KEY_NONE_YET when there is none. Never blocks longer than the escape delay (25 ms). */
struct key terminal_key(struct terminal *terminal);
int terminal_fd(const struct terminal *terminal);

/*
 * Async-signal-safe: puts the terminal back with tcsetattr and a prebuilt string.
 * For crash handlers and memory_on_exhausted().
 */
void terminal_restore(void);

#endif
