/* The replaced phone on one page: its steps, and what Enter does on each. */
#include "stage.h"

#include <string.h>

#define DEVICE "e0000000-0000-4000-8000-000000000001"
#define APP "d0000000-0000-4000-8000-000000000001"
#define PHONE "d0000000-0000-4000-8000-000000000002"
#define OFFICE "d0000000-0000-4000-8000-000000000003"

#define STEP(step, state, text, target)                                                                                \
	"{\"step\":\"" step "\",\"state\":\"" state "\",\"text\":\"" text "\",\"target\":" target "}"
#define STEPS(what, steps)                                                                                             \
	"{\"case\":\"c0000000-0000-4000-8000-000000000001\",\"what\":" what ",\"device\":null,\"stuck\":false,"        \
	"\"ways\":[],\"active\":[],"                                                                                   \
	"\"bring\":\"Bring a badge, a passport, a driving licence or a national ID to S2-101, Mon-Fri 8:00-17:00. Or " \
	"show one "                                                                                                    \
	"on video, where a colleague looks at it too.\","                                                              \
	"\"steps\":[" steps "]}"
#define BEFORE                                                                                                         \
	STEPS("null",                                                                                                  \
		STEP("happened", "open", "lost, stolen or replaced? which device?", "null") "," STEP("prove", "open",  \
			"a document in person, or two proofs of different kinds",                                      \
			"null") "," STEP("way-in", "blocked", "first prove who it is", "null") "," STEP("backup",      \
			"done", "there is a second way in, on another device",                                         \
			"null") "," STEP("test", "optional", "Office phone +1 508-•••-0100",                           \
			"\"" OFFICE "\"") "," STEP("default", "done", "Authenticator on iPhone 12",                    \
			"null") "," STEP("finish", "blocked", "say first what happened", "null"))

#define LATER                                                                                                          \
	STEPS("\"lost\"",                                                                                              \
		STEP("happened", "done",                                                                               \
			"lost · iPhone 12 · suspended: Phone +1 508-•••-0142, Authenticator on iPhone 12",             \
			"\"" DEVICE                                                                                    \
			"\"") "," STEP("prove", "done", "until 2026-11-24T10:58:00Z", "null") "," STEP("way-in",       \
			"open", "confirm Phone +1 508-•••-0142", "\"" PHONE "\"") "," STEP("backup", "optional",       \
			"none: if the only device is lost, nothing is left",                                           \
			"null") "," STEP("test", "open", "Phone +1 508-•••-0142", "\"" PHONE "\"") "," STEP("default", \
			"open", "none: the first to be asked", "\"" OFFICE "\"") "," STEP("finish", "open",            \
			"revoke Phone +1 508-•••-0142, Authenticator on iPhone 12, close the case", "null"))

#define STUCK                                                                                                          \
	STEPS("\"lost\"",                                                                                              \
		STEP("happened", "done", "lost · iPhone 12 · suspended: Authenticator on iPhone 12", "null") "," STEP( \
			"prove", "open",                                                                               \
			"could not be proven at 2026-11-24T10:43:00Z\\nBring a badge, a passport, a driving licence "  \
			"or "                                                                                          \
			"a national ID to S2-101, Mon-Fri 8:00-17:00. Or show one on video, where a colleague looks "  \
			"at it too.",                                                                                  \
			"null") "," STEP("way-in", "blocked", "first prove who it is", "null") "," STEP("finish",      \
			"blocked", "no code came back by a way in yet: test it", "null"))

#define SESSIONS(awaits, words)                                                                                        \
	"{\"case\":\"c0000000-0000-4000-8000-000000000001\",\"what\":\"lost\",\"device\":null,\"stuck\":false,"        \
	"\"ways\":[],\"active\":[],"                                                                                   \
	"\"awaits\":" awaits ",\"steps\":[" STEP("happened", "done",                                                   \
		"lost · iPhone 12 · suspended: Authenticator on iPhone 12 · " words, "null") "," STEP("prove", "open", \
		"a document in person, or two proofs of different kinds", "null") "]}"

static void
open_page(struct stage *stage, const char *steps)
{
	stage_login(stage, "agent");
	stage_case(stage, "ana");
	stage_keys(stage, "r");
	stage_answer(stage, ACT_REPLACEMENT, steps);
}

static void
test_before(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana");
	stage_keys(stage, "r");
	assert_shows(stage, "reading…");
	stage_answer(stage, ACT_REPLACEMENT, BEFORE);
	stage_golden(stage, "replaced");
	stage_keys(stage, "<Down><Down><Enter>");
	assert_shows(stage, "first prove who it is");
	assert_lacks(stage, "New authenticator");
	/* No other is offered where there is a default, least of all what is under the account's cursor. */
	stage_keys(stage, "<End><Up><Enter>");
	assert_shows(stage, "That is set. d on the account sets another.");
	assert_lacks(stage, "Default sign-in method:");
	stage_keys(stage, "<Esc>");
	assert_lacks(stage, "What happened");
}

/* By what it can be proven stands below the step that the cursor is on, and what waits for a lead always. */
static void
test_ways(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana-waiting");
	stage_keys(stage, "r");
	stage_answer(stage, ACT_REPLACEMENT, BEFORE);
	assert_shows(stage, "2b waiting for a lead, 80 s: pass");
	assert_lacks(stage, "o Text to");
	stage_keys(stage, "<Down>");
	stage_golden(stage, "replaced-ways");
	assert_shows(stage, "o Text to their manager, Wei Chen");
	assert_lacks(stage, "recovery codes");
}

static void
test_happened(void **state)
{
	struct stage *stage = *state;

	open_page(stage, BEFORE);
	stage_keys(stage, "<Enter>");
	stage_golden(stage, "replaced-happened");
	/* There is one device only: it is chosen. */
	stage_keys(stage, "l<Enter>");
	assert_string_equal(stage_value(stage, ACT_BEGIN_REPLACEMENT, "what"), "lost");
	assert_string_equal(stage_value(stage, ACT_BEGIN_REPLACEMENT, "device"), DEVICE);
	stage_done(stage, ACT_BEGIN_REPLACEMENT, 2, "begun");
	assert_shows(stage, "suspended what was on it");
	/* The steps are read again with the account, and the cursor is on what comes next. */
	stage_answer_file(stage, ACT_ACCOUNT, "ana");
	stage_answer(stage, ACT_REPLACEMENT, LATER);
	assert_shows(stage, "▸3   Way in");
	stage_golden(stage, "replaced-later");
}

static void
test_nothing(void **state)
{
	struct stage *stage = *state;

	open_page(stage, BEFORE);
	stage_keys(stage, "<Enter>n");
	assert_lacks(stage, "Device");
	stage_keys(stage, "<Enter>");
	assert_string_equal(stage_value(stage, ACT_BEGIN_REPLACEMENT, "what"), "nothing");
	assert_string_equal(stage_value(stage, ACT_BEGIN_REPLACEMENT, "device"), "");
	stage_done(stage, ACT_BEGIN_REPLACEMENT, 0, "begun");
	assert_shows(stage, "nothing was suspended");
}

/* While sessions are being ended the steps are read again by themselves, and then no more. */
static void
test_sessions(void **state)
{
	struct stage *stage = *state;

	open_page(stage, SESSIONS("true", "sessions are being ended"));
	assert_shows(stage, "sessions are being ended");
	stage_wait(stage, 2);
	assert_int_equal(stage_count(stage, ACT_REPLACEMENT), 2);
	stage_wait(stage, 2);
	assert_int_equal(stage_count(stage, ACT_REPLACEMENT), 2);
	stage_answer(stage, ACT_REPLACEMENT, SESSIONS("false", "sessions are not ended: no hook is set"));
	stage_golden(stage, "replaced-sessions");
	stage_wait(stage, 2);
	assert_int_equal(stage_count(stage, ACT_REPLACEMENT), 2);
}

static void
test_steps(void **state)
{
	struct stage *stage = *state;

	open_page(stage, LATER);
	/* On the method that it is about, not on the one that the account's cursor was on. */
	stage_keys(stage, "<Enter>");
	assert_shows(stage, "Test Phone •••-0142");
	stage_keys(stage, "<Esc><Down><Enter>");
	assert_shows(stage, "Add a phone");
	stage_keys(stage, "<Esc><End><Up><Enter>");
	assert_shows(stage, "Default sign-in method: Office phone");
	stage_keys(stage, "<Esc><Home><Enter>");
	assert_shows(stage, "That was said.");
	stage_keys(stage, "<Down><Enter>");
	assert_shows(stage, "Prove who it is");
	stage_keys(stage, "<Esc>");
	assert_int_equal(stage_count(stage, ACT_FINISH), 0);
}

static void
test_finish(void **state)
{
	struct stage *stage = *state;

	open_page(stage, LATER);
	stage_keys(stage, "<End><Enter>");
	stage_golden(stage, "replaced-finish");
	stage_keys(stage, "<Enter>w");
	assert_int_equal(stage_count(stage, ACT_FINISH), 0);
	stage_keys(stage, "W");
	assert_int_equal(stage_count(stage, ACT_FINISH), 1);
	stage_done(stage, ACT_FINISH, 2, "finished");
	assert_shows(stage, "finished INC0048213");
}

/* With a pass in place of a way in nothing is said to be finished. */
static void
test_aftercare(void **state)
{
	struct stage *stage = *state;

	open_page(stage, LATER);
	stage_keys(stage, "<End><Enter>W");
	stage_done(stage, ACT_FINISH, 2, "after-care");
	assert_lacks(stage, "finished INC0048213");
	assert_shows(stage, "waits for the pass to be used");
}

static void
test_stuck(void **state)
{
	struct stage *stage = *state;

	open_page(stage, BEFORE);
	stage_keys(stage, "z");
	stage_golden(stage, "replaced-stuck");
	stage_keys(stage, "<Enter>");
	assert_int_equal(stage_count(stage, ACT_SET_STUCK), 1);
	stage_done(stage, ACT_SET_STUCK, 0, "stuck");
	stage_answer_file(stage, ACT_ACCOUNT, "ana");
	stage_answer(stage, ACT_REPLACEMENT, STUCK);
	stage_golden(stage, "replaced-waits");
}

static void
test_refused(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana");
	stage_keys(stage, "r");
	stage_refuse(
		stage, ACT_REPLACEMENT, "MD404", "there is no such case, or it is not yours", "Look at your cases.");
	assert_shows(stage, "there is no such case");
	stage_keys(stage, "<Enter><Down><End>");
	assert_shows(stage, "there is no such case");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_before),
		STAGE_TEST(test_ways),
		STAGE_TEST(test_happened),
		STAGE_TEST(test_nothing),
		STAGE_TEST(test_sessions),
		STAGE_TEST(test_steps),
		STAGE_TEST(test_finish),
		STAGE_TEST(test_aftercare),
		STAGE_TEST(test_stuck),
		STAGE_TEST(test_refused),
	};

	return cmocka_run_group_tests_name("replaced", tests, NULL, NULL);
}
