/* Answers about codes: challenges, enrolments, the worker's pulse, the demonstration's phones. */
#include <string.h>

#include "mfadesk/act/reply.h"
#include "reply_private.h"

static enum method_channel
read_channel(struct reader *reader, const json_t *object)
{
	enum method_channel channel = CHANNEL_APP;

	if (!method_channel_from_word(reader_text(reader, object, "channel", MUST_BE), &channel))
		reader_fail(reader, "channel", "is not a channel");
	return channel;
}

/* A state that is not known yet is one that goes on. */
static enum challenge_state
read_state(struct reader *reader, const json_t *object)
{
	const char *word = reader_text(reader, object, "state", MUST_BE);

	for (int state = 0; state < CHALLENGE_STATES; state++)
		if (strcmp(word, challenge_state_word((enum challenge_state)state)) == 0)
			return (enum challenge_state)state;
	return CHALLENGE_UNKNOWN;
}

void
reply_read_challenge(struct reader *reader, const json_t *object, struct challenge *challenge)
{
	*challenge = (struct challenge){
		.id = reader_text(reader, object, "id", MUST_BE),
		.case_id = reader_text(reader, object, "case", MUST_BE),
		.method = reader_text(reader, object, "method", MAY_BE_NULL),
		.purpose = reader_text(reader, object, "purpose", MUST_BE),
		.proof = reader_text(reader, object, "proof", MAY_BE_NULL),
		.channel = read_channel(reader, object),
		.state = read_state(reader, object),
		.mark = reader_text(reader, object, "mark", MAY_BE_NULL),
		.answered_by = reader_text(reader, object, "answered_by", MAY_BE_NULL),
		.gateway = reader_text(reader, object, "gateway", MAY_BE_NULL),
		.reason = reader_text(reader, object, "reason", MAY_BE_NULL),
		.sent_at = reader_time(reader, object, "sent_at", MAY_BE_NULL),
		.delivered_at = reader_time(reader, object, "delivered_at", MAY_BE_NULL),
		.answered_at = reader_time(reader, object, "answered_at", MAY_BE_NULL),
		.expires_at = reader_time(reader, object, "expires_at", MAY_BE_NULL),
		.tries_left = reader_integer(reader, object, "tries_left"),
	};
}

bool
reply_challenge(struct arena *arena, const char *json, struct challenge *challenge, struct error *error)
{
	struct reader reader;

	memset(challenge, 0, sizeof(*challenge));
	if (!reader_open(&reader, arena, json, error))
		return false;
	reply_read_challenge(&reader, reader.root, challenge);
	return reader_close(&reader);
}

bool
reply_enrolment(struct arena *arena, const char *json, struct enrolment *enrolment, struct error *error)
{
	struct reader reader;

	memset(enrolment, 0, sizeof(*enrolment));
	if (!reader_open(&reader, arena, json, error))
		return false;
	*enrolment = (struct enrolment){
		.challenge = reader_text(&reader, reader.root, "challenge", MUST_BE),
		.method = reader_text(&reader, reader.root, "method", MUST_BE),
		.state = reader_text(&reader, reader.root, "state", MUST_BE),
		.sealed = reader_text(&reader, reader.root, "sealed", MAY_BE_NULL),
		.issuer = reader_text(&reader, reader.root, "issuer", MUST_BE),
		.account = reader_text(&reader, reader.root, "account", MUST_BE),
	};
	return reader_close(&reader);
}

bool
reply_enrolled(struct arena *arena, const char *json, struct enrolled *enrolled, struct error *error)
{
	struct reader reader;

	memset(enrolled, 0, sizeof(*enrolled));
	if (!reader_open(&reader, arena, json, error))
		return false;
	*enrolled = (struct enrolled){
		.method = reader_text(&reader, reader.root, "method", MUST_BE),
		.challenge = reader_text(&reader, reader.root, "challenge", MUST_BE),
		.uri = reader_text(&reader, reader.root, "uri", MAY_BE_NULL),
	};
	return reader_close(&reader);
}

bool
reply_pulse(struct arena *arena, const char *json, struct pulse *pulse, struct error *error)
{
	struct reader reader;

	memset(pulse, 0, sizeof(*pulse));
	if (!reader_open(&reader, arena, json, error))
		return false;
	pulse->worker = reader_text(&reader, reader.root, "worker", MUST_BE);
	if (strcmp(pulse->worker, "none") != 0)
		pulse->silent_seconds = reader_integer(&reader, reader.root, "worker_silent_seconds");
	return reader_close(&reader);
}

static void
read_item(struct reader *reader, const json_t *object, struct handset_item *item)
{
	*item = (struct handset_item){
		.id = reader_text(reader, object, "id", MUST_BE),
		.kind = reader_text(reader, object, "kind", MUST_BE),
		.number = reader_text(reader, object, "number", MUST_BE),
		.extension = reader_text(reader, object, "extension", MAY_BE_NULL),
		.subject = reader_text(reader, object, "subject", MAY_BE_NULL),
		.text = reader_text(reader, object, "text", MAY_BE_NULL),
		.state = reader_text(reader, object, "state", MUST_BE),
		.at = reader_time(reader, object, "at", MUST_BE),
	};
}

bool
reply_handset(struct arena *arena, const char *json, struct handset *handset, struct error *error)
{
	struct reader reader;
	const json_t *items;

	memset(handset, 0, sizeof(*handset));
	if (!reader_open(&reader, arena, json, error))
		return false;
	items = reader_array(&reader, reader.root, "items", &handset->count);
	handset->serial = reader_integer(&reader, reader.root, "serial");
	handset->items = arena_alloc_array(arena, handset->count, sizeof(*handset->items));
	for (size_t i = 0; i < handset->count; i++)
		read_item(&reader, json_array_get(items, i), &handset->items[i]);
	return reader_close(&reader);
}
