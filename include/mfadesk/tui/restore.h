/*
 * What a crash must still be able to do: put the terminal back. Everything that
 * needs thought is prepared beforehand by terminal.c.
 */
#ifndef MFADESK_TUI_RESTORE_H
#define MFADESK_TUI_RESTORE_H

#include <stddef.h>
#include <termios.h>

#define RESTORE_MAX 256 /* bytes of the string; a longer one is not sent */

/* From now on terminal_restore() writes `bytes` to `output` and sets `modes` on `input`. */
void restore_arm(int input, int output, const struct termios *modes, const char *bytes, size_t length);
void restore_disarm(void);

/* SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGQUIT: terminal_restore(), then whatever was there before. */
void restore_on_crash(void);
void restore_off_crash(void);

#endif
