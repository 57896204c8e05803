/*
 * One blocking connection for the administration program: raw SQL, scripts,
 * COPY in both directions, passwords. The desk never uses it.
 *
 * What leaves are rows in an arena and struct error (the server's SQLSTATE,
 * message and hint); no PGresult does. A failed statement outside a
 * transaction block leaves the session usable; a lost server gives
 * ERROR_CONNECTION from then on.
 */
#ifndef MFADESK_STORE_SESSION_H
#define MFADESK_STORE_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "mfadesk/base/error.h"
#include "mfadesk/store/store.h"

struct session;

/* Every value as text, NULL for SQL NULL. Owned by the arena of the call. */
struct session_rows {
	size_t count;
	size_t columns;
	const char **cells; /* count * columns, row by row */
};

/*
 * `conninfo` as libpq reads it (NULL: the environment only). A password is
 * asked for through `ask` (may be NULL) when the server wants one. NULL with
 * ERROR_CONNECTION: what, where, and what to try; a pooler is none that will do.
 */
struct session *session_open(const char *conninfo, const char *application, store_ask_password *ask, void *context,
	struct error *error) MUST_CHECK;
void session_close(struct session **session); /* a transaction that is open is rolled back; NULL is accepted */

int session_server_version(const struct session *session); /* 150020 */
const char *session_database(const struct session *session); /* borrowed */
const char *session_login(const struct session *session); /* borrowed */
bool session_is_superuser(const struct session *session);

/* One statement with `count` parameters ($1...), as text. `rows` may be NULL, then so may the arena. */
bool session_query(struct session *session, const char *sql, size_t count, const char *const *values,
	struct arena *arena, struct session_rows *rows, struct error *error) MUST_CHECK;
/* One statement without parameters whose rows do not matter. */
bool session_execute(struct session *session, const char *sql, struct error *error) MUST_CHECK;
/*
 * Many statements as one: inside a transaction block of the caller's, or else
 * in a transaction of their own. `text` ends with a NUL. The error begins with
 * "name:line: " of the statement that failed.
 */
bool session_script(struct session *session, const char *name, const char *text, struct error *error) MUST_CHECK;
/* Borrowed; NULL for SQL NULL. */
const char *session_cell(const struct session_rows *rows, size_t row, size_t column);

/*
 * COPY ... FROM STDIN: begin, any number of puts, then finish. `lines` (may be
 * NULL) gets how many the server took. After a failed put or begin the COPY is
 * over already; session_copy_cancel() gives one up from this side.
 */
bool session_copy_begin(struct session *session, const char *sql, struct error *error) MUST_CHECK;
bool session_copy_put(struct session *session, const char *bytes, size_t length, struct error *error) MUST_CHECK;
bool session_copy_finish(struct session *session, size_t *lines, struct error *error) MUST_CHECK;
void session_copy_cancel(struct session *session, const char *reason);

/* COPY ... TO STDOUT: `take` gets each line as the server sent it, line end included; false from it ends the COPY
 * (it has set the error). */
typedef bool session_take(void *context, const char *bytes, size_t length, struct error *error);
bool session_copy_out(
	struct session *session, const char *sql, session_take *take, void *context, struct error *error) MUST_CHECK;

/* Gives the login this password; only its verifier (SCRAM) leaves this process. */
bool session_set_password(
	struct session *session, const char *login, const char *password, struct error *error) MUST_CHECK;

#endif
