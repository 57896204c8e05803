/* Where a connection goes, and by which rules: from conninfo, service file and environment, without a network. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../src/store/connect.h"

static void
clear_environment(void)
{
	static const char *const names[] = {"PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER", "PGSSLMODE",
		"PGSSLROOTCERT", "PGSERVICE", "PGSERVICEFILE", "PGCONNECT_TIMEOUT", "PGAPPNAME", "PGREQUIRESSL",
		"PGTARGETSESSIONATTRS"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		unsetenv(names[i]);
	setenv("HOME", "/nonexistent", 1);
}

static struct connect_parameters *
parameters_of(const char *conninfo)
{
	struct error error = {0};
	struct connect_parameters *parameters = connect_parameters_new(conninfo, "test", &error);

	if (!parameters)
		fail_msg("%s: %s", conninfo, error.message);
	return parameters;
}

static const struct {
	const char *conninfo;
	const char *keyword;
	const char *value;
} cases[] = {
	{"desk", "dbname", "desk"},
	{"desk", "client_encoding", "UTF8"},
	{"desk", "application_name", "test"},
	{"desk", "connect_timeout", "10"},
	{"", "sslmode", "prefer"},
	{"connect_timeout=3", "connect_timeout", "3"},
	{"client_encoding=LATIN1", "client_encoding", "UTF8"},
	{"host=db.example.edu dbname=x", "dbname", "x"},
	{"host=db.example.edu", "sslmode", "verify-full"},
	{"host=db.example.edu sslmode=prefer", "sslmode", "prefer"},
	{"host=db.example.edu sslmode=require", "sslmode", "require"},
	{"host=db.example.edu sslrootcert=/x", "sslrootcert", "/x"},
	{"host=db.example.edu sslmode=verify-ca sslrootcert=/x", "sslmode", "verify-ca"},
	{"postgresql://ana@db.example.edu:5433/x", "host", "db.example.edu"},
	{"postgresql://ana@db.example.edu:5433/x", "sslmode", "verify-full"},
	{"host=localhost", "sslmode", "prefer"},
	{"host=/tmp", "sslmode", "prefer"},
	{"host=127.0.0.1", "sslmode", "prefer"},
	{"host=::1", "sslmode", "prefer"},
	{"host=localhost,db.example.edu", "sslmode", "verify-full"},
	{"host=localhost hostaddr=192.0.2.1", "sslmode", "verify-full"},
	{"host=db.example.edu hostaddr=127.0.0.1", "sslmode", "prefer"},
	{"hostaddr=192.0.2.1", "sslmode", "verify-full"},
	{"host=localhost.example.edu", "sslmode", "verify-full"},
	{"host=127.0.0.1.example.edu", "sslmode", "verify-full"},
	{"host=db.example.edu", "target_session_attrs", "any"},
	{"host=a,b", "target_session_attrs", "read-write"},
	{"hostaddr=192.0.2.1,192.0.2.2", "target_session_attrs", "read-write"},
	{"host=a,b target_session_attrs=any", "target_session_attrs", "any"},
	{"host=a,b target_session_attrs=standby", "target_session_attrs", "standby"},
	{"host=a,b", "connect_timeout", "3"},
	{"host=a,b connect_timeout=7", "connect_timeout", "7"},
	{"keepalives_idle=99", "keepalives_idle", "99"},
};

static void
test_parameters(void **state)
{
	(void)state;
	clear_environment();
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct connect_parameters *parameters = parameters_of(cases[i].conninfo);
		const char *value = connect_get(parameters, cases[i].keyword);

		if (!value || strcmp(value, cases[i].value) != 0)
			fail_msg("%s: %s is %s", cases[i].conninfo, cases[i].keyword, value ? value : "not set");
		connect_parameters_free(&parameters);
	}
}

static void
test_environment(void **state)
{
	struct connect_parameters *parameters;

	(void)state;
	clear_environment();
	setenv("PGHOST", "db.example.edu", 1);
	setenv("PGDATABASE", "theirs", 1);
	parameters = parameters_of(NULL);
	assert_string_equal(connect_get(parameters, "host"), "db.example.edu");
	assert_string_equal(connect_get(parameters, "sslmode"), "verify-full");
	connect_parameters_free(&parameters);
	setenv("PGSSLMODE", "prefer", 1); /* a choice, though it is libpq's default too */
	parameters = parameters_of("mine");
	assert_string_equal(connect_get(parameters, "dbname"), "mine");
	assert_string_equal(connect_get(parameters, "sslmode"), "prefer");
	connect_parameters_free(&parameters);
}

static void
test_service(void **state)
{
	char path[] = "/tmp/service.XXXXXX";
	int file = mkstemp(path);
	static const char text[] = "[desk]\nhost=db.example.edu\nuser=ana\nport=5555\n";
	struct connect_parameters *parameters;

	(void)state;
	clear_environment();
	assert_int_equal(write(file, text, strlen(text)), strlen(text));
	close(file);
	setenv("PGSERVICEFILE", path, 1);
	parameters = parameters_of("service=desk user=eve");
	assert_string_equal(connect_get(parameters, "host"), "db.example.edu");
	assert_string_equal(connect_get(parameters, "port"), "5555");
	assert_string_equal(connect_get(parameters, "user"), "eve");
	assert_string_equal(connect_get(parameters, "sslmode"), "verify-full");
	connect_parameters_free(&parameters);
	unlink(path);
}

static void
test_certificates(void **state)
{
	struct connect_parameters *parameters;
	char home[] = "/tmp/home.XXXXXX";
	char path[64];

	(void)state;
	clear_environment();
	if (access("/etc/ssl/certs/ca-certificates.crt", R_OK) == 0) {
		parameters = parameters_of("host=db.example.edu");
		assert_string_equal(connect_get(parameters, "sslrootcert"), "/etc/ssl/certs/ca-certificates.crt");
		connect_parameters_free(&parameters);
	}
	parameters = parameters_of("host=/tmp");
	assert_null(connect_get(parameters, "sslrootcert"));
	connect_parameters_free(&parameters);

	assert_non_null(mkdtemp(home));
	setenv("HOME", home, 1);
	snprintf(path, sizeof(path), "%s/.postgresql", home);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/.postgresql/root.crt", home);
	fclose(fopen(path, "w"));
	parameters = parameters_of("host=db.example.edu");
	assert_null(connect_get(parameters, "sslrootcert")); /* the user's own, which libpq finds */
	connect_parameters_free(&parameters);
	unlink(path);
	*strrchr(path, '/') = '\0';
	rmdir(path);
	rmdir(home);
}

static void
test_not_readable(void **state)
{
	static const char *const texts[] = {"nonsense=1", "postgresql://[::1", "host='x"};

	(void)state;
	clear_environment();
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct error error = {0};
		struct connect_parameters *parameters = connect_parameters_new(texts[i], "test", &error);

		assert_null(parameters);
		assert_int_equal(error.kind, ERROR_USAGE);
		assert_null(strchr(error.message, '\n'));
	}
}

static const char *
or_none(const char *text)
{
	return text ? text : "-";
}

static void
test_servers(void **state)
{
	static const struct {
		const char *conninfo;
		const char *rows; /* host/address/port of each; NULL: they do not fit */
	} lists[] = {
		{"", "-/-/5432 "},
		{"host=a", "a/-/5432 "},
		{"host=a,b port=1,2", "a/-/1 b/-/2 "},
		{"host=a,b port=7", "a/-/7 b/-/7 "},
		{"host=a,/tmp,c", "a/-/5432 /tmp/-/5432 c/-/5432 "},
		{"host=a,b hostaddr=192.0.2.1,192.0.2.2", "a/192.0.2.1/5432 b/192.0.2.2/5432 "},
		{"hostaddr=192.0.2.1,192.0.2.2", "-/192.0.2.1/5432 -/192.0.2.2/5432 "},
		{"host=a,b port=1,2,3", NULL},
		{"host=a hostaddr=192.0.2.1,192.0.2.2", NULL},
	};

	(void)state;
	clear_environment();
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		struct connect_parameters *parameters = parameters_of(lists[i].conninfo);
		struct connect_servers servers;
		struct error error = {0};
		char rows[256] = "";

		if (connect_servers_list(parameters, &servers, &error) != (lists[i].rows != NULL))
			fail_msg("%s", lists[i].conninfo);
		for (size_t k = 0; lists[i].rows && k < servers.count; k++)
			snprintf(rows + strlen(rows), sizeof(rows) - strlen(rows), "%s/%s/%s ",
				or_none(servers.rows[k].host), or_none(servers.rows[k].address),
				or_none(servers.rows[k].port));
		if (lists[i].rows)
			assert_string_equal(rows, lists[i].rows);
		connect_servers_free(&servers);
		connect_parameters_free(&parameters);
	}
}

static void
test_failures(void **state)
{
	struct error error = {0};

	(void)state;
	assert_false(connect_failed(&error, "ana@db:5432/x",
		"connection to server at \"db\" (192.0.2.1), port 5432 failed: Connection refused\n\tIs the server "
		"running?\n"));
	assert_int_equal(error.kind, ERROR_CONNECTION);
	assert_string_equal(error.message, "No connection to ana@db:5432/x: Connection refused");
	assert_non_null(strstr(error.hint, "runs there"));
	assert_false(connect_failed(&error, "ana@two:5432/x", "no answer in time"));
	assert_string_equal(error.message,
		"No connection to ana@db:5432/x: Connection refused; to ana@two:5432/x: no answer in time");
	for (int i = 0; i < 100; i++)
		assert_false(connect_failed(&error, "ana@two:5432/x", "no answer in time"));
	assert_true(strlen(error.message) < sizeof(error.message));
	error_clear(&error);
	assert_false(connect_failed(&error, "x", "something new\n"));
	assert_non_null(strstr(error.hint, "PGHOST"));
}

/* Which of the hints is given when several servers were tried, one after the other. */
static void
test_hints_of_several(void **state)
{
	static const struct {
		const char *messages[3];
		const char *hint;
	} lists[] = {
		{{"session is read-only"}, "Name the primary"},
		{{"Connection refused", "session is read-only"}, "A standby is there"},
		{{"session is read-only", "Connection refused"}, "A standby is there"},
		{{"session is read-only", "session is read-only"}, "A standby is there"},
		{{"no answer in time", "session is read-only", "no answer in time"}, "A standby is there"},
		{{"Connection refused", "Connection refused"}, "See whether PostgreSQL runs there"},
		{{"Connection refused", "session is read-only", "password authentication failed"},
			"See whether the login"},
		{{"does not match host name", "session is read-only"}, "Use the host name"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		struct error error = {0};

		for (size_t k = 0; k < 3 && lists[i].messages[k]; k++)
			assert_false(connect_failed(&error, "ana@db:5432/x", lists[i].messages[k]));
		if (strncmp(error.hint, lists[i].hint, strlen(lists[i].hint)) != 0)
			fail_msg("%zu: %s", i, error.hint);
	}
}

/* As libpq writes it when it is verbose, whatever the server's language. */
static void
test_refused_logins(void **state)
{
	static const struct {
		const char *message;
		bool refuses;
	} lists[] = {
		{"connection to server at \"db\", port 5432 failed: FATAL:  28P01: password authentication failed\n",
			true},
		{"connection to server at \"db\", port 5432 failed: FATALE:  28P01: autenticazione fallita\n", true},
		{"connection to server at \"db\", port 6432 failed: FATAL:  08P01: SASL authentication failed\n", true},
		{"connection to server at \"db\", port 6432 failed: FATAL:  08P01: server login has been failing\n",
			false},
		{"connection to server at \"db\", port 5432 failed: FATAL:  57P03: the database is starting up\n",
			false},
		{"connection to server at \"db\", port 5432 failed: session is read-only\n", false},
		{"connection to server at \"db\", port 5432 failed: Connection refused\n", false},
	};
	struct error error = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		if (connect_refuses_login(lists[i].message) != lists[i].refuses)
			fail_msg("%s", lists[i].message);
	}
	assert_false(connect_failed(&error, "ana@db:5432/x", lists[1].message));
	assert_string_equal(error.message, "No connection to ana@db:5432/x: autenticazione fallita");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parameters),
		cmocka_unit_test(test_environment),
		cmocka_unit_test(test_service),
		cmocka_unit_test(test_certificates),
		cmocka_unit_test(test_not_readable),
		cmocka_unit_test(test_servers),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_hints_of_several),
		cmocka_unit_test(test_refused_logins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
