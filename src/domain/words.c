/* The word lists. Each is one table, indexed by its enum: a word is spelled in this file alone. */
#include "mfadesk/domain/words.h"

#include <string.h>

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))

static const struct {
	const char *word;
	const char *name;
} kinds[METHOD_KINDS] = {
	[METHOD_AUTHENTICATOR] = {"authenticator", "Authenticator"},
	[METHOD_PHONE] = {"phone", "Phone"},
	[METHOD_ALTERNATE_PHONE] = {"alternate_phone", "Alternate phone"},
	[METHOD_OFFICE_PHONE] = {"office_phone", "Office phone"},
	[METHOD_PASSKEY] = {"passkey", "Passkey"},
	[METHOD_HARDWARE_TOKEN] = {"hardware_token", "Hardware token"},
	[METHOD_EMAIL] = {"email", "Email"},
};

static const char *const states[METHOD_STATES] = {
	[METHOD_PENDING] = "pending",
	[METHOD_ACTIVE] = "active",
	[METHOD_SUSPENDED] = "suspended",
	[METHOD_REVOKED] = "revoked",
};

static const struct {
	const char *word;
	const char *phrase;
} contacts[CONTACT_CHANNELS] = {
	[CONTACT_NONE] = {"", ""},
	[CONTACT_PHONE] = {"phone", "by phone"},
	[CONTACT_COUNTER] = {"counter", "at the counter"},
	[CONTACT_VIDEO] = {"video", "on video"},
};

/* In the order in which they are shown. */
static const struct {
	enum method_channel channel;
	const char *word; /* the database's */
	const char *name; /* on the page of an account */
} channel_names[] = {
	{CHANNEL_NOTIFICATION, "notification", "notification"},
	{CHANNEL_APP, "app", "code"},
	{CHANNEL_RECOVERY, "recovery", "recovery code"},
	{CHANNEL_TEXT, "text", "text"},
	{CHANNEL_CALL, "call", "call"},
};

const char *
method_kind_word(enum method_kind kind)
{
	return kinds[kind].word;
}

const char *
method_kind_name(enum method_kind kind)
{
	return kinds[kind].name;
}

bool
method_kind_from_word(const char *word, enum method_kind *kind)
{
	for (size_t i = 0; i < LENGTH(kinds); i++) {
		if (strcmp(word, kinds[i].word) == 0) {
			*kind = (enum method_kind)i;
			return true;
		}
	}
	return false;
}

const char *
method_state_word(enum method_state state)
{
	return states[state];
}

bool
method_state_from_word(const char *word, enum method_state *state)
{
	for (size_t i = 0; i < LENGTH(states); i++) {
		if (strcmp(word, states[i]) == 0) {
			*state = (enum method_state)i;
			return true;
		}
	}
	return false;
}

const char *
contact_channel_word(enum contact_channel channel)
{
	return contacts[channel].word;
}

const char *
contact_channel_phrase(enum contact_channel channel)
{
	return contacts[channel].phrase;
}

bool
contact_channel_from_word(const char *word, enum contact_channel *channel)
{
	for (size_t i = 0; i < LENGTH(contacts); i++) {
		if (strcmp(word, contacts[i].word) == 0) {
			*channel = (enum contact_channel)i;
			return true;
		}
	}
	return false;
}

const char *
staff_role_word(enum staff_role role)
{
	switch (role) {
	case ROLE_AGENT:
		return "agent";
	case ROLE_LEAD:
		return "lead";
	case ROLE_AUDITOR:
		return "auditor";
	case ROLE_ADMINISTRATOR:
		return "administrator";
	}
	return "";
}

bool
staff_role_from_word(const char *word, enum staff_role *role)
{
	for (unsigned bit = ROLE_AGENT; bit <= ROLE_ADMINISTRATOR; bit <<= 1) {
		if (strcmp(word, staff_role_word((enum staff_role)bit)) == 0) {
			*role = (enum staff_role)bit;
			return true;
		}
	}
	return false;
}

const char *
method_channels_text(struct arena *arena, unsigned channels)
{
	const char *text = "";

	for (size_t i = 0; i < LENGTH(channel_names); i++)
		if (channels & channel_names[i].channel)
			text = arena_printf(arena, "%s%s%s", text, *text == '\0' ? "" : ", ", channel_names[i].name);
	return text;
}

static const char *const challenge_states[CHALLENGE_STATES] = {
	[CHALLENGE_QUEUED] = "queued",
	[CHALLENGE_SENDING] = "sending",
	[CHALLENGE_SENT] = "sent",
	[CHALLENGE_DELIVERED] = "delivered",
	[CHALLENGE_RINGING] = "ringing",
	[CHALLENGE_ANSWERED] = "answered",
	[CHALLENGE_CHECKING] = "checking",
	[CHALLENGE_UNKNOWN] = "unknown",
	[CHALLENGE_PASSED] = "passed",
	[CHALLENGE_FAILED] = "failed",
	[CHALLENGE_EXPIRED] = "expired",
	[CHALLENGE_CANCELLED] = "cancelled",
};

const char *
challenge_state_word(enum challenge_state state)
{
	return challenge_states[state];
}

bool
challenge_is_final(enum challenge_state state)
{
	return state >= CHALLENGE_PASSED;
}

const char *
method_channel_word(enum method_channel channel)
{
	for (size_t i = 0; i < LENGTH(channel_names); i++)
		if (channel_names[i].channel == channel)
			return channel_names[i].word;
	return "";
}

bool
method_channel_from_word(const char *word, enum method_channel *channel)
{
	for (size_t i = 0; i < LENGTH(channel_names); i++) {
		if (strcmp(channel_names[i].word, word) == 0) {
			*channel = channel_names[i].channel;
			return true;
		}
	}
	return false;
}
