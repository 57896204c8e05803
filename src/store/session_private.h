/* What the parts of the session share: the only place where its PGconn is seen. */
#ifndef MFADESK_STORE_SESSION_PRIVATE_H
#define MFADESK_STORE_SESSION_PRIVATE_H

#include <libpq-fe.h>

#include "mfadesk/store/session.h"

struct session {
	PGconn *connection; /* owned */
	bool superuser;
};

/*
 * False, with what went wrong in `result` (or on the connection, where it is
 * NULL or the server is gone). `where` goes before the message; "" for none.
 */
bool session_failed(struct session *session, const PGresult *result, const char *where, struct error *error);

/* The line (from 1) on which the character `position` (from 1, as the server counts) stands. */
unsigned script_line_of_position(const char *text, unsigned position);
/* The line on which statement `number` (from 0; empty ones do not count) begins. */
unsigned script_line_of_statement(const char *text, unsigned number);

#endif
