#include "mfadesk/worker/message.h"

#include <stdio.h>
#include <string.h>

#include "mfadesk/crypto/code.h"

#define MESSAGE_SIZE 2048 /* settings are of 200 characters at most, of up to four bytes */
#define SPELLED_SIZE 64

static const char *
why(const struct message *message)
{
	if (strcmp(message->purpose, "confirm") == 0)
		return "confirms this number for your sign-in";
	if (strcmp(message->purpose, "test") == 0)
		return "is a test of your sign-in";
	return "is for that call only";
}

/* "You phoned the help desk." */
static const char *
opening(const struct message *message)
{
	if (strcmp(message->here_by, "counter") == 0)
		return "You are at";
	return strcmp(message->here_by, "video") == 0 ? "You are on video with" : "You phoned";
}

/* "1, 2, 3": a voice makes a pause at each comma. */
static void
spell(char *out, const char *text)
{
	size_t used = 0;

	for (size_t i = 0; text[i] && used + 4 < SPELLED_SIZE; i++)
		used += (size_t)snprintf(out + used, SPELLED_SIZE - used, "%s%c", i ? ", " : "", text[i]);
}

static int
write_text(char *out, const struct message *message)
{
	const char *telephone = message->desk_telephone;

	return snprintf(out, MESSAGE_SIZE, "%s %s. Code %s (%s) %s. Was it not you? Tell nobody%s%s.", opening(message),
		message->desk_name, secret_text(message->code), message->mark, why(message),
		telephone[0] ? " and call " : "", telephone);
}

static int
write_speech(char *out, const struct message *message)
{
	char code[SPELLED_SIZE] = "";
	char mark[SPELLED_SIZE] = "";
	int length;

	spell(code, secret_text(message->code));
	spell(mark, message->mark);
	length = snprintf(out, MESSAGE_SIZE,
		"%s %s. The code marked %s. %s. Again: %s. It %s. If this was not you, hang up and tell nobody.",
		opening(message), message->desk_name, mark, code, code, why(message));
	secret_wipe(code, sizeof(code));
	return length;
}

struct secret *
message_compose(const struct message *message)
{
	char text[MESSAGE_SIZE];
	struct secret *composed = secret_new(MESSAGE_SIZE);
	int length = message->spoken ? write_speech(text, message) : write_text(text, message);

	if (length < 0 || length >= MESSAGE_SIZE || !secret_set(composed, text))
		secret_free(&composed);
	secret_wipe(text, sizeof(text));
	return composed;
}
