/* Who is calling: the ways that are open, the manager's code, recovery codes, and what waits for a lead. */
#include "stage.h"

#include <string.h>

#include "mfadesk/base/hex.h"
#include "mfadesk/crypto/box.h"

#define FIRST "00000000-0000-4000-8000-000000000000" /* stage_done()'s first id */
#define CODES                                                                                                          \
	"7K3Q-9XWD-M2R8-PZ4T\n0000-1111-2222-3333\nABCD-EFGH-JKMN-PQRS\n7K3Q-9XWD-M2R8-PZ40\n7K3Q-9XWD-M2R8-PZ41\n"    \
	"7K3Q-9XWD-M2R8-PZ42\n7K3Q-9XWD-M2R8-PZ43\n7K3Q-9XWD-M2R8-PZ44\n7K3Q-9XWD-M2R8-PZ45\n7K3Q-9XWD-M2R8-PZ46"

static void
refreshed(struct stage *stage, const char *name)
{
	stage_answer_file(stage, ACT_ACCOUNT, name);
	stage_answer_file(stage, ACT_HISTORY, "history");
}

static const char *
challenge(struct stage *stage, const char *channel, const char *kind, const char *state, const char *more)
{
	return arena_printf(stage->arena,
		"{\"id\":\"" FIRST
		"\",\"case\":\"c\",\"method\":null,\"channel\":\"%s\",\"purpose\":\"proof\",\"proof\":"
		"\"%s\",\"state\":\"%s\",\"answered_by\":null,\"gateway\":null,\"expires_at\":\"2026-11-24T10:53:00Z\","
		"\"tries_left\":5,\"sent_at\":null,\"delivered_at\":null,\"answered_at\":null,%s}",
		channel, kind, state, more);
}

static void
begin(struct stage *stage, const char *account, const char *way, const char *kind)
{
	stage_login(stage, "agent");
	stage_case(stage, account);
	stage_keys(stage, "p");
	stage_keys(stage, way);
	stage_keys(stage, "<Enter>");
	assert_string_equal(stage_value(stage, ACT_START_PROOF, "kind"), kind);
	stage_done(stage, ACT_START_PROOF, 1, "queued");
	refreshed(stage, account);
}

static void
test_manager(void **state)
{
	struct stage *stage = *state;

	begin(stage, "ana", "6", "manager");
	assert_string_equal(stage_value(stage, ACT_START_PROOF, "channel"), "call");
	stage_answer(stage, ACT_CHALLENGE,
		challenge(stage, "call", "manager", "answered", "\"mark\":\"K7\",\"reason\":null"));
	stage_golden(stage, "proof-manager");
	/* The other way to the same manager; never the caller's own methods. */
	stage_keys(stage, "C");
	assert_int_equal(stage_count(stage, ACT_TEST), 0);
	assert_int_equal(stage_count(stage, ACT_START_PROOF), 2);
	assert_string_equal(stage_value(stage, ACT_START_PROOF, "kind"), "manager");
	assert_string_equal(stage_value(stage, ACT_START_PROOF, "channel"), "text");
}

static void
test_recovery_code(void **state)
{
	struct stage *stage = *state;

	begin(stage, "ana-begun", "r", "recovery-code");
	assert_string_equal(stage_value(stage, ACT_START_PROOF, "channel"), "");
	stage_answer(stage, ACT_CHALLENGE,
		challenge(stage, "recovery", "recovery-code", "queued", "\"mark\":null,\"reason\":null"));
	stage_keys(stage, "7k3q 9xw");
	stage_golden(stage, "proof-recovery");
	stage_keys(stage, "<Enter>");
	assert_shows(stage, "a recovery code has sixteen letters and digits");
	/* N, C, X and K are letters of the code while it is typed. */
	stage_keys(stage, "NCXK2r8pz4t");
	assert_shows(stage, "[7K3Q-9XWN-CXK2-R8PZ ]");
	assert_int_equal(stage_count(stage, ACT_END_CONTACT), 0);
	assert_int_equal(stage_count(stage, ACT_CANCEL), 0);
	stage_keys(stage, "<Enter>");
	assert_string_equal(stage_value(stage, ACT_ANSWER, "code"), "7K3Q-9XWN-CXK2-R8PZ");
	assert_lacks(stage, "7K3Q");
	stage_done(stage, ACT_ANSWER, 1, "checking");
	stage_answer(stage, ACT_CHALLENGE,
		challenge(stage, "recovery", "recovery-code", "passed",
			"\"mark\":null,\"reason\":\"6 recovery codes are left\""));
	assert_shows(stage, "Passed: it counts as a proof of who this is. 6 recovery codes are left.");
}

static void
test_recovery_commands(void **state)
{
	struct stage *stage = *state;

	begin(stage, "ana-begun", "r", "recovery-code");
	stage_answer(stage, ACT_CHALLENGE,
		challenge(stage, "recovery", "recovery-code", "queued", "\"mark\":null,\"reason\":null"));
	stage_keys(stage, "7k<Tab>x");
	assert_shows(stage, "[7K ");
	stage_keys(stage, "X");
	assert_int_equal(stage_count(stage, ACT_CANCEL), 1);
}

static void
test_begun(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana-begun");
	assert_shows(stage, "7 recovery codes are left");
	stage_golden(stage, "account-begun");
	stage_keys(stage, "p");
	stage_golden(stage, "proof-begun");
}

/* One reason for all is said once. */
static void
test_no_way_at_all(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana-doubted");
	stage_keys(stage, "p");
	assert_shows(stage, "not now: there is doubt about who is calling as this person");
	assert_lacks(stage, "Text to");
}

static void
test_no_way(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana-no-way");
	stage_keys(stage, "p");
	stage_golden(stage, "proof-no-way");
	stage_keys(stage, "<Enter><Esc>");
	assert_int_equal(stage_count(stage, ACT_RECORD_PROOF), 0);
	assert_int_equal(stage_count(stage, ACT_START_PROOF), 0);
}

/* The worker's part: these codes for the key that was sent. */
static void
seal(struct stage *stage)
{
	unsigned char key[BOX_KEY_SIZE];
	struct secret *secret = secret_new_bytes(strlen(CODES));
	struct sealed sealed;
	struct error error = {0};

	assert_true(hex_decode(stage_value(stage, ACT_ISSUE_CODES, "public_key"), key, sizeof key));
	memcpy(secret_bytes(secret), CODES, strlen(CODES));
	assert_true(box_seal(stage->arena, key, FIRST, secret, &sealed, &error));
	secret_free(&secret);
	stage_answer(stage, ACT_CODES,
		arena_printf(stage->arena, "{\"set\":\"" FIRST "\",\"state\":\"ready\",\"sealed\":\"%s\"}",
			hex_encode(stage->arena, sealed.bytes, sealed.length)));
}

static void
test_codes(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana-proven");
	stage_keys(stage, "i");
	stage_golden(stage, "codes-prompt");
	stage_keys(stage, "<Enter>");
	assert_string_equal(stage_value(stage, ACT_ISSUE_CODES, "version"), "7");
	stage_done(stage, ACT_ISSUE_CODES, 1, "waiting");
	refreshed(stage, "ana-proven");
	assert_string_equal(stage_value(stage, ACT_CODES, "set"), FIRST);
	stage_answer(stage, ACT_CODES, "{\"set\":\"" FIRST "\",\"state\":\"waiting\",\"sealed\":null}");
	assert_shows(stage, "Waiting for the worker to make them.");
	stage_wait(stage, 1);
	seal(stage);
	refreshed(stage, "ana-proven");
	stage_golden(stage, "codes");
	stage_keys(stage, "<Esc><Enter>q");
	assert_shows(stage, "7K3Q  9XWD  M2R8  PZ4T");
	stage_keys(stage, "R");
	assert_lacks(stage, "7K3Q");
}

static void
test_codes_over(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana-proven");
	stage_keys(stage, "i<Enter>");
	stage_done(stage, ACT_ISSUE_CODES, 1, "waiting");
	stage_answer(stage, ACT_CODES, "{\"set\":\"" FIRST "\",\"state\":\"over\",\"sealed\":null}");
	assert_shows(stage, "No codes were made in time.");
	stage_keys(stage, "<Esc>");
	assert_lacks(stage, "No codes were made in time.");
}

static void
test_ask_lead(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana-proven");
	/* Only what a lead may let through. */
	stage_keys(stage, "ap508 555 0177 x9<Tab>n<Enter><Enter>");
	stage_refuse(stage, ACT_ADD_PHONE, "MD412", "a second person is needed", "A lead approves it.");
	stage_golden(stage, "ask-lead");
	stage_keys(stage, "AA");
	assert_int_equal(stage_count(stage, ACT_ASK_APPROVAL), 1);
	assert_string_equal(stage_value(stage, ACT_ASK_APPROVAL, "act"), "add_phone");
	assert_string_equal(stage_value(stage, ACT_ASK_APPROVAL, "target"), "0177");
	stage_done(stage, ACT_ASK_APPROVAL, 1, "asked");
	refreshed(stage, "ana-waiting");
	assert_shows(stage, "508 555 0177");
	/* The page is read again while it waits; then the prompt is sent again. */
	stage_wait(stage, 6);
	refreshed(stage, "ana-proven");
	assert_shows(stage, "a lead approved: do it within the hour");
	stage_keys(stage, "<Enter>");
	assert_int_equal(stage_count(stage, ACT_ADD_PHONE), 2);
}

/* Nobody approved: it is not said that somebody did. */
static void
test_no_lead(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana-waiting");
	/* Somebody is at the desk all the time. */
	for (int i = 0; i < 5; i++) {
		stage_wait(stage, 800);
		stage_keys(stage, "<Down>");
	}
	refreshed(stage, "ana-proven");
	assert_shows(stage, "no lead approved within the hour: ask again");
}

static void
test_not_asked_of_lead(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana-proven");
	stage_keys(stage, "sl");
	stage_keys(stage, "S");
	stage_refuse(stage, ACT_SUSPEND, "MD412", "a second person is needed", "");
	assert_lacks(stage, "ask a lead");
	stage_keys(stage, "A");
	assert_int_equal(stage_count(stage, ACT_ASK_APPROVAL), 0);
}

static void
test_waiting(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana-waiting");
	stage_golden(stage, "account-waiting");
}

static void
test_lead_sees_wishes(void **state)
{
	struct stage *stage = *state;
	const char *const *list;

	stage_login(stage, "lead");
	stage_keys(stage, "<F3>");
	stage_answer_file(stage, ACT_CASES, "cases-waiting");
	stage_keys(stage, "<End>y");
	stage_golden(stage, "approve-asked");
	stage_keys(stage, "<Enter>");
	list = stage_last(stage, ACT_APPROVE)->request.list;
	assert_string_equal(list[0], "issue_pass");
	assert_string_equal(list[1], "add_phone=0177");
	assert_null(list[2]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_manager),
		STAGE_TEST(test_recovery_code),
		STAGE_TEST(test_recovery_commands),
		STAGE_TEST(test_begun),
		STAGE_TEST(test_no_way_at_all),
		STAGE_TEST(test_no_way),
		STAGE_TEST(test_codes),
		STAGE_TEST(test_codes_over),
		STAGE_TEST(test_ask_lead),
		STAGE_TEST(test_no_lead),
		STAGE_TEST(test_not_asked_of_lead),
		STAGE_TEST(test_waiting),
		STAGE_TEST(test_lead_sees_wishes),
	};

	return cmocka_run_group_tests_name("proof", tests, NULL, NULL);
}
