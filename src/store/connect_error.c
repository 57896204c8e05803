/* What went wrong while connecting, and what to do about it. */
#include <stdio.h>
#include <string.h>

#include "connect.h"

/* The locale of messages is never set, so libpq's own are in English; the server's may not be, and get the last hint.
 */
static const struct {
	const char *words;
	const char *hint;
} hints[] = {
	{"Connection refused", "See whether PostgreSQL runs there and listens on that port."},
	{"No such file or directory",
		"See whether PostgreSQL runs here (a trial directory starts with: mfadesk-admin embedded start), and "
		"whether PGHOST names its folder of sockets."},
	{"no answer in time", "See whether the host is up, and whether a firewall lets this machine through."},
	{"Network is unreachable", "See whether this machine is on the network."},
	{"No route to host", "See whether this machine is on the network."},
	{"name server", "See whether the name is right, and whether this machine's name server answers."},
	{"does not support SSL",
		"A host that is not this machine must prove itself (sslmode=verify-full). Turn TLS on at the server; "
		"to do without, set sslmode yourself."},
	{"certificate verify failed",
		"The server's certificate is not signed by an authority that is trusted here: name its file with "
		"sslrootcert=FILE."},
	{"does not match host name", "Use the host name that is in the server's certificate."},
	{"root certificate", "Name the file of the authority's certificate with sslrootcert=FILE."},
	{"definition of service", "See whether the service is in ~/.pg_service.conf, or where PGSERVICEFILE says."},
	{"Peer authentication failed",
		"The server takes only the login that belongs to this user of the machine: set PGUSER to it."},
	{"no pg_hba.conf entry", "The server does not let this login in from here: ask its administrator."},
	{"password authentication failed", "See whether the login (PGUSER) and the password are right."},
	{"too many connections for role", "A login may have four connections: leave a desk that is open elsewhere."},
	{"session is read-only",
		"Name the primary server, or all of them (host=a,b): the one that can be written to is taken."},
	{"is being upgraded", "Wait a minute."},
	{"is starting up", "Wait a moment."},
	{"is shutting down", "Wait a moment."},
	{"unsupported startup parameter",
		"A PgBouncer stands in between, which passes no settings on: take PGOPTIONS and options= away."},
	{"server login has been failing",
		"A PgBouncer stands there whose PostgreSQL does not answer: see whether it runs."},
};

static const char *
hint_for(const char *message)
{
	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
		if (strstr(message, hints[i].words))
			return hints[i].hint;
	}
	return "See whether PGHOST, PGPORT, PGDATABASE and PGUSER are right, or say where it is: mfadesk 'host=... "
	       "dbname=... user=...'.";
}

static const char takeover[] =
	"A standby is there, which only reads until it takes over: try again in a minute. If it stays "
	"so, ask whoever runs the directory.";

/* What passes when a standby takes over. */
static bool
passes(const char *hint)
{
	static const char *const words[] = {"Connection refused", "no answer in time", "session is read-only",
		"is starting up", "is shutting down"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(hint, hint_for(words[i])) == 0)
			return true;
	}
	return strcmp(hint, takeover) == 0;
}

enum { CODE_LENGTH = 5 };

/* In "FATAL:  28P01: words", as libpq writes it where it was asked to be verbose; NULL where there is none. */
static const char *
code_in(const char *message)
{
	const char *at = strstr(message, ":  ");

	if (!at || strspn(at + 3, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != CODE_LENGTH ||
		strncmp(at + 3 + CODE_LENGTH, ": ", 2) != 0)
		return NULL;
	return at + 3;
}

bool
connect_refuses_login(const char *message)
{
	const char *code = code_in(message);

	/* PgBouncer before 1.19 has one code for everything. */
	return code &&
		(strncmp(code, "28", 2) == 0 ||
			(strncmp(code, "08P01", CODE_LENGTH) == 0 && strstr(message, "authentication failed")));
}

/* libpq begins with a place, which the target says better, then the server with how bad it is; advice follows below. */
static const char *
reason(const char *message)
{
	const char *failed = strstr(message, " failed: ");
	const char *end = strchr(message, '\n');

	if (code_in(message))
		return code_in(message) + CODE_LENGTH + strlen(": ");
	if (strncmp(message, "connection to server", 20) == 0 && failed && (!end || failed < end))
		message = failed + strlen(" failed: ");
	if (strncmp(message, "FATAL:  ", 8) == 0)
		message += 8;
	return message;
}

/* Of several servers each has its own reason, and the first is not always the one that helps. */
static void
add_reason(struct error *error, const char *target, const char *why)
{
	size_t used = strlen(error->message);

	snprintf(error->message + used, sizeof(error->message) - used, "; to %s: %.*s", target, (int)strcspn(why, "\n"),
		why);
}

/* Of several servers: what does not pass by itself, else that one of them takes over. */
static void
choose_hint(struct error *error, const char *hint)
{
	if (!passes(error->hint))
		return;
	if (passes(hint) && strstr(error->message, "session is read-only"))
		hint = takeover;
	else if (passes(hint))
		return;
	snprintf(error->hint, sizeof(error->hint), "%s", hint);
}

bool
connect_failed(struct error *error, const char *target, const char *message)
{
	const char *why = reason(message);

	if (error->kind == ERROR_CONNECTION) {
		add_reason(error, target, why);
		choose_hint(error, hint_for(message));
	}
	return error_set(error, ERROR_CONNECTION, "", hint_for(message), "No connection to %s: %.*s", target,
		(int)strcspn(why, "\n"), why);
}
