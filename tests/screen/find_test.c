/* Find: what typing asks for, which answers count, and how it looks. */
#include "stage.h"

#include <string.h>

#include "mfadesk/desk/query.h"

static const struct {
	const char *typed;
	const char *cleaned;
	enum query_kind kind;
} queries[] = {
	{"", "", QUERY_NOTHING},
	{" ", "", QUERY_NOTHING},
	{"r", "r", QUERY_NOTHING},
	{"é", "é", QUERY_NOTHING},
	{"陳", "陳", QUERY_TEXT},
	{"ri", "ri", QUERY_TEXT},
	{"ana rivera", "ana rivera", QUERY_TEXT},
	{"Ana <ana.rivera@example.edu>", "ana.rivera@example.edu", QUERY_TEXT},
	{"\"Rivera, Ana\" <ana.rivera@example.edu>;", "ana.rivera@example.edu", QUERY_TEXT},
	{"<ana.rivera@example.edu", "ana.rivera@example.edu", QUERY_TEXT},
	{"Ana <>", "Ana", QUERY_TEXT},
	{"mailto:ana.rivera@example.edu", "ana.rivera@example.edu", QUERY_TEXT},
	{"MAILTO:ana.rivera@example.edu?subject=help", "ana.rivera@example.edu", QUERY_TEXT},
	{"<mailto:ana.rivera@example.edu>", "ana.rivera@example.edu", QUERY_TEXT},
	{"  ana.rivera@example.edu. ", "ana.rivera@example.edu", QUERY_TEXT},
	{"ana.rivera@example.edu...", "ana.rivera@example.edu", QUERY_TEXT},
	{"0142", "0142", QUERY_TEXT},
	{"100234", "100234", QUERY_TEXT},
	{"123456789", "123456789", QUERY_TEXT},
	{"5085550142", "5085550142", QUERY_NUMBER},
	{"(508) 555-0142", "(508) 555-0142", QUERY_NUMBER},
	{"+1 508 555 0142", "+1 508 555 0142", QUERY_NUMBER},
	{"555-0142", "555-0142", QUERY_NUMBER},
	{"%", "%", QUERY_NOTHING},
	{"%_'\"", "%_", QUERY_TEXT},
};

static void
test_query(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
		char *cleaned = query_clean(arena, queries[i].typed);

		assert_string_equal(cleaned, queries[i].cleaned);
		if (query_kind(cleaned) != queries[i].kind)
			fail_msg("\"%s\" is of kind %d", cleaned, (int)query_kind(cleaned));
	}
	arena_free(&arena);
}

static void
test_typing_asks(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_keys(stage, "r");
	assert_int_equal(stage_count(stage, ACT_FIND), 0);
	stage_keys(stage, "i");
	assert_string_equal(stage_value(stage, ACT_FIND, "text"), "ri");
	assert_int_equal(stage_last(stage, ACT_FIND)->link, DESK_SEARCH);
	stage_keys(stage, "v");
	assert_string_equal(stage_value(stage, ACT_FIND, "text"), "riv");
	/* A space at the end asks for nothing else. */
	stage_keys(stage, " ");
	assert_int_equal(stage_count(stage, ACT_FIND), 2);
}

static void
test_older_answer(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_keys(stage, "riv");
	struct stage_sent *newer = &stage->sent[stage->sent_count - 1];
	struct stage_sent *older = newer - 1;

	stage_answer_sent(stage, newer, stage_read(stage, "found-one.json"));
	stage_answer_sent(stage, older, stage_read(stage, "found-three.json"));
	assert_shows(stage, "1 person");
	assert_lacks(stage, "Dana");
}

static void
test_older_answer_first(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_keys(stage, "riv");
	struct stage_sent *newer = &stage->sent[stage->sent_count - 1];

	stage_answer_sent(stage, newer - 1, stage_read(stage, "found-three.json"));
	assert_lacks(stage, "Dana");
	stage_answer_sent(stage, newer, stage_read(stage, "found-one.json"));
	assert_shows(stage, "Ana Rivera");
}

/* The field was emptied: what was asked before is of no interest any more. */
static void
test_answer_after_clearing(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_keys(stage, "riv<Esc>");
	stage_answer_file(stage, ACT_FIND, "found-three");
	assert_lacks(stage, "Ana Rivera");
}

/* Rows of the last question are still there while the next one is asked: they open nobody. */
static void
test_enter_before_answer(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_keys(stage, "riv");
	stage_answer_file(stage, ACT_FIND, "found-three");
	stage_keys(stage, "e<Enter>");
	assert_lacks(stage, "Ticket");
	stage_answer_file(stage, ACT_FIND, "found-three");
	assert_lacks(stage, "Ticket");
}

static void
test_enter_before_one_answer(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_keys(stage, "ana.riv<Enter>");
	assert_lacks(stage, "Ticket");
	stage_answer_file(stage, ACT_FIND, "found-one");
	assert_shows(stage, "Ticket");
	assert_shows(stage, "Ana Rivera · ana.rivera@example.edu · Radiology");
}

static void
test_paste(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_paste(stage, "Ana <ana.rivera@example.edu>\r\n");
	assert_string_equal(stage_value(stage, ACT_FIND, "text"), "ana.rivera@example.edu");
	assert_int_equal(stage_count(stage, ACT_FIND), 1);
}

/* Letters that are commands elsewhere are letters in the field. */
static void
test_field_types(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_keys(stage, "q?:!K");
	assert_shows(stage, "q?:!K");
	assert_int_equal(stage->counts[EFFECT_QUIT], 0);
	stage_keys(stage, "<Esc>");
	assert_lacks(stage, "q?:!K");
	stage_keys(stage, "qureshi");
	assert_string_equal(stage_value(stage, ACT_FIND, "text"), "qureshi");
}

static void
test_quit(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_keys(stage, "<Esc><Esc>");
	assert_int_equal(stage->counts[EFFECT_QUIT], 0);
	stage_keys(stage, "<Tab>q");
	assert_int_equal(stage->counts[EFFECT_QUIT], 1);
	stage_keys(stage, "<Tab><Ctrl-q>");
	assert_int_equal(stage->counts[EFFECT_QUIT], 2);
}

static void
test_whole_number(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_keys(stage, "(508) 555-0142");
	assert_shows(stage, "A whole phone number");
	stage_golden(stage, "find-number");
	stage_keys(stage, "<Enter>");
	assert_int_equal(stage_count(stage, ACT_FIND_NUMBER), 0);
	stage_keys(stage, "<Enter>");
	assert_shows(stage, "fill it in");
	stage_keys(stage, "caller on the line");
	stage_golden(stage, "find-number-reason");
	stage_keys(stage, "<Enter>");
	assert_string_equal(stage_value(stage, ACT_FIND_NUMBER, "number"), "(508) 555-0142");
	assert_string_equal(stage_value(stage, ACT_FIND_NUMBER, "reason"), "caller on the line");
	stage_answer_file(stage, ACT_FIND_NUMBER, "found-one");
	assert_shows(stage, "1 person");
	assert_shows(stage, "looked the number up, 10:43");
	stage_keys(stage, "<Enter>");
	assert_shows(stage, "Ticket");
}

static void
test_looks(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_golden(stage, "find-empty");
	stage_keys(stage, "riv");
	stage_wait(stage, 2);
	stage_golden(stage, "find-waiting");
	stage_answer(stage, ACT_FIND, "[]");
	stage_golden(stage, "find-none");
	stage_keys(stage, "e");
	stage_answer_file(stage, ACT_FIND, "found-one");
	stage_golden(stage, "find-one");
	stage_keys(stage, "r");
	stage_answer_file(stage, ACT_FIND, "found-three");
	stage_golden(stage, "find-three");
	stage_keys(stage, "a<Down>");
	stage_answer_file(stage, ACT_FIND, "found-full");
	stage_keys(stage, "<PgDn><Down>");
	stage_golden(stage, "find-full");
	stage_keys(stage, "s");
	stage_answer_file(stage, ACT_FIND, "found-same-name");
	stage_golden(stage, "find-same-name");
	stage_keys(stage, "x");
	stage_answer_file(stage, ACT_FIND, "found-scripts");
	stage_golden(stage, "find-scripts");
	stage_keys(stage, "y");
	stage_refuse(stage, ACT_FIND, "57014", "The search took longer than 2 seconds.", "Type more of the name.");
	stage_golden(stage, "find-error");
}

static void
test_bad_answer(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_keys(stage, "ri");
	stage_answer(stage, ACT_FIND, "{\"not\":\"a list\"}");
	assert_shows(stage, "Find");
	assert_lacks(stage, "people");
}

/* An agent without a case on the person opens one; an auditor reads the record. */
static void
test_auditor(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "auditor");
	stage_keys(stage, "riv");
	stage_answer_file(stage, ACT_FIND, "found-three");
	stage_keys(stage, "<Down><Enter>");
	assert_string_equal(stage_value(stage, ACT_HISTORY, "of"), "b0000000-0000-4000-8000-000000000002");
	assert_lacks(stage, "Ticket");
}

/* Back into one's own open case, without asking for a ticket again. */
static void
test_own_case(void **state)
{
	struct stage *stage = *state;

	stage_link(stage, DESK_ACTS, LINK_READY);
	stage_login(stage, "agent");
	stage_keys(stage, "<F3>");
	stage_answer_file(stage, ACT_CASES, "cases");
	stage_keys(stage, "<Esc>riv");
	stage_answer_file(stage, ACT_FIND, "found-three");
	stage_keys(stage, "<Enter>");
	assert_shows(stage, "Ticket");
	/* The prompt asked for the cases again. */
	stage_answer_file(stage, ACT_CASES, "cases");
	stage_keys(stage, "<Esc><Enter>");
	assert_lacks(stage, "Ticket");
	assert_string_equal(stage_value(stage, ACT_ACCOUNT, "case"), "c0000000-0000-4000-8000-000000000001");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_query),
		STAGE_TEST(test_typing_asks),
		STAGE_TEST(test_older_answer),
		STAGE_TEST(test_older_answer_first),
		STAGE_TEST(test_answer_after_clearing),
		STAGE_TEST(test_enter_before_answer),
		STAGE_TEST(test_enter_before_one_answer),
		STAGE_TEST(test_paste),
		STAGE_TEST(test_field_types),
		STAGE_TEST(test_quit),
		STAGE_TEST(test_whole_number),
		STAGE_TEST(test_looks),
		STAGE_TEST(test_bad_answer),
		STAGE_TEST(test_auditor),
		STAGE_TEST(test_own_case),
	};

	return cmocka_run_group_tests_name("find", tests, NULL, NULL);
}
