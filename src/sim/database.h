/* The directory as the simulator sees it: one session as mfadesk_sim, which knows the schema sim and nothing else. */
#ifndef MFADESK_SIM_DATABASE_H
#define MFADESK_SIM_DATABASE_H

#include <stdbool.h>

#include "mfadesk/store/session.h"

struct database;

/* `conninfo` NULL: the environment, as mfadesk_sim. NULL with the error set; a directory that is no demonstration is
 * refused. */
struct database *database_open(const char *conninfo, struct error *error) MUST_CHECK;
void database_close(struct database **database); /* NULL is accepted */

/* One statement; once more with a new session where the server was gone. So a statement that changes something carries
 * an id of its own, or may be done twice. */
bool database_ask(struct database *database, const char *sql, size_t count, const char *const *values,
	struct arena *arena, struct session_rows *rows, struct error *error) MUST_CHECK;

#endif
