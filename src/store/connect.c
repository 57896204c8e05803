/* The parameters of a connection; see connect.h. */
#include "connect.h"

#include <stdlib.h>
#include <string.h>

#include "connect_tls.h"

enum { PARAMETERS_MAX = 80 }; /* libpq 15 knows 45 */

struct connect_parameters {
	size_t count;
	char *keywords[PARAMETERS_MAX]; /* owned */
	char *values[PARAMETERS_MAX]; /* owned */
};

static size_t
position(const struct connect_parameters *parameters, const char *keyword)
{
	size_t i = 0;

	while (i < parameters->count && strcmp(parameters->keywords[i], keyword) != 0)
		i++;
	return i;
}

const char *
connect_get(const struct connect_parameters *parameters, const char *keyword)
{
	size_t i = position(parameters, keyword);

	return i < parameters->count ? parameters->values[i] : NULL;
}

bool
connect_wants_writable(const struct connect_parameters *parameters)
{
	const char *target = connect_get(parameters, "target_session_attrs");

	return target && (strcmp(target, "read-write") == 0 || strcmp(target, "primary") == 0);
}

static void
set(struct connect_parameters *parameters, const char *keyword, const char *value)
{
	size_t i = position(parameters, keyword);

	if (i == PARAMETERS_MAX - 1)
		abort();
	if (i < parameters->count) {
		memory_free(parameters->values[i]);
	} else {
		parameters->keywords[i] = memory_copy(keyword);
		parameters->count++;
	}
	parameters->values[i] = memory_copy(value);
}

static void
set_default(struct connect_parameters *parameters, const char *keyword, const char *value)
{
	if (!connect_get(parameters, keyword))
		set(parameters, keyword, value);
}

static void
set_all(struct connect_parameters *parameters, const PQconninfoOption *options)
{
	for (; options && options->keyword; options++) {
		if (options->val && *options->val)
			set(parameters, options->keyword, options->val);
	}
}

/* As psql reads its argument: a URI or keywords, else the name of a database. */
static bool
is_conninfo(const char *text)
{
	return strchr(text, '=') || strncmp(text, "postgresql://", 13) == 0 || strncmp(text, "postgres://", 11) == 0;
}

static PQconninfoOption *
parse(const char *conninfo, struct error *error)
{
	char *message = NULL;
	PQconninfoOption *options = PQconninfoParse(is_conninfo(conninfo) ? conninfo : "", &message);

	if (!options)
		error_set(error, ERROR_USAGE, "",
			"Write it as \"host=db.example.edu dbname=mfadesk user=ana\" or as a postgresql:// address.",
			"The connection cannot be read: %.*s", (int)strcspn(message ? message : "", "\n"),
			message ? message : "");
	PQfreemem(message);
	return options;
}

static const char *
value_of(const PQconninfoOption *options, const char *keyword)
{
	while (options->keyword && strcmp(options->keyword, keyword) != 0)
		options++;
	return options->val;
}

/*
 * libpq finds a service's settings only through the environment, or while
 * connecting, which may ask a name server and wait for it. So a service named
 * in the conninfo goes where libpq looks before any thread exists.
 */
static void
name_service(const char *service)
{
	const char *named = getenv("PGSERVICE");

	if (service && (!named || strcmp(named, service) != 0))
		setenv("PGSERVICE", service, 1);
}

/* Whether it is set anywhere. What libpq falls back to by itself is not a choice of the user's. */
static bool
is_chosen(const PQconninfoOption *given, const PQconninfoOption *defaults, const char *keyword, const char *variable,
	const char *fallback)
{
	const char *fallen = value_of(defaults, keyword);

	return value_of(given, keyword) || getenv(variable) || (fallen && strcmp(fallen, fallback) != 0);
}

static bool
servers_are_local(const struct connect_servers *servers)
{
	bool local = true;

	for (size_t i = 0; i < servers->count; i++)
		local = local && connect_is_local(&servers->rows[i]);
	return local;
}

/* Of several, only one can be the primary; and those that are down must not use up the time that is there. */
static void
set_rules_of_servers(struct connect_parameters *parameters, bool sslmode_chosen, bool target_chosen)
{
	struct connect_servers servers;
	bool known = connect_servers_list(parameters, &servers, NULL);

	if (!sslmode_chosen && !(known && servers_are_local(&servers)))
		set(parameters, "sslmode", "verify-full");
	if (known && servers.count > 1) {
		if (!target_chosen)
			set(parameters, "target_session_attrs", "read-write");
		set_default(parameters, "connect_timeout", "3");
	}
	if (known)
		connect_servers_free(&servers);
}

static void
set_rules(struct connect_parameters *parameters, const char *application)
{
	char certificates[CONNECT_PATH_SIZE];

	if (!connect_get(parameters, "sslrootcert") && connect_tls_verifies(connect_get(parameters, "sslmode")) &&
		connect_tls_certificates(certificates))
		set(parameters, "sslrootcert", certificates);
	set(parameters, "client_encoding", "UTF8");
	set_default(parameters, "application_name", application);
	set_default(parameters, "connect_timeout", "10");
	set_default(parameters, "keepalives_idle", "10");
	set_default(parameters, "keepalives_interval", "3");
	set_default(parameters, "keepalives_count", "3");
	set_default(parameters, "tcp_user_timeout", "15000");
}

struct connect_parameters *
connect_parameters_new(const char *conninfo, const char *application, struct error *error)
{
	struct connect_parameters *parameters = NULL;
	PQconninfoOption *given = parse(conninfo ? conninfo : "", error);
	PQconninfoOption *defaults;

	if (!given)
		return NULL;
	name_service(value_of(given, "service"));
	defaults = PQconndefaults();
	if (defaults) {
		parameters = memory_alloc(sizeof(*parameters));
		set_all(parameters, defaults);
		set_all(parameters, given);
		if (conninfo && *conninfo && !is_conninfo(conninfo))
			set(parameters, "dbname", conninfo);
		set_rules_of_servers(parameters,
			is_chosen(given, defaults, "sslmode", "PGSSLMODE", "prefer") || getenv("PGREQUIRESSL"),
			is_chosen(given, defaults, "target_session_attrs", "PGTARGETSESSIONATTRS", "any"));
		set_rules(parameters, application);
	} else {
		error_set(error, ERROR_LOCAL, "", "", "libpq has no memory left.");
	}
	PQconninfoFree(defaults);
	PQconninfoFree(given);
	return parameters;
}

void
connect_parameters_free(struct connect_parameters **parameters)
{
	if (!*parameters)
		return;
	for (size_t i = 0; i < (*parameters)->count; i++) {
		char *value = (*parameters)->values[i];

		explicit_bzero(value, strlen(value)); /* one of them may be a password */
		memory_free(value);
		memory_free((*parameters)->keywords[i]);
	}
	memory_free(*parameters);
	*parameters = NULL;
}

struct arrays {
	const char *keywords[PARAMETERS_MAX + 5];
	const char *values[PARAMETERS_MAX + 5];
	size_t count;
};

static void
append(struct arrays *arrays, const char *keyword, const char *value)
{
	if (!value)
		return;
	arrays->keywords[arrays->count] = keyword;
	arrays->values[arrays->count++] = value;
}

static bool
names_a_server(const char *keyword)
{
	return strcmp(keyword, "host") == 0 || strcmp(keyword, "hostaddr") == 0 || strcmp(keyword, "port") == 0;
}

static void
fill(struct arrays *arrays, const struct connect_parameters *parameters, bool servers, const char *password)
{
	memset(arrays, 0, sizeof(*arrays));
	for (size_t i = 0; i < parameters->count; i++) {
		if (servers || !names_a_server(parameters->keywords[i]))
			append(arrays, parameters->keywords[i], parameters->values[i]);
	}
	append(arrays, "password", password); /* of two, libpq takes the last */
}

PGconn *
connect_begin(const struct connect_parameters *parameters, const struct connect_server *server, const char *password)
{
	struct arrays arrays;

	fill(&arrays, parameters, false, password);
	if (connect_wants_writable(parameters))
		append(&arrays, "target_session_attrs", "any");
	append(&arrays, "host", server->host);
	append(&arrays, "hostaddr", server->address);
	append(&arrays, "port", server->port);
	return PQconnectStartParams(arrays.keywords, arrays.values, 0);
}

PGconn *
connect_wait(const struct connect_parameters *parameters, const char *password)
{
	struct arrays arrays;

	fill(&arrays, parameters, true, password);
	return PQconnectdbParams(arrays.keywords, arrays.values, 0);
}
