/* The worklists' page, and the lead's. */
#include "stage.h"

static void
begin(struct stage *stage, const char *role)
{
	stage_login(stage, role);
	stage_keys(stage, "<F2>");
	stage_answer_file(stage, ACT_WORKLISTS, "worklists");
}

static void
test_lists(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	assert_shows(stage, "F2 worklists");
	stage_keys(stage, "<F2>");
	stage_golden(stage, "worklists-reading");
	stage_answer_file(stage, ACT_WORKLISTS, "worklists");
	assert_string_equal(stage_value(stage, ACT_WORKLIST, "name"), "one-method");
	assert_string_equal(stage_value(stage, ACT_WORKLIST, "after"), "");
	stage_answer_file(stage, ACT_WORKLIST, "worklist");
	stage_golden(stage, "worklists");
	assert_lacks(stage, "L the desk");
	stage_keys(stage, "L");
	assert_int_equal(stage_count(stage, ACT_LEAD_VIEW), 0);
}

static void
test_other_list(void **state)
{
	struct stage *stage = *state;
	struct stage_sent *first;

	begin(stage, "agent");
	first = stage_last(stage, ACT_WORKLIST);
	stage_keys(stage, "<Left>");
	assert_string_equal(stage_value(stage, ACT_WORKLIST, "name"), "failed-notices");
	/* The answer for the list that was left is not shown under this one. */
	stage_answer_sent(stage, first, stage_read(stage, "worklist.json"));
	assert_lacks(stage, "Dana Rivera");
	stage_answer_file(stage, ACT_WORKLIST, "worklist-empty");
	stage_golden(stage, "worklists-empty");
	stage_keys(stage, "<Right>");
	assert_string_equal(stage_value(stage, ACT_WORKLIST, "name"), "one-method");
}

static void
test_pages(void **state)
{
	struct stage *stage = *state;

	begin(stage, "agent");
	stage_keys(stage, "<Right><Right>");
	assert_string_equal(stage_value(stage, ACT_WORKLIST, "name"), "text-call-only");
	stage_answer_file(stage, ACT_WORKLIST, "worklist-first");
	assert_shows(stage, "2027-02-01");
	stage_keys(stage, "<PgDn>");
	assert_int_equal(stage_count(stage, ACT_WORKLIST), 3);
	stage_keys(stage, "<End>");
	assert_shows(stage, "Person 100");
	assert_int_equal(stage_count(stage, ACT_WORKLIST), 3);
	stage_keys(stage, "<PgDn>");
	assert_int_equal(stage_count(stage, ACT_WORKLIST), 4);
	assert_string_equal(
		stage_value(stage, ACT_WORKLIST, "after"), "abababababababababababababababababababababababab");
	/* Once is enough. */
	stage_keys(stage, "<PgDn>");
	assert_int_equal(stage_count(stage, ACT_WORKLIST), 4);
	stage_answer_file(stage, ACT_WORKLIST, "worklist-rest");
	stage_golden(stage, "worklists-second");
	stage_keys(stage, "<End>");
	assert_shows(stage, "Person 104");
	stage_keys(stage, "<Down>");
	assert_int_equal(stage_count(stage, ACT_WORKLIST), 4);
	stage_keys(stage, "<Home>");
	assert_shows(stage, "Person 001");
}

static void
test_row_opens(void **state)
{
	struct stage *stage = *state;

	begin(stage, "agent");
	stage_keys(stage, "<Enter>");
	stage_answer_file(stage, ACT_WORKLIST, "worklist");
	stage_keys(stage, "<Down><Enter>");
	assert_shows(stage, "Dana Rivera · dana.rivera@example.edu · IT Security");
	stage_keys(stage, "INC1<Enter>p<Enter>");
	assert_string_equal(stage_value(stage, ACT_OPEN_CASE, "who"), "b0000000-0000-4000-8000-000000000002");
}

static void
test_auditor_reads(void **state)
{
	struct stage *stage = *state;

	begin(stage, "auditor");
	stage_answer_file(stage, ACT_WORKLIST, "worklist");
	stage_keys(stage, "<Enter>");
	assert_string_equal(stage_value(stage, ACT_HISTORY, "of"), "b0000000-0000-4000-8000-000000000001");
}

static void
test_refused(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_keys(stage, "<F2>");
	stage_refuse(stage, ACT_WORKLISTS, "MD403", "you are not enabled as staff", "Ask your administrator.");
	stage_golden(stage, "worklists-error");
	stage_keys(stage, "<Right><Enter><PgDn>");
	assert_int_equal(stage_count(stage, ACT_WORKLIST), 0);
}

static void
open_lead(struct stage *stage)
{
	stage_login(stage, "lead");
	stage_keys(stage, "<F2>");
	stage_answer_file(stage, ACT_WORKLISTS, "worklists-lead");
	stage_answer_file(stage, ACT_WORKLIST, "worklist");
	assert_shows(stage, "L the desk today");
	stage_keys(stage, "L");
}

static void
test_lead(void **state)
{
	struct stage *stage = *state;

	open_lead(stage);
	stage_golden(stage, "lead-reading");
	stage_answer_file(stage, ACT_LEAD_VIEW, "lead");
	stage_golden(stage, "lead");
	stage_keys(stage, "C");
	assert_shows(stage, "Carlos Ortiz · carlos@example.edu");
	/* What waits for approval stands next, and is approved here. */
	stage_keys(stage, "<Esc><Down>");
	assert_shows(stage, "y approve");
	stage_keys(stage, "yar<Enter>");
	assert_string_equal(stage_value(stage, ACT_APPROVE, "case"), "c0000000-0000-4000-8000-000000000003");
	stage_done(stage, ACT_APPROVE, 2, "approved");
	stage_keys(stage, "<Enter>");
	assert_string_equal(stage_value(stage, ACT_HISTORY, "of"), "c0000000-0000-4000-8000-000000000003");
	stage_keys(stage, "<Esc><Home><Enter>");
	assert_string_equal(stage_value(stage, ACT_HISTORY, "of"), "b0000000-0000-4000-8000-000000000009");
}

/* What comes meanwhile is seen without a key, and the cursor stays on whom it was on. */
static void
test_lead_news(void **state)
{
	struct stage *stage = *state;

	open_lead(stage);
	stage_answer_file(stage, ACT_LEAD_VIEW, "lead-empty");
	stage_wake(stage);
	assert_int_equal(stage_count(stage, ACT_LEAD_VIEW), 1);
	stage_wait(stage, 6);
	assert_int_equal(stage_count(stage, ACT_LEAD_VIEW), 2);
	stage_answer_file(stage, ACT_LEAD_VIEW, "lead-other");
	assert_shows(stage, "1 of them wait for a lead");
	stage_wait(stage, 6);
	assert_int_equal(stage_count(stage, ACT_LEAD_VIEW), 2);
	stage_wait(stage, 30);
	stage_answer_file(stage, ACT_LEAD_VIEW, "lead");
	stage_keys(stage, "y");
	assert_shows(stage, "Dana Rivera · dana.rivera@example.edu");
}

static void
test_lead_empty(void **state)
{
	struct stage *stage = *state;

	open_lead(stage);
	stage_answer_file(stage, ACT_LEAD_VIEW, "lead-empty");
	stage_golden(stage, "lead-empty");
	stage_keys(stage, "<Enter>C<Esc>");
	assert_shows(stage, "Worklists");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_lists),
		STAGE_TEST(test_other_list),
		STAGE_TEST(test_pages),
		STAGE_TEST(test_row_opens),
		STAGE_TEST(test_auditor_reads),
		STAGE_TEST(test_refused),
		STAGE_TEST(test_lead),
		STAGE_TEST(test_lead_news),
		STAGE_TEST(test_lead_empty),
	};

	return cmocka_run_group_tests_name("worklists", tests, NULL, NULL);
}
