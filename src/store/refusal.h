/* What the server's error results mean. */
#ifndef MFADESK_STORE_REFUSAL_H
#define MFADESK_STORE_REFUSAL_H

#include <libpq-fe.h>
#include <stdbool.h>

#include "mfadesk/base/error.h"

/* The connection is over, and the statement was not answered. */
bool refusal_is_loss(const PGresult *result);
/* The server became a replica, which a connection behind a pooler outlives. Nothing was done: another one may do it. */
bool refusal_is_read_only(const struct error *error);
/* ERROR_REFUSED with the server's code, message and hint; plain words where the server's own are for programmers. */
void refusal_read(const PGresult *result, struct error *error);
/* The same statement, sent again at once, may well succeed. */
bool refusal_is_passing(const struct error *error);
/* Waiting will not help: the login or the schema is not what the program needs. */
bool refusal_is_final(const struct error *error);

#endif
