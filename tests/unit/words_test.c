/* The word lists, both ways, word by word. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "mfadesk/domain/words.h"

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))

static const struct {
	enum method_kind kind;
	const char *word;
	const char *name;
} kinds[] = {
	{METHOD_AUTHENTICATOR, "authenticator", "Authenticator"},
	{METHOD_PHONE, "phone", "Phone"},
	{METHOD_ALTERNATE_PHONE, "alternate_phone", "Alternate phone"},
	{METHOD_OFFICE_PHONE, "office_phone", "Office phone"},
	{METHOD_PASSKEY, "passkey", "Passkey"},
	{METHOD_HARDWARE_TOKEN, "hardware_token", "Hardware token"},
	{METHOD_EMAIL, "email", "Email"},
};

static void
test_method_kinds(void **state)
{
	(void)state;
	assert_int_equal(LENGTH(kinds), METHOD_KINDS);
	for (size_t i = 0; i < LENGTH(kinds); i++) {
		enum method_kind kind = METHOD_KINDS;

		assert_string_equal(method_kind_word(kinds[i].kind), kinds[i].word);
		assert_string_equal(method_kind_name(kinds[i].kind), kinds[i].name);
		assert_true(method_kind_from_word(kinds[i].word, &kind));
		assert_int_equal(kind, kinds[i].kind);
	}
}

static const char *const states[] = {"pending", "active", "suspended", "revoked"};

static void
test_method_states(void **state)
{
	(void)state;
	assert_int_equal(LENGTH(states), METHOD_STATES);
	for (size_t i = 0; i < LENGTH(states); i++) {
		enum method_state found = METHOD_STATES;

		assert_string_equal(method_state_word((enum method_state)i), states[i]);
		assert_true(method_state_from_word(states[i], &found));
		assert_int_equal(found, i);
	}
}

static const struct {
	enum contact_channel channel;
	const char *word;
	const char *phrase;
} contacts[] = {
	{CONTACT_NONE, "", ""},
	{CONTACT_PHONE, "phone", "by phone"},
	{CONTACT_COUNTER, "counter", "at the counter"},
	{CONTACT_VIDEO, "video", "on video"},
};

static void
test_contact_channels(void **state)
{
	(void)state;
	assert_int_equal(LENGTH(contacts), CONTACT_CHANNELS);
	for (size_t i = 0; i < LENGTH(contacts); i++) {
		enum contact_channel channel = CONTACT_CHANNELS;

		assert_string_equal(contact_channel_word(contacts[i].channel), contacts[i].word);
		assert_string_equal(contact_channel_phrase(contacts[i].channel), contacts[i].phrase);
		assert_true(contact_channel_from_word(contacts[i].word, &channel));
		assert_int_equal(channel, contacts[i].channel);
	}
}

static const struct {
	enum staff_role role;
	const char *word;
} roles[] = {
	{ROLE_AGENT, "agent"},
	{ROLE_LEAD, "lead"},
	{ROLE_AUDITOR, "auditor"},
	{ROLE_ADMINISTRATOR, "administrator"},
};

static void
test_staff_roles(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(roles); i++) {
		enum staff_role role = 0;

		assert_string_equal(staff_role_word(roles[i].role), roles[i].word);
		assert_true(staff_role_from_word(roles[i].word, &role));
		assert_int_equal(role, roles[i].role);
	}
}

/* The database's words, which are sent back to it; how they are shown is method_channels_text()'s. */
static const struct {
	enum method_channel channel;
	const char *word;
} ways[] = {
	{CHANNEL_TEXT, "text"},
	{CHANNEL_CALL, "call"},
	{CHANNEL_APP, "app"},
	{CHANNEL_NOTIFICATION, "notification"},
};

static void
test_method_channels(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(ways); i++) {
		enum method_channel channel = 0;

		assert_string_equal(method_channel_word(ways[i].channel), ways[i].word);
		assert_true(method_channel_from_word(ways[i].word, &channel));
		assert_int_equal(channel, ways[i].channel);
	}
}

static const char *const challenges[] = {"queued", "sending", "sent", "delivered", "ringing", "answered", "checking",
	"unknown", "passed", "failed", "expired", "cancelled"};

static void
test_challenge_states(void **state)
{
	(void)state;
	assert_int_equal(LENGTH(challenges), CHALLENGE_STATES);
	for (size_t i = 0; i < LENGTH(challenges); i++) {
		assert_string_equal(challenge_state_word((enum challenge_state)i), challenges[i]);
		assert_int_equal(challenge_is_final((enum challenge_state)i), i >= 8);
	}
}

/* No word of any list: the field's own words spelled otherwise, and leftovers. */
static const char *const strangers[] = {"Phone", "phone ", " phone", "alternate phone", "totp", "ACTIVE", "deleted",
	"by phone", "admin", "agents", "agent,lead", "\xC3\xA9", "phon"};

static void
test_strangers(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(strangers); i++) {
		enum method_kind kind;
		enum method_state method_state;
		enum contact_channel channel;
		enum method_channel way;
		enum staff_role role;

		assert_false(method_channel_from_word(strangers[i], &way));
		assert_false(method_kind_from_word(strangers[i], &kind));
		assert_false(method_state_from_word(strangers[i], &method_state));
		assert_false(contact_channel_from_word(strangers[i], &channel));
		assert_false(staff_role_from_word(strangers[i], &role));
	}
}

/* Only a contact may be empty. */
static void
test_the_empty_word(void **state)
{
	enum method_kind kind;
	enum method_state method_state;
	enum staff_role role;

	(void)state;
	assert_false(method_kind_from_word("", &kind));
	assert_false(method_state_from_word("", &method_state));
	assert_false(staff_role_from_word("", &role));
}

static const struct {
	unsigned channels;
	const char *text;
} channels[] = {
	{0, ""},
	{CHANNEL_TEXT, "text"},
	{CHANNEL_CALL, "call"},
	{CHANNEL_TEXT | CHANNEL_CALL, "text, call"},
	{CHANNEL_APP, "code"},
	{CHANNEL_NOTIFICATION, "notification"},
	{CHANNEL_APP | CHANNEL_NOTIFICATION, "notification, code"},
	{CHANNEL_TEXT | CHANNEL_CALL | CHANNEL_APP | CHANNEL_NOTIFICATION, "notification, code, text, call"},
	{CHANNEL_RECOVERY, "recovery code"},
	{32, ""},
};

static void
test_channels_text(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < LENGTH(channels); i++)
		assert_string_equal(method_channels_text(arena, channels[i].channels), channels[i].text);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_method_kinds),
		cmocka_unit_test(test_method_states),
		cmocka_unit_test(test_contact_channels),
		cmocka_unit_test(test_staff_roles),
		cmocka_unit_test(test_method_channels),
		cmocka_unit_test(test_challenge_states),
		cmocka_unit_test(test_strangers),
		cmocka_unit_test(test_the_empty_word),
		cmocka_unit_test(test_channels_text),
	};

	return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
