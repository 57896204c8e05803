/*
 * The same link for programs that do one thing at a time (commands, admin):
 * a private loop runs until the answer is there. SIGINT cancels the wait only.
 */
#ifndef MFADESK_STORE_STORE_H
#define MFADESK_STORE_STORE_H

#include <stdint.h>

#include "mfadesk/act/act.h"

struct store;

/* Asks for a password: reads it without echo from the terminal into `password` (size bytes, NUL-terminated); false when
 * there is none. */
typedef bool store_ask_password(void *context, const char *prompt, char *password, size_t size);

/* NULL with ERROR_CONNECTION: what, where, and what to try. */
struct store *store_open(const char *conninfo, const char *application, store_ask_password *ask, void *context,
	struct error *error) MUST_CHECK;
void store_close(struct store **store);

/* Sends and waits. `json` is owned by the arena. ERROR_CONNECTION when the answer was lost: ask again with the same id.
 */
bool store_call(struct store *store, const struct act_request *request, struct arena *arena, char **json,
	struct error *error) MUST_CHECK;

/* Lets time pass while the connection is looked after. False with ERROR_LOCAL: SIGINT came. */
bool store_wait(struct store *store, int64_t microseconds, struct error *error) MUST_CHECK;

#endif
