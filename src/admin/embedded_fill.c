/* What is in the embedded server: database, schema, sample people and carrier. Each step is done where it is missing.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mfadesk/admin/embedded.h"
#include "mfadesk/admin/schema.h"

static struct session *
connect_to(const struct embedded *embedded, const char *database, struct error *error)
{
	struct session *session;
	struct buffer conninfo;

	buffer_init(&conninfo, 0);
	buffer_printf(&conninfo, "host=%s port=" EMBEDDED_PORT " user=postgres dbname=%s", embedded->sockets, database);
	session = session_open(buffer_text(&conninfo), "mfadesk-admin embedded", NULL, NULL, error);
	buffer_free(&conninfo);
	return session;
}

static bool
make_database(const struct embedded *embedded, struct error *error)
{
	struct session *session = connect_to(embedded, "postgres", error);
	struct session_rows rows;
	bool ok;

	if (!session)
		return false;
	ok = session_query(session, "SELECT FROM pg_catalog.pg_database WHERE datname = '" EMBEDDED_DATABASE "'", 0,
		     NULL, embedded->arena, &rows, error) &&
		(rows.count == 1 ||
			session_execute(session,
				"CREATE DATABASE " EMBEDDED_DATABASE " TEMPLATE template0 ENCODING 'UTF8'", error));
	session_close(&session);
	return ok;
}

static bool
make_people(const struct embedded *embedded, struct session *session, struct error *error)
{
	const struct schema_file *sample = schema_find(schema_files, "sample.sql");
	const char *values[] = {embedded->people};
	struct session_rows rows;

	if (!session_query(session, "SELECT FROM directory.person LIMIT 1", 0, NULL, embedded->arena, &rows, error))
		return false;
	if (rows.count > 0 || !sample)
		return true;
	/* Without a transaction block of its own the script is one transaction: all the people or none. */
	return session_query(session, "SELECT pg_catalog.set_config('mfadesk.people', $1, false)", 1, values, NULL,
		       NULL, error) &&
		session_script(session, sample->name, sample->text, error) &&
		session_execute(session, "VACUUM ANALYZE", error);
}

/* The simulated carrier and its handsets, as this program has them. */
static bool
make_carrier(struct session *session, struct error *error)
{
	const struct schema_file *sim = schema_find(schema_files, "sim.sql");

	/* A script of this kind drops what may not be there. */
	return !sim ||
		(session_execute(session, "SET client_min_messages = warning", error) &&
			session_script(session, sim->name, sim->text, error));
}

bool
embedded_fill(const struct embedded *embedded, struct error *error)
{
	struct schema_report report;
	struct session *session;
	bool ok;

	if (!make_database(embedded, error))
		return false;
	session = connect_to(embedded, EMBEDDED_DATABASE, error);
	if (!session)
		return false;
	ok = schema_apply(session, schema_files, SCHEMA_INSTALL, &report, error) &&
		make_people(embedded, session, error) && make_carrier(session, error);
	session_close(&session);
	return ok;
}

bool
embedded_ask(const struct embedded *embedded, struct embedded_facts *facts, struct error *error)
{
	struct session *session = connect_to(embedded, EMBEDDED_DATABASE, error);
	struct session_rows rows;
	bool ok;

	if (!session)
		return false;
	ok = session_query(session,
		"SELECT (SELECT pg_catalog.count(*) FROM directory.person),"
		" (SELECT pg_catalog.max(version) FROM directory.schema_version)",
		0, NULL, embedded->arena, &rows, error);
	if (ok) {
		facts->people = session_cell(&rows, 0, 0);
		facts->schema = session_cell(&rows, 0, 1);
	}
	session_close(&session);
	return ok;
}
