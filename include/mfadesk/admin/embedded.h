/*
 * A private PostgreSQL cluster in one folder, with sample people: to try the
 * desk, and for the tests. Reached by a Unix socket only.
 *
 *   DIR/mfadesk-embedded  the marker; also the lock of start, stop and reset
 *   DIR/settings          who started it, where its socket is, how many people
 *   DIR/data, DIR/log     PostgreSQL's own
 *
 * The server runs as the folder's owner: whoever made it, or, made by root, as
 * postgres (else nobody).
 */
#ifndef MFADESK_ADMIN_EMBEDDED_H
#define MFADESK_ADMIN_EMBEDDED_H

#include "mfadesk/admin/process.h"
#include "mfadesk/base/error.h"

#define EMBEDDED_DATABASE "mfadesk"
#define EMBEDDED_PORT "5432"

struct embedded {
	struct arena *arena; /* owns every string here */
	const char *directory;
	const char *data;
	const char *log;
	struct account_of_system server; /* who the server runs as */
	const char *starter; /* the system's user who may become any sample login, besides root */
	const char *sockets; /* the folder of the socket; NULL until there is one */
	const char *people; /* how many sample people were asked for */
	int lock; /* the marker, locked; -1: not held */
};

/* Finds the folder (`directory` NULL: the default one) and who owns it; it need not exist. Free in any case. */
bool embedded_find(struct embedded *embedded, const char *directory, struct error *error) MUST_CHECK;
void embedded_free(struct embedded *embedded);

/* Makes the folder and its marker where missing. A folder with anything else in it is refused. */
bool embedded_make(struct embedded *embedded, struct error *error) MUST_CHECK;
/* Refused without a marker. Waits for whoever holds the lock. */
bool embedded_lock(struct embedded *embedded, struct error *error) MUST_CHECK;
bool embedded_read(struct embedded *embedded, struct error *error) MUST_CHECK; /* the settings; needs a marker only */

/* From here on as the server's user, between process_become() and process_return(). */
bool embedded_save(const struct embedded *embedded, struct error *error) MUST_CHECK;
/* The socket's folder: the one of before where it is still ours, else a fresh one. */
bool embedded_make_sockets(struct embedded *embedded, struct error *error) MUST_CHECK;
/* Brings the cluster up: initdb where there is none, recovery after a crash. True at once where it runs. */
bool embedded_server_start(const struct embedded *embedded, struct error *error) MUST_CHECK;
bool embedded_server_stop(const struct embedded *embedded, struct error *error) MUST_CHECK;
pid_t embedded_server_pid(const struct embedded *embedded); /* 0: it does not run */

/* The folder with initdb, pg_ctl and postgres: version 15 or newer, and the one that made the data where there is some.
 */
const char *embedded_programs(const struct embedded *embedded, struct error *error) MUST_CHECK;

/* As the starting user: database, schema, people. Does only what is missing. */
bool embedded_fill(const struct embedded *embedded, struct error *error) MUST_CHECK;
/* How many people, and the schema's number; false where it cannot be asked. */
struct embedded_facts {
	const char *people;
	const char *schema;
};
bool embedded_ask(const struct embedded *embedded, struct embedded_facts *facts, struct error *error) MUST_CHECK;

#endif
