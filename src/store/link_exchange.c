/*
 * Statements out and answers in, over a pipeline in which every statement has
 * a Sync of its own: each is a transaction, and many are one round trip.
 */
#include <stdio.h>
#include <string.h>

#include "link_private.h"
#include "mfadesk/act/reply.h"
#include "mfadesk/base/clock.h"
#include "refusal.h"

static void
statement_free(struct link_statement *statement)
{
	memory_free(statement->json);
	memory_free(statement);
}

void
link_exchange_drop(struct store_link *link)
{
	while (link->statements) {
		struct link_statement *statement = link->statements;

		link->statements = statement->next;
		statement_free(statement);
	}
}

void
link_broken(struct store_link *link, const char *message)
{
	if (link->state == LINK_READY)
		link_lost(link, message);
	else
		link_server_failed(link, message);
}

static void
track(struct store_link *link, struct link_entry *entry, enum link_part part)
{
	struct link_statement *statement = memory_alloc(sizeof(*statement));
	struct link_statement **at = &link->statements;

	statement->part = part;
	statement->entry = entry;
	while (*at)
		at = &(*at)->next;
	*at = statement;
}

/* Set in the transaction that it is for: a setting of the session would stay with a pooler's connection, for others. */
static int
put_time_limit(struct store_link *link)
{
	char milliseconds[16];
	const char *values[] = {milliseconds};

	if (link->options.statement_timeout <= 0)
		return 1;
	snprintf(milliseconds, sizeof(milliseconds), "%d", link->options.statement_timeout);
	return PQsendQueryParams(link->connection, "SELECT pg_catalog.set_config('statement_timeout', $1, true)", 1,
		NULL, values, NULL, NULL, 0);
}

bool
link_put(struct store_link *link, struct link_entry *entry, enum link_part part, const struct statement *statement)
{
	if (!put_time_limit(link) ||
		!PQsendQueryParams(
			link->connection, statement->sql, statement->count, NULL, statement->values, NULL, NULL, 0) ||
		!PQpipelineSync(link->connection)) {
		link_broken(link, PQerrorMessage(link->connection));
		return false;
	}
	track(link, entry, part);
	return true;
}

static void exchange_ready(void *context, int fd, int events);

void
link_flush(struct store_link *link)
{
	int left = PQflush(link->connection);

	if (left < 0)
		link_broken(link, PQerrorMessage(link->connection));
	else
		link_watch(link, left ? LOOP_READ | LOOP_WRITE : LOOP_READ, exchange_ready);
}

static bool
put_second(struct store_link *link, struct link_entry *entry, enum link_part part, const char *id)
{
	struct statement statement;

	statement_second(entry->request.act, id, &statement);
	return link_put(link, entry, part, &statement);
}

static bool
is_pair(const struct link_entry *entry)
{
	return !entry->call && act_info(entry->request.act)->flags & ACT_PAIR;
}

static bool
put_entry(struct store_link *link, struct link_entry *entry)
{
	struct statement statement;

	if (entry->call)
		statement_call(entry->call, &statement);
	else
		statement_first(entry->arena, &entry->request, &statement);
	entry->sent = true;
	if (!link_put(link, entry, PART_FIRST, &statement))
		return false;
	if (is_pair(entry))
		return put_second(link, entry, PART_SECOND, entry->request.id);
	return true;
}

void
link_pump(struct store_link *link)
{
	struct link_entry *entry;

	if (link->state != LINK_READY)
		return;
	for (entry = link->entries; entry; entry = entry->next) {
		if (link->options.newest_only && entry != link->entries)
			break;
		if (!entry->sent && !put_entry(link, entry))
			return;
	}
	link_flush(link);
}

/* The second statement is on its way already; its answer means nothing now. */
static void
ignore_second(struct store_link *link, const struct link_entry *entry)
{
	for (struct link_statement *at = link->statements; at; at = at->next) {
		if (at->entry == entry) {
			at->entry = NULL;
			at->part = PART_IGNORED;
		}
	}
}

/* A lock that a repeated request waited for in vain may be held by itself, in the session that was lost. */
static bool
repeat(struct link_entry *entry, const struct error *error)
{
	bool own_lock = entry->again && strcmp(error->code, "55P03") == 0;

	return (own_lock || refusal_is_passing(error)) && entry->repeats++ < LINK_REPEATS_MAX;
}

static void
finish_first(struct store_link *link, struct link_statement *statement)
{
	struct link_entry *entry = statement->entry;

	if (!statement->json) {
		ignore_second(link, entry);
		if (!repeat(entry, &statement->error))
			link_answer(link, entry, NULL, &statement->error);
		else if (put_entry(link, entry))
			link_flush(link);
	} else if (is_pair(entry)) {
		entry->change = arena_copy(entry->arena, statement->json);
	} else {
		link_answer(link, entry, statement->json, NULL);
	}
}

/* The case that a new contact was begun in, where that is not the one that the request would have made. */
static const char *
other_case(const struct link_entry *entry, const struct error *error)
{
	struct change change;

	if (entry->request.act != ACT_OPEN_CASE || !entry->change || strcmp(error->code, "MD404") != 0 ||
		!reply_change(entry->arena, entry->change, &change, NULL))
		return NULL;
	return *change.case_id && strcasecmp(change.case_id, entry->request.id) != 0 ? change.case_id : NULL;
}

static void
finish_second(struct store_link *link, struct link_statement *statement)
{
	struct link_entry *entry = statement->entry;
	const char *other = statement->part == PART_SECOND ? other_case(entry, &statement->error) : NULL;

	if (statement->json) {
		link_answer(link, entry, statement->json, NULL);
	} else if (other) {
		if (put_second(link, entry, PART_AGAIN, other))
			link_flush(link);
	} else if (repeat(entry, &statement->error)) {
		if (put_entry(link, entry))
			link_flush(link);
	} else {
		link_answer(link, entry, NULL, &statement->error);
	}
}

static void
finish(struct store_link *link, struct link_statement *statement)
{
	if (!statement->json && statement->error.kind == ERROR_NONE)
		error_set(&statement->error, ERROR_LOCAL, "", "Compare the versions of program and directory.",
			"The directory gave no answer.");
	switch (statement->part) {
	case PART_WRITABLE:
		link_writable_answered(link, statement);
		break;
	case PART_HELLO:
		link_hello_answered(link, statement);
		break;
	case PART_LISTEN: /* refused or not: what came before it may have been missed */
		link->woken = true;
		break;
	case PART_FIRST:
		finish_first(link, statement);
		break;
	case PART_SECOND:
	case PART_AGAIN:
		finish_second(link, statement);
		break;
	case PART_IGNORED:
		break;
	}
	/* A search that waited for this one. */
	if (!link->gone && link->options.newest_only)
		link_schedule_pump(link);
}

static void
take_json(struct link_statement *statement, const PGresult *result)
{
	memory_free(statement->json);
	statement->json = NULL;
	if (statement->error.kind == ERROR_NONE && PQntuples(result) == 1 && PQnfields(result) == 1 &&
		!PQgetisnull(result, 0, 0))
		statement->json = memory_copy(PQgetvalue(result, 0, 0));
}

static void
take_error(const struct store_link *link, struct link_statement *statement, const PGresult *result)
{
	memory_free(statement->json);
	statement->json = NULL;
	refusal_read(result, &statement->error);
	statement->lost = statement->lost || refusal_is_loss(result) ||
		(refusal_is_read_only(&statement->error) && connect_wants_writable(link->parameters));
}

/* The oldest statement in flight is the one that results are of. */
static void
take_result(struct store_link *link, const PGresult *result)
{
	struct link_statement *statement = link->statements;
	ExecStatusType status = PQresultStatus(result);

	if (status == PGRES_PIPELINE_SYNC) {
		link->statements = statement->next;
		finish(link, statement);
		statement_free(statement);
	} else if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
		take_json(statement, result);
	} else if (status != PGRES_PIPELINE_ABORTED) {
		take_error(link, statement, result);
	}
}

static void
take_results(struct store_link *link)
{
	int nothing = 0; /* in a row: libpq ends each statement's results with one */

	while (link->exchanging && link->statements && nothing < 2 && !PQisBusy(link->connection)) {
		PGresult *result = PQgetResult(link->connection);

		nothing = result ? 0 : nothing + 1;
		if (result)
			take_result(link, result);
		PQclear(result);
		if (link->statements && link->statements->lost)
			link_broken(link, link->statements->error.message);
	}
}

/* Also what a pooler's connection hears for somebody else: libpq keeps them until they are taken. */
static void
take_notifications(struct store_link *link)
{
	PGnotify *notification;

	while ((notification = PQnotifies(link->connection))) {
		link->woken = true;
		PQfreemem(notification);
	}
}

static void
wake(struct store_link *link)
{
	bool woken = link->woken && link->options.listen;

	link->woken = false;
	if (woken && link->options.woken)
		link->options.woken(link->context);
}

static void
exchange(struct store_link *link)
{
	bool open = PQconsumeInput(link->connection);

	take_results(link);
	if (!link->exchanging)
		return;
	take_notifications(link);
	if (!open || PQstatus(link->connection) == CONNECTION_BAD)
		link_broken(link, PQerrorMessage(link->connection));
	else
		link_flush(link);
	if (link->exchanging)
		wake(link);
}

static void
exchange_ready(void *context, int fd, int events)
{
	struct store_link *link = context;

	(void)fd;
	(void)events;
	link_enter(link);
	exchange(link);
	link_leave(link);
}
