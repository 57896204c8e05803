/*
 * The closed word lists of the help desk: the word that the database and the
 * JSON use, and the word that a person reads. DESIGN glossary.
 */
#ifndef MFADESK_DOMAIN_WORDS_H
#define MFADESK_DOMAIN_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "mfadesk/base/memory.h"

enum method_kind {
	METHOD_AUTHENTICATOR,
	METHOD_PHONE,
	METHOD_ALTERNATE_PHONE,
	METHOD_OFFICE_PHONE,
	METHOD_PASSKEY,
	METHOD_HARDWARE_TOKEN,
	METHOD_EMAIL,
	METHOD_KINDS,
};

enum method_state { METHOD_PENDING, METHOD_ACTIVE, METHOD_SUSPENDED, METHOD_REVOKED, METHOD_STATES };

enum contact_channel { CONTACT_NONE, CONTACT_PHONE, CONTACT_COUNTER, CONTACT_VIDEO, CONTACT_CHANNELS };

enum staff_role { ROLE_AGENT = 1, ROLE_LEAD = 2, ROLE_AUDITOR = 4, ROLE_ADMINISTRATOR = 8 }; /* a bit each */

enum challenge_state {
	CHALLENGE_QUEUED,
	CHALLENGE_SENDING,
	CHALLENGE_SENT,
	CHALLENGE_DELIVERED,
	CHALLENGE_RINGING,
	CHALLENGE_ANSWERED,
	CHALLENGE_CHECKING,
	CHALLENGE_UNKNOWN,
	CHALLENGE_PASSED,
	CHALLENGE_FAILED,
	CHALLENGE_EXPIRED,
	CHALLENGE_CANCELLED,
	CHALLENGE_STATES
};
enum method_channel {
	CHANNEL_TEXT = 1,
	CHANNEL_CALL = 2,
	CHANNEL_APP = 4,
	CHANNEL_NOTIFICATION = 8,
	CHANNEL_RECOVERY = 16
};

/* The database's word ("alternate_phone"); never NULL for a value of the enum. */
const char *method_kind_word(enum method_kind kind);
const char *method_state_word(enum method_state state);
const char *contact_channel_word(enum contact_channel channel); /* CONTACT_NONE: "" */
const char *staff_role_word(enum staff_role role);

/* What a person reads: "Alternate phone"; "by phone", "at the counter", "on video". */
const char *method_kind_name(enum method_kind kind);
const char *contact_channel_phrase(enum contact_channel channel);

/* Those from CHALLENGE_PASSED on are final. */
bool challenge_is_final(enum challenge_state state);
const char *challenge_state_word(enum challenge_state state);
const char *method_channel_word(enum method_channel channel);
bool method_channel_from_word(const char *word, enum method_channel *channel) MUST_CHECK;
/* The way back; false where the word is unknown. */
bool method_kind_from_word(const char *word, enum method_kind *kind) MUST_CHECK;
bool method_state_from_word(const char *word, enum method_state *state) MUST_CHECK;
bool contact_channel_from_word(const char *word, enum contact_channel *channel) MUST_CHECK;
bool staff_role_from_word(const char *word, enum staff_role *role) MUST_CHECK;

/* "text, call", "notification, code", "" ; channels is a set of enum method_channel. */
const char *method_channels_text(struct arena *arena, unsigned channels);

#endif
