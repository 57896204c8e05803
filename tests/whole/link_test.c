/*
 * The link against a real server, with a line that is cut wherever it hurts:
 * an act is done once, whatever happens on the way, and its answer arrives.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mfadesk/act/reply.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/store/link.h"
#include "proxy.h"

#define REPLIES_MAX 64
#define CUT_STEP 7 /* no message is shorter than 5 bytes; every byte takes a minute and finds no more */

struct seen {
	enum link_state state;
	struct error failure;
	int losses;
	int wakes;
	int replies;
	struct {
		uint64_t ticket;
		enum act act;
		bool ok;
		char *json;
		struct error error;
	} reply[REPLIES_MAX];
	bool retry_at_once;
	struct store_link **free_on_reply;
	struct store_link **free_on_state;
	struct store_link **free_on_wake;
	struct store_link *link;
};

static struct loop *loop;
static struct proxy proxy;
static PGconn *superuser;
static char database[64];
static char case_id[UUID_SIZE];
static struct seen seen;
static struct arena *arena;

static void
state_changed(void *context, enum link_state state, const struct error *error)
{
	(void)context;
	seen.state = state;
	seen.losses += state == LINK_LOST;
	if (error)
		seen.failure = *error;
	if (state == LINK_LOST && seen.retry_at_once)
		link_retry(seen.link);
	if (seen.free_on_state && state != LINK_CONNECTING)
		link_free(seen.free_on_state);
}

static void
replied(void *context, const struct link_reply *reply)
{
	int at = seen.replies++;

	(void)context;
	assert_true(at < REPLIES_MAX);
	seen.reply[at].ticket = reply->ticket;
	seen.reply[at].act = reply->act;
	seen.reply[at].ok = reply->ok;
	seen.reply[at].json = reply->ok ? arena_copy(arena, reply->json) : NULL;
	if (!reply->ok)
		seen.reply[at].error = *reply->error;
	if (seen.free_on_reply)
		link_free(seen.free_on_reply);
}

static void
woken(void *context)
{
	(void)context;
	assert_int_equal(seen.state, LINK_READY);
	seen.wakes++;
	if (seen.free_on_wake)
		link_free(seen.free_on_wake);
}

static struct store_link *
open_link(const char *extra, struct link_options options)
{
	const struct link_events events = {.state = state_changed, .reply = replied};
	char conninfo[512];

	snprintf(
		conninfo, sizeof(conninfo), "host=%s port=5432 dbname=%s user=agent %s", proxy.folder, database, extra);
	options.conninfo = conninfo;
	options.application = "link_test";
	options.woken = woken;
	memset(&seen, 0, sizeof(seen));
	seen.state = LINK_CONNECTING;
	seen.link = link_new(loop, &options, &events, NULL);
	return seen.link;
}

static bool
in_state(int state)
{
	return (int)seen.state == state;
}

static bool
has_replies(int count)
{
	return seen.replies >= count;
}

static void
run_until(bool (*holds)(int), int argument, const char *what)
{
	int64_t patience = getenv("TEST_PATIENCE") ? atol(getenv("TEST_PATIENCE")) : 1;
	int64_t deadline = clock_monotonic() + 20 * patience * CLOCK_SECOND;

	while (!holds(argument)) {
		if (clock_monotonic() > deadline)
			fail_msg("still waiting: %s (state %d, %d replies, %s)", what, (int)seen.state, seen.replies,
				seen.failure.message);
		loop_step(loop, CLOCK_SECOND / 10);
	}
}

static bool
has_woken(int count)
{
	return seen.wakes >= count;
}

static void
until_ready(void)
{
	run_until(in_state, LINK_READY, "ready");
}

static long
number_of(const char *sql)
{
	PGresult *result = PQexec(superuser, sql);
	long number;

	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(superuser));
	number = PQntuples(result) ? strtol(PQgetvalue(result, 0, 0), NULL, 10) : -1;
	PQclear(result);
	return number;
}

static void
execute(const char *sql)
{
	PGresult *result = PQexec(superuser, sql);

	if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(superuser));
	PQclear(result);
}

static struct act_request
note_request(const char *text)
{
	struct act_request request;

	act_request_init(&request, ACT_NOTE);
	act_request_set(&request, "case", case_id);
	act_request_set(&request, "text", text);
	return request;
}

static struct act_request
find_request(const char *text)
{
	struct act_request request;

	act_request_init(&request, ACT_FIND);
	act_request_set(&request, "text", text);
	return request;
}

static struct act_request
open_request(const char *ticket)
{
	struct act_request request;

	act_request_init(&request, ACT_OPEN_CASE);
	act_request_set(&request, "who", "ana.rivera@example.edu");
	act_request_set(&request, "ticket", ticket);
	act_request_set(&request, "by", "counter");
	return request;
}

static void
close_link(struct store_link *link)
{
	link_free(&link);
	proxy.up = proxy.down = -1;
	proxy.closed = false;
	proxy_cut(&proxy);
}

static void
test_pairs(void **state)
{
	struct store_link *link = open_link("", (struct link_options){0});
	struct act_request first = open_request("INC0048213");
	struct act_request again = open_request("INC0048213");
	struct act_request other = open_request("INC0000001");
	struct account account;
	struct error error = {0};

	(void)state;
	assert_int_equal(link_send(link, &first), 1); /* before it is ready: queued */
	assert_int_equal(seen.replies, 0);
	run_until(has_replies, 1, "an account");
	assert_true(seen.reply[0].ok);
	assert_true(reply_account(arena, seen.reply[0].json, &account, &error));
	assert_string_equal(account.file.id, first.id);
	strcpy(case_id, first.id);

	/* A new contact in the same case; a pair that is refused; and the line is in step after both. */
	assert_int_equal(link_send(link, &again), 2);
	assert_int_equal(link_send(link, &other), 3);
	assert_int_equal(link_send(link, &first), 4);
	run_until(has_replies, 4, "three more");
	for (int i = 1; i < 4; i++) {
		bool refused = seen.reply[i].ticket == 3;

		assert_int_equal(seen.reply[i].ok, !refused);
		if (refused)
			assert_string_equal(seen.reply[i].error.code, "MD409");
		else
			assert_true(reply_account(arena, seen.reply[i].json, &account, &error));
		assert_string_equal(account.file.id, first.id);
	}
	close_link(link);
}

static void
test_many_in_order(void **state)
{
	struct store_link *link = open_link("", (struct link_options){0});

	(void)state;
	until_ready();
	for (int i = 0; i < REPLIES_MAX; i++) {
		struct act_request request = find_request("riv");

		assert_int_equal(link_send(link, &request), i + 1);
	}
	assert_true(link_waiting_since(link) > 0);
	run_until(has_replies, REPLIES_MAX, "all replies");
	for (int i = 0; i < REPLIES_MAX; i++)
		assert_true(seen.reply[i].ok && seen.reply[i].ticket == (uint64_t)i + 1);
	assert_int_equal(link_waiting_since(link), 0);
	close_link(link);
}

static void
test_newest_only(void **state)
{
	struct store_link *link = open_link("", (struct link_options){.newest_only = true});
	const char *typed[] = {"ri", "riv", "rive", "river", "rivera"};
	uint64_t last = 0;

	(void)state;
	until_ready();
	for (size_t i = 0; i < 5; i++) {
		struct act_request request = find_request(typed[i]);

		last = link_send(link, &request);
		if (i == 0)
			loop_step(loop, 0); /* the first leaves */
	}
	run_until(has_replies, 2, "the first and the newest");
	assert_int_equal(seen.reply[0].ticket, 1);
	assert_int_equal(seen.reply[1].ticket, last);
	assert_int_equal(link_waiting_since(link), 0);
	close_link(link);
}

static long
notes_saying(const char *text)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM directory.request WHERE act = 'note' AND id = '%s' AND answer IS NOT NULL", text);
	return number_of(sql);
}

/* One note over a line that is cut after `down` bytes of the answer or `up` bytes of the question. */
static bool
note_over_a_cut_line(struct store_link *link, long up, long down)
{
	struct act_request request = note_request("over a cut line");
	int losses = seen.losses;

	until_ready();
	seen.replies = 0;
	proxy.up = up;
	proxy.down = down;
	(void)!link_send(link, &request);
	run_until(has_replies, 1, "the answer of a note");
	if (!seen.reply[0].ok)
		fail_msg("after %ld/%ld bytes: %s", up, down, seen.reply[0].error.message);
	assert_int_equal(notes_saying(request.id), 1);
	return seen.losses > losses;
}

static void
test_cut_anywhere(void **state)
{
	struct store_link *link = open_link("", (struct link_options){0});
	long before = number_of("SELECT count(*) FROM ledger.leaf");
	long cuts = 0;
	long calls = 0;

	(void)state;
	seen.retry_at_once = true;
	for (long at = 0; note_over_a_cut_line(link, -1, at); at += CUT_STEP, calls++)
		cuts++;
	assert_true(cuts > 200 / CUT_STEP); /* the answer is that long */
	calls++;
	proxy.down = -1;
	for (long at = 0; note_over_a_cut_line(link, at, -1); at += CUT_STEP, calls++)
		cuts++;
	assert_true(cuts > 300 / CUT_STEP);
	calls++;
	assert_int_equal(number_of("SELECT count(*) FROM ledger.leaf"), before + calls);
	close_link(link);
}

/* While connecting too: the link comes through in the end. */
static void
test_cut_while_connecting(void **state)
{
	(void)state;
	for (long at = 0; at < 1500; at += 41) {
		struct store_link *link;

		proxy.down = at;
		link = open_link("", (struct link_options){0});
		seen.retry_at_once = true;
		until_ready();
		close_link(link);
	}
}

static bool
is_waiting(int unused)
{
	(void)unused;
	return number_of("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'link_test' AND datname = "
			 "current_database() AND "
			 "wait_event_type = 'Lock'") == 1;
}

static void
test_terminated(void **state)
{
	struct store_link *link = open_link("", (struct link_options){0});
	struct act_request request = note_request("while the server ends the session");

	(void)state;
	until_ready();
	execute("BEGIN; LOCK TABLE directory.request");
	(void)!link_send(link, &request);
	run_until(is_waiting, 0, "the note to wait for a lock");
	execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'link_test' AND "
		"datname = current_database()");
	execute("COMMIT");
	run_until(has_replies, 1, "the answer of the next session");
	assert_true(seen.reply[0].ok);
	assert_int_equal(seen.losses, 1);
	assert_int_equal(notes_saying(request.id), 1);
	close_link(link);
}

static uint64_t
call(struct store_link *link, const char *sql)
{
	const struct link_call request = {.sql = sql};

	return link_call(link, &request);
}

static void
test_call(void **state)
{
	struct store_link *link = open_link("", (struct link_options){0});
	struct act_request find = find_request("riv");
	char value[] = "first";
	struct link_call request = {.sql = "SELECT json_build_array($1::text, $2::text, $3::int)",
		.count = 3,
		.values = {value, NULL, "7"}};

	(void)state;
	assert_int_equal(link_call(link, &request), 1); /* before it is ready: queued, and copied */
	strcpy(value, "later");
	assert_int_equal(call(link, "SELECT 1 / 0"), 2);
	assert_int_equal(link_send(link, &find), 3);
	assert_int_equal(call(link, "SELECT NULL"), 4);
	assert_int_equal(call(link, "SELECT 5"), 5);
	run_until(has_replies, 5, "all replies");
	for (int i = 0; i < 5; i++) {
		assert_int_equal(seen.reply[i].ticket, i + 1);
		assert_int_equal(seen.reply[i].act, i == 2 ? ACT_FIND : ACT_COUNT);
		assert_int_equal(seen.reply[i].ok, i != 1 && i != 3);
	}
	assert_string_equal(seen.reply[0].json, "[\"first\", null, 7]");
	assert_int_equal(seen.reply[1].error.kind, ERROR_REFUSED);
	assert_string_equal(seen.reply[1].error.code, "22012");
	assert_string_equal(seen.reply[4].json, "5");
	close_link(link);
}

static void
test_call_with_every_value(void **state)
{
	struct store_link *link = open_link("", (struct link_options){.statement_timeout = 10000});
	struct link_call request = {
		.sql = "SELECT concat($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, "
		       "$9::text, $10::text, $11::text, $12::text, $13::text, $14::text, $15::text, $16::text)",
		.count = LINK_CALL_VALUES,
		.values = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p"}};

	(void)state;
	(void)!link_call(link, &request);
	run_until(has_replies, 1, "the answer");
	assert_string_equal(seen.reply[0].json, "abcdefghijklmnop");
	close_link(link);
}

/* As the superuser, who may see the table that is locked. */
static void
test_call_terminated(void **state)
{
	struct store_link *link = open_link("user=postgres", (struct link_options){.hello = "SELECT 1"});

	(void)state;
	until_ready();
	execute("BEGIN; LOCK TABLE directory.request");
	(void)!call(link, "SELECT count(*) >= 0 FROM directory.request");
	run_until(is_waiting, 0, "the call to wait for a lock");
	execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'link_test' AND "
		"datname = current_database()");
	execute("COMMIT");
	run_until(has_replies, 1, "the answer of the next session");
	assert_string_equal(seen.reply[0].json, "t");
	assert_int_equal(seen.losses, 1);
	close_link(link);
}

static void
test_call_over_a_cut_line(void **state)
{
	struct store_link *link = open_link("", (struct link_options){0});

	(void)state;
	seen.retry_at_once = true;
	for (long at = 0; at < 120; at += CUT_STEP) {
		for (int up = 0; up < 2; up++) {
			until_ready();
			seen.replies = 0;
			*(up ? &proxy.up : &proxy.down) = at;
			(void)!call(link, "SELECT 'an answer that is long enough to be cut'");
			run_until(has_replies, 1, "the answer of a call");
			assert_true(seen.reply[0].ok);
			proxy.up = proxy.down = -1;
		}
	}
	assert_true(seen.losses > 60 / CUT_STEP);
	close_link(link);
}

/* What a server dies of is not sent to it for ever. */
static void
test_call_that_ends_the_session(void **state)
{
	struct store_link *link = open_link("user=postgres", (struct link_options){.hello = "SELECT 1"});
	uint64_t after;

	(void)state;
	seen.retry_at_once = true;
	until_ready();
	(void)!call(link, "SELECT pg_terminate_backend(pg_backend_pid())");
	run_until(has_replies, 1, "the end of trying");
	assert_int_equal(seen.losses, 4);
	assert_int_equal(seen.reply[0].error.kind, ERROR_CONNECTION);
	assert_non_null(strstr(seen.reply[0].error.message, database));
	after = call(link, "SELECT 2");
	run_until(has_replies, 2, "the next answer");
	assert_int_equal(seen.reply[1].ticket, after);
	assert_string_equal(seen.reply[1].json, "2");
	close_link(link);
}

static void
test_own_hello(void **state)
{
	struct store_link *link;

	(void)state;
	link = open_link("dbname=postgres user=postgres", (struct link_options){.hello = "SELECT 1"});
	until_ready(); /* its schema is not asked for */
	close_link(link);
	link = open_link("", (struct link_options){.hello = "SELECT nowhere.hello()"});
	run_until(in_state, LINK_FAILED, "the refusal");
	assert_string_equal(seen.failure.code, "3F000");
	close_link(link);
}

/* Everything that was sent before has arrived. */
static void
round_trip(struct store_link *link)
{
	int replies = seen.replies;

	(void)!call(link, "SELECT 1");
	run_until(has_replies, replies + 1, "a round trip");
}

static void
test_woken(void **state)
{
	struct store_link *link = open_link("", (struct link_options){.listen = true});

	(void)state;
	run_until(has_woken, 1, "the first look");
	execute("BEGIN; NOTIFY mfadesk; NOTIFY mfadesk, 'a'; NOTIFY mfadesk, 'b'; NOTIFY other; COMMIT");
	run_until(has_woken, 2, "the notification");
	round_trip(link);
	assert_int_equal(seen.wakes, 2); /* once for all of them */

	seen.retry_at_once = true;
	proxy_cut(&proxy);
	run_until(has_woken, 3, "the look after a loss");
	assert_int_equal(seen.losses, 1);
	execute("NOTIFY mfadesk");
	run_until(has_woken, 4, "the next notification");
	execute("NOTIFY other");
	round_trip(link);
	assert_int_equal(seen.wakes, 4);
	close_link(link);

	link = open_link("", (struct link_options){0});
	until_ready();
	execute("NOTIFY mfadesk");
	round_trip(link);
	assert_int_equal(seen.wakes, 0); /* it did not ask for it */
	close_link(link);
}

/* A link may hear what it did not ask for, over a pooler's connection. */
static void
test_woken_for_another(void **state)
{
	struct store_link *link = open_link("", (struct link_options){.hello = "SELECT 1"});

	(void)state;
	(void)!call(link, "LISTEN mfadesk");
	run_until(has_replies, 1, "the end of the statement");
	assert_int_equal(seen.reply[0].error.kind, ERROR_LOCAL); /* it answers nothing */
	execute("NOTIFY mfadesk");
	round_trip(link);
	assert_int_equal(seen.wakes, 0);
	assert_int_equal(seen.losses, 0);
	close_link(link);
}

/* Passes what the client says, with a LISTEN that the server cannot read. */
static void
spoil_listen(void *context, int fd, int events)
{
	const struct proxy_line *line = context;
	char bytes[16384];
	ssize_t count = read(fd, bytes, sizeof(bytes));
	char *word = count > 0 ? memmem(bytes, (size_t)count, "LISTEN ", 7) : NULL;

	(void)events;
	if (word)
		word[6] = '(';
	assert_int_equal(send(line->server, bytes, (size_t)count, MSG_NOSIGNAL), count);
}

static bool
has_line(int unused)
{
	(void)unused;
	return proxy.lines[0].client >= 0;
}

static void
test_listen_refused(void **state)
{
	struct store_link *link = open_link("", (struct link_options){.listen = true});

	(void)state;
	run_until(has_line, 0, "the connection");
	loop_watch(loop, proxy.lines[0].client, LOOP_READ, spoil_listen, &proxy.lines[0]);
	run_until(has_woken, 1, "the first look");
	execute("NOTIFY mfadesk");
	round_trip(link);
	assert_int_equal(seen.wakes, 1);
	assert_int_equal(seen.losses, 0);
	close_link(link);
}

static void
test_time_limit(void **state)
{
	struct store_link *link = open_link("", (struct link_options){.statement_timeout = 150});
	struct act_request request = find_request("riv");

	(void)state;
	until_ready();
	execute("BEGIN; LOCK TABLE directory.person");
	(void)!link_send(link, &request);
	run_until(has_replies, 1, "the refusal");
	execute("COMMIT");
	assert_string_equal(seen.reply[0].error.code, "57014");
	assert_int_equal(seen.reply[0].error.kind, ERROR_REFUSED);
	(void)!link_send(link, &request);
	run_until(has_replies, 2, "the answer");
	assert_true(seen.reply[1].ok);
	close_link(link);
}

static void
test_locked(void **state)
{
	struct store_link *link = open_link("", (struct link_options){0});
	struct act_request request = note_request("on a locked case");

	(void)state;
	until_ready();
	execute("BEGIN; LOCK TABLE directory.request");
	(void)!link_send(link, &request);
	run_until(has_replies, 1, "the refusal");
	execute("COMMIT");
	assert_string_equal(seen.reply[0].error.code, "55P03");
	assert_int_equal(notes_saying(request.id), 0);
	close_link(link);
}

static void
test_lost_and_back(void **state)
{
	struct store_link *link = open_link("", (struct link_options){0});
	struct act_request request = find_request("riv");

	(void)state;
	until_ready();
	proxy.closed = true;
	proxy_cut(&proxy);
	run_until(in_state, LINK_LOST, "the loss");
	assert_int_equal(seen.failure.kind, ERROR_CONNECTION);
	assert_non_null(strstr(seen.failure.message, database));
	assert_true(link_retry_at(link) > 0);
	(void)!link_send(link, &request);
	while (seen.losses < 3)
		loop_step(loop, CLOCK_SECOND / 10);
	assert_int_equal(seen.replies, 0);
	proxy.closed = false;
	link_retry(link);
	run_until(has_replies, 1, "the answer");
	assert_true(seen.reply[0].ok);
	close_link(link);
}

/* As behind a pooler whose server became a replica: the connection stays, and nothing can be changed through it. */
static void
test_only_reads(void **state)
{
	static const char only_reads[] = "SELECT set_config('default_transaction_read_only', 'on', false)";
	struct store_link *link = open_link("target_session_attrs=read-write", (struct link_options){0});
	struct act_request request = note_request("where nothing can be changed");

	(void)state;
	until_ready();
	(void)!call(link, only_reads);
	run_until(has_replies, 1, "the setting");
	(void)!link_send(link, &request);
	run_until(has_replies, 2, "the answer, by another connection");
	assert_true(seen.reply[1].ok);
	assert_int_equal(seen.losses, 1);
	assert_int_equal(notes_saying(request.id), 1);
	close_link(link);

	link = open_link("target_session_attrs=any", (struct link_options){0});
	request = note_request("where nothing is to be changed");
	(void)!call(link, only_reads);
	(void)!link_send(link, &request);
	run_until(has_replies, 2, "the refusal");
	assert_string_equal(seen.reply[1].error.code, "25006");
	assert_int_equal(seen.losses, 0);
	close_link(link);

	link = open_link("target_session_attrs=read-write options='-c default_transaction_read_only=on'",
		(struct link_options){.once = true});
	run_until(in_state, LINK_FAILED, "the end of the list");
	assert_non_null(strstr(seen.failure.message, "session is read-only"));
	assert_non_null(strstr(seen.failure.hint, "primary"));
	close_link(link);
}

static void
test_once(void **state)
{
	struct store_link *link;
	struct act_request request = find_request("riv");

	(void)state;
	proxy.closed = true;
	link = open_link("", (struct link_options){.once = true});
	(void)!link_send(link, &request);
	run_until(in_state, LINK_FAILED, "the failure");
	run_until(has_replies, 1, "the reply that there is none");
	assert_int_equal(seen.reply[0].error.kind, ERROR_CONNECTION);
	(void)!link_send(link, &request);
	run_until(has_replies, 2, "the same again");
	close_link(link);
}

static void
test_schema_does_not_fit(void **state)
{
	struct store_link *link;

	(void)state;
	execute("CREATE OR REPLACE FUNCTION rule.schema_version() RETURNS int LANGUAGE sql RETURN 999;"
		"INSERT INTO directory.schema_version (version, name) VALUES (999, 'later')");
	link = open_link("", (struct link_options){0});
	run_until(in_state, LINK_FAILED, "the refusal");
	assert_non_null(strstr(seen.failure.message, "program is older"));
	close_link(link);
	execute("CREATE OR REPLACE FUNCTION rule.schema_version() RETURNS int LANGUAGE sql RETURN 0;"
		"CREATE TABLE kept AS SELECT * FROM directory.schema_version; DELETE FROM directory.schema_version;"
		"INSERT INTO directory.schema_version (version, name) VALUES (0, 'earlier')");
	link = open_link("", (struct link_options){0});
	run_until(in_state, LINK_FAILED, "the refusal");
	assert_non_null(strstr(seen.failure.message, "directory is older"));
	assert_non_null(strstr(seen.failure.hint, "upgrade"));
	close_link(link);
	execute("DELETE FROM directory.schema_version; INSERT INTO directory.schema_version SELECT * FROM kept WHERE "
		"version < 999; DROP TABLE kept");
	execute("DO $$BEGIN EXECUTE format('CREATE OR REPLACE FUNCTION rule.schema_version() RETURNS int LANGUAGE sql "
		"RETURN %s', (SELECT max(version) FROM directory.schema_version)); END$$");
}

static void
test_no_staff(void **state)
{
	struct store_link *link = open_link("user=postgres", (struct link_options){0});

	(void)state;
	run_until(in_state, LINK_FAILED, "the refusal");
	assert_string_equal(seen.failure.code, "MD403");
	close_link(link);
	link = open_link("dbname=postgres user=postgres", (struct link_options){0});
	run_until(in_state, LINK_FAILED, "the refusal");
	assert_non_null(strstr(seen.failure.message, "no directory"));
	close_link(link);
}

static void
test_password(void **state)
{
	struct store_link *link;
	char login[64];
	char sql[512];

	(void)state;
	snprintf(login, sizeof(login), "link_test_%d", (int)getpid());
	snprintf(sql, sizeof(sql),
		"CREATE ROLE %s LOGIN PASSWORD 'correct horse' IN ROLE mfadesk_agent; UPDATE directory.staff SET login "
		"= '%s' "
		"WHERE login = 'agent2'",
		login, login);
	execute(sql);
	snprintf(sql, sizeof(sql), "user=%s", login);
	link = open_link(sql, (struct link_options){0});
	run_until(in_state, LINK_WANTS_PASSWORD, "to be asked");
	assert_int_equal(seen.failure.kind, ERROR_NONE);
	link_password(link, "wrong");
	seen.state = LINK_CONNECTING;
	run_until(in_state, LINK_WANTS_PASSWORD, "to be asked again");
	assert_int_equal(seen.failure.kind, ERROR_CONNECTION);
	assert_null(strstr(seen.failure.message, "wrong"));
	link_password(link, "correct horse");
	until_ready();
	proxy_cut(&proxy);
	run_until(in_state, LINK_LOST, "the loss");
	until_ready(); /* without being asked */
	close_link(link);
	snprintf(sql, sizeof(sql), "UPDATE directory.staff SET login = 'agent2' WHERE login = '%s'; DROP ROLE %s",
		login, login);
	execute(sql);
}

static void
test_names_and_lists(void **state)
{
	struct store_link *link;
	char extra[256];

	(void)state;
	snprintf(extra, sizeof(extra), "host=localhost port=%d sslmode=disable", proxy.tcp_port);
	link = open_link(extra, (struct link_options){0});
	until_ready();
	close_link(link);

	snprintf(extra, sizeof(extra), "host=127.0.0.1,/nonexistent,localhost port=1,1,%d sslmode=disable",
		proxy.tcp_port);
	link = open_link(extra, (struct link_options){0});
	until_ready();
	assert_int_equal(seen.losses, 0);
	close_link(link);

	link = open_link("host=127.0.0.1,/nonexistent port=1,2", (struct link_options){0});
	run_until(in_state, LINK_LOST, "the loss");
	assert_non_null(strstr(seen.failure.message, "127.0.0.1:1"));
	assert_non_null(strstr(seen.failure.message, "/nonexistent:2"));
	close_link(link);

	link = open_link("host=no-such-host.invalid connect_timeout=2", (struct link_options){0});
	run_until(in_state, LINK_LOST, "the loss");
	assert_non_null(strstr(seen.failure.message, "no-such-host.invalid"));
	close_link(link);
}

/* A server that takes the connection and says nothing. */
static void
test_silent_server(void **state)
{
	struct store_link *link;
	struct proxy silent;
	char extra[256];

	(void)state;
	proxy_open(&silent, loop);
	loop_watch(loop, silent.unix_listener, 0, NULL, NULL);
	snprintf(extra, sizeof(extra), "host=%s,%s port=5432 connect_timeout=1", silent.folder, proxy.folder);
	link = open_link(extra, (struct link_options){0});
	until_ready(); /* by the second */
	close_link(link);
	snprintf(extra, sizeof(extra), "host=%s connect_timeout=1", silent.folder);
	link = open_link(extra, (struct link_options){.once = true});
	run_until(in_state, LINK_FAILED, "the end of its time");
	assert_non_null(strstr(seen.failure.message, "no answer in time"));
	close_link(link);
	proxy_close(&silent);
}

static bool
is_freed(int unused)
{
	(void)unused;
	return seen.link == NULL;
}

static void
test_freed_in_its_events(void **state)
{
	struct act_request request = find_request("riv");

	(void)state;
	(void)open_link("", (struct link_options){0});
	seen.free_on_reply = &seen.link;
	for (int i = 0; i < 3; i++)
		(void)!link_send(seen.link, &request);
	run_until(is_freed, 0, "the reply");
	assert_int_equal(seen.replies, 1);

	(void)open_link("", (struct link_options){0});
	seen.free_on_state = &seen.link;
	(void)!link_send(seen.link, &request);
	run_until(is_freed, 0, "being ready");
	assert_int_equal(seen.replies, 0);

	(void)open_link("", (struct link_options){.listen = true});
	seen.free_on_wake = &seen.link;
	run_until(is_freed, 0, "the first look");

	proxy.closed = true;
	(void)open_link("", (struct link_options){0});
	seen.free_on_state = &seen.link;
	run_until(is_freed, 0, "the loss");
	proxy.closed = false;

	(void)open_link("nonsense=1", (struct link_options){0});
	seen.free_on_state = &seen.link;
	run_until(is_freed, 0, "the failure");
	(void)open_link("host=localhost", (struct link_options){0});
	loop_step(loop, 0);
	link_free(&seen.link); /* while its name is being asked for */
}

static int
make_database(const char *function)
{
	char command[256];

	snprintf(command, sizeof(command), "bash -c '. tests/lib/database.sh; %s %s'", function, database);
	return system(command);
}

static int
set_up(void **state)
{
	char conninfo[256];

	(void)state;
	snprintf(database, sizeof(database), "link_test_%d", (int)getpid());
	if (make_database("clone_database") != 0)
		return -1;
	snprintf(conninfo, sizeof(conninfo), "user=postgres dbname=%s", database);
	superuser = PQconnectdb(conninfo);
	if (PQstatus(superuser) != CONNECTION_OK)
		return -1;
	/* Hundreds of commits: the disk need not have seen each. */
	snprintf(conninfo, sizeof(conninfo), "ALTER DATABASE %s SET synchronous_commit = off", database);
	execute(conninfo);
	arena = arena_new();
	loop = loop_new();
	proxy_open(&proxy, loop);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	proxy_close(&proxy);
	loop_free(&loop);
	arena_free(&arena);
	PQfinish(superuser);
	return make_database("drop_database");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_many_in_order),
		cmocka_unit_test(test_newest_only),
		cmocka_unit_test(test_cut_anywhere),
		cmocka_unit_test(test_cut_while_connecting),
		cmocka_unit_test(test_terminated),
		cmocka_unit_test(test_call),
		cmocka_unit_test(test_call_with_every_value),
		cmocka_unit_test(test_call_terminated),
		cmocka_unit_test(test_call_over_a_cut_line),
		cmocka_unit_test(test_call_that_ends_the_session),
		cmocka_unit_test(test_own_hello),
		cmocka_unit_test(test_woken),
		cmocka_unit_test(test_woken_for_another),
		cmocka_unit_test(test_listen_refused),
		cmocka_unit_test(test_time_limit),
		cmocka_unit_test(test_locked),
		cmocka_unit_test(test_lost_and_back),
		cmocka_unit_test(test_only_reads),
		cmocka_unit_test(test_once),
		cmocka_unit_test(test_no_staff),
		cmocka_unit_test(test_password),
		cmocka_unit_test(test_names_and_lists),
		cmocka_unit_test(test_silent_server),
		cmocka_unit_test(test_freed_in_its_events),
		cmocka_unit_test(test_schema_does_not_fit),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
