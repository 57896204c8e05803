/*
 * Where the directory is and how to get there: the parameters of a connection
 * as libpq knows them, with this program's rules added, and the words for when
 * it fails. Nothing here touches the network.
 */
#ifndef MFADESK_STORE_CONNECT_H
#define MFADESK_STORE_CONNECT_H

#include <libpq-fe.h>
#include <stddef.h>

#include "mfadesk/base/error.h"

struct connect_parameters;

/* One place to try. Strings may be NULL: libpq's default. */
struct connect_server {
	char *host;
	char *address; /* numeric, so that libpq asks no name server */
	char *port;
};

struct connect_servers {
	struct connect_server *rows; /* owned, with their strings */
	size_t count;
};

/*
 * From `conninfo` (a URI, keywords, or a bare database name; NULL for none),
 * the service file and the environment, in that order. Adds what is not set:
 * sslmode verify-full when a host is not local, the system's certificates,
 * a time limit, keepalives that notice a silent server within 20 seconds, and,
 * where several servers are named, that only one which can be written to will do.
 */
struct connect_parameters *connect_parameters_new(
	const char *conninfo, const char *application, struct error *error) MUST_CHECK;
void connect_parameters_free(struct connect_parameters **parameters);
/* Only a server that can be written to will do. Of one that connect_begin() connected to the caller asks it, as libpq
 * believes what a pooler says, who says what was so when it began. */
bool connect_wants_writable(const struct connect_parameters *parameters) MUST_CHECK;
/* NULL where it is not set. Borrowed. */
const char *connect_get(const struct connect_parameters *parameters, const char *keyword);

/* The hosts, addresses and ports of the parameters, one row each. False where their numbers do not fit. */
bool connect_servers_list(
	const struct connect_parameters *parameters, struct connect_servers *servers, struct error *error) MUST_CHECK;
void connect_servers_add(struct connect_servers *servers, const char *host, const char *address, const char *port);
void connect_servers_free(struct connect_servers *servers);
/* A socket, loopback or localhost: what is said to it stays on this machine. */
bool connect_is_local(const struct connect_server *server);

/* Begins connecting to this one server, without waiting. The password may be NULL: that of the parameters, if any. */
PGconn *connect_begin(const struct connect_parameters *parameters, const struct connect_server *server,
	const char *password) MUST_CHECK;
/* The same and waits; all servers are tried by libpq itself. */
PGconn *connect_wait(const struct connect_parameters *parameters, const char *password) MUST_CHECK;

/* By the code in libpq's words, which it must have been told to be verbose for: the login or its password is wrong. Any
 * other failure, of a server that is down or only reads, is not. */
bool connect_refuses_login(const char *message);

/* ERROR_CONNECTION from libpq's words: what, where ("ana@host:5432/db"), and what to try. An error that is one already
 * gets this place's reason as well. Returns false. */
bool connect_failed(struct error *error, const char *target, const char *message);

#endif
