/* What a text says and a call speaks: always the code, its mark, what it is for and the warning, in one message. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "../../src/worker/message_size.h"
#include "mfadesk/worker/message.h"

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))
#define DESK "the UMass Chan help desk"
#define TELEPHONE "(508) 856-8643"
#define TEN "0123456789"
#define FIFTY TEN TEN TEN TEN TEN

static struct secret *code;

static int
set_up(void **state)
{
	(void)state;
	code = secret_new(8);
	return secret_set(code, "120456") ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	secret_free(&code);
	return 0;
}

static void
says(struct message message, const char *wanted)
{
	struct secret *text;

	message.mark = "K7";
	message.code = code;
	message.vouches_for = message.vouches_for ? message.vouches_for : "";
	text = message_compose(&message);
	assert_non_null(text);
	assert_string_equal(secret_text(text), wanted);
	secret_free(&text);
}

static const struct {
	const char *purpose, *here_by, *text, *speech;
} words[] = {
	{"proof", "phone",
		"You phoned " DESK
		". Code 120456 (K7) is for that call only. Was it not you? Tell nobody and call " TELEPHONE ".",
		"You phoned " DESK ". The code marked K, 7. 1, 2, 0, 4, 5, 6. Again: 1, 2, 0, 4, 5, 6. "
		"It is for that call only. If this was not you, hang up and tell nobody."},
	{"confirm", "phone",
		"You phoned " DESK ". Code 120456 (K7) confirms this number for your sign-in. Was it not you? Tell "
		"nobody and call " TELEPHONE ".",
		"You phoned " DESK ". The code marked K, 7. 1, 2, 0, 4, 5, 6. Again: 1, 2, 0, 4, 5, 6. "
		"It confirms this number for your sign-in. If this was not you, hang up and tell nobody."},
	{"test", "phone",
		"You phoned " DESK
		". Code 120456 (K7) is a test of your sign-in. Was it not you? Tell nobody and call " TELEPHONE ".",
		"You phoned " DESK ". The code marked K, 7. 1, 2, 0, 4, 5, 6. Again: 1, 2, 0, 4, 5, 6. "
		"It is a test of your sign-in. If this was not you, hang up and tell nobody."},
	{"proof", "counter",
		"You are at " DESK
		". Code 120456 (K7) is for this visit only. Was it not you? Tell nobody and call " TELEPHONE ".",
		"You are at " DESK ". The code marked K, 7. 1, 2, 0, 4, 5, 6. Again: 1, 2, 0, 4, 5, 6. "
		"It is for this visit only. If this was not you, hang up and tell nobody."},
	{"confirm", "counter",
		"You are at " DESK ". Code 120456 (K7) confirms this number for your sign-in. Was it not you? Tell "
		"nobody and call " TELEPHONE ".",
		"You are at " DESK ". The code marked K, 7. 1, 2, 0, 4, 5, 6. Again: 1, 2, 0, 4, 5, 6. "
		"It confirms this number for your sign-in. If this was not you, hang up and tell nobody."},
	{"test", "counter",
		"You are at " DESK
		". Code 120456 (K7) is a test of your sign-in. Was it not you? Tell nobody and call " TELEPHONE ".",
		"You are at " DESK ". The code marked K, 7. 1, 2, 0, 4, 5, 6. Again: 1, 2, 0, 4, 5, 6. "
		"It is a test of your sign-in. If this was not you, hang up and tell nobody."},
	{"proof", "video",
		"You are on video with " DESK
		". Code 120456 (K7) is for this video call only. Was it not you? Tell nobody and call " TELEPHONE ".",
		"You are on video with " DESK ". The code marked K, 7. 1, 2, 0, 4, 5, 6. Again: 1, 2, 0, 4, 5, 6. "
		"It is for this video call only. If this was not you, hang up and tell nobody."},
	{"confirm", "video",
		"You are on video with " DESK ". Code 120456 (K7) confirms this number for your sign-in. Was it not "
		"you? Tell nobody and call " TELEPHONE ".",
		"You are on video with " DESK ". The code marked K, 7. 1, 2, 0, 4, 5, 6. Again: 1, 2, 0, 4, 5, 6. "
		"It confirms this number for your sign-in. If this was not you, hang up and tell nobody."},
	{"test", "video",
		"You are on video with " DESK
		". Code 120456 (K7) is a test of your sign-in. Was it not you? Tell nobody and call " TELEPHONE ".",
		"You are on video with " DESK ". The code marked K, 7. 1, 2, 0, 4, 5, 6. Again: 1, 2, 0, 4, 5, 6. "
		"It is a test of your sign-in. If this was not you, hang up and tell nobody."},
};

static void
test_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(words); i++) {
		struct message message = {.purpose = words[i].purpose,
			.here_by = words[i].here_by,
			.desk_name = DESK,
			.desk_telephone = TELEPHONE};

		says(message, words[i].text);
		assert_in_range(strlen(words[i].text), 1, 160);
		message.spoken = true;
		says(message, words[i].speech);
	}
}

static void
test_settings_that_are_empty(void **state)
{
	struct message message = {.purpose = "proof", .here_by = "phone", .desk_name = "", .desk_telephone = ""};

	(void)state;
	says(message, "You phoned the help desk. Code 120456 (K7) is for that call only. Was it not you? Tell nobody.");
	message.spoken = true;
	says(message,
		"You phoned the help desk. The code marked K, 7. 1, 2, 0, 4, 5, 6. Again: 1, 2, 0, 4, 5, 6. "
		"It is for that call only. If this was not you, hang up and tell nobody.");
}

/* What is given up, step by step: words, the telephone, the end of the name. */
static const struct {
	const char *purpose, *name, *telephone, *text;
} shortened[] = {
	{"confirm", "the Example University help desk of Science", TELEPHONE,
		"Code 120456 (K7) of the Example University help desk of Science confirms this number. "
		"Not you? Tell nobody, call " TELEPHONE "."},
	/* 160 is one message, 161 is none. */
	{"test", FIFTY TEN TEN "01234567", TELEPHONE,
		"Code 120456 (K7) of " FIFTY TEN TEN "01234567 is a sign-in test. Not you? Tell nobody, call " TELEPHONE
		"."},
	{"test", FIFTY TEN TEN "012345678", TELEPHONE,
		"Code 120456 (K7) of " FIFTY TEN TEN "012345678 is a sign-in test. Not you? Tell nobody."},
	{"test", FIFTY TEN TEN TEN TEN "012345678", "",
		"Code 120456 (K7) of " FIFTY TEN TEN TEN TEN "012345678 is a sign-in test. Not you? Tell nobody."},
	{"test", FIFTY FIFTY, "",
		"Code 120456 (K7) of " FIFTY TEN TEN TEN TEN "012345... is a sign-in test. Not you? Tell nobody."},
	{"test", FIFTY TEN TEN TEN TEN "01234 " TEN, "",
		"Code 120456 (K7) of " FIFTY TEN TEN TEN TEN "01234... is a sign-in test. Not you? Tell nobody."},
	{"test", "the help desk", FIFTY FIFTY FIFTY FIFTY,
		"Code 120456 (K7) of the help desk is a sign-in test. Not you? Tell nobody."},
	/* Letters of the alphabet that are no ASCII, and those that take two places. */
	{"test", "das Büro für Zugänge", TELEPHONE,
		"You phoned das Büro für Zugänge. Code 120456 (K7) is a test of your sign-in. Was it not you? Tell "
		"nobody "
		"and call " TELEPHONE "."},
	{"proof", "[[[[[[[[[[[[[[[[[[[[", TELEPHONE,
		"You phoned [[[[[[[[[[[[[[[[[[[[. Code 120456 (K7) is for that call only. Was it not you? Tell nobody "
		"and "
		"call " TELEPHONE "."},
	{"proof", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", TELEPHONE,
		"Code 120456 (K7) of [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ is for that call. Not you? Tell nobody, "
		"call " TELEPHONE "."},
	/* Others: 70 units, as they are. */
	{"proof", "хелпдеск", "", "Code 120456 (K7) of хелпдеск is for that call. Not you? Tell nobody."},
	{"confirm", "хелпдеск", TELEPHONE, "Code 120456 (K7) of хел... confirms this number. Not you? Tell nobody."},
	{"proof", "\xF0\x9F\x93\x9E\xF0\x9F\x93\x9E\xF0\x9F\x93\x9E\xF0\x9F\x93\x9E\xF0\x9F\x93\x9E", "",
		"Code 120456 (K7) of \xF0\x9F\x93\x9E\xF0\x9F\x93\x9E\xF0\x9F\x93\x9E\xF0\x9F\x93\x9E\xF0\x9F\x93\x9E "
		"is for "
		"that call. Not you? Tell nobody."},
	{"confirm", "\xF0\x9F\x93\x9E\xF0\x9F\x93\x9E\xF0\x9F\x93\x9E\xF0\x9F\x93\x9E\xF0\x9F\x93\x9E", "",
		"Code 120456 (K7) of \xF0\x9F\x93\x9E... confirms this number. Not you? Tell nobody."},
	/* Once the letter that is none of the alphabet is cut off, there is room for what is before it. */
	{"test", "the help desk of the University of Example ж", "",
		"Code 120456 (K7) of the help desk of the University of Example... is a sign-in test. Not you? Tell "
		"nobody."},
};

static void
test_shortening(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(shortened); i++)
		says((struct message){.purpose = shortened[i].purpose,
			     .here_by = "phone",
			     .desk_name = shortened[i].name,
			     .desk_telephone = shortened[i].telephone},
			shortened[i].text);
}

/* To a manager: what is given up is the desk's name, the telephone, words, the end of the person's name. */
static const struct {
	const char *name, *desk, *telephone, *text;
} vouching[] = {
	{"Ana Rivera", "the help desk", TELEPHONE,
		"Code 120456 (K7) vouches for Ana Rivera at the help desk. Give this only to the help desk that calls "
		"you. Did nobody call? Tell " TELEPHONE "."},
	{"Ana Rivera", "", "",
		"Code 120456 (K7) vouches for Ana Rivera at the help desk. Give this only to the help desk that calls "
		"you."},
	{"Ana Rivera", FIFTY, TELEPHONE,
		"Code 120456 (K7) vouches for Ana Rivera. Give this only to the help desk that calls you. Did nobody "
		"call? Tell " TELEPHONE "."},
	{FIFTY, DESK, TELEPHONE,
		"Code 120456 (K7) vouches for " FIFTY ". Give this only to the help desk that calls you."},
	{FIFTY TEN TEN TEN TEN "012345678", DESK, TELEPHONE,
		"Code 120456 (K7), " FIFTY TEN TEN TEN TEN "012345678: only for the help desk that calls you"},
	{FIFTY FIFTY TEN, DESK, TELEPHONE,
		"Code 120456 (K7), " FIFTY FIFTY "...: only for the help desk that calls you"},
	/* Others: 70 units. */
	{"Ольга Иванова", DESK, TELEPHONE, "Code 120456 (K7), Ольга Иванова: only for the help desk that calls you"},
	{"Ольга Ивановна", DESK, TELEPHONE, "Code 120456 (K7), Ольга Иван...: only for the help desk that calls you"},
};

static void
test_what_a_manager_gets(void **state)
{
	struct message message = {.purpose = "proof", .here_by = "phone", .vouches_for = "Ольга Ивановна"};

	(void)state;
	for (size_t i = 0; i < LENGTH(vouching); i++) {
		message = (struct message){.purpose = "proof",
			.here_by = "phone",
			.vouches_for = vouching[i].name,
			.desk_name = vouching[i].desk,
			.desk_telephone = vouching[i].telephone};
		says(message, vouching[i].text);
		assert_true(message_is_one(vouching[i].text));
	}
	message.spoken = true;
	says(message,
		"This is " DESK ". The code marked K, 7 vouches for Ольга Ивановна. 1, 2, 0, 4, 5, 6. Again: "
		"1, 2, 0, 4, 5, 6. Give this only to the help desk that calls you. If nobody does, tell nobody.");
}

/* 200 of the longest letters there are. */
static void
test_the_longest_settings(void **state)
{
	static const char *const purposes[] = {"proof", "confirm", "test"};
	char name[801] = "", telephone[801] = "";
	struct message message = {.here_by = "video",
		.desk_name = name,
		.desk_telephone = telephone,
		.mark = "K7",
		.vouches_for = "",
		.code = code,
		.spoken = true};

	(void)state;
	for (size_t i = 0; i < 200; i++) {
		memcpy(name + 4 * i, "\xF0\x9F\x93\x9E", 5);
		memcpy(telephone + 4 * i, "\xF0\x9F\x93\x9E", 5);
	}
	for (size_t i = 0; i < LENGTH(purposes) * 2; i++) {
		struct secret *text;

		message.purpose = purposes[i / 2];
		message.spoken = i % 2 == 0;
		text = message_compose(&message);
		assert_non_null(text);
		assert_non_null(
			strstr(secret_text(text), message.spoken ? "1, 2, 0, 4, 5, 6" : "Code 120456 (K7) of "));
		assert_non_null(strstr(secret_text(text), message.spoken ? "tell nobody" : "Tell nobody."));
		secret_free(&text);
	}
}

static void
test_the_alphabet(void **state)
{
	(void)state;
	assert_true(message_is_gsm("à Ä ß ñ € [~]"));
	assert_true(message_is_gsm(""));
	assert_false(message_is_gsm("ó"));
	assert_false(message_is_gsm("`"));
	assert_false(message_is_gsm("\xC3"));
	assert_false(message_is_gsm("💬"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_words),
		TEST(test_settings_that_are_empty),
		TEST(test_shortening),
		TEST(test_what_a_manager_gets),
		TEST(test_the_longest_settings),
		cmocka_unit_test(test_the_alphabet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
