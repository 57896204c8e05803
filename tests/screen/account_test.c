/* The account: its looks at every size, what is under the cursor, and what is offered to whom. */
#include "stage.h"

#include <string.h>

#define CASE "c0000000-0000-4000-8000-000000000001"
#define DEVICE "e0000000-0000-4000-8000-000000000001"
#define METHOD "d0000000-0000-4000-8000-000000000001"

static void
look(struct stage *stage, const char *data, const char *history)
{
	stage_case(stage, data);
	stage_keys(stage, "n<Esc>");
	if (history) {
		stage_keys(stage, "K");
		stage_done(stage, ACT_END_CONTACT, 1, "gone");
		stage_answer_file(stage, ACT_ACCOUNT, data);
		stage_answer_file(stage, ACT_HISTORY, history);
		desk_hush(stage->desk);
	}
}

static void
test_opened(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	look(stage, "ana", NULL);
	stage_golden(stage, "account");
}

static void
test_proven(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	look(stage, "ana-proven", "history-proof");
	stage_golden(stage, "account-proven");
	stage_wait(stage, 15 * 60 - 1);
	assert_shows(stage, "PROVEN until 10:58, 0:01 left: badge in person");
	stage_wait(stage, 1);
	stage_keys(stage, "<Enter>");
	assert_shows(stage, "NOT PROVEN any more");
}

static void
test_gone(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	look(stage, "ana-gone", NULL);
	stage_golden(stage, "account-gone");
	assert_shows(stage, "b back again");
	assert_lacks(stage, "K gone");
	assert_lacks(stage, "p prove");
}

static void
test_empty(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	look(stage, "empty", NULL);
	stage_golden(stage, "account-empty");
	/* Nothing is under the cursor: nothing is suspended. */
	stage_keys(stage, "s");
	assert_shows(stage, "Move to a sign-in method or a device first.");
	stage_keys(stage, "<Down>");
	assert_lacks(stage, "Move to");
	assert_int_equal(stage_count(stage, ACT_SUSPEND), 0);
}

static void
test_one(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	look(stage, "one", NULL);
	stage_golden(stage, "account-one");
}

static void
test_full(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "lead");
	look(stage, "full", "history-long");
	stage_keys(stage, "<End>");
	stage_golden(stage, "account-full-end");
	stage_keys(stage, "<Home>");
	stage_golden(stage, "account-full");
	assert_lacks(stage, "revoked 2024-05-02");
	stage_keys(stage, "h<End>");
	stage_golden(stage, "account-all-ever");
	assert_shows(stage, "revoked 2024-05-02");
}

static void
test_wide(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	look(stage, "wide", NULL);
	stage_golden(stage, "account-wide");
}

static void
test_loading(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_keys(stage, "<F3>");
	stage_answer_file(stage, ACT_CASES, "cases");
	stage_keys(stage, "<Enter>");
	stage_golden(stage, "account-reading");
	/* Keys of acts do nothing before it is known whose account it is. */
	stage_keys(stage, "sxpaudn!K");
	assert_int_equal(stage_count(stage, ACT_SUSPEND), 0);
	assert_int_equal(stage_count(stage, ACT_END_CONTACT), 0);
	stage_refuse(stage, ACT_ACCOUNT, "MD404", "there is no such case, or it is not yours", "Look at your cases.");
	stage_golden(stage, "account-refused");
}

static void
test_sizes(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	look(stage, "ana", NULL);
	stage_golden_at(stage, "too-small", 39, 10);
	stage_golden_at(stage, "too-small", 40, 9);
	stage_golden_at(stage, "too-small", 1, 1);
	for (int width = 1; width < 130; width += 3) {
		for (int height = 1; height < 40; height++) {
			struct grid *grid;

			stage_resize(stage, width, height);
			grid = desk_draw(stage->desk);
			assert_int_equal(grid->width, width);
			grid_free(&grid);
		}
	}
}

static void
test_device_under_cursor(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	look(stage, "ana", NULL);
	stage_keys(stage, "<Up>s");
	assert_shows(stage, "Suspend iPhone 12");
	assert_shows(stage, "Stops at once: Authenticator (the default), Phone •••-0142.");
	stage_keys(stage, "lS");
	assert_string_equal(stage_value(stage, ACT_SUSPEND, "target"), DEVICE);
	stage_done(stage, ACT_SUSPEND, 2, "suspended");
	assert_shows(stage, "suspended iPhone 12 (2 sign-in methods), 10:43");
}

static void
test_method_under_cursor(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	look(stage, "ana", NULL);
	/* Past the heading of what is on no device. */
	stage_keys(stage, "<Down><Down>s");
	assert_shows(stage, "Suspend Office phone •••-0100");
	stage_keys(stage, "<Esc><Up>s");
	assert_shows(stage, "Suspend Phone •••-0142 on iPhone 12");
	stage_keys(stage, "<Esc><Up>s");
	assert_shows(stage, "Suspend Authenticator on iPhone 12");
}

/* A device is no default; of two methods it is not guessed which is meant. */
static void
test_default_needs_method(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	look(stage, "ana", NULL);
	stage_keys(stage, "<Up>d");
	assert_shows(stage, "Move to a sign-in method first.");
	stage_keys(stage, "<Down><Down>d");
	assert_shows(stage, "Until now: Authenticator on iPhone 12.");
}

static void
test_offers(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	look(stage, "ana", NULL);
	assert_shows(stage, "! doubt");
	assert_shows(stage, "K gone");
	assert_lacks(stage, "approve");
	assert_lacks(stage, "clear doubt");
	assert_lacks(stage, "take over");
	assert_lacks(stage, "back again");
	stage_keys(stage, "yCTfb");
	assert_lacks(stage, "Approve");
	assert_lacks(stage, "Clear");
	assert_lacks(stage, "Take over");
}

static void
test_no_doubt_to_clear(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "lead");
	look(stage, "ana", NULL);
	assert_lacks(stage, "clear doubt");
	stage_keys(stage, "C");
	assert_lacks(stage, "Clear the doubt");
}

static void
test_lead_clears_doubt(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "lead");
	look(stage, "full", NULL);
	assert_shows(stage, "C clear doubt");
	assert_lacks(stage, "! doubt");
	stage_keys(stage, "Cspoke to the manager<Enter>");
	assert_string_equal(stage_value(stage, ACT_CLEAR_DOUBT, "who"), "b0000000-0000-4000-8000-000000000001");
	assert_string_equal(stage_value(stage, ACT_CLEAR_DOUBT, "reason"), "spoke to the manager");
	stage_done(stage, ACT_CLEAR_DOUBT, 1, "cleared");
	assert_shows(stage, "cleared the doubt, 10:43");
	assert_int_equal(stage_last(stage, ACT_ACCOUNT)->answered, false);
}

static void
test_caller_gone(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	look(stage, "ana", NULL);
	stage_keys(stage, "KK");
	assert_int_equal(stage_count(stage, ACT_END_CONTACT), 1);
	assert_string_equal(stage_value(stage, ACT_END_CONTACT, "case"), CASE);
	stage_done(stage, ACT_END_CONTACT, 1, "gone");
	assert_shows(stage, "the caller is gone: nothing is proven any more, 10:43");
	stage_answer_file(stage, ACT_ACCOUNT, "ana-gone");
	assert_shows(stage, "NOBODY IS HERE");
	assert_shows(stage, "INC0048213 nobody here");
	stage_keys(stage, "bc<Enter>");
	assert_string_equal(stage_value(stage, ACT_START_CONTACT, "by"), "counter");
}

/* In a drawer too, and in help and the ledger; but not while typing. */
static void
test_everywhere(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	look(stage, "ana", NULL);
	stage_keys(stage, "nK!");
	assert_int_equal(stage_count(stage, ACT_END_CONTACT), 0);
	assert_shows(stage, "K!");
	stage_keys(stage, "<Tab>K");
	assert_int_equal(stage_count(stage, ACT_END_CONTACT), 1);
	stage_done(stage, ACT_END_CONTACT, 1, "gone");
	stage_answer_file(stage, ACT_ACCOUNT, "ana");
	/* The note is still there. */
	assert_shows(stage, "K!");
	stage_keys(stage, "!");
	assert_shows(stage, "Doubt: is it really this person?");
	stage_keys(stage, "<Esc><Esc><F1>K");
	assert_int_equal(stage_count(stage, ACT_END_CONTACT), 2);
	stage_done(stage, ACT_END_CONTACT, 1, "gone");
	stage_answer_file(stage, ACT_ACCOUNT, "ana");
	stage_keys(stage, "<Esc><F4>!");
	assert_shows(stage, "Doubt: is it really this person?");
}

static void
test_version_moved(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	look(stage, "ana", NULL);
	stage_keys(stage, "slS");
	assert_string_equal(stage_value(stage, ACT_SUSPEND, "version"), "7");
	stage_refuse(stage, ACT_SUSPEND, "MD409", "this person was changed meanwhile",
		"Look at the account again, then decide.");
	assert_shows(stage, "MD409: this person was changed meanwhile");
	/* A fresh page, and then the version that it shows. */
	assert_int_equal(stage_last(stage, ACT_ACCOUNT)->answered, false);
	stage_answer_file(stage, ACT_ACCOUNT, "ana-moved");
	stage_keys(stage, "S");
	assert_int_equal(stage_count(stage, ACT_SUSPEND), 2);
	assert_string_equal(stage_value(stage, ACT_SUSPEND, "version"), "8");
}

static void
test_closing(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	look(stage, "ana", NULL);
	stage_keys(stage, "cnew phone in use<Enter>");
	assert_string_equal(stage_value(stage, ACT_CLOSE_CASE, "outcome"), "new phone in use");
	stage_done(stage, ACT_CLOSE_CASE, 0, "closed");
	assert_shows(stage, "closed INC0048213, 10:43");
	assert_shows(stage, "Find");
	assert_lacks(stage, "by phone");
	stage_answer(stage, ACT_CASES, "[]");
	/* Enter on the same person opens another case. */
	stage_keys(stage, "<Enter>");
	assert_shows(stage, "Ticket");
}

/* What becomes of what the case suspended is asked, and nothing is chosen beforehand. */
static void
test_closing_suspended(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	look(stage, "ana-suspended", NULL);
	stage_keys(stage, "c");
	stage_golden(stage, "close-suspended");
	stage_keys(stage, "<Enter>wrong person<Enter>");
	assert_int_equal(stage_count(stage, ACT_CLOSE_CASE), 0);
	assert_shows(stage, "choose by its letter");
	stage_keys(stage, "u<Enter>");
	assert_string_equal(stage_value(stage, ACT_CLOSE_CASE, "suspensions"), "undo");
	assert_string_equal(stage_value(stage, ACT_CLOSE_CASE, "outcome"), "wrong person");
	stage_refuse(stage, ACT_CLOSE_CASE, "MD410", "it is not proven who this is", "A document in person is enough.");
	stage_keys(stage, "<Up>s<Enter>");
	assert_string_equal(stage_value(stage, ACT_CLOSE_CASE, "suspensions"), "keep");
	stage_done(stage, ACT_CLOSE_CASE, 0, "closed");
	assert_shows(stage, "closed INC0048213");
}

/* In doubt they stay suspended, unless that is chosen otherwise. */
static void
test_doubt_suspended(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	look(stage, "ana-suspended", NULL);
	stage_keys(stage, "!");
	stage_golden(stage, "doubt-suspended");
	stage_keys(stage, "the voice<Enter>");
	assert_string_equal(stage_value(stage, ACT_RAISE_DOUBT, "suspensions"), "keep");
	stage_refuse(stage, ACT_RAISE_DOUBT, "MD429", "your limit is reached", "Ask a colleague.");
	stage_keys(stage, "<Up>u<Enter>");
	assert_string_equal(stage_value(stage, ACT_RAISE_DOUBT, "suspensions"), "undo");
}

/* On the first sign-in method, also of a case whose account has yet to come. */
static void
test_cursor_begins(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_keys(stage, "<F3>");
	stage_answer_file(stage, ACT_CASES, "cases");
	stage_keys(stage, "<Enter>");
	stage_answer_file(stage, ACT_ACCOUNT, "ana");
	assert_shows(stage, "▸*Authenticator");
}

/* A phone that moved, and a new one above it, take nothing away from under the cursor. */
static void
test_cursor_stays(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	look(stage, "ana", NULL);
	stage_keys(stage, "<Down>");
	stage_keys(stage, "n");
	stage_keys(stage, "x<Enter>");
	stage_done(stage, ACT_NOTE, 1, "noted");
	stage_answer_file(stage, ACT_ACCOUNT, "ana-two-phones");
	stage_keys(stage, "s");
	assert_shows(stage, "Suspend Phone •••-0142 on iPhone 16");
}

static void
test_back_and_again(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	look(stage, "ana", NULL);
	stage_keys(stage, "<Esc>");
	assert_shows(stage, "Find");
	/* The contact goes on, and the top line says so. */
	assert_shows(stage, "INC0048213 by phone");
	stage_keys(stage, "<Enter>");
	assert_lacks(stage, "Ticket");
	assert_shows(stage, "NOT PROVEN");
	stage_keys(stage, "/");
	assert_shows(stage, "Find ▸");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_opened),
		STAGE_TEST(test_proven),
		STAGE_TEST(test_gone),
		STAGE_TEST(test_empty),
		STAGE_TEST(test_one),
		STAGE_TEST(test_full),
		STAGE_TEST(test_wide),
		STAGE_TEST(test_loading),
		STAGE_TEST(test_sizes),
		STAGE_TEST(test_device_under_cursor),
		STAGE_TEST(test_method_under_cursor),
		STAGE_TEST(test_default_needs_method),
		STAGE_TEST(test_offers),
		STAGE_TEST(test_no_doubt_to_clear),
		STAGE_TEST(test_lead_clears_doubt),
		STAGE_TEST(test_caller_gone),
		STAGE_TEST(test_everywhere),
		STAGE_TEST(test_version_moved),
		STAGE_TEST(test_closing),
		STAGE_TEST(test_closing_suspended),
		STAGE_TEST(test_doubt_suspended),
		STAGE_TEST(test_cursor_begins),
		STAGE_TEST(test_cursor_stays),
		STAGE_TEST(test_back_and_again),
	};

	return cmocka_run_group_tests_name("account", tests, NULL, NULL);
}
