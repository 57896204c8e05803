/* A temporary access pass: asked for, shown once until it was read out, counted down on the account, ended. */
#include "stage.h"

#include <string.h>

#include "mfadesk/base/hex.h"
#include "mfadesk/crypto/box.h"

#define PASS "00000000-0000-4000-8000-000000000000" /* stage_done()'s first id */
#define OTHER "00000000-0000-4000-8000-000000000001"

static void
issue(struct stage *stage)
{
	stage_login(stage, "agent");
	stage_case(stage, "ana-proven");
	stage_keys(stage, "g");
	stage_golden(stage, "pass-prompt");
	stage_keys(stage, "45<Enter>");
	assert_string_equal(stage_value(stage, ACT_ISSUE_PASS, "minutes"), "45");
	assert_string_equal(stage_value(stage, ACT_ISSUE_PASS, "version"), "7");
	stage_done(stage, ACT_ISSUE_PASS, 1, "waiting");
	assert_string_equal(stage_value(stage, ACT_PASS, "pass"), PASS);
	stage_answer_file(stage, ACT_ACCOUNT, "ana-proven");
	stage_answer_file(stage, ACT_HISTORY, "history");
}

/* The worker's part: this pass for the key that was sent. */
static void
seal(struct stage *stage, const char *text, const char *about)
{
	unsigned char key[BOX_KEY_SIZE];
	struct secret *secret = secret_new_bytes(strlen(text));
	struct sealed sealed;
	struct error error = {0};

	assert_true(hex_decode(stage_value(stage, ACT_ISSUE_PASS, "public_key"), key, sizeof key));
	memcpy(secret_bytes(secret), text, strlen(text));
	assert_true(box_seal(stage->arena, key, about, secret, &sealed, &error));
	secret_free(&secret);
	stage_answer(stage, ACT_PASS,
		arena_printf(stage->arena,
			"{\"pass\":\"" PASS "\",\"state\":\"ready\",\"sealed\":\"%s\","
			"\"expires_at\":\"2026-11-24T11:25:10Z\"}",
			hex_encode(stage->arena, sealed.bytes, sealed.length)));
}

static void
shown(struct stage *stage)
{
	stage_answer_file(stage, ACT_ACCOUNT, "ana-pass");
	stage_answer_file(stage, ACT_HISTORY, "history");
}

static void
test_words(void **state)
{
	struct stage *stage = *state;

	issue(stage);
	stage_answer(
		stage, ACT_PASS, "{\"pass\":\"" PASS "\",\"state\":\"waiting\",\"sealed\":null,\"expires_at\":null}");
	stage_golden(stage, "pass-waiting");
	stage_wait(stage, 1);
	seal(stage, "amber-frog-zesty-atlas-mural-kiwi", PASS);
	shown(stage);
	stage_golden(stage, "pass-words");
	stage_keys(stage, "<Esc><Enter>rq");
	assert_shows(stage, "a m b e r");
	stage_keys(stage, "R");
	assert_lacks(stage, "a m b e r");
	assert_shows(stage, "! pass open ");
	stage_golden(stage, "account-pass");
}

static void
test_characters(void **state)
{
	struct stage *stage = *state;

	issue(stage);
	seal(stage, "K7MPQ-23XYZ-ABCDE", PASS);
	shown(stage);
	stage_golden(stage, "pass-characters");
}

static void
test_not_ours(void **state)
{
	struct stage *stage = *state;

	issue(stage);
	seal(stage, "amber-frog-zesty-atlas-mural-kiwi", OTHER);
	assert_lacks(stage, "a m b e r");
	assert_shows(stage, "Esc back");
	stage_keys(stage, "<Esc>");
	assert_lacks(stage, "Esc back");
}

static void
test_over(void **state)
{
	struct stage *stage = *state;

	issue(stage);
	stage_answer(stage, ACT_PASS, "{\"pass\":\"" PASS "\",\"state\":\"over\",\"sealed\":null,\"expires_at\":null}");
	stage_golden(stage, "pass-over");
	stage_wait(stage, 2);
	assert_int_equal(stage_count(stage, ACT_PASS), 1);
}

static void
test_nothing_to_end(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana-proven");
	assert_lacks(stage, "o end pass");
	stage_keys(stage, "o");
	assert_lacks(stage, "End the temporary");
}

static void
test_end(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana-pass");
	assert_shows(stage, "o end pass");
	stage_keys(stage, "o");
	stage_golden(stage, "pass-end");
	stage_keys(stage, "<Enter>");
	assert_int_equal(stage_count(stage, ACT_CANCEL_PASS), 0);
	stage_keys(stage, "O");
	assert_string_equal(stage_value(stage, ACT_CANCEL_PASS, "pass"), PASS);
	stage_refuse(stage, ACT_CANCEL_PASS, "MD451", "this would leave the person without an active sign-in method",
		"First give another way in.");
	assert_shows(stage, "this would leave the person");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_words),
		STAGE_TEST(test_characters),
		STAGE_TEST(test_not_ours),
		STAGE_TEST(test_over),
		STAGE_TEST(test_nothing_to_end),
		STAGE_TEST(test_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
