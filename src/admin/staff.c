/* `mfadesk-admin staff`: who works at the desk. The database decides; only the installer makes logins. */
#include <stdio.h>
#include <string.h>

#include "mfadesk/admin/admin.h"
#include "mfadesk/admin/options.h"
#include "mfadesk/base/buffer.h"
#include "mfadesk/base/log.h"
#include "mfadesk/base/text.h"
#include "mfadesk/base/uuid.h"

enum { LOGIN_LENGTH = 63, PASSWORD_SIZE = 1024 };

struct arguments {
	const char *connect;
	const char *person;
	const char *role;
	struct option_list units;
	bool counter;
	bool create;
	bool json;
};

/* A statement about the login in mfadesk.login: roles cannot be parameters of theirs. */
#define ABOUT_LOGIN(statement)                                                                                         \
	"DO $$ BEGIN EXECUTE pg_catalog.format('" statement "', pg_catalog.current_setting('mfadesk.login')); END $$"

/* A lock must not fail because the login was dropped before. */
#define FORBID_LOGIN                                                                                                   \
	"DO $$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_roles"                                                       \
	" WHERE rolname = pg_catalog.current_setting('mfadesk.login')) THEN"                                           \
	" EXECUTE pg_catalog.format('ALTER ROLE %I NOLOGIN', pg_catalog.current_setting('mfadesk.login'));"            \
	" END IF; END $$"

static bool
name_login(struct session *session, const char *login, struct error *error)
{
	return session_query(
		session, "SELECT pg_catalog.set_config('mfadesk.login', $1, true)", 1, &login, NULL, NULL, error);
}

static bool
login_is_valid(const char *login, struct error *error)
{
	size_t length = strlen(login);

	if (length > 0 && length <= LOGIN_LENGTH && login[0] != '-' &&
		strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789_.-") == length && strncmp(login, "pg_", 3) != 0 &&
		strncmp(login, "mfadesk_", 8) != 0)
		return true;
	return error_set(error, ERROR_USAGE, "",
		"Lower-case letters, digits, '_', '.' and '-', at most 63, not beginning with pg_ or mfadesk_.",
		"that cannot be a login: %s", login);
}

/* Typed twice; "" where none is wanted. */
static bool
ask_new_password(const char *login, char *password, struct error *error)
{
	char again[PASSWORD_SIZE];
	char prompt[160];
	bool same;

	snprintf(prompt, sizeof(prompt), "New password for %s (empty: none): ", login);
	if (!admin_ask_password(NULL, prompt, password, PASSWORD_SIZE))
		return error_set(error, ERROR_LOCAL, "", "Nothing was changed.", "no password was given");
	if (password[0] == '\0')
		return true;
	same = admin_ask_password(NULL, "The same again: ", again, sizeof(again)) && strcmp(password, again) == 0;
	explicit_bzero(again, sizeof(again));
	return same || error_set(error, ERROR_LOCAL, "", "Nothing was changed.", "the two passwords differ");
}

static bool
create_login(struct session *session, const char *login, const char *password, struct error *error)
{
	if (!session_execute(session,
		    ABOUT_LOGIN("CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
				" CONNECTION LIMIT 4"),
		    error))
		return false;
	return password[0] == '\0' || session_set_password(session, login, password, error);
}

static bool
call_add(struct session *session, const char *login, const struct arguments *arguments, struct error *error)
{
	char request[UUID_SIZE];
	struct buffer units;
	const char *values[] = {
		request, login, arguments->person, arguments->role, arguments->counter ? "true" : "false", NULL};
	bool ok;

	uuid_make(request);
	buffer_init(&units, 0);
	for (size_t i = 0; i < arguments->units.count; i++)
		buffer_printf(&units, "%s%s", i > 0 ? "\n" : "", arguments->units.values[i]);
	values[5] = arguments->units.count > 0 ? buffer_text(&units) : NULL;
	ok = session_query(session,
		"SELECT admin.add_staff($1, $2, $3, $4, $5,"
		" COALESCE(pg_catalog.string_to_array($6, pg_catalog.chr(10)), '{}'))",
		6, values, NULL, NULL, error);
	buffer_free(&units);
	return ok;
}

/* A login that was locked before may not log in; one that somebody else made may be able to do more than staff should.
 */
static bool
look_at_login(struct session *session, const char *login, struct error *error)
{
	struct arena *arena = arena_new();
	struct session_rows rows;
	bool ok = session_query(session,
		"SELECT rolcanlogin, rolconnlimit NOT BETWEEN 0 AND 4 FROM pg_catalog.pg_roles WHERE rolname = $1", 1,
		&login, arena, &rows, error);

	if (ok && rows.count == 1) {
		if (strcmp(session_cell(&rows, 0, 1), "t") == 0)
			log_line("warning: %s has no CONNECTION LIMIT of 4", login);
		if (strcmp(session_cell(&rows, 0, 0), "f") == 0 && session_is_superuser(session))
			ok = session_execute(session, ABOUT_LOGIN("ALTER ROLE %I LOGIN"), error);
		else if (strcmp(session_cell(&rows, 0, 0), "f") == 0)
			log_line("%s may not log in yet: the installer says ALTER ROLE ... LOGIN", login);
	}
	arena_free(&arena);
	return ok;
}

static bool
add_in_transaction(struct session *session, const char *login, const struct arguments *arguments, const char *password,
	struct error *error)
{
	return session_execute(session, "BEGIN", error) && name_login(session, login, error) &&
		(!arguments->create || create_login(session, login, password, error)) &&
		call_add(session, login, arguments, error) && look_at_login(session, login, error) &&
		session_execute(session, "COMMIT", error);
}

static bool
run_add(struct session *session, const char *login, const struct arguments *arguments, struct error *error)
{
	char password[PASSWORD_SIZE] = "";
	bool ok;

	if (!arguments->person || !arguments->role)
		return error_set(error, ERROR_USAGE, "", "", "staff add needs --person EMAIL and --role ROLE");
	if (!login_is_valid(login, error))
		return false;
	if (arguments->create && !session_is_superuser(session))
		return error_set(error, ERROR_REFUSED, "",
			"Connect as the installer, or leave --create out where the login exists.",
			"only the installer makes logins, and %s is no superuser", session_login(session));
	if (arguments->create && admin_has_terminal() && !ask_new_password(login, password, error))
		return false;
	ok = add_in_transaction(session, login, arguments, password, error);
	if (ok)
		printf("%s is %s\n", login, arguments->role);
	if (ok && arguments->create && password[0] == '\0')
		log_line("no password was set: %s comes in by peer, certificate or GSS, as pg_hba.conf says", login);
	explicit_bzero(password, sizeof(password));
	return ok;
}

static bool
lock_in_transaction(struct session *session, const char *login, struct error *error)
{
	char request[UUID_SIZE];
	const char *values[] = {request, login};

	uuid_make(request);
	return session_execute(session, "BEGIN", error) && name_login(session, login, error) &&
		session_query(session, "SELECT admin.lock_staff($1, $2)", 2, values, NULL, NULL, error) &&
		(!session_is_superuser(session) || session_execute(session, FORBID_LOGIN, error)) &&
		session_execute(session, "COMMIT", error);
}

static bool
run_lock(struct session *session, const char *login, const struct arguments *arguments, struct error *error)
{
	(void)arguments;
	if (!lock_in_transaction(session, login, error))
		return false;
	printf("%s is locked: no right is left, its sessions have ended\n", login);
	if (!session_is_superuser(session))
		log_line("the installer may add NOLOGIN: mfadesk-admin staff lock %s", login);
	return true;
}

static void
print_padded(struct arena *arena, const char *text, int width)
{
	int missing = width - text_width(arena, text);

	printf("%s%*s  ", text_printable(arena, text), missing > 0 ? missing : 0, "");
}

static void
print_staff(struct arena *arena, const struct session_rows *rows)
{
	int widths[8] = {0};

	for (size_t row = 0; row < rows->count; row++)
		for (size_t column = 0; column < rows->columns; column++)
			if (text_width(arena, session_cell(rows, row, column)) > widths[column])
				widths[column] = text_width(arena, session_cell(rows, row, column));
	for (size_t row = 0; row < rows->count; row++) {
		for (size_t column = 0; column + 1 < rows->columns; column++)
			print_padded(arena, session_cell(rows, row, column), widths[column]);
		puts(text_printable(arena, session_cell(rows, row, rows->columns - 1)));
	}
}

static bool
run_list(struct session *session, const char *login, const struct arguments *arguments, struct error *error)
{
	struct arena *arena = arena_new();
	struct session_rows rows;
	bool ok;

	(void)login;
	ok = session_query(session,
		arguments->json
			? "SELECT admin.staff()"
			: "SELECT s->>'login', s->>'role', CASE WHEN (s->>'counter')::bool THEN 'counter' ELSE '' END,"
			  " s->'person'->>'email', s->'person'->>'name',"
			  " CASE WHEN s->>'locked_at' IS NOT NULL THEN 'locked ' || (s->>'locked_at') ELSE"
			  " COALESCE((SELECT pg_catalog.string_agg(u, ', ')"
			  " FROM pg_catalog.jsonb_array_elements_text(s->'units') AS u), 'everybody') END"
			  " FROM pg_catalog.jsonb_array_elements(admin.staff()) AS s",
		0, NULL, arena, &rows, error);
	if (ok && arguments->json)
		puts(session_cell(&rows, 0, 0));
	else if (ok)
		print_staff(arena, &rows);
	arena_free(&arena);
	return ok;
}

static const struct verb {
	const char *word;
	int words; /* after the verb */
	bool (*run)(struct session *session, const char *login, const struct arguments *arguments, struct error *error);
} VERBS[] = {
	{"add", 1, run_add},
	{"lock", 1, run_lock},
	{"list", 0, run_list},
};

static const struct verb *
find_verb(int words, char **argv)
{
	for (size_t i = 0; words > 0 && i < sizeof(VERBS) / sizeof(*VERBS); i++)
		if (strcmp(VERBS[i].word, argv[1]) == 0 && words == 1 + VERBS[i].words)
			return &VERBS[i];
	return NULL;
}

int
admin_staff(int argc, char **argv)
{
	struct arguments arguments = {0};
	const struct option options[] = {{"--connect", .value = &arguments.connect},
		{"--person", .value = &arguments.person}, {"--role", .value = &arguments.role},
		{"--unit", .list = &arguments.units}, {"--counter", .flag = &arguments.counter},
		{"--create", .flag = &arguments.create}, {"--json", .flag = &arguments.json}, {0}};
	struct error error = {0};
	struct session *session;
	const struct verb *verb;
	int words;
	bool ok;

	if (!options_read(argc, argv, options, &words))
		return ADMIN_USAGE;
	verb = find_verb(words, argv);
	if (!verb)
		return admin_usage("staff");
	session = admin_connect(arguments.connect, &error);
	ok = session && verb->run(session, words > 1 ? argv[2] : NULL, &arguments, &error);
	session_close(&session);
	return ok ? ADMIN_DONE : admin_fail(&error, arguments.json);
}
