/* The server's error results, and words for those that PostgreSQL itself raises. */
#include "refusal.h"

#include <string.h>

static const char read_only[] = "25006";

static const struct {
	const char *code;
	const char *message;
	const char *hint;
	const char *known_as; /* where it is one of the directory's own errors by another name */
} plain[] = {
	{"57014", "The directory took too long to answer.", "Try again; if it stays so, tell its administrator.", NULL},
	{"55P03", "Somebody else is changing this right now.", "Try again in a moment.", NULL},
	{"40001", "Somebody else changed this at the same moment.", "Try again.", NULL},
	{"40P01", "Somebody else changed this at the same moment.", "Try again.", NULL},
	/* A function that the role has no right to is refused by PostgreSQL before the function could say so. */
	{"42501", "Your login, or your role, may not do that.",
		"Ask a colleague whose role may, or your administrator.", "MD403"},
	{"3F000", "This database is no directory of mfadesk, or an older one.",
		"See whether PGDATABASE is right; its administrator can ask: mfadesk-admin schema status.", NULL},
	{"42883", "This database is no directory of mfadesk, or an older one.",
		"See whether PGDATABASE is right; its administrator can ask: mfadesk-admin schema status.", NULL},
	{read_only, "This server only reads: it is a replica, or being repaired.",
		"Name the primary server, or all of them (host=a,b): the one that can be written to is taken.", NULL},
};

static const char *
field(const PGresult *result, int code)
{
	const char *value = PQresultErrorField(result, code);

	return value ? value : "";
}

bool
refusal_is_loss(const PGresult *result)
{
	const char *severity = field(result, PG_DIAG_SEVERITY_NONLOCALIZED);

	if (!*severity) /* PgBouncer's, which speaks no other language */
		severity = field(result, PG_DIAG_SEVERITY);
	/* libpq's own results, made when the socket broke, have no code. */
	return !*field(result, PG_DIAG_SQLSTATE) || strcmp(severity, "FATAL") == 0 || strcmp(severity, "PANIC") == 0;
}

void
refusal_read(const PGresult *result, struct error *error)
{
	const char *code = field(result, PG_DIAG_SQLSTATE);

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		if (strcmp(plain[i].code, code) == 0) {
			error_set(error, ERROR_REFUSED, plain[i].known_as ? plain[i].known_as : code, plain[i].hint,
				"%s", plain[i].message);
			return;
		}
	}
	error_set(error, ERROR_REFUSED, code, field(result, PG_DIAG_MESSAGE_HINT), "%s",
		*code ? field(result, PG_DIAG_MESSAGE_PRIMARY) : PQresultErrorMessage(result));
}

bool
refusal_is_read_only(const struct error *error)
{
	return strcmp(error->code, read_only) == 0;
}

bool
refusal_is_passing(const struct error *error)
{
	return strcmp(error->code, "40001") == 0 || strcmp(error->code, "40P01") == 0;
}

bool
refusal_is_final(const struct error *error)
{
	return (strncmp(error->code, "MD", 2) == 0 && strcmp(error->code, "MD423") != 0) ||
		strncmp(error->code, "42", 2) == 0 || strcmp(error->code, "3F000") == 0;
}
