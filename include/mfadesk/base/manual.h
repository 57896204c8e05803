/* Help and manual pages on stdout, for programs that keep what they say in tables. */
#ifndef MFADESK_BASE_MANUAL_H
#define MFADESK_BASE_MANUAL_H

#include <stdbool.h>

/* Words in lines of at most 78 columns; for roff a hyphen is one that is typed, and no line is a request. */
void manual_wrap(const char *text, bool roff);
/* An entry of a manual page in man(7) macros: its head, what it takes ("": nothing), and its text. */
void manual_entry(const char *head, const char *arguments, const char *text);

#endif
