/* The other pages: cases, the ledger and its entries, help, the palette. */
#include "stage.h"

#include <string.h>

static void
test_cases(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_keys(stage, "<F3>");
	assert_string_equal(stage_value(stage, ACT_CASES, "all"), "false");
	stage_golden(stage, "cases-reading");
	stage_answer(stage, ACT_CASES, "[]");
	stage_golden(stage, "cases-empty");
	stage_keys(stage, "<F3>");
	stage_answer_file(stage, ACT_CASES, "cases");
	stage_golden(stage, "cases");
	stage_keys(stage, "<Enter>");
	assert_string_equal(stage_value(stage, ACT_ACCOUNT, "case"), "c0000000-0000-4000-8000-000000000001");
}

static void
test_cases_not_offered(void **state)
{
	struct stage *stage = *state;

	stage_link(stage, DESK_ACTS, LINK_READY);
	stage_answer(stage, ACT_WHOAMI,
		"{\"login\":\"root\",\"person\":{\"id\":\"a0000000-0000-4000-8000-000000000002\","
		"\"email\":\"r@example.edu\",\"name\":\"R\"},\"role\":\"administrator\",\"counter\":false,"
		"\"units\":[],\"schema\":1,\"demonstration\":false,\"time\":\"2026-11-24T10:43:00Z\"}");
	stage_keys(stage, "<F3><F4>");
	assert_int_equal(stage_count(stage, ACT_CASES), 0);
	assert_lacks(stage, "F3");
	assert_lacks(stage, "F4");
}

static void
test_cases_full(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "lead");
	stage_keys(stage, "<F3>");
	assert_string_equal(stage_value(stage, ACT_CASES, "all"), "true");
	stage_answer_file(stage, ACT_CASES, "cases-full");
	stage_keys(stage, "<PgDn><PgDn>");
	stage_golden(stage, "cases-full");
}

static void
test_cases_refused(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_keys(stage, "<F3>");
	stage_refuse(stage, ACT_CASES, "MD403", "you are not enabled as staff", "Ask your administrator.");
	stage_golden(stage, "cases-error");
}

static void
test_lead_approves(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "lead");
	stage_keys(stage, "<F3>");
	stage_answer_file(stage, ACT_CASES, "cases");
	/* Not in one's own case. */
	stage_keys(stage, "y");
	assert_lacks(stage, "Approve");
	assert_lacks(stage, "y approve");
	stage_keys(stage, "<End>");
	assert_shows(stage, "y approve");
	stage_keys(stage, "y");
	assert_shows(stage, "Dana Rivera · dana.rivera@example.edu");
	stage_keys(stage, "<Enter>");
	assert_int_equal(stage_count(stage, ACT_APPROVE), 0);
	stage_keys(stage, "ar");
	stage_golden(stage, "approve");
	stage_keys(stage, "<Enter>");
	assert_string_equal(stage_value(stage, ACT_APPROVE, "case"), "c0000000-0000-4000-8000-000000000003");
	const char *const *list = stage_last(stage, ACT_APPROVE)->request.list;

	assert_string_equal(list[0], "restore");
	assert_string_equal(list[1], "add_phone");
	assert_null(list[2]);
	stage_done(stage, ACT_APPROVE, 2, "approved");
	assert_shows(stage, "approved in INC0048300, 10:43");
}

static void
test_take_over(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "lead");
	stage_keys(stage, "<F3>");
	stage_answer_file(stage, ACT_CASES, "cases");
	stage_keys(stage, "<End>Tpkim went home");
	stage_golden(stage, "take");
	stage_keys(stage, "<Enter>");
	assert_string_equal(stage_value(stage, ACT_TAKE_CASE, "case"), "c0000000-0000-4000-8000-000000000003");
	assert_string_equal(stage_value(stage, ACT_TAKE_CASE, "reason"), "pkim went home");
	stage_done(stage, ACT_TAKE_CASE, 0, "open");
	assert_string_equal(stage_value(stage, ACT_ACCOUNT, "case"), "c0000000-0000-4000-8000-000000000003");
}

static void
test_confirm_proof(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "lead");
	stage_keys(stage, "<F3>");
	stage_answer_file(stage, ACT_CASES, "cases");
	stage_keys(stage, "<End><Enter>");
	assert_string_equal(stage_value(stage, ACT_HISTORY, "of"), "c0000000-0000-4000-8000-000000000003");
	stage_answer_file(stage, ACT_HISTORY, "history-video");
	stage_keys(stage, "f");
	stage_golden(stage, "confirm");
	stage_keys(stage, "<Enter>");
	assert_string_equal(stage_value(stage, ACT_CONFIRM_PROOF, "proof"), "f0000000-0000-4000-8000-000000000001");
	stage_done(stage, ACT_CONFIRM_PROOF, 1, "confirmed");
	assert_shows(stage, "confirmed the proof, 10:43");
}

/* A colleague who is no lead is told the ids. */
static void
test_confirm_by_ids(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_keys(stage, "<F3>");
	stage_answer(stage, ACT_CASES, "[]");
	stage_keys(stage, "fno id<Enter>");
	stage_paste(stage, "f0000000-0000-4000-8000-000000000001");
	stage_keys(stage, "<Enter>");
	assert_int_equal(stage_count(stage, ACT_CONFIRM_PROOF), 0);
	assert_shows(stage, "no id");
	stage_golden(stage, "confirm-ids");
	stage_keys(stage, "<BackTab><Ctrl-u>");
	stage_paste(stage, "c0000000-0000-4000-8000-000000000003");
	stage_keys(stage, "<Enter><Enter>");
	assert_string_equal(stage_value(stage, ACT_CONFIRM_PROOF, "case"), "c0000000-0000-4000-8000-000000000003");
}

static void
test_ledger(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_keys(stage, "<F4>");
	assert_shows(stage, "Find a person first");
	stage_case(stage, "ana");
	stage_keys(stage, "<F4>");
	stage_golden(stage, "ledger-reading");
	stage_answer(stage, ACT_HISTORY, "[]");
	stage_golden(stage, "ledger-empty");
	stage_keys(stage, "<F4>");
	stage_answer_file(stage, ACT_HISTORY, "history-long");
	stage_keys(stage, "<PgDn><PgDn><PgDn>");
	stage_golden(stage, "ledger-long");
	stage_keys(stage, "<Enter>");
	stage_golden(stage, "ledger-entry");
	stage_keys(stage, "<Esc><Esc>");
	assert_shows(stage, "NOT PROVEN");
}

static void
test_ledger_of_person(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "auditor");
	stage_keys(stage, "riv");
	stage_answer_file(stage, ACT_FIND, "found-three");
	stage_keys(stage, "<F4>");
	assert_string_equal(stage_value(stage, ACT_HISTORY, "of"), "b0000000-0000-4000-8000-000000000001");
	stage_refuse(stage, ACT_HISTORY, "MD404", "there is no such person", "");
	stage_golden(stage, "ledger-error");
}

static void
test_help(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_keys(stage, "<F1>");
	stage_golden(stage, "help");
	stage_keys(stage, "<End>");
	stage_golden(stage, "help-end");
	for (enum act act = 0; act < ACT_COUNT; act++) {
		if (act_info(act)->key)
			assert_non_null(strstr(act_info(act)->help, "."));
	}
	stage_keys(stage, "<Esc>");
	assert_shows(stage, "Find");
	/* Pressed twice it is still one step back. */
	stage_keys(stage, "<F1><F1><Esc>");
	assert_shows(stage, "Find ▸");
}

static void
test_help_names_all(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_keys(stage, "<F1>");
	stage_resize(stage, 200, 120);
	for (enum act act = 0; act < ACT_COUNT; act++) {
		const struct act_info *info = act_info(act);

		if (info->key)
			assert_shows(stage, arena_printf(stage->arena, "%s  %s: ", info->key, info->label));
	}
}

static void
test_palette(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana");
	stage_keys(stage, ":");
	stage_golden(stage, "palette");
	stage_keys(stage, "revo");
	stage_golden(stage, "palette-typed");
	stage_keys(stage, "<Enter>");
	assert_shows(stage, "Revoke Authenticator on iPhone 12");
	stage_keys(stage, "<Esc>:zzz<Enter>");
	assert_shows(stage, "zzz");
	stage_keys(stage, "<Esc>?");
	assert_shows(stage, "Help");
}

static void
test_palette_outside_case(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "auditor");
	stage_keys(stage, "<Tab>:");
	assert_lacks(stage, "suspend");
	assert_shows(stage, "cases");
	stage_keys(stage, "cases<Enter>");
	assert_shows(stage, "Open cases");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_cases),
		STAGE_TEST(test_cases_not_offered),
		STAGE_TEST(test_cases_full),
		STAGE_TEST(test_cases_refused),
		STAGE_TEST(test_lead_approves),
		STAGE_TEST(test_take_over),
		STAGE_TEST(test_confirm_proof),
		STAGE_TEST(test_confirm_by_ids),
		STAGE_TEST(test_ledger),
		STAGE_TEST(test_ledger_of_person),
		STAGE_TEST(test_help),
		STAGE_TEST(test_help_names_all),
		STAGE_TEST(test_palette),
		STAGE_TEST(test_palette_outside_case),
	};

	return cmocka_run_group_tests_name("pages", tests, NULL, NULL);
}
