/*
 * Getting connected, and connected again: rounds of attempts over the servers,
 * with a pause between rounds that grows. Servers are tried one at a time,
 * not by libpq: its asynchronous interface has no time limit for each, so that
 * the first dead host of a list would keep the others from being tried.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "link_private.h"
#include "mfadesk/base/clock.h"

static const int64_t pauses[] = {250, 500, 1000, 2000, 4000}; /* milliseconds; a standby may be promoted meanwhile */

static void try_server(struct store_link *link);

static void
watched(void *context, int fd, int events, void (*work)(struct store_link *))
{
	struct store_link *link = context;

	(void)fd;
	(void)events;
	link_enter(link);
	work(link);
	link_leave(link);
}

void
link_watch(struct store_link *link, int events, loop_ready *ready)
{
	int fd = link->connection ? PQsocket(link->connection) : -1;

	if (link->fd >= 0 && link->fd != fd)
		loop_watch(link->loop, link->fd, 0, NULL, NULL);
	link->fd = fd;
	if (fd >= 0)
		loop_watch(link->loop, fd, events, ready, link);
}

void
link_disconnect(struct store_link *link)
{
	loop_cancel(link->loop, link->timer);
	link->timer = 0;
	resolve_cancel(&link->resolution);
	if (link->fd >= 0)
		loop_watch(link->loop, link->fd, 0, NULL, NULL);
	link->fd = -1;
	PQfinish(link->connection);
	link->connection = NULL;
	link->exchanging = false;
	link_exchange_drop(link);
}

static void
fail(struct store_link *link)
{
	link_disconnect(link);
	link_set_state(link, LINK_FAILED, &link->failure);
	link_give_up(link);
}

void
link_refused(struct store_link *link, const struct error *error)
{
	link->failure = *error;
	fail(link);
}

/* A fifth more or less, so that the desks of a whole room do not return in step. */
static int64_t
pause_before(unsigned attempts)
{
	size_t last = sizeof(pauses) / sizeof(pauses[0]) - 1;
	int64_t pause = pauses[attempts < last ? attempts : last] * (CLOCK_SECOND / 1000);
	uint16_t noise = 0;

	if (getrandom(&noise, sizeof(noise), GRND_NONBLOCK) < 0)
		noise = 0x8000;
	return pause * 4 / 5 + pause * 2 / 5 * noise / 0xffff;
}

static void
round_failed(struct store_link *link)
{
	int64_t pause = pause_before(link->attempts++);

	if (link->options.once) {
		fail(link);
		return;
	}
	link_disconnect(link);
	link->retry_at = clock_monotonic() + pause;
	link_schedule_attempt(link, pause);
	link_set_state(link, LINK_LOST, &link->failure);
}

static void
want_password(struct store_link *link)
{
	struct error error = {0};
	bool wrong = link->password != NULL;

	if (wrong)
		error_set(
			&error, ERROR_CONNECTION, "28P01", "Type it again.", "%s refused the password.", link->target);
	error_clear(&link->failure);
	link_disconnect(link);
	link_set_state(link, LINK_WANTS_PASSWORD, wrong ? &error : NULL);
}

void
link_server_failed(struct store_link *link, const char *message)
{
	connect_failed(&link->failure, link->target, message);
	link_disconnect(link);
	if (++link->server < link->servers.count)
		try_server(link);
	else
		round_failed(link);
}

void
link_lost(struct store_link *link, const char *message)
{
	error_clear(&link->failure);
	error_set(&link->failure, ERROR_CONNECTION, "", "See whether the server runs, and the network in between.",
		"The connection to %s was lost%s%.*s", link->target, *message ? ": " : ".", (int)strcspn(message, "\n"),
		message);
	link_requeue(link);
	link->attempts = 0;
	round_failed(link);
}

static void
time_is_up(void *context)
{
	struct store_link *link = context;

	link->timer = 0;
	link_enter(link);
	link_server_failed(link, link->resolution ? "the name server gave no answer in time" : "no answer in time");
	link_leave(link);
}

/* As libpq counts it: in seconds, none or less for no limit. */
static void
limit_time(struct store_link *link)
{
	long seconds = strtol(connect_get(link->parameters, "connect_timeout"), NULL, 10);

	loop_cancel(link->loop, link->timer);
	link->timer = 0;
	if (seconds > 0)
		link->timer = loop_after(link->loop, seconds * CLOCK_SECOND, time_is_up, link);
}

/* A password that was asked for, or one that was refused. */
static bool
password_is_wanted(const struct store_link *link)
{
	return PQconnectionNeedsPassword(link->connection) ||
		(PQconnectionUsedPassword(link->connection) && !link->authenticated &&
			connect_refuses_login(PQerrorMessage(link->connection)));
}

static void poll_ready(void *context, int fd, int events);

static void
poll_connection(struct store_link *link)
{
	PostgresPollingStatusType status = PQconnectPoll(link->connection);

	/* Seen here between the server's yes to the password and whatever it says next. */
	if (PQstatus(link->connection) == CONNECTION_AUTH_OK)
		link->authenticated = true;
	switch (status) {
	case PGRES_POLLING_READING:
		link_watch(link, LOOP_READ, poll_ready);
		return;
	case PGRES_POLLING_WRITING:
		link_watch(link, LOOP_WRITE, poll_ready);
		return;
	case PGRES_POLLING_OK:
		link_hello(link);
		return;
	case PGRES_POLLING_FAILED:
	case PGRES_POLLING_ACTIVE:
		if (password_is_wanted(link))
			want_password(link);
		else
			link_server_failed(link, PQerrorMessage(link->connection));
		return;
	}
}

static void
poll_ready(void *context, int fd, int events)
{
	watched(context, fd, events, poll_connection);
}

static void
name_target(struct store_link *link)
{
	const PGconn *connection = link->connection;

	snprintf(link->target, sizeof(link->target), "%s@%s:%s/%s", PQuser(connection), PQhost(connection),
		PQport(connection), PQdb(connection));
}

static void
no_notice(void *context, const char *message)
{
	(void)context;
	(void)message;
}

static void
try_server(struct store_link *link)
{
	const char *password = link->password ? secret_text(link->password) : NULL;

	link->authenticated = false;
	link->connection = connect_begin(link->parameters, &link->servers.rows[link->server], password);
	if (!link->connection)
		abort(); /* libpq: no memory */
	name_target(link);
	limit_time(link);
	PQsetNoticeProcessor(link->connection, no_notice, NULL);
	PQsetErrorVerbosity(link->connection, PQERRORS_VERBOSE); /* for connect_refuses_login() */
	if (PQstatus(link->connection) == CONNECTION_BAD)
		link_server_failed(link, PQerrorMessage(link->connection));
	else
		link_watch(link, LOOP_WRITE, poll_ready);
}

static void
begin_round(struct store_link *link, const struct connect_servers *servers)
{
	for (size_t i = 0; i < servers->count; i++)
		connect_servers_add(
			&link->servers, servers->rows[i].host, servers->rows[i].address, servers->rows[i].port);
	try_server(link);
}

static void
resolved(void *context, const struct connect_servers *servers, const struct error *error)
{
	struct store_link *link = context;

	link->resolution = NULL;
	link_enter(link);
	if (error) {
		link->failure = *error;
		round_failed(link);
	} else {
		begin_round(link, servers);
	}
	link_leave(link);
}

static void
resolve_or_begin(struct store_link *link, const struct connect_servers *servers)
{
	if (resolve_needed(servers)) {
		snprintf(link->target, sizeof(link->target), "%s", connect_get(link->parameters, "host"));
		limit_time(link);
		link->resolution = resolve_begin(link->loop, servers, resolved, link);
	} else {
		begin_round(link, servers);
	}
}

static void
start_round(struct store_link *link)
{
	struct connect_servers servers;

	error_clear(&link->failure);
	connect_servers_free(&link->servers);
	link->server = 0;
	if (!link->parameters)
		link->parameters =
			connect_parameters_new(link->options.conninfo, link->options.application, &link->failure);
	if (!link->parameters || !connect_servers_list(link->parameters, &servers, &link->failure)) {
		fail(link);
		return;
	}
	link_set_state(link, LINK_CONNECTING, NULL);
	if (!link->gone)
		resolve_or_begin(link, &servers);
	connect_servers_free(&servers);
}

static void
attempt(void *context)
{
	struct store_link *link = context;
	bool resume = link->state == LINK_WANTS_PASSWORD;

	link->timer = 0;
	link_enter(link);
	if (resume) {
		link_set_state(link, LINK_CONNECTING, NULL);
		if (!link->gone)
			try_server(link);
	} else {
		start_round(link);
	}
	link_leave(link);
}

void
link_schedule_attempt(struct store_link *link, int64_t delay)
{
	loop_cancel(link->loop, link->timer);
	link->timer = loop_after(link->loop, delay, attempt, link);
}

void
link_connected(struct store_link *link)
{
	loop_cancel(link->loop, link->timer);
	link->timer = 0;
	link->attempts = 0;
	link_set_state(link, LINK_READY, NULL);
}
