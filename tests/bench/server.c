#include "server.h"

#include <stdlib.h>

#include "bench.h"
#include "mfadesk/base/memory.h"

PGconn *
server_connect(const char *login)
{
	const char *const names[] = {"user", "application_name", "options", NULL};
	const char *const values[] = {login, "mfadesk-bench", "-c client_min_messages=warning", NULL};
	PGconn *connection = PQconnectdbParams(names, values, 0);

	if (PQstatus(connection) != CONNECTION_OK)
		bench_fail("%s", PQerrorMessage(connection));
	return connection;
}

static PGresult *
good(PGconn *connection, PGresult *result, const char *what)
{
	ExecStatusType status = PQresultStatus(result);

	if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
		bench_fail("%s: %s", what, PQerrorMessage(connection));
	return result;
}

PGresult *
server_ask(PGconn *connection, const char *sql)
{
	return good(connection, PQexec(connection, sql), sql);
}

void
server_do(PGconn *connection, const char *sql)
{
	PQclear(server_ask(connection, sql));
}

long
server_number(PGconn *connection, const char *sql)
{
	PGresult *result = server_ask(connection, sql);
	long number = PQntuples(result) > 0 ? strtol(PQgetvalue(result, 0, 0), NULL, 10) : 0;

	PQclear(result);
	return number;
}

void
server_prepare(PGconn *connection, const char *name, const char *sql)
{
	PQclear(good(connection, PQprepare(connection, name, sql, 0, NULL), sql));
}

void
server_run(PGconn *connection, const char *name, size_t count, const char *const *values)
{
	PQclear(good(connection, PQexecPrepared(connection, name, (int)count, values, NULL, NULL, 0), name));
}

struct texts
server_texts(PGconn *connection, const char *sql)
{
	PGresult *result = server_ask(connection, sql);
	struct texts texts = {.count = (size_t)PQntuples(result)};

	texts.values = memory_alloc_array(texts.count + 1, sizeof *texts.values);
	for (size_t i = 0; i < texts.count; i++)
		texts.values[i] = memory_copy(PQgetvalue(result, (int)i, 0));
	PQclear(result);
	return texts;
}

void
texts_free(struct texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		memory_free(texts->values[i]);
	memory_free(texts->values);
	*texts = (struct texts){0};
}
