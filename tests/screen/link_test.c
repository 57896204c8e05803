/* The connections: the password, a lost server, what is awaited, the lock. */
#include "stage.h"

#include <string.h>

#define MINUTE 60

static void
test_connecting(void **state)
{
	struct stage *stage = *state;

	assert_int_equal(stage->counts[EFFECT_OPEN_LINK], 1);
	stage_link(stage, DESK_ACTS, LINK_CONNECTING);
	stage_golden(stage, "connecting");
	/* Nothing can be opened over it. */
	stage_keys(stage, "<F1><F3>q?:");
	assert_shows(stage, "connecting to");
	assert_int_equal(stage->counts[EFFECT_QUIT], 0);
	stage_keys(stage, "<Ctrl-q>");
	assert_int_equal(stage->counts[EFFECT_QUIT], 1);
}

static void
test_password(void **state)
{
	struct stage *stage = *state;

	stage_link(stage, DESK_ACTS, LINK_WANTS_PASSWORD);
	stage_keys(stage, "hunter2é");
	assert_lacks(stage, "hunter");
	stage_golden(stage, "password");
	stage_keys(stage, "<Enter>");
	assert_int_equal(stage->counts[EFFECT_PASSWORD], 1);
	assert_string_equal(desk_password(stage->desk, DESK_ACTS), "hunter2é");
	stage_link_error(
		stage, DESK_ACTS, LINK_WANTS_PASSWORD, "directory.example.edu refused the password.", "Type it again.");
	stage_golden(stage, "password-wrong");
	stage_keys(stage, "right<Enter>");
	assert_int_equal(stage->counts[EFFECT_PASSWORD], 2);
	stage_link(stage, DESK_ACTS, LINK_READY);
	/* The second connection is given the same without asking. */
	stage_link(stage, DESK_SEARCH, LINK_WANTS_PASSWORD);
	assert_int_equal(stage->counts[EFFECT_PASSWORD], 3);
	assert_int_equal(stage->last_link, DESK_SEARCH);
	assert_string_equal(desk_password(stage->desk, DESK_SEARCH), "right");
}

static void
test_failed(void **state)
{
	struct stage *stage = *state;

	stage_link_error(stage, DESK_ACTS, LINK_FAILED,
		"The directory at db.example.edu has schema 7, this program was written for 4: the program is older.",
		"Install the newer mfadesk.");
	stage_golden(stage, "failed");
	stage_keys(stage, "<Enter>");
	assert_int_equal(stage->counts[EFFECT_OPEN_LINK], 2);
}

static void
test_not_staff(void **state)
{
	struct stage *stage = *state;

	stage_link(stage, DESK_ACTS, LINK_READY);
	stage_refuse(stage, ACT_WHOAMI, "MD403", "you are not enabled as staff", "Ask your administrator.");
	stage_golden(stage, "not-staff");
}

static void
test_lost(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana");
	stage_keys(stage, "ncalls from ");
	stage_link_error(stage, DESK_ACTS, LINK_LOST, "The server closed the connection.", "It is tried again.");
	stage_keys(stage, "home<Enter>");
	stage_wait(stage, 12);
	assert_shows(stage, "db lost, retrying");
	assert_shows(stage, "note 12 s");
	stage_golden(stage, "lost");
	stage_link(stage, DESK_ACTS, LINK_CONNECTING);
	assert_shows(stage, "db lost, retrying");
	stage_link(stage, DESK_ACTS, LINK_READY);
	assert_lacks(stage, "db lost");
	/* Reads again what may have changed; the change itself is the link's to repeat. */
	assert_false(stage_last(stage, ACT_WHOAMI)->answered);
	assert_false(stage_last(stage, ACT_ACCOUNT)->answered);
	assert_int_equal(stage_count(stage, ACT_NOTE), 1);
	assert_shows(stage, "calls from home");
	stage_done(stage, ACT_NOTE, 1, "noted");
	assert_shows(stage, "noted, 10:43");
}

static void
test_retry(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_link(stage, DESK_ACTS, LINK_LOST);
	stage_keys(stage, "ri<Ctrl-r>");
	assert_int_equal(stage->counts[EFFECT_RETRY_LINK], 2);
}

static void
test_slow(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana");
	assert_shows(stage, "db ok");
	stage_keys(stage, "K");
	assert_shows(stage, "db ok");
	stage_wait(stage, 2);
	assert_shows(stage, "gone 2 s   db slow 2 s");
	stage_golden(stage, "slow");
	/* Keys go on. */
	stage_keys(stage, "nstill typing");
	assert_shows(stage, "still typing");
}

/* Somebody who types on and on is not told that the server is slow while it answers. */
static void
test_slow_while_typing(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_keys(stage, "ri");
	for (int i = 0; i < 5; i++) {
		stage_keys(stage, "v");
		stage_answer_sent(stage, &stage->sent[stage->sent_count - 2], "[]");
		stage_wait(stage, 1);
	}
	assert_lacks(stage, "slow 2 s");
	stage_wait(stage, 1);
	assert_shows(stage, "db slow 2 s");
}

static void
test_search_lost(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_link(stage, DESK_SEARCH, LINK_LOST);
	assert_shows(stage, "search lost, retrying");
	stage_link(stage, DESK_SEARCH, LINK_READY);
	assert_shows(stage, "db ok");
}

static void
test_quit_while_awaited(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana");
	stage_keys(stage, "slS<Ctrl-q>");
	assert_int_equal(stage->counts[EFFECT_QUIT], 0);
	assert_shows(stage, "suspend has no answer yet. Ctrl-Q again leaves all the same.");
	stage_keys(stage, "<Esc><Ctrl-q>");
	assert_int_equal(stage->counts[EFFECT_QUIT], 0);
	stage_keys(stage, "<Ctrl-q>");
	assert_int_equal(stage->counts[EFFECT_QUIT], 1);
}

static void
test_lock_without_password(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana");
	stage_wait(stage, 15 * MINUTE - 1);
	assert_shows(stage, "Ana Rivera");
	stage_wait(stage, 1);
	assert_lacks(stage, "Ana");
	stage_golden(stage, "lock");
	stage_keys(stage, "s<Esc><F1><F3>");
	assert_lacks(stage, "Ana");
	stage_keys(stage, "<Enter>");
	assert_shows(stage, "Ana Rivera");
	assert_lacks(stage, "Suspend");
}

static void
lock_with_password(struct stage *stage)
{
	stage_link(stage, DESK_ACTS, LINK_WANTS_PASSWORD);
	stage_keys(stage, "right<Enter>");
	stage_login(stage, "agent");
	stage_case(stage, "ana");
	stage_keys(stage, "nhalf a note");
	stage_wait(stage, 15 * MINUTE);
	assert_lacks(stage, "Ana");
}

static void
test_lock(void **state)
{
	struct stage *stage = *state;
	size_t opened;

	lock_with_password(stage);
	opened = stage->counts[EFFECT_OPEN_LINK];
	stage_keys(stage, "<Enter>");
	assert_int_equal(stage->counts[EFFECT_OPEN_LINK], opened);
	stage_keys(stage, "wrong<Enter>");
	assert_int_equal(stage->counts[EFFECT_OPEN_LINK], opened + 1);
	assert_int_equal(stage->last_link, DESK_CHECK);
	assert_shows(stage, "asking the server");
	stage_link(stage, DESK_CHECK, LINK_WANTS_PASSWORD);
	assert_string_equal(desk_password(stage->desk, DESK_CHECK), "wrong");
	stage_link(stage, DESK_CHECK, LINK_WANTS_PASSWORD);
	assert_shows(stage, "That is not the password.");
	stage_golden(stage, "lock-wrong");
	assert_string_equal(desk_password(stage->desk, DESK_CHECK), "");
	stage_keys(stage, "right<Enter>");
	stage_link(stage, DESK_CHECK, LINK_CONNECTING);
	stage_link(stage, DESK_CHECK, LINK_WANTS_PASSWORD);
	assert_lacks(stage, "Ana");
	stage_link(stage, DESK_CHECK, LINK_READY);
	assert_shows(stage, "half a note");
	assert_int_equal(stage->counts[EFFECT_CLOSE_LINK], 2);
}

/* A server that asks nobody has said nothing about what was typed. */
static void
test_lock_unasked(void **state)
{
	struct stage *stage = *state;

	lock_with_password(stage);
	stage_keys(stage, "wrong<Enter>");
	stage_link(stage, DESK_CHECK, LINK_READY);
	assert_lacks(stage, "Ana");
	stage_keys(stage, "right<Enter>");
	stage_link(stage, DESK_CHECK, LINK_READY);
	assert_shows(stage, "Ana Rivera");
}

static void
test_lock_lost(void **state)
{
	struct stage *stage = *state;

	lock_with_password(stage);
	stage_keys(stage, "right<Enter>");
	stage_link_error(stage, DESK_CHECK, LINK_FAILED, "Cannot reach directory.example.edu.", "Look at the network.");
	assert_lacks(stage, "Ana");
	assert_shows(stage, "It could not be checked: Cannot reach directory.example.edu.");
	/* What an old attempt says later counts for nothing. */
	stage_link(stage, DESK_CHECK, LINK_READY);
	assert_lacks(stage, "Ana");
	assert_shows(stage, "It could not be checked");
}

/* An answer that arrives while it is locked is not shown, and not lost. */
static void
test_answer_while_locked(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana");
	stage_keys(stage, "slS");
	stage_wait(stage, 15 * MINUTE);
	stage_done(stage, ACT_SUSPEND, 1, "suspended");
	assert_lacks(stage, "suspended");
	stage_keys(stage, "<Enter>");
	assert_shows(stage, "suspended Authenticator on iPhone 12, 10:58");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_connecting),
		STAGE_TEST(test_password),
		STAGE_TEST(test_failed),
		STAGE_TEST(test_not_staff),
		STAGE_TEST(test_lost),
		STAGE_TEST(test_retry),
		STAGE_TEST(test_slow),
		STAGE_TEST(test_slow_while_typing),
		STAGE_TEST(test_search_lost),
		STAGE_TEST(test_quit_while_awaited),
		STAGE_TEST(test_lock_without_password),
		STAGE_TEST(test_lock),
		STAGE_TEST(test_lock_unasked),
		STAGE_TEST(test_lock_lost),
		STAGE_TEST(test_answer_while_locked),
	};

	return cmocka_run_group_tests_name("links", tests, NULL, NULL);
}
