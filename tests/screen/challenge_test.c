/* Codes on their way: the drawer, a new authenticator, a moved number, the handset, and who is there to send. */
#include "stage.h"

#include <string.h>

#include "mfadesk/base/hex.h"
#include "mfadesk/crypto/box.h"
#include "mfadesk/crypto/otp.h"

#define CHALLENGE "00000000-0000-4000-8000-000000000000" /* stage_done()'s first id */
#define SECOND "00000000-0000-4000-8000-000000000001"
#define APP "d0000000-0000-4000-8000-000000000001"
#define PHONE "d0000000-0000-4000-8000-000000000002"
#define OFFICE "d0000000-0000-4000-8000-000000000003"
#define MOVED_KEY "m"

/* A member that is not told is null. */
static const char *
challenge(struct stage *stage, const char *id, const char *method, const char *channel, const char *purpose,
	const char *state, const char *more)
{
	static const char *const others[] = {
		"mark", "sent_at", "delivered_at", "answered_at", "answered_by", "gateway", "reason"};
	const char *json = arena_printf(stage->arena,
		"{\"id\":\"%s\",\"case\":\"c0000000-0000-4000-8000-000000000001\",\"method\":\"%s\",\"channel\":\"%s\","
		"\"purpose\":\"%s\",\"state\":\"%s\",\"expires_at\":\"2026-11-24T10:53:00Z\"%s%s",
		id, method, channel, purpose, state, strstr(more, "tries_left") ? "" : ",\"tries_left\":5", more);

	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		bool mark = i == 0 && strcmp(channel, "app") != 0;

		if (!strstr(more, others[i]))
			json = arena_printf(stage->arena, "%s,\"%s\":%s", json, others[i], mark ? "\"K7\"" : "null");
	}
	return arena_printf(stage->arena, "%s}", json);
}

static void
news(struct stage *stage, const char *state, const char *more)
{
	stage_wake(stage);
	stage_answer(stage, ACT_CHALLENGE, challenge(stage, CHALLENGE, PHONE, "text", "test", state, more));
}

#define SENT ",\"sent_at\":\"2026-11-24T10:43:02Z\""
#define DELIVERED SENT ",\"delivered_at\":\"2026-11-24T10:43:05Z\""
#define CALLED SENT ",\"answered_at\":\"2026-11-24T10:43:11Z\",\"answered_by\":\"human\""

static void
start_text(struct stage *stage)
{
	stage_login(stage, "agent");
	stage_case(stage, "ana");
	stage_keys(stage, "<Down>t");
	assert_shows(stage, "Test Phone •••-0142 on iPhone 12");
	stage_keys(stage, "t<Enter>");
	stage_done(stage, ACT_TEST, 1, "queued");
}

static void
refreshed(struct stage *stage, const char *name)
{
	stage_answer_file(stage, ACT_ACCOUNT, name);
	stage_answer_file(stage, ACT_HISTORY, "history");
}

static void
test_text(void **state)
{
	struct stage *stage = *state;

	start_text(stage);
	assert_string_equal(stage_value(stage, ACT_TEST, "channel"), "text");
	assert_string_equal(stage_value(stage, ACT_TEST, "purpose"), "test");
	assert_string_equal(stage_value(stage, ACT_TEST, "method"), PHONE);
	refreshed(stage, "ana");
	stage_answer(stage, ACT_CHALLENGE, challenge(stage, CHALLENGE, PHONE, "text", "test", "queued", ""));
	stage_golden(stage, "challenge-queued");
	news(stage, "delivered", DELIVERED);
	stage_golden(stage, "challenge-delivered");
	stage_keys(stage, "12");
	stage_keys(stage, "<Enter>");
	assert_shows(stage, "a code has six digits. Ask for it again.");
	stage_keys(stage, "34x567");
	assert_shows(stage, "[123456 ]");
	stage_keys(stage, "<Enter>");
	assert_string_equal(stage_value(stage, ACT_ANSWER, "code"), "123456");
	assert_string_equal(stage_value(stage, ACT_ANSWER, "challenge"), CHALLENGE);
	assert_lacks(stage, "123456");
	stage_keys(stage, "<Enter>");
	assert_int_equal(stage_count(stage, ACT_ANSWER), 1);
	stage_done(stage, ACT_ANSWER, 1, "checking");
	stage_answer(stage, ACT_CHALLENGE,
		challenge(stage, CHALLENGE, PHONE, "text", "test", "delivered",
			DELIVERED ",\"reason\":\"wrong code\",\"tries_left\":4"));
	stage_golden(stage, "challenge-wrong");
	news(stage, "passed", DELIVERED);
	refreshed(stage, "ana");
	stage_golden(stage, "challenge-passed");
	stage_keys(stage, "<Enter>");
	assert_lacks(stage, "Text to");
}

static void
test_refused(void **state)
{
	struct stage *stage = *state;

	start_text(stage);
	refreshed(stage, "ana");
	stage_answer(stage, ACT_CHALLENGE, challenge(stage, CHALLENGE, PHONE, "text", "test", "sent", SENT));
	stage_keys(stage, "123456<Enter>");
	stage_refuse(stage, ACT_ANSWER, "MD409", "the last code is still being checked", "Wait for the worker.");
	stage_answer(stage, ACT_CHALLENGE, challenge(stage, CHALLENGE, PHONE, "text", "test", "checking", SENT));
	stage_golden(stage, "challenge-refused");
}

static void
test_hidden(void **state)
{
	struct stage *stage = *state;
	size_t asked;

	start_text(stage);
	refreshed(stage, "ana");
	stage_answer(stage, ACT_CHALLENGE, challenge(stage, CHALLENGE, PHONE, "text", "test", "sent", SENT));
	stage_keys(stage, "<Esc>");
	assert_lacks(stage, "Text to");
	assert_shows(stage, "K7 sent");
	stage_golden(stage, "challenge-hidden");
	asked = stage_count(stage, ACT_CHALLENGE);
	stage_wait(stage, 1);
	assert_int_equal(stage_count(stage, ACT_CHALLENGE), asked + 1);
	stage_answer(stage, ACT_CHALLENGE, challenge(stage, CHALLENGE, PHONE, "text", "test", "sent", SENT));
	/* The same key brings it back, and sends nothing. */
	stage_keys(stage, "t");
	assert_shows(stage, "Ask for the code marked K7");
	assert_int_equal(stage_count(stage, ACT_TEST), 1);
	stage_keys(stage, "<Esc>");
	stage_answer(stage, ACT_CHALLENGE,
		challenge(stage, CHALLENGE, PHONE, "text", "test", "failed", SENT ",\"reason\":\"opted out\""));
	refreshed(stage, "ana");
	assert_shows(stage, "Failed: opted out. N sends a new code");
	stage_wait(stage, 3);
	assert_int_equal(stage_count(stage, ACT_CHALLENGE), asked + 2);
}

static void
test_letters(void **state)
{
	struct stage *stage = *state;

	start_text(stage);
	refreshed(stage, "ana");
	stage_answer(stage, ACT_CHALLENGE, challenge(stage, CHALLENGE, PHONE, "text", "confirm", "unknown", SENT));
	stage_golden(stage, "challenge-unknown");
	stage_keys(stage, "C");
	assert_string_equal(stage_value(stage, ACT_TEST, "channel"), "call");
	assert_string_equal(stage_value(stage, ACT_TEST, "purpose"), "confirm");
	stage_refuse(stage, ACT_TEST, "MD423", "wait 30 s: the last codes were wrong", "The wait doubles.");
	assert_shows(stage, "MD423: wait 30 s");
	stage_answer(stage, ACT_CHALLENGE, challenge(stage, CHALLENGE, PHONE, "text", "confirm", "unknown", SENT));
	stage_keys(stage, "X");
	assert_string_equal(stage_value(stage, ACT_CANCEL, "challenge"), CHALLENGE);
	stage_done(stage, ACT_CANCEL, 1, "cancelled");
	stage_answer(stage, ACT_CHALLENGE, challenge(stage, CHALLENGE, PHONE, "text", "confirm", "cancelled", SENT));
	refreshed(stage, "ana");
	assert_shows(stage, "Cancelled. N sends a new code, C by another channel.");
	stage_keys(stage, "N");
	assert_string_equal(stage_value(stage, ACT_TEST, "channel"), "text");
	stage_keys(stage, "K");
	assert_int_equal(stage_count(stage, ACT_END_CONTACT), 1);
}

/* One channel only: no question. */
static void
test_call(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana");
	stage_keys(stage, "<End>t");
	assert_string_equal(stage_value(stage, ACT_TEST, "channel"), "call");
	stage_done(stage, ACT_TEST, 1, "queued");
	refreshed(stage, "ana");
	stage_answer(stage, ACT_CHALLENGE, challenge(stage, CHALLENGE, OFFICE, "call", "proof", "answered", CALLED));
	stage_golden(stage, "challenge-call");
	stage_keys(stage, "C");
	assert_shows(stage, "There is no other channel");
	stage_wake(stage);
	stage_answer(stage, ACT_CHALLENGE,
		challenge(stage, CHALLENGE, OFFICE, "call", "proof", "failed", CALLED ",\"reason\":\"busy\""));
	refreshed(stage, "ana");
	assert_shows(stage, "Failed: busy. N sends a new code.");
}

/* The app's codes are asked for anew under the database's word for it. */
static void
test_app_again(void **state)
{
	struct stage *stage = *state;

	start_text(stage);
	refreshed(stage, "ana");
	stage_answer(stage, ACT_CHALLENGE,
		challenge(stage, CHALLENGE, APP, "app", "test", "failed", ",\"reason\":\"five wrong codes\""));
	refreshed(stage, "ana");
	assert_shows(stage, "Failed: five wrong codes. N asks for another code.");
	stage_keys(stage, "N");
	assert_string_equal(stage_value(stage, ACT_TEST, "channel"), "app");
}

static void
test_proof(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana");
	stage_keys(stage, "<End>p");
	stage_golden(stage, "prove-code");
	stage_keys(stage, "1<Enter>");
	assert_int_equal(stage_count(stage, ACT_RECORD_PROOF), 0);
	assert_string_equal(stage_value(stage, ACT_TEST, "method"), OFFICE);
	assert_string_equal(stage_value(stage, ACT_TEST, "channel"), "call");
	assert_string_equal(stage_value(stage, ACT_TEST, "purpose"), "proof");
	stage_done(stage, ACT_TEST, 1, "queued");
	assert_shows(stage, "Challenge");
	assert_lacks(stage, "recorded the proof");
}

static void
test_worker(void **state)
{
	struct stage *stage = *state;

	start_text(stage);
	refreshed(stage, "ana");
	stage_answer(stage, ACT_CHALLENGE, challenge(stage, CHALLENGE, PHONE, "text", "test", "queued", ""));
	stage->pulse = STAGE_PULSE("silent", "40");
	stage_wait(stage, 10);
	assert_shows(stage, "worker silent 40 s");
	assert_shows(stage, "Nothing is sent while there is no worker");
	stage->pulse = STAGE_PULSE("none", "null");
	stage_wait(stage, 10);
	assert_shows(stage, "no worker ");
}

#define VIDEO "ana-video"

static void
enrol(struct stage *stage)
{
	stage_case(stage, VIDEO);
	stage_keys(stage, "e");
	assert_shows(stage, "New authenticator");
	stage_keys(stage, "iPhone 16<Enter>");
	assert_string_equal(stage_value(stage, ACT_ENROL, "device"), "iPhone 16");
	assert_string_equal(stage_value(stage, ACT_ENROL, "version"), "7");
	stage_done(stage, ACT_ENROL, 2, "pending");
	assert_string_equal(stage_value(stage, ACT_ENROLMENT, "challenge"), SECOND);
	stage_answer(stage, ACT_CHALLENGE, challenge(stage, SECOND, APP, "app", "confirm", "queued", ""));
}

/* The worker's part: a secret of fixed bytes for the key that was sent. */
static void
seal(struct stage *stage, const char *about)
{
	unsigned char key[BOX_KEY_SIZE];
	struct secret *secret = secret_new_bytes(OTP_SECRET_SIZE);
	struct sealed sealed;
	struct error error = {0};

	assert_true(hex_decode(stage_value(stage, ACT_ENROL, "public_key"), key, sizeof key));
	memset(secret_bytes(secret), 'A', OTP_SECRET_SIZE);
	assert_true(box_seal(stage->arena, key, about, secret, &sealed, &error));
	secret_free(&secret);
	stage_answer(stage, ACT_ENROLMENT,
		arena_printf(stage->arena,
			"{\"challenge\":\"" SECOND "\",\"method\":\"" CHALLENGE
			"\",\"state\":\"ready\",\"sealed\":\"%s\","
			"\"issuer\":\"Example Health\",\"account\":\"ana.rivera@example.edu\"}",
			hex_encode(stage->arena, sealed.bytes, sealed.length)));
}

static void
test_enrol(void **state)
{
	struct stage *stage = *state;
	const char *before;

	stage_login(stage, "agent");
	enrol(stage);
	stage_golden(stage, "enrol-waiting");
	stage_answer(stage, ACT_ENROLMENT,
		"{\"challenge\":\"" SECOND "\",\"method\":\"" CHALLENGE
		"\",\"state\":\"waiting\",\"sealed\":null,\"issuer\":\"E\",\"account\":\"a\"}");
	stage_wait(stage, 1);
	stage_answer(stage, ACT_CHALLENGE, challenge(stage, SECOND, APP, "app", "confirm", "queued", ""));
	seal(stage, SECOND);
	stage_golden(stage, "enrol");
	stage_golden_at(stage, "enrol", 79, 20);
	before = stage_screen(stage);
	stage_keys(stage, "i");
	assert_string_not_equal(stage_screen(stage), before);
	stage_keys(stage, "123456<Enter>");
	assert_string_equal(stage_value(stage, ACT_ANSWER, "challenge"), SECOND);
	stage_done(stage, ACT_ANSWER, 1, "checking");
	stage_answer(stage, ACT_CHALLENGE,
		challenge(stage, SECOND, APP, "app", "confirm", "passed",
			",\"reason\":\"the clock of the app is 2 steps of 30 s behind\""));
	stage_golden(stage, "enrol-passed");
	stage_keys(stage, "<Esc>");
	assert_lacks(stage, "Passed");
}

static void
test_enrol_not_ours(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	enrol(stage);
	seal(stage, CHALLENGE);
	assert_lacks(stage, "They scan");
	assert_shows(stage, "Esc back");
}

static void
test_enrol_by_phone(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana");
	assert_lacks(stage, "e enrol");
	stage_keys(stage, "e");
	assert_lacks(stage, "New authenticator");
}

static void
test_moved(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana");
	stage_keys(stage, MOVED_KEY);
	assert_shows(stage, "only a number can move");
	stage_keys(stage, "<Down>" MOVED_KEY);
	stage_golden(stage, "number-moved");
	stage_keys(stage, "iPhone 16<Enter>");
	assert_string_equal(stage_value(stage, ACT_MOVE_NUMBER, "device"), "iPhone 16");
	assert_string_equal(stage_value(stage, ACT_MOVE_NUMBER, "method"), PHONE);
	stage_done(stage, ACT_MOVE_NUMBER, 1, "moved");
	assert_shows(stage, "moved Phone •••-0142 on iPhone 12");
}

#define ITEM(id, kind, text, state)                                                                                    \
	"{\"id\":\"" id "\",\"kind\":\"" kind "\",\"number\":\"+15085550142\",\"extension\":null,\"text\":" text       \
	",\"state\":\"" state "\",\"at\":\"2026-11-24T10:43:04Z\"}"
#define TEXT ITEM("SM1", "text", "\"Example Health: K7 is 123456. Read it to nobody but the help desk.\"", "delivered")

static void
test_handset(void **state)
{
	struct stage *stage = *state;

	stage_login_to(stage, "agent", true);
	stage_answer(stage, ACT_HANDSET, "{\"serial\":0,\"items\":[]}");
	stage_case(stage, "ana");
	stage_keys(stage, "<F9>");
	assert_shows(stage, "Nothing arrived yet.");
	stage_keys(stage, "<F9><Down>tt<Enter>");
	stage_answer(stage, ACT_HANDSET, "{\"serial\":0,\"items\":[]}");
	stage_done(stage, ACT_TEST, 1, "queued");
	refreshed(stage, "ana");
	stage_answer(stage, ACT_CHALLENGE, challenge(stage, CHALLENGE, PHONE, "text", "test", "sent", SENT));
	stage_wake(stage);
	stage_answer(stage, ACT_HANDSET, "{\"serial\":1,\"items\":[" TEXT "]}");
	stage_golden(stage, "handset-text");
	/* What is read is typed without closing it. */
	stage_keys(stage, "123456<Enter>");
	assert_string_equal(stage_value(stage, ACT_ANSWER, "code"), "123456");
	stage_wake(stage);
	stage_answer(
		stage, ACT_HANDSET, "{\"serial\":2,\"items\":[" ITEM("CA1", "call", "null", "ringing") "," TEXT "]}");
	stage_golden(stage, "handset-call");
	stage_keys(stage, "a");
	assert_string_equal(stage_value(stage, ACT_PICK_UP, "call"), "CA1");
	stage_keys(stage, "v");
	assert_string_equal(stage_value(stage, ACT_VOICEMAIL, "call"), "CA1");
	stage_keys(stage, "r");
	assert_string_equal(stage_value(stage, ACT_REJECT, "call"), "CA1");
	/* Once nothing rings its letters are the page's again. */
	stage_wake(stage);
	stage_answer(stage, ACT_HANDSET, "{\"serial\":3,\"items\":[" TEXT "]}");
	stage_keys(stage, "<Esc>");
	assert_lacks(stage, "Handset");
	stage_keys(stage, "<Esc><F9>a");
	assert_shows(stage, "Add a phone");
	stage_keys(stage, "<Esc>");
	assert_shows(stage, "Handset");
}

static void
test_no_handset(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana");
	stage_keys(stage, "<F9>");
	assert_lacks(stage, "Handset");
	stage_wait(stage, 5);
	assert_int_equal(stage_count(stage, ACT_HANDSET), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_text),
		STAGE_TEST(test_refused),
		STAGE_TEST(test_hidden),
		STAGE_TEST(test_letters),
		STAGE_TEST(test_call),
		STAGE_TEST(test_app_again),
		STAGE_TEST(test_proof),
		STAGE_TEST(test_worker),
		STAGE_TEST(test_enrol),
		STAGE_TEST(test_enrol_not_ours),
		STAGE_TEST(test_enrol_by_phone),
		STAGE_TEST(test_moved),
		STAGE_TEST(test_handset),
		STAGE_TEST(test_no_handset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
