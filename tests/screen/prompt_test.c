/* Prompts: what they ask, what they send, and that nothing typed is lost. */
#include "stage.h"

#include <string.h>

#include "mfadesk/desk/form.h"

#define CASE "c0000000-0000-4000-8000-000000000001"
#define PERSON "b0000000-0000-4000-8000-000000000001"
#define DEVICE "e0000000-0000-4000-8000-000000000001"
#define METHOD "d0000000-0000-4000-8000-000000000001"

static void
at_account(struct stage *stage)
{
	stage_login(stage, "agent");
	stage_case(stage, "ana");
}

static void
test_open_case(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_keys(stage, "riv");
	stage_answer_file(stage, ACT_FIND, "found-three");
	stage_keys(stage, "<Enter>");
	stage_golden(stage, "open-empty");
	/* The ticket is never prefilled, and nothing goes without it. */
	stage_keys(stage, "<Tab>c<Enter>");
	assert_int_equal(stage_count(stage, ACT_OPEN_CASE), 0);
	assert_shows(stage, "Ticket: fill it in.");
	stage_keys(stage, "INC0048213");
	assert_lacks(stage, "fill it in");
	stage_golden(stage, "open-typed");
	stage_keys(stage, "<Tab><Enter>");
	assert_int_equal(stage_count(stage, ACT_OPEN_CASE), 1);
	assert_string_equal(stage_value(stage, ACT_OPEN_CASE, "who"), PERSON);
	assert_string_equal(stage_value(stage, ACT_OPEN_CASE, "ticket"), "INC0048213");
	assert_string_equal(stage_value(stage, ACT_OPEN_CASE, "by"), "counter");
	stage_wait(stage, 3);
	stage_golden(stage, "open-sent");
	stage_refuse(stage, ACT_OPEN_CASE, "MD001", "that is no ticket number", "Type it as in \"INC0048213\".");
	stage_golden(stage, "open-refused");
	assert_shows(stage, "INC0048213");
}

static void
test_open_case_of_other(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "lead");
	stage_keys(stage, "<F3>");
	stage_answer_file(stage, ACT_CASES, "cases");
	stage_keys(stage, "<Esc>dan");
	stage_answer_file(stage, ACT_FIND, "found-three");
	stage_keys(stage, "<Down><Down><Enter>");
	stage_answer_file(stage, ACT_CASES, "cases");
	stage_keys(stage, "<Esc><Enter>");
	assert_shows(stage, "pkim has a case open on this person since 10:43: INC0048300.");
}

/* The first half of the pair was done, the second refused: the case is there, and is asked for again. */
static void
test_open_half(void **state)
{
	struct stage *stage = *state;
	struct error error = {0};
	struct link_reply reply = {.act = ACT_OPEN_CASE, .error = &error};
	struct message message = {.kind = MESSAGE_REPLY, .link = DESK_ACTS, .reply = &reply};
	struct effects *effects = effects_new();

	stage_login(stage, "agent");
	stage_keys(stage, "riv");
	stage_answer_file(stage, ACT_FIND, "found-three");
	stage_keys(stage, "<Enter>INC0048213<Enter>p<Enter>");
	error_set(&error, ERROR_REFUSED, "MD404", "", "there is no such case");
	reply.change = "{\"request\":\"" CASE "\",\"case\":\"" CASE "\",\"ids\":[],\"state\":\"open\","
		       "\"at\":\"2026-11-24T10:43:05Z\"}";
	message.tag = stage_last(stage, ACT_OPEN_CASE)->tag;
	message.now = stage->now;
	message.wall = stage->wall;
	desk_update(stage->desk, &message, effects);
	assert_lacks(stage, "Ticket");
	assert_int_equal(effects->items[effects->count - 2].request.act, ACT_ACCOUNT);
	assert_string_equal(act_request_get(&effects->items[effects->count - 2].request, "case"), CASE);
	effects_free(&effects);
}

static void
test_suspend(void **state)
{
	struct stage *stage = *state;

	at_account(stage);
	stage_keys(stage, "s");
	stage_golden(stage, "suspend");
	stage_keys(stage, "<Enter>");
	assert_int_equal(stage_count(stage, ACT_SUSPEND), 0);
	stage_keys(stage, "<Up>s");
	stage_golden(stage, "suspend-chosen");
	stage_keys(stage, "<Enter><Enter>");
	assert_int_equal(stage_count(stage, ACT_SUSPEND), 0);
	stage_keys(stage, "SSS");
	assert_int_equal(stage_count(stage, ACT_SUSPEND), 1);
	assert_string_equal(stage_value(stage, ACT_SUSPEND, "case"), CASE);
	assert_string_equal(stage_value(stage, ACT_SUSPEND, "version"), "7");
	assert_string_equal(stage_value(stage, ACT_SUSPEND, "target"), METHOD);
	assert_string_equal(stage_value(stage, ACT_SUSPEND, "reason"), "stolen");
	assert_true(uuid_is_valid(stage_last(stage, ACT_SUSPEND)->request.id));
	stage_done(stage, ACT_SUSPEND, 1, "suspended");
	assert_shows(stage, "suspended Authenticator on iPhone 12, 10:43");
	/* And the page is read again. */
	assert_false(stage_last(stage, ACT_ACCOUNT)->answered);
	assert_false(stage_last(stage, ACT_HISTORY)->answered);
}

static void
test_escape_sends_nothing(void **state)
{
	struct stage *stage = *state;

	at_account(stage);
	stage_keys(stage, "sl<Esc>xl<Esc>u<Esc>d<Esc>nnote<Esc>aP<Esc>p<Esc>cdone<Esc><Down>vwhy<Esc>!why<Esc>");
	for (enum act act = ACT_NOTE; act < ACT_COUNT; act++) {
		if ((act_info(act)->flags & ACT_CHANGES) && act != ACT_OPEN_CASE)
			assert_int_equal(stage_count(stage, act), 0);
	}
	assert_shows(stage, "NOT PROVEN");
}

/* Esc hides a prompt whose request is under way; what it came to is said all the same. */
static void
test_escape_hides(void **state)
{
	struct stage *stage = *state;

	at_account(stage);
	stage_keys(stage, "slS<Esc>");
	assert_lacks(stage, "Suspend");
	stage_wait(stage, 5);
	assert_shows(stage, "suspend 5 s");
	stage_done(stage, ACT_SUSPEND, 1, "suspended");
	assert_shows(stage, "suspended Authenticator on iPhone 12, 10:43");
	stage_answer_file(stage, ACT_ACCOUNT, "ana");
	stage_answer_file(stage, ACT_HISTORY, "history");
	stage_keys(stage, "slS<Esc>");
	/* A new act clears what the last one said. */
	assert_lacks(stage, "suspended Authenticator");
	stage_refuse(stage, ACT_SUSPEND, "MD429", "five persons this hour", "Ask a lead.");
	assert_shows(stage, "MD429: five persons this hour  Ask a lead.");
	stage_golden(stage, "account-notice");
}

static void
test_revoke(void **state)
{
	struct stage *stage = *state;

	at_account(stage);
	stage_keys(stage, "<Up>x");
	stage_golden(stage, "revoke");
	/* Never by Enter, nor by the small letter. */
	stage_keys(stage, "r<Enter><Enter>x");
	assert_int_equal(stage_count(stage, ACT_REVOKE), 0);
	stage_keys(stage, "XX");
	assert_int_equal(stage_count(stage, ACT_REVOKE), 1);
	assert_string_equal(stage_value(stage, ACT_REVOKE, "target"), DEVICE);
	assert_string_equal(stage_value(stage, ACT_REVOKE, "reason"), "replaced");
	stage_refuse(stage, ACT_REVOKE, "MD410", "it is not proven who this is",
		"A document in person is enough; or a document on video that a colleague confirms; or two proofs of "
		"different kinds.");
	stage_golden(stage, "revoke-refused");
	stage_keys(stage, "X");
	assert_int_equal(stage_count(stage, ACT_REVOKE), 2);
	assert_lacks(stage, "MD410");
}

static void
test_confirm_needs_reason(void **state)
{
	struct stage *stage = *state;

	at_account(stage);
	stage_keys(stage, "xX");
	assert_int_equal(stage_count(stage, ACT_REVOKE), 0);
	assert_shows(stage, "What happened: choose by its letter.");
}

static void
test_restore(void **state)
{
	struct stage *stage = *state;

	at_account(stage);
	stage_keys(stage, "u");
	assert_shows(stage, "Works again: nothing.");
	stage_keys(stage, "<Enter>");
	assert_string_equal(stage_value(stage, ACT_RESTORE, "target"), METHOD);
	stage_done(stage, ACT_RESTORE, 1, "undone");
	assert_shows(stage, "gave back Authenticator on iPhone 12, 10:43");
}

static void
test_default(void **state)
{
	struct stage *stage = *state;

	at_account(stage);
	stage_keys(stage, "<Down>d<Enter>");
	assert_string_equal(stage_value(stage, ACT_SET_DEFAULT, "method"), "d0000000-0000-4000-8000-000000000002");
	stage_refuse(stage, ACT_SET_DEFAULT, "MD451", "not confirmed yet",
		"The default must be a confirmed, active sign-in method.");
	stage_golden(stage, "default-refused");
}

static void
test_add_phone(void **state)
{
	struct stage *stage = *state;

	at_account(stage);
	stage_keys(stage, "a");
	stage_golden(stage, "phone");
	stage_keys(stage, "p508 555 0199<Enter>1<Enter>");
	assert_string_equal(stage_value(stage, ACT_ADD_PHONE, "kind"), "phone");
	assert_string_equal(stage_value(stage, ACT_ADD_PHONE, "number"), "508 555 0199");
	assert_string_equal(stage_value(stage, ACT_ADD_PHONE, "extension"), "");
	assert_string_equal(stage_value(stage, ACT_ADD_PHONE, "device"), "iPhone 12");
	stage_refuse(stage, ACT_ADD_PHONE, "MD001", "that is no telephone number", "Type it as it would be dialled.");
	assert_shows(stage, "508 555 0199");
	/* An office phone has an extension, another device a name. */
	stage_keys(stage, "<Up><Up><Up>o<Enter>12<Enter>wDesk phone");
	stage_golden(stage, "phone-office");
	stage_keys(stage, "<Enter>");
	assert_string_equal(stage_value(stage, ACT_ADD_PHONE, "kind"), "office_phone");
	assert_string_equal(stage_value(stage, ACT_ADD_PHONE, "extension"), "12");
	assert_string_equal(stage_value(stage, ACT_ADD_PHONE, "device"), "Desk phone");
	stage_refuse(stage, ACT_ADD_PHONE, "MD410", "it is not proven who this is", "");
	/* What is not asked any more is not sent. */
	stage_keys(stage, "<BackTab>n<BackTab><BackTab><BackTab><BackTab>p<Tab><Tab><Enter>");
	assert_string_equal(stage_value(stage, ACT_ADD_PHONE, "extension"), "");
	assert_string_equal(stage_value(stage, ACT_ADD_PHONE, "device"), "none");
	stage_done(stage, ACT_ADD_PHONE, 1, "pending");
	assert_shows(stage, "added a phone: pending, not confirmed yet, 10:43");
}

static void
test_prove(void **state)
{
	struct stage *stage = *state;

	at_account(stage);
	stage_keys(stage, "p");
	stage_golden(stage, "prove");
	assert_lacks(stage, "Document  b badge");
}

static void
test_document(void **state)
{
	struct stage *stage = *state;

	stage_login(stage, "agent");
	stage_case(stage, "ana-video");
	stage_keys(stage, "pd<Enter>");
	/* The result is never assumed. */
	assert_int_equal(stage_count(stage, ACT_RECORD_PROOF), 0);
	stage_keys(stage, "r<Enter>");
	assert_string_equal(stage_value(stage, ACT_RECORD_PROOF, "kind"), "document-on-video");
	assert_string_equal(stage_value(stage, ACT_RECORD_PROOF, "document"), "driving-licence");
	assert_string_equal(stage_value(stage, ACT_RECORD_PROOF, "result"), "refused");
}

static void
test_reveal(void **state)
{
	struct stage *stage = *state;

	at_account(stage);
	/* An authenticator has none, which is said before anything is asked. */
	stage_keys(stage, "v");
	assert_shows(stage, "only phones have one");
	assert_lacks(stage, "Why");
	stage_keys(stage, "<Down>vto call them back");
	stage_golden(stage, "reveal");
	stage_keys(stage, "<Enter>");
	assert_string_equal(stage_value(stage, ACT_REVEAL_NUMBER, "method"), "d0000000-0000-4000-8000-000000000002");
	stage_answer(stage, ACT_REVEAL_NUMBER, "{\"number\":\"+15085550142\",\"extension\":null}");
	stage_golden(stage, "number");
	assert_shows(stage, "+15085550142");
	stage_keys(stage, "?");
	assert_lacks(stage, "+15085550142");
	/* The key that hides it does nothing else. */
	assert_lacks(stage, "Help");
}

static void
test_note_and_doubt(void **state)
{
	struct stage *stage = *state;

	at_account(stage);
	stage_keys(stage, "ncalls from a new number; sounds unsure");
	stage_golden(stage, "note");
	stage_keys(stage, "<Enter>");
	assert_string_equal(stage_value(stage, ACT_NOTE, "text"), "calls from a new number; sounds unsure");
	stage_done(stage, ACT_NOTE, 1, "noted");
	stage_keys(stage, "!the voice<Enter>");
	assert_string_equal(stage_value(stage, ACT_RAISE_DOUBT, "who"), PERSON);
	assert_string_equal(stage_value(stage, ACT_RAISE_DOUBT, "reason"), "the voice");
}

/* A resize in the middle of a form loses nothing. */
static void
test_resize(void **state)
{
	struct stage *stage = *state;

	at_account(stage);
	stage_keys(stage, "ao508 555 0177<Enter>1");
	stage_resize(stage, 40, 10);
	stage_keys(stage, "2<Enter>");
	stage_resize(stage, 20, 5);
	stage_keys(stage, "n");
	stage_resize(stage, 200, 60);
	assert_shows(stage, "508 555 0177");
	stage_keys(stage, "<Enter>");
	assert_string_equal(stage_value(stage, ACT_ADD_PHONE, "extension"), "12");
	assert_string_equal(stage_value(stage, ACT_ADD_PHONE, "device"), "none");
}

static void
test_long_text(void **state)
{
	struct stage *stage = *state;
	char text[3001];

	at_account(stage);
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	stage_keys(stage, "n");
	stage_paste(stage, text);
	stage_paste(stage, "\x1b[31m\x07");
	stage_golden(stage, "note-long");
	stage_keys(stage, "<Enter>");
	assert_int_equal(strlen(stage_value(stage, ACT_NOTE, "text")), 2000);
}

static bool
offers(const struct form *form, const char *parameter, const char *word, size_t length)
{
	for (size_t i = 0; i < form->count; i++) {
		const struct form_input *input = &form->inputs[i];

		for (size_t k = 0; input->parameter && k < input->count && strcmp(input->parameter, parameter) == 0;
			k++) {
			if (strlen(input->choices[k].word) == length &&
				strncmp(input->choices[k].word, word, length) == 0)
				return true;
		}
	}
	return false;
}

/* Every word that an act knows can be chosen on the screen, each by a letter of its own. */
static void
test_choices_follow_table(void **state)
{
	struct stage *stage = *state;
	static const enum act acts[] = {ACT_SUSPEND, ACT_REVOKE, ACT_ADD_PHONE, ACT_RECORD_PROOF};

	at_account(stage);
	for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
		const struct act_info *info = act_info(acts[i]);

		stage_keys(stage, info->key);
		for (size_t k = 0; info->parameters[k].name; k++) {
			/* Which proofs are open is the directory's to say. */
			bool told = strcmp(info->parameters[k].name, "kind") == 0 && acts[i] == ACT_RECORD_PROOF;
			const char *words = told ? NULL : info->parameters[k].choices;

			while (words && *words) {
				size_t length = strcspn(words, "|");

				assert_true(offers((const struct form *)screen_top(stage->desk),
					info->parameters[k].name, words, length));
				words += length + (words[length] ? 1 : 0);
			}
		}
		stage_keys(stage, "<Esc>");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_open_case),
		STAGE_TEST(test_open_case_of_other),
		STAGE_TEST(test_open_half),
		STAGE_TEST(test_suspend),
		STAGE_TEST(test_escape_sends_nothing),
		STAGE_TEST(test_escape_hides),
		STAGE_TEST(test_revoke),
		STAGE_TEST(test_confirm_needs_reason),
		STAGE_TEST(test_restore),
		STAGE_TEST(test_default),
		STAGE_TEST(test_add_phone),
		STAGE_TEST(test_prove),
		STAGE_TEST(test_document),
		STAGE_TEST(test_reveal),
		STAGE_TEST(test_note_and_doubt),
		STAGE_TEST(test_resize),
		STAGE_TEST(test_long_text),
		STAGE_TEST(test_choices_follow_table),
	};

	return cmocka_run_group_tests_name("prompts", tests, NULL, NULL);
}
