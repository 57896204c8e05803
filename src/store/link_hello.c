/*
 * What every connection begins with: whether the server can be written to,
 * where only such a one will do; the question who this is, by which a directory
 * that does not fit the program is found out; and LISTEN for a link that wants
 * to be woken. All are one round trip.
 */
#include <string.h>

#include "link_private.h"
#include "mfadesk/act/reply.h"
#include "refusal.h"

static const struct statement writable = {.sql = "SHOW transaction_read_only"};
static const struct statement whoami = {.sql = "SELECT desk.whoami()"};
static const struct statement listening = {.sql = "LISTEN mfadesk"};

static bool
put_hello(struct store_link *link)
{
	const struct statement own = {.sql = link->options.hello};

	return (!connect_wants_writable(link->parameters) || link_put(link, NULL, PART_WRITABLE, &writable)) &&
		link_put(link, NULL, PART_HELLO, own.sql ? &own : &whoami) &&
		(!link->options.listen || link_put(link, NULL, PART_LISTEN, &listening));
}

void
link_hello(struct store_link *link)
{
	link->exchanging = true;
	link->woken = false;
	if (PQsetnonblocking(link->connection, 1) != 0 || !PQenterPipelineMode(link->connection))
		link_broken(link, PQerrorMessage(link->connection));
	else if (put_hello(link))
		link_flush(link);
}

static bool
schema_fits(const char *json, struct error *error)
{
	struct arena *arena = arena_new();
	int64_t version;
	bool fits = reply_schema_version(arena, json, &version, error);

	arena_free(&arena);
	if (fits && version < ACT_SCHEMA_VERSION)
		fits = error_set(error, ERROR_REFUSED, "", "Have its administrator run: mfadesk-admin schema upgrade.",
			"The directory is older than this program: its schema is %lld, the program needs %d.",
			(long long)version, ACT_SCHEMA_VERSION);
	else if (fits && version > ACT_SCHEMA_VERSION)
		fits = error_set(error, ERROR_REFUSED, "", "Install the newer mfadesk.",
			"This program is older than the directory: its schema is %lld, the program knows %d.",
			(long long)version, ACT_SCHEMA_VERSION);
	return fits;
}

static bool
program_fits(const struct store_link *link, struct link_statement *statement)
{
	return link->options.hello || schema_fits(statement->json, &statement->error);
}

void
link_writable_answered(struct store_link *link, const struct link_statement *statement)
{
	if (!statement->json)
		link_server_failed(link, statement->error.message);
	else if (strcmp(statement->json, "off") != 0)
		link_server_failed(link, "session is read-only"); /* as libpq puts it */
}

void
link_hello_answered(struct store_link *link, struct link_statement *statement)
{
	if (statement->json && program_fits(link, statement)) {
		link_connected(link);
		if (!link->gone)
			link_pump(link);
	} else if (statement->json || refusal_is_final(&statement->error)) {
		link_refused(link, &statement->error);
	} else {
		link_server_failed(link, statement->error.message);
	}
}
