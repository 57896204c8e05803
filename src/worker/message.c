#include "mfadesk/worker/message.h"

#include <stdio.h>
#include <string.h>

#include "message_size.h"
#include "mfadesk/crypto/code.h"

#define MESSAGE_SIZE 2048 /* settings are of 200 characters at most, of up to four bytes */
#define SPELLED_SIZE 64
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* Where the person is, and what of it a proof is for. */
static const struct place {
	const char *here_by, *opening, *proof, *proof_shortly;
} places[] = {
	{"phone", "You phoned", "is for that call only", "is for that call"},
	{"counter", "You are at", "is for this visit only", "is for this visit"},
	{"video", "You are on video with", "is for this video call only", "is for this call"},
};

static const struct place *
place_of(const struct message *message)
{
	size_t at = COUNT(places) - 1;

	while (at > 0 && strcmp(places[at].here_by, message->here_by) != 0)
		at--;
	return &places[at];
}

static const char *
why(const struct message *message)
{
	if (strcmp(message->purpose, "confirm") == 0)
		return "confirms this number for your sign-in";
	return strcmp(message->purpose, "test") == 0 ? "is a test of your sign-in" : place_of(message)->proof;
}

static const char *
why_shortly(const struct message *message)
{
	if (strcmp(message->purpose, "confirm") == 0)
		return "confirms this number";
	return strcmp(message->purpose, "test") == 0 ? "is a sign-in test" : place_of(message)->proof_shortly;
}

static const char *
name_of(const struct message *message)
{
	return message->desk_name[0] ? message->desk_name : "the help desk";
}

/* "1, 2, 3": a voice makes a pause at each comma. */
static void
spell(char *out, const char *text)
{
	size_t used = 0;

	for (size_t i = 0; text[i] && used + 4 < SPELLED_SIZE; i++)
		used += (size_t)snprintf(out + used, SPELLED_SIZE - used, "%s%c", i ? ", " : "", text[i]);
}

static bool
is_whole(int length)
{
	return length >= 0 && length < MESSAGE_SIZE;
}

/* These are true where it goes as one message. */
static bool
write_long(char *out, const struct message *message)
{
	const char *telephone = message->desk_telephone;
	int length = snprintf(out, MESSAGE_SIZE, "%s %s. Code %s (%s) %s. Was it not you? Tell nobody%s%s.",
		place_of(message)->opening, name_of(message), secret_text(message->code), message->mark, why(message),
		telephone[0] ? " and call " : "", telephone);

	return is_whole(length) && message_is_one(out);
}

/* With so many bytes of a name. */
static bool
write_short(char *out, const struct message *message, size_t name_length, const char *telephone)
{
	const char *name = name_of(message);
	int length = snprintf(out, MESSAGE_SIZE, "Code %s (%s)%s%.*s%s %s. Not you? Tell nobody%s%s.",
		secret_text(message->code), message->mark, name_length ? " of " : "", (int)name_length, name,
		name_length && name[name_length] ? "..." : "", why_shortly(message), telephone[0] ? ", call " : "",
		telephone);

	return is_whole(length) && message_is_one(out);
}

static bool
write_shortest(char *out, const struct message *message, size_t name_length)
{
	return write_short(out, message, name_length, "");
}

/* To a manager: who asks and what the code does; these are true where it goes as one message. */
static bool
write_vouch(char *out, const struct message *message, const char *desk_name, const char *telephone)
{
	int length = snprintf(out, MESSAGE_SIZE,
		"Code %s (%s) vouches for %s%s%s. Give this only to the help desk that calls you.%s%s%s",
		secret_text(message->code), message->mark, message->vouches_for, desk_name[0] ? " at " : "", desk_name,
		telephone[0] ? " Did nobody call? Tell " : "", telephone, telephone[0] ? "." : "");

	return is_whole(length) && message_is_one(out);
}

static bool
write_vouch_shortly(char *out, const struct message *message, size_t name_length)
{
	const char *name = message->vouches_for;
	int length = snprintf(out, MESSAGE_SIZE, "Code %s (%s), %.*s%s: only for the help desk that calls you",
		secret_text(message->code), message->mark, (int)name_length, name, name[name_length] ? "..." : "");

	return is_whole(length) && message_is_one(out);
}

/* The name is cut letter by letter from its end, blanks with them. */
static bool
write_with_less(char *out, const struct message *message, const char *name,
	bool (*write)(char *out, const struct message *message, size_t name_length))
{
	size_t length = strlen(name);
	bool fits = false;

	while (!fits && length > 0) {
		do
			length--;
		while (length > 0 && (((unsigned char)name[length] & 0xC0) == 0x80 || name[length - 1] == ' '));
		fits = write(out, message, length);
	}
	return fits;
}

/* What is given up to make it one message: words, then the telephone, then of the name. */
static bool
write_text(char *out, const struct message *message)
{
	const char *name = name_of(message);

	return write_long(out, message) || write_short(out, message, strlen(name), message->desk_telephone) ||
		write_shortest(out, message, strlen(name)) || write_with_less(out, message, name, write_shortest);
}

static bool
write_text_to_manager(char *out, const struct message *message)
{
	const char *name = message->vouches_for;
	const char *telephone = message->desk_telephone;

	return write_vouch(out, message, name_of(message), telephone) || write_vouch(out, message, "", telephone) ||
		write_vouch(out, message, "", "") || write_vouch_shortly(out, message, strlen(name)) ||
		write_with_less(out, message, name, write_vouch_shortly);
}

static bool
write_speech(char *out, const struct message *message)
{
	char code[SPELLED_SIZE] = "";
	char mark[SPELLED_SIZE] = "";
	int length;

	spell(code, secret_text(message->code));
	spell(mark, message->mark);
	if (message->vouches_for[0])
		length = snprintf(out, MESSAGE_SIZE,
			"This is %s. The code marked %s vouches for %s. %s. Again: %s. "
			"Give this only to the help desk that calls you. If nobody does, tell nobody.",
			name_of(message), mark, message->vouches_for, code, code);
	else
		length = snprintf(out, MESSAGE_SIZE,
			"%s %s. The code marked %s. %s. Again: %s. It %s. "
			"If this was not you, hang up and tell nobody.",
			place_of(message)->opening, name_of(message), mark, code, code, why(message));
	secret_wipe(code, sizeof(code));
	return is_whole(length);
}

struct secret *
message_compose(const struct message *message)
{
	char text[MESSAGE_SIZE];
	struct secret *composed = secret_new(MESSAGE_SIZE);
	bool whole = message->spoken	  ? write_speech(text, message)
		: message->vouches_for[0] ? write_text_to_manager(text, message)
					  : write_text(text, message);

	if (!whole || !secret_set(composed, text))
		secret_free(&composed);
	secret_wipe(text, sizeof(text));
	return composed;
}
