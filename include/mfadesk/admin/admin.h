/*
 * The programs behind `mfadesk-admin`: each takes the arguments after its own
 * word (argv[0] is the word) and returns the exit status: 0 done, 1 refused or
 * failed, 2 wrong usage, 3 no database. Messages go to stderr, answers to stdout.
 */
#ifndef MFADESK_ADMIN_ADMIN_H
#define MFADESK_ADMIN_ADMIN_H

#include "mfadesk/store/session.h"

enum { ADMIN_DONE = 0, ADMIN_FAILED = 1, ADMIN_USAGE = 2, ADMIN_NO_DATABASE = 3 };

int admin_schema(int argc, char **argv); /* install, upgrade, status */
int admin_staff(int argc, char **argv); /* add, lock, list */
int admin_setting(int argc, char **argv); /* list, show, set */
int admin_embedded(int argc, char **argv); /* start, stop, status, env, reset */
int admin_people(int argc, char **argv); /* import, export */
int admin_methods(int argc, char **argv); /* import */
int admin_key(int argc, char **argv); /* new, rotate, status */
int admin_help(int argc, char **argv); /* the list, one command, or --manual */

/* Prints how the command of this first word is used, on stderr; returns ADMIN_USAGE. */
int admin_usage(const char *word);

/* The session of an administration command, its password asked for on the terminal. NULL with the error set. */
struct session *admin_connect(const char *conninfo, struct error *error) MUST_CHECK;
/* Says the error on stderr ("mfadesk-admin: MD403: ..." and its hint, or as JSON) and returns the exit status that
 * fits. */
int admin_fail(const struct error *error, bool json);
/* Reads a line from the terminal without echo; it may be empty. False where there is no terminal, or it was given up
 * (Ctrl-C). A store_ask_password. */
bool admin_ask_password(void *context, const char *prompt, char *password, size_t size);
bool admin_has_terminal(void);

#endif
