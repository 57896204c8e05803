/* PostgreSQL, as the measurements ask it: a connection of each login, and the program ends at the first error. */
#ifndef MFADESK_TESTS_SERVER_H
#define MFADESK_TESTS_SERVER_H

#include <libpq-fe.h>
#include <stddef.h>

/* The directory that PGHOST, PGPORT and PGDATABASE name. Close with PQfinish(). */
PGconn *server_connect(const char *login);
/* Any statement that succeeds. Clear with PQclear(). */
PGresult *server_ask(PGconn *connection, const char *sql);
void server_do(PGconn *connection, const char *sql);
long server_number(PGconn *connection, const char *sql); /* the first cell */
void server_prepare(PGconn *connection, const char *name, const char *sql);
/* A prepared statement with values as text; what it returns is read and thrown away. */
void server_run(PGconn *connection, const char *name, size_t count, const char *const *values);

/* The first column of an answer. Free with texts_free(). */
struct texts {
	char **values;
	size_t count;
};
struct texts server_texts(PGconn *connection, const char *sql);
void texts_free(struct texts *texts);

#endif
