/*
 * The blocking session: connecting, and one statement at a time. It knows
 * nothing of schemas or people; COPY is in session_copy.c, scripts are in
 * session_script.c.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "connect.h"
#include "mfadesk/base/buffer.h"
#include "mfadesk/base/log.h"
#include "session_private.h"

enum { PASSWORD_SIZE = 1024, TARGET_SIZE = 512 };

bool
session_failed(struct session *session, const PGresult *result, const char *where, struct error *error)
{
	const char *message = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
	const char *code = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	const char *hint = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_HINT) : NULL;

	if (!hint && result)
		hint = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
	if (PQstatus(session->connection) == CONNECTION_BAD)
		return error_set(error, ERROR_CONNECTION, code ? code : "",
			"See whether the server runs, then try again.", "%sthe server is gone: %s", where,
			message ? message : PQerrorMessage(session->connection));
	if (!message)
		message = PQerrorMessage(session->connection);
	return error_set(error, ERROR_REFUSED, code ? code : "", hint ? hint : "", "%s%s", where, message);
}

/* A warning is worth a line (a REVOKE that did nothing is only that); notices are chatter. */
static void
notice_received(void *context, const PGresult *result)
{
	const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);

	(void)context;
	if (severity && strcmp(severity, "WARNING") == 0)
		log_line("warning: %s", PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
}

static PGconn *
connect_asking(const struct connect_parameters *parameters, store_ask_password *ask, void *context)
{
	PGconn *connection = connect_wait(parameters, NULL);
	char password[PASSWORD_SIZE];
	char prompt[128];

	if (PQstatus(connection) == CONNECTION_OK || !PQconnectionNeedsPassword(connection) || !ask)
		return connection;
	snprintf(prompt, sizeof(prompt), "Password for %s: ", PQuser(connection));
	if (ask(context, prompt, password, sizeof(password))) {
		PQfinish(connection);
		connection = connect_wait(parameters, password);
	}
	explicit_bzero(password, sizeof(password));
	return connection;
}

/* Of the words about several servers, those about the next one. */
static const char *
next_server(const char *message)
{
	const char *end = strstr(message, "\nconnection to server ");

	return end ? end + 1 : NULL;
}

/* Whom these words are about: at "host" (address), port 5432; or on socket "path". The connection knows the last server
 * only. */
static void
name_server(const PGconn *connection, const char *message, char target[TARGET_SIZE])
{
	const char *host = strchr(message, '"');
	int length = host ? (int)strcspn(host + 1, "\"") : 0;
	const char *port = host ? strstr(host, ", port ") : NULL;

	port = port ? port + strlen(", port ") : "";
	snprintf(target, TARGET_SIZE, "%s@%.*s%s%.*s/%s", PQuser(connection), length, host ? host + 1 : "",
		*port ? ":" : "", (int)strspn(port, "0123456789"), port, PQdb(connection));
}

static bool
open_failed(const PGconn *connection, struct error *error)
{
	const char *message = PQerrorMessage(connection);
	char target[TARGET_SIZE];
	char words[TARGET_SIZE];

	for (const char *next = next_server(message); next; message = next, next = next_server(message)) {
		snprintf(words, sizeof(words), "%.*s", (int)(next - message), message);
		name_server(connection, words, target);
		connect_failed(error, target, words);
	}
	snprintf(target, sizeof(target), "%s@%s:%s/%s", PQuser(connection), PQhost(connection), PQport(connection),
		PQdb(connection));
	return connect_failed(error, target, message);
}

/* Nothing that another user of the database made may be found by a bare name, nor may its settings bend a script. */
static bool
settle(struct session *session, struct error *error)
{
	return session_execute(session,
		"SELECT pg_catalog.set_config('search_path', '', false),"
		" pg_catalog.set_config('standard_conforming_strings', 'on', false),"
		" pg_catalog.set_config('DateStyle', 'ISO', false), pg_catalog.set_config('TimeZone', 'UTC', false)",
		error);
}

/* Settings, locks and COPY of a session need one server process for all of it. A pooler gives the client a number of
 * its own. */
static bool
is_direct(struct session *session, struct error *error)
{
	PGresult *result = PQexec(session->connection, "SELECT pg_catalog.pg_backend_pid()");
	bool pooled = PQntuples(result) == 1 &&
		strtol(PQgetvalue(result, 0, 0), NULL, 10) != PQbackendPID(session->connection);

	PQclear(result);
	return !pooled ||
		error_set(error, ERROR_CONNECTION, "", "Name the host and port of PostgreSQL itself.",
			"A pooler (PgBouncer) stands before the directory; this program cannot work through one.");
}

struct session *
session_open(const char *conninfo, const char *application, store_ask_password *ask, void *context, struct error *error)
{
	struct connect_parameters *parameters = connect_parameters_new(conninfo, application, error);
	struct session *session;
	const char *superuser;

	if (!parameters)
		return NULL;
	session = memory_alloc(sizeof(*session));
	session->connection = connect_asking(parameters, ask, context);
	connect_parameters_free(&parameters);
	PQsetNoticeReceiver(session->connection, notice_received, NULL);
	if (PQstatus(session->connection) != CONNECTION_OK ? !open_failed(session->connection, error)
							   : !is_direct(session, error) || !settle(session, error)) {
		session_close(&session);
		return NULL;
	}
	superuser = PQparameterStatus(session->connection, "is_superuser");
	session->superuser = superuser && strcmp(superuser, "on") == 0;
	return session;
}

void
session_close(struct session **session)
{
	if (!*session)
		return;
	PQfinish((*session)->connection);
	memory_free(*session);
	*session = NULL;
}

int
session_server_version(const struct session *session)
{
	return PQserverVersion(session->connection);
}

const char *
session_database(const struct session *session)
{
	return PQdb(session->connection);
}

const char *
session_login(const struct session *session)
{
	return PQuser(session->connection);
}

bool
session_is_superuser(const struct session *session)
{
	return session->superuser;
}

static void
copy_rows(const PGresult *result, struct arena *arena, struct session_rows *rows)
{
	rows->count = (size_t)PQntuples(result);
	rows->columns = (size_t)PQnfields(result);
	rows->cells = arena_alloc_array(arena, rows->count * rows->columns + 1, sizeof(*rows->cells));
	for (int row = 0; row < PQntuples(result); row++)
		for (int column = 0; column < PQnfields(result); column++)
			if (!PQgetisnull(result, row, column))
				rows->cells[(size_t)row * rows->columns + (size_t)column] =
					arena_copy(arena, PQgetvalue(result, row, column));
}

bool
session_query(struct session *session, const char *sql, size_t count, const char *const *values, struct arena *arena,
	struct session_rows *rows, struct error *error)
{
	PGresult *result = PQexecParams(session->connection, sql, (int)count, NULL, values, NULL, NULL, 0);
	bool ok = PQresultStatus(result) == PGRES_TUPLES_OK || PQresultStatus(result) == PGRES_COMMAND_OK;

	if (!ok)
		session_failed(session, result, "", error);
	else if (rows)
		copy_rows(result, arena, rows);
	PQclear(result);
	return ok;
}

bool
session_execute(struct session *session, const char *sql, struct error *error)
{
	return session_query(session, sql, 0, NULL, NULL, NULL, error);
}

const char *
session_cell(const struct session_rows *rows, size_t row, size_t column)
{
	return row < rows->count && column < rows->columns ? rows->cells[row * rows->columns + column] : NULL;
}

/* ALTER ROLE takes no parameters, so both go in quoted by libpq; what is quoted is the verifier, never the password. */
bool
session_set_password(struct session *session, const char *login, const char *password, struct error *error)
{
	PGconn *connection = session->connection;
	char *verifier = PQencryptPasswordConn(connection, password, login, "scram-sha-256");
	char *quoted_login = PQescapeIdentifier(connection, login, strlen(login));
	char *quoted = verifier ? PQescapeLiteral(connection, verifier, strlen(verifier)) : NULL;
	struct buffer sql;
	bool ok = false;

	buffer_init(&sql, 0);
	if (quoted && quoted_login) {
		buffer_printf(&sql, "ALTER ROLE %s PASSWORD %s", quoted_login, quoted);
		ok = session_execute(session, buffer_text(&sql), error);
	} else {
		session_failed(session, NULL, "the password cannot be used: ", error);
	}
	buffer_free(&sql);
	PQfreemem(quoted);
	PQfreemem(quoted_login);
	PQfreemem(verifier);
	return ok;
}
