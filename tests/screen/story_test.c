/*
 * The whole job on a stage: a phone was replaced, the number kept, and its owner is at
 * the counter. Its screens are the pictures of docs/pictures/ (`make pictures`), and
 * this fails where those are older.
 */
#include "stage.h"

#include <string.h>

#include "mfadesk/base/hex.h"
#include "mfadesk/crypto/box.h"
#include "mfadesk/crypto/otp.h"
#include "picture.h"

#define PICTURES "docs/pictures/"
#define CHALLENGE "00000000-0000-4000-8000-000000000000" /* stage_done()'s ids */
#define SECOND "00000000-0000-4000-8000-000000000001"
#define SENT ",\"sent_at\":\"2026-11-24T10:43:42Z\",\"delivered_at\":\"2026-11-24T10:43:45Z\""

struct story {
	struct stage *stage;
	struct picture *job; /* all screens in turn */
	const char *point; /* of data/story: what the directory holds now */
};

static void
keep(struct stage *stage, const char *name, const struct picture *picture)
{
	const char *path = arena_printf(stage->arena, PICTURES "%s.svg", name);

	if (!stage_same(stage, path, picture_svg(stage->arena, picture)))
		fail_msg("%s is older than the screens: make pictures, and look at it", path);
}

/* The screen as it is now; where it has a name it is a picture of its own too. */
static void
scene(struct story *story, const char *name, const char *caption)
{
	struct grid *grid = desk_draw(story->stage->desk);

	picture_add(story->job, grid, caption);
	if (name) {
		struct picture *picture = picture_new("mfadesk");

		picture_add(picture, grid, caption);
		keep(story->stage, name, picture);
		picture_free(&picture);
	}
	grid_free(&grid);
}

/* What the directory says to a request that reads, at this point of the story; NULL: the request changes something. */
static const char *
said(struct story *story, enum act act)
{
	struct stage *stage = story->stage;

	if (act == ACT_FIND)
		return stage_read(stage, "found-three.json");
	if (act == ACT_HISTORY)
		return stage_read(stage, "story/history.json");
	if (act == ACT_ACCOUNT || act == ACT_OPEN_CASE)
		return stage_read(stage, arena_printf(stage->arena, "story/%s.json", story->point));
	if (act == ACT_REPLACEMENT)
		return stage_read(stage, arena_printf(stage->arena, "story/%s-steps.json", story->point));
	return act == ACT_CASES ? "[]" : NULL;
}

/* All that was asked is answered: the requests grow meanwhile. */
static void
settle(struct story *story, const char *point)
{
	struct stage *stage = story->stage;

	story->point = point;
	for (size_t i = 0; i < stage->sent_count; i++) {
		struct stage_sent *sent = &stage->sent[i];
		const char *json = sent->answered ? NULL : said(story, sent->request.act);

		if (json)
			stage_answer_sent(stage, sent, json);
	}
	desk_hush(stage->desk);
}

/* A change was done, and a while later the next one follows. */
static void
done(struct story *story, enum act act, const char *point)
{
	stage_done(story->stage, act, 1, point);
	settle(story, point);
	stage_wait(story->stage, 20);
}

static void
challenge(struct story *story, const char *id, const char *method, const char *channel, const char *state,
	const char *more)
{
	stage_answer(story->stage, ACT_CHALLENGE,
		arena_printf(story->stage->arena,
			"{\"id\":\"%s\",\"case\":\"c0000000-0000-4000-8000-000000000001\",\"method\":\"%s\","
			"\"channel\":\"%s\",\"purpose\":\"test\",\"state\":\"%s\",\"mark\":\"K7\","
			"\"expires_at\":\"2026-11-24T10:53:40Z\",\"tries_left\":5%s}",
			id, method, channel, state, more));
}

static void
open_case(struct story *story)
{
	struct stage *stage = story->stage;

	stage_keys(stage, "riv");
	settle(story, "opened");
	scene(story, "find", "Find: a piece of a name or of an email is enough");
	stage_keys(stage, "<Enter>INC0048213<Enter>c");
	scene(story, NULL, "The ticket, and how the person is here");
	stage_keys(stage, "<Enter>");
	settle(story, "opened");
	scene(story, "account", "The account, device by device; nothing is proven yet");
}

static void
say_what_happened(struct story *story)
{
	struct stage *stage = story->stage;

	stage_keys(stage, "r");
	settle(story, "opened");
	stage_keys(stage, "<Enter>k");
	scene(story, NULL, "The phone was replaced, the number kept");
	stage_keys(stage, "<Enter>");
	done(story, ACT_BEGIN_REPLACEMENT, "suspended");
	scene(story, "replaced", "Replaced phone: what was on the old one is suspended, and what comes next is marked");
}

static void
prove(struct story *story)
{
	struct stage *stage = story->stage;

	stage_keys(stage, "<Enter>b");
	scene(story, NULL, "The badge is seen in person");
	stage_keys(stage, "p<Enter>");
	done(story, ACT_RECORD_PROOF, "proven");
	scene(story, NULL, "Proven: now a new way in");
}

/* The worker's part: a secret of fixed bytes for the key that was sent. */
static void
show_secret(struct stage *stage)
{
	unsigned char key[BOX_KEY_SIZE];
	struct secret *secret = secret_new_bytes(OTP_SECRET_SIZE);
	struct sealed sealed;
	struct error error = {0};

	assert_true(hex_decode(stage_value(stage, ACT_ENROL, "public_key"), key, sizeof key));
	memset(secret_bytes(secret), 'A', OTP_SECRET_SIZE);
	assert_true(box_seal(stage->arena, key, SECOND, secret, &sealed, &error));
	secret_free(&secret);
	stage_answer(stage, ACT_ENROLMENT,
		arena_printf(stage->arena,
			"{\"challenge\":\"" SECOND "\",\"method\":\"" CHALLENGE "\",\"state\":\"ready\","
			"\"sealed\":\"%s\",\"issuer\":\"Example Health\",\"account\":\"ana.rivera@example.edu\"}",
			hex_encode(stage->arena, sealed.bytes, sealed.length)));
}

static void
enrol(struct story *story)
{
	struct stage *stage = story->stage;

	stage_keys(stage, "<Enter>iPhone 16<Enter>");
	stage_done(stage, ACT_ENROL, 2, "pending");
	challenge(story, SECOND, CHALLENGE, "app", "queued", "");
	show_secret(stage);
	scene(story, "qr", "A new authenticator: its QR code is scanned from the screen");
	stage_keys(stage, "123456<Enter>");
	stage_done(stage, ACT_ANSWER, 1, "checking");
	challenge(story, SECOND, CHALLENGE, "app", "passed", "");
	settle(story, "enrolled");
	stage_keys(stage, "<Esc>");
	settle(story, "enrolled");
}

static void
test_number(struct story *story)
{
	struct stage *stage = story->stage;

	stage_keys(stage, "<Home><Down><Down><Down><Down><Enter>t<Enter>");
	stage_done(stage, ACT_TEST, 1, "queued");
	challenge(story, CHALLENGE, stage_value(stage, ACT_TEST, "method"), "text", "delivered", SENT);
	scene(story, "challenge", "A code by text to the number that was kept: it is asked for by its mark");
	stage_keys(stage, "123456<Enter>");
	stage_done(stage, ACT_ANSWER, 1, "checking");
	challenge(story, CHALLENGE, stage_value(stage, ACT_TEST, "method"), "text", "passed", SENT);
	settle(story, "tested");
	stage_keys(stage, "<Enter>");
	settle(story, "tested");
	scene(story, NULL, "Both came back: the default is next");
}

static void
finish(struct story *story)
{
	struct stage *stage = story->stage;

	stage_keys(stage, "<Down><Enter><Enter>");
	done(story, ACT_SET_DEFAULT, "default");
	stage_keys(stage, "w");
	scene(story, NULL, "Finish: the old app is revoked for good");
	stage_keys(stage, "W");
	done(story, ACT_FINISH, "finished");
	scene(story, NULL, "Done, with the lines for the ticket");
}

static void
test_story(void **state)
{
	struct story story = {
		.stage = *state, .job = picture_new("mfadesk: a replaced phone, from the call to the end")};

	stage_login(story.stage, "agent");
	open_case(&story);
	say_what_happened(&story);
	prove(&story);
	enrol(&story);
	test_number(&story);
	finish(&story);
	keep(story.stage, "job", story.job);
	picture_free(&story.job);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {STAGE_TEST(test_story)};

	return cmocka_run_group_tests_name("story", tests, NULL, NULL);
}
