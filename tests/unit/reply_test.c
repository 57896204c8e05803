/* Answers of the right form are read whole; of the wrong form, refused; and what is printed cannot drive a terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "mfadesk/act/reply.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/base/text.h"

#define PERSON                                                                                                         \
	"{\"id\":\"p\",\"email\":\"ana@example.edu\",\"aliases\":[\"a\",\"b\"],\"name\":\"Ana\",\"department\":null,"  \
	"\"title\":\"Resident\",\"manager\":{\"id\":\"m\",\"email\":\"wei@example.edu\",\"name\":\"Wei\"},"            \
	"\"status\":\"active\",\"tier\":\"standard\",\"version\":7}"
#define METHOD                                                                                                         \
	"{\"id\":\"x\",\"kind\":\"phone\",\"device\":null,\"label\":null,\"number\":\"+1\",\"channels\":[\"text\","    \
	"\"call\"],\"state\":\"active\",\"default\":true,\"authority\":\"here\",\"confirmed_at\":null,"                \
	"\"added_at\":\"2026-11-24T05:14:33Z\",\"added_by\":\"import\",\"last_used_at\":null,\"tested_at\":\"2026-11-" \
	"24T05:16:00Z\",\"revoked_at\":null,"                                                                          \
	"\"reason\":null}"
#define CASE                                                                                                           \
	"{\"id\":\"c\",\"ticket\":\"INC1\",\"by\":\"phone\",\"agent\":\"mlopez\",\"opened_at\":"                       \
	"\"2026-11-24T05:14:33Z\",\"state\":\"open\",\"proven_until\":null,\"waiting\":[{\"act\":\"issue_pass\","      \
	"\"target\":null,\"text\":\"pass\",\"asked_at\":\"2026-11-24T05:15:00Z\"}]}"
#define WAYS                                                                                                           \
	"{\"proven\":false,\"proven_until\":null,\"shown\":\"recovery code\",\"missing\":\"One more "                  \
	"proof.\",\"ways\":[{\"kind\":\"manager\",\"channel\":\"call\",\"method\":null,\"label\":\"Call to their "     \
	"manager\",\"open\":true,\"why\":null},{\"kind\":\"recovery-code\",\"channel\":null,\"method\":null,"          \
	"\"label\":\"One of their recovery codes\",\"open\":false,\"why\":\"none left\"}]}"
#define ACCOUNT                                                                                                        \
	"{\"person\":" PERSON ",\"devices\":[{\"id\":\"d\",\"name\":\"iPhone\",\"state\":\"suspended\"}],"             \
	"\"methods\":[" METHOD "],\"case\":" CASE ",\"proof\":" WAYS                                                   \
	",\"codes_left\":4,\"warnings\":[{\"code\":\"w\",\"text\":\"t\"}],\"new\":1}"

static struct arena *arena;

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static void
test_account(void **state)
{
	struct account account;
	struct error error = {0};

	(void)state;
	assert_true(reply_account(arena, ACCOUNT, &account, &error));
	assert_string_equal(account.person.email, "ana@example.edu");
	assert_string_equal(account.person.department, "");
	assert_string_equal(account.person.manager_name, "Wei");
	assert_int_equal(account.person.version, 7);
	assert_int_equal(account.person.alias_count, 2);
	assert_string_equal(account.person.aliases[1], "b");
	assert_int_equal(account.device_count, 1);
	assert_int_equal(account.devices[0].state, METHOD_SUSPENDED);
	assert_int_equal(account.method_count, 1);
	assert_int_equal(account.methods[0].kind, METHOD_PHONE);
	assert_int_equal(account.methods[0].channels, CHANNEL_TEXT | CHANNEL_CALL);
	assert_string_equal(account.methods[0].device, "");
	assert_true(account.methods[0].is_default);
	assert_true(account.methods[0].confirmed_at == CLOCK_NEVER);
	assert_true(account.methods[0].added_at > 0);
	assert_true(account.methods[0].tested_at > account.methods[0].added_at);
	assert_int_equal(account.file.by, CONTACT_PHONE);
	assert_true(account.file.proven_until == CLOCK_NEVER);
	assert_int_equal(account.file.wish_count, 1);
	assert_string_equal(account.file.wishes[0].act, "issue_pass");
	assert_string_equal(account.file.wishes[0].target, "");
	assert_int_equal(account.codes_left, 4);
	assert_string_equal(account.standing.shown, "recovery code");
	assert_string_equal(account.standing.missing, "One more proof.");
	assert_int_equal(account.standing.way_count, 2);
	assert_true(account.standing.ways[0].open);
	assert_string_equal(account.standing.ways[0].channel, "call");
	assert_string_equal(account.standing.ways[1].why, "none left");
	assert_string_equal(account.warnings[0].text, "t");
}

/* ACCOUNT with the first `old` in it made `new`. */
static const char *
changed(const char *old, const char *new)
{
	const char *at = strstr(ACCOUNT, old);

	assert_non_null(at);
	return arena_printf(arena, "%.*s%s%s", (int)(at - ACCOUNT), ACCOUNT, new, at + strlen(old));
}

static const struct {
	const char *old;
	const char *new;
	bool fine;
} changes[] = {
	{"\"by\":\"phone\"", "\"by\":null", true},
	{"\"by\":\"phone\"", "\"by\":\"fax\"", false},
	{"{\"id\":\"m\",\"email\":\"wei@example.edu\",\"name\":\"Wei\"}", "null", true},
	{"{\"id\":\"m\",\"email\":\"wei@example.edu\",\"name\":\"Wei\"}", "[]", false},
	{"\"version\":7", "\"version\":\"7\"", false},
	{"\"version\":7", "\"version\":7.5", false},
	{"\"version\":7", "\"version\":null", false},
	{"\"version\":7", "\"v\":7", false},
	{"\"version\":7", "\"version\":99999999999999999999", false},
	{"\"aliases\":[\"a\",\"b\"]", "\"aliases\":null", false},
	{"\"aliases\":[\"a\",\"b\"]", "\"aliases\":[1]", false},
	{"\"aliases\":[\"a\",\"b\"]", "\"aliases\":[]", true},
	{"\"name\":\"Ana\"", "\"name\":\"A\\u0000na\"", false},
	{"\"name\":\"Ana\"", "\"name\":\"A\xFFna\"", false},
	{"\"name\":\"Ana\"", "\"name\":\"A\\u202ena\"", true}, /* made safe where it is drawn */
	{"\"name\":\"Ana\"", "\"name\":\"Ana\",\"name\":\"Eve\"", false},
	{"\"kind\":\"phone\"", "\"kind\":\"pigeon\"", false},
	{"\"state\":\"active\",\"default\"", "\"state\":\"asleep\",\"default\"", false},
	{"\"default\":true", "\"default\":1", false},
	{"\"text\",\"call\"", "\"text\",\"smoke\"", false},
	{"\"text\",\"call\"", "", true},
	{"\"2026-11-24T05:14:33Z\"", "\"yesterday\"", false},
	{"\"2026-11-24T05:14:33Z\"", "1700000000", false},
	{"\"devices\":[", "\"devices\":[null,", false},
	{"\"devices\":[", "\"devices\":[{},", false},
	{"\"warnings\"", "\"worries\"", false},
	{",\"new\":1}", "", false},
	{",\"new\":1}", "} {}", false},
};

static void
test_forms(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
		struct account account;
		struct error error = {0};
		bool fine = reply_account(arena, changed(changes[i].old, changes[i].new), &account, &error);

		if (fine != changes[i].fine)
			fail_msg("%s: %s", changes[i].new, fine ? "taken" : error.message);
		if (!fine)
			assert_int_equal(error.kind, ERROR_LOCAL);
	}
}

static void
test_no_documents(void **state)
{
	static const char *const texts[] = {"", " ", "null", "7", "\"x\"", "{", "[[[", "{}", "true"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct found_list found;
		struct change change;
		struct error error = {0};

		if (reply_found(arena, texts[i], &found, &error) || reply_change(arena, texts[i], &change, NULL))
			fail_msg("%s", texts[i]);
		assert_int_equal(found.count, 0);
	}
}

/* A document of one text of `length` letters. */
static const char *
long_found(size_t length)
{
	char *letters = arena_alloc(arena, length + 1);

	memset(letters, 'x', length);
	return arena_printf(arena,
		"[{\"id\":\"i\",\"email\":\"e\",\"name\":\"%s\",\"department\":null,\"title\":null,\"status\":"
		"\"active\"}]",
		letters);
}

static void
test_limits(void **state)
{
	struct found_list list;
	struct error error = {0};

	(void)state;
	assert_true(reply_found(arena, long_found(65536), &list, &error));
	assert_int_equal(strlen(list.rows[0].name), 65536);
	assert_string_equal(list.rows[0].employee_number, "");
	assert_false(reply_found(arena, long_found(65537), &list, &error));
	error_clear(&error);
	assert_false(reply_found(arena, long_found(17 << 20), &list, &error));
	assert_non_null(strstr(error.message, "too long"));
}

static void
test_change(void **state)
{
	struct change change;
	struct error error = {0};

	(void)state;
	assert_true(reply_change(arena,
		"{\"request\":\"r\",\"case\":null,\"ids\":[\"1\",\"2\"],\"state\":null,\"at\":\"2026-11-24T05:14:"
		"33Z\"}",
		&change, &error));
	assert_string_equal(change.case_id, "");
	assert_string_equal(change.state, "");
	assert_int_equal(change.id_count, 2);
	assert_string_equal(change.ids[1], "2");
}

static void
test_lists(void **state)
{
	struct case_list cases;
	struct history_list history;
	struct error error = {0};

	(void)state;
	assert_true(reply_cases(arena,
		"[{\"id\":\"c\",\"ticket\":\"INC1\",\"by\":null,\"agent\":\"mlopez\",\"opened_at\":\"2026-11-24T05:14:"
		"33Z\","
		"\"state\":\"open\",\"proven_until\":\"2026-11-24T05:29:33Z\",\"waiting\":[],\"person\":{\"id\":\"p\","
		"\"name\":"
		"\"Ana\","
		"\"email\":\"e\"}}]",
		&cases, &error));
	assert_string_equal(cases.rows[0].person_name, "Ana");
	assert_true(cases.rows[0].proven_until - cases.rows[0].opened_at == 900 * CLOCK_SECOND);
	assert_true(reply_history(arena,
		"[{\"at\":\"2026-11-24T05:14:33Z\",\"who\":\"w\",\"act\":\"suspend\",\"case\":\"c\",\"ticket\":\"t\","
		"\"targets\":[\"x\"],\"outcome\":\"suspended\",\"reason\":null,\"text\":\"suspended x\"}]",
		&history, &error));
	assert_string_equal(history.rows[0].targets[0], "x");
	assert_string_equal(history.rows[0].reason, "");
}

static void
test_staff(void **state)
{
	static const char json[] = "{\"login\":\"l\",\"person\":{\"id\":\"p\",\"email\":\"e\",\"name\":\"n\"},\"role\":"
				   "\"lead\",\"counter\":false,\"units\":[],\"schema\":4,\"demonstration\":true}";
	struct staff_member staff;
	struct error error = {0};
	int64_t version;

	(void)state;
	assert_true(reply_staff(arena, json, &staff, &error));
	assert_int_equal(staff.role, ROLE_LEAD);
	assert_true(staff.demonstration);
	assert_int_equal(staff.schema, 4);
	assert_true(reply_schema_version(arena, "{\"schema\":9}", &version, &error));
	assert_int_equal(version, 9);
	assert_false(reply_schema_version(arena, "{\"schema\":\"9\"}", &version, &error));
}

static const struct {
	const char *json;
	const char *printed;
} documents[] = {
	{"[ 1 , {\"b\" : null, \"a\" : \"x\"} ]", "[1,{\"b\":null,\"a\":\"x\"}]"},
	{"\"Zo\xC3\xAB \xE9\x9F\xA9\"", "\"Zo\xC3\xAB \xE9\x9F\xA9\""},
	{"\"a\xE2\x80\xAE z\"", "\"a\\u202e z\""}, /* bidi */
	{"\"a\\u202e z\"", "\"a\\u202e z\""}, /* the same, escaped before */
	{"\"\\u001b[2J\"", "\"\\u001B[2J\""}, /* C0 */
	{"\"\xC2\x9B"
	 "2J\"",
		"\"\\u009b2J\""}, /* C1 */
	{"\"\x7F\"", "\"\\u007f\""}, {"\"\xF3\xA0\x81\x81\"", "\"\\udb40\\udc41\""}, /* a tag character */
	{"\"\xE2\x80\x8B\"", "\"\\u200b\""}, /* zero width */
};

static void
test_documents(void **state)
{
	struct error error = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(documents) / sizeof(*documents); i++)
		assert_string_equal(reply_document(arena, documents[i].json, &error), documents[i].printed);
	assert_null(reply_document(arena, "{", &error));
	assert_int_equal(error.kind, ERROR_LOCAL);
}

static void
test_errors(void **state)
{
	struct error error = {0};
	char *json;

	(void)state;
	error_set(&error, ERROR_REFUSED, "MD410", "prove \"first\"", "no proof\x1b");
	assert_string_equal(reply_error_json(arena, &error, NULL),
		"{\"error\":{\"code\":\"MD410\",\"message\":\"no proof\\u001B\",\"hint\":\"prove \\\"first\\\"\"}}");
	json = reply_error_json(arena, &error, "r");
	assert_non_null(strstr(json, ",\"request\":\"r\"}"));
	strcpy(error.message, "cut \xC3");
	json = reply_error_json(arena, &error, "");
	assert_non_null(strstr(json, "\"message\":\"cut "));
	assert_null(strstr(json, "request"));
}

#define CHALLENGE(state, channel)                                                                                      \
	"{\"id\":\"h\",\"case\":\"c\",\"method\":\"m\",\"channel\":\"" channel "\",\"purpose\":\"proof\","             \
	"\"state\":\"" state "\",\"mark\":null,\"sent_at\":\"2026-11-24T05:14:33Z\",\"delivered_at\":null,"            \
	"\"answered_at\":null,\"answered_by\":null,\"expires_at\":\"2026-11-24T05:24:33Z\",\"tries_left\":4,"          \
	"\"gateway\":null,\"reason\":\"busy\"}"

static void
test_challenge(void **state)
{
	struct challenge challenge;
	struct account account;
	struct error error = {0};

	(void)state;
	assert_true(reply_challenge(arena, CHALLENGE("failed", "call"), &challenge, &error));
	assert_string_equal(challenge.method, "m");
	assert_int_equal(challenge.channel, CHANNEL_CALL);
	assert_int_equal(challenge.state, CHALLENGE_FAILED);
	assert_string_equal(challenge.mark, "");
	assert_string_equal(challenge.reason, "busy");
	assert_int_equal(challenge.tries_left, 4);
	assert_true(challenge.expires_at - challenge.sent_at == 600 * INT64_C(1000000));
	assert_true(challenge.delivered_at == INT64_MIN);
	assert_true(reply_challenge(arena, CHALLENGE("pondered", "app"), &challenge, &error));
	assert_false(challenge_is_final(challenge.state));
	assert_false(reply_challenge(arena, CHALLENGE("sent", "fax"), &challenge, &error));
	error = (struct error){0};
	assert_false(reply_challenge(arena, "{\"id\":\"h\"}", &challenge, &error));
	error = (struct error){0};
	assert_true(reply_account(arena,
		"{\"challenges\":[" CHALLENGE("queued", "app") "],\"person\":" PERSON
							       ",\"devices\":[],\"methods\":[],\"case\":" CASE
							       ",\"proof\":" WAYS ",\"codes_left\":0,\"warnings\":[]}",
		&account, &error));
	assert_int_equal(account.challenge_count, 1);
	assert_string_equal(account.challenges[0].id, "h");
}

static void
test_enrolment(void **state)
{
	struct enrolment enrolment;
	struct error error = {0};

	(void)state;
	assert_true(reply_enrolment(arena,
		"{\"challenge\":\"h\",\"method\":\"m\",\"state\":\"waiting\",\"sealed\":null,\"issuer\":\"I\","
		"\"account\":\"a\"}",
		&enrolment, &error));
	assert_string_equal(enrolment.sealed, "");
	assert_string_equal(enrolment.state, "waiting");
	assert_false(reply_enrolment(arena, "{\"challenge\":\"h\"}", &enrolment, &error));
}

static void
test_pass(void **state)
{
	struct pass_box box;
	struct issued_pass issued;
	struct account account;
	struct error error = {0};

	(void)state;
	assert_true(reply_pass_box(
		arena, "{\"pass\":\"p\",\"state\":\"waiting\",\"sealed\":null,\"expires_at\":null}", &box, &error));
	assert_string_equal(box.sealed, "");
	assert_true(box.expires_at == INT64_MIN);
	assert_false(reply_pass_box(arena, "{\"pass\":\"p\"}", &box, &error));
	error = (struct error){0};
	assert_true(reply_issued_pass(arena,
		reply_issued_pass_json(arena, &(const struct issued_pass){"h", "amber-frog", 600 * INT64_C(1000000)}),
		&issued, &error));
	assert_string_equal(issued.pass, "amber-frog");
	assert_true(issued.expires_at == 600 * INT64_C(1000000));
	assert_true(reply_account(arena,
		"{\"pass\":{\"id\":\"h\",\"state\":\"open\",\"made_at\":\"2026-11-24T05:14:33Z\",\"expires_at\":"
		"\"2026-11-24T06:14:33Z\",\"used_at\":null,\"login\":\"mlopez\"},\"person\":" PERSON
		",\"devices\":[],\"methods\":[],\"case\":" CASE ",\"proof\":" WAYS ",\"codes_left\":0,\"warnings\":[]}",
		&account, &error));
	assert_string_equal(account.pass.login, "mlopez");
	assert_true(account.pass.used_at == INT64_MIN);
	assert_true(reply_account(arena,
		"{\"pass\":null,\"person\":" PERSON ",\"devices\":[],\"methods\":[],\"case\":" CASE ",\"proof\":" WAYS
		",\"codes_left\":0,\"warnings\":[]}",
		&account, &error));
	assert_string_equal(account.pass.id, "");
}

static void
test_proof(void **state)
{
	struct standing standing;
	struct codes_box box;
	struct error error = {0};

	(void)state;
	assert_true(reply_standing(arena, WAYS, &standing, &error));
	assert_string_equal(standing.ways[0].kind, "manager");
	assert_string_equal(standing.ways[0].method, "");
	assert_false(reply_standing(arena, "{\"shown\":null}", &standing, &error));
	error = (struct error){0};
	assert_true(reply_codes_box(arena, "{\"set\":\"s\",\"state\":\"ready\",\"sealed\":\"00\"}", &box, &error));
	assert_string_equal(box.sealed, "00");
	assert_false(reply_codes_box(arena, "{\"set\":\"s\"}", &box, &error));
	assert_string_equal(reply_issued_codes_json(arena, &(struct issued_codes){"s", "7K3Q-9XWD\nM2R8-PZ4T"}),
		"{\"codes\":[\"7K3Q-9XWD\",\"M2R8-PZ4T\"],\"id\":\"s\"}");
	assert_string_equal(reply_issued_codes_json(arena, &(struct issued_codes){"s", ""}), "{\"id\":\"s\"}");
}

static void
test_pulse(void **state)
{
	struct pulse pulse;
	struct error error = {0};

	(void)state;
	assert_true(reply_pulse(arena, "{\"worker\":\"silent\",\"worker_silent_seconds\":40}", &pulse, &error));
	assert_int_equal(pulse.silent_seconds, 40);
	assert_true(reply_pulse(arena, "{\"worker\":\"none\",\"worker_silent_seconds\":null}", &pulse, &error));
	assert_int_equal(pulse.silent_seconds, 0);
	assert_false(reply_pulse(arena, "{}", &pulse, &error));
}

static void
test_handset(void **state)
{
	struct handset handset;
	struct error error = {0};

	(void)state;
	assert_true(reply_handset(arena,
		"{\"serial\":7,\"items\":[{\"id\":\"CA1\",\"kind\":\"call\",\"number\":\"+1\",\"extension\":\"22\","
		"\"text\":null,\"state\":\"ringing\",\"at\":\"2026-11-24T05:14:33Z\"}]}",
		&handset, &error));
	assert_int_equal(handset.serial, 7);
	assert_int_equal(handset.count, 1);
	assert_string_equal(handset.items[0].extension, "22");
	assert_string_equal(handset.items[0].text, "");
	assert_false(reply_handset(arena, "{\"serial\":7,\"items\":[{}]}", &handset, &error));
}

static void
test_replacement(void **state)
{
	struct error error = {0};
	struct replacement job;

	(void)state;
	assert_true(reply_replacement(arena,
		"{\"case\":\"c\",\"ways\":[\"enrol\",\"issue_pass\"],\"active\":[{\"id\":\"m\",\"label\":\"Phone\","
		"\"tested\":true}],"
		"\"steps\":[{\"step\":\"prove\",\"state\":\"open\",\"text\":\"t\",\"target\":null}]}",
		&job, &error));
	assert_int_equal(job.step_count, 1);
	assert_string_equal(job.steps[0].target, "");
	assert_int_equal(job.way_count, 2);
	assert_string_equal(job.ways[1], "issue_pass");
	assert_int_equal(job.active_count, 1);
	assert_string_equal(job.active[0].label, "Phone");
	assert_true(job.active[0].tested);
	assert_false(reply_replacement(arena, "{\"steps\":[],\"ways\":[]}", &job, &error));
}

/* What a script reads of a job that was done, or left. */
static void
test_steps_of_a_job(void **state)
{
	struct error error = {0};

	(void)state;
	assert_string_equal(reply_step_json(arena, "prove", "test", "{\"id\":\"x\\u001b\"}", &error),
		"{\"step\":\"prove\",\"command\":\"test\",\"answer\":{\"id\":\"x\\u001B\"}}");
	assert_null(reply_step_json(arena, "prove", "test", "no", &error));
	assert_string_equal(
		reply_left_json(arena, "mfadesk \"'\x1b"), "{\"step\":\"left\",\"go_on\":\"mfadesk \\\"'\\u001B\"}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_account, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_forms, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_no_documents, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_limits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_change, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_lists, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_staff, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_documents, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_errors, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_challenge, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_enrolment, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_pass, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_proof, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_replacement, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_steps_of_a_job, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_pulse, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_handset, set_up, tear_down),
	};

	text_use_locale(); /* what is printable depends on it */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
