/* COPY in and out of the blocking session. */
#include <limits.h>
#include <stdlib.h>

#include "session_private.h"

/* Reads what is left of a command, so that the next one can begin; the first error found stays. */
static bool
drain(struct session *session, struct error *error)
{
	PGresult *result;
	bool ok = true;

	while ((result = PQgetResult(session->connection)) != NULL) {
		if (PQresultStatus(result) == PGRES_FATAL_ERROR)
			ok = session_failed(session, result, "", error);
		PQclear(result);
		if (PQstatus(session->connection) == CONNECTION_BAD)
			break;
	}
	return ok;
}

static bool
copy_start(struct session *session, const char *sql, ExecStatusType expected, struct error *error)
{
	PGresult *result = PQexec(session->connection, sql);
	bool ok = PQresultStatus(result) == expected;

	if (!ok)
		session_failed(session, result, "", error);
	PQclear(result);
	return ok;
}

bool
session_copy_begin(struct session *session, const char *sql, struct error *error)
{
	return copy_start(session, sql, PGRES_COPY_IN, error);
}

bool
session_copy_put(struct session *session, const char *bytes, size_t length, struct error *error)
{
	while (length > 0) {
		int part = length > INT_MAX ? INT_MAX : (int)length;

		if (PQputCopyData(session->connection, bytes, part) != 1) {
			drain(session, error);
			return session_failed(session, NULL, "", error);
		}
		bytes += part;
		length -= (size_t)part;
	}
	return true;
}

bool
session_copy_finish(struct session *session, size_t *lines, struct error *error)
{
	PGresult *result;
	bool ok;

	if (PQputCopyEnd(session->connection, NULL) != 1)
		return session_failed(session, NULL, "", error);
	result = PQgetResult(session->connection);
	ok = PQresultStatus(result) == PGRES_COMMAND_OK;
	if (!ok)
		session_failed(session, result, "", error);
	else if (lines)
		*lines = strtoull(PQcmdTuples(result), NULL, 10);
	PQclear(result);
	return drain(session, error) && ok;
}

void
session_copy_cancel(struct session *session, const char *reason)
{
	struct error expected = {0};

	if (PQputCopyEnd(session->connection, reason) == 1)
		drain(session, &expected);
}

/* Ending a COPY early would leave its rows in the socket: the server is asked to stop, and what came is thrown away. */
static void
copy_abandon(struct session *session)
{
	PGcancel *cancel = PQgetCancel(session->connection);
	struct error expected = {0};
	char message[256];
	char *row;

	PQcancel(cancel, message, sizeof(message));
	PQfreeCancel(cancel);
	while (PQgetCopyData(session->connection, &row, 0) > 0)
		PQfreemem(row);
	drain(session, &expected);
}

bool
session_copy_out(struct session *session, const char *sql, session_take *take, void *context, struct error *error)
{
	char *row;
	int length;

	if (!copy_start(session, sql, PGRES_COPY_OUT, error))
		return false;
	while ((length = PQgetCopyData(session->connection, &row, 0)) > 0) {
		bool goes_on = take(context, row, (size_t)length, error);

		PQfreemem(row);
		if (!goes_on) {
			copy_abandon(session);
			return false;
		}
	}
	if (length == -2)
		return session_failed(session, NULL, "", error);
	return drain(session, error);
}
