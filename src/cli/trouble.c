/* What went wrong, on stderr: for people two lines, with --json one object. */
#include <string.h>

#include "command.h"
#include "mfadesk/act/reply.h"
#include "mfadesk/base/buffer.h"
#include "mfadesk/base/text.h"

static int
status_of(enum error_kind kind)
{
	switch (kind) {
	case ERROR_NONE:
		return CLI_DONE;
	case ERROR_REFUSED:
	case ERROR_LOCAL:
		return CLI_REFUSED;
	case ERROR_USAGE:
		return CLI_USAGE;
	case ERROR_CONNECTION:
		return CLI_NO_ANSWER;
	}
	return CLI_REFUSED;
}

static bool
is_plain(const char *word)
{
	return *word &&
		word[strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+.,/@%:")] == '\0';
}

static void
append_quoted(struct buffer *line, const char *word)
{
	if (is_plain(word)) {
		buffer_append_text(line, word);
		return;
	}
	buffer_append_text(line, "'");
	for (; *word; word++) {
		if (*word == '\'')
			buffer_append_text(line, "'\\''");
		else
			buffer_append(line, word, 1);
	}
	buffer_append_text(line, "'");
}

const char *
shell_word(struct arena *arena, const char *word)
{
	struct buffer line;
	const char *copy;

	buffer_init(&line, 0);
	append_quoted(&line, word);
	copy = arena_copy(arena, buffer_text(&line));
	buffer_free(&line);
	return copy;
}

static bool
names_request(const struct command *command, const char *word)
{
	const char *alias = act_info(command->act)->request_option;

	return strncmp(word, "--request", 9) == 0 || (alias && strncmp(word, alias, strlen(alias)) == 0);
}

/* The command as it was typed, with its request id where it had none, for a shell. */
static char *
command_again(struct arena *arena, const struct command *command)
{
	struct buffer line;
	bool has_id = false;
	char *copy;

	buffer_init(&line, 0);
	buffer_append_text(&line, "mfadesk");
	for (int i = 1; i <= command->argc; i++) {
		const char *word = i < command->argc ? command->argv[i] : "--";

		has_id = has_id || names_request(command, word);
		if (!has_id && strcmp(word, "--") == 0) {
			buffer_printf(&line, " --request %s", command->request.id);
			has_id = true;
		}
		if (i < command->argc) {
			buffer_append_text(&line, " ");
			append_quoted(&line, word);
		}
	}
	copy = arena_copy(arena, buffer_text(&line));
	buffer_free(&line);
	return copy;
}

static void
print_text(struct arena *arena, const struct error *error)
{
	const char *message = text_printable(arena, local_times(arena, error->message));

	if (*error->code)
		fprintf(stderr, "mfadesk: %s: %s\n", error->code, message);
	else
		fprintf(stderr, "mfadesk: %s\n", message);
	if (*error->hint)
		fprintf(stderr, "  %s\n", text_printable(arena, local_times(arena, error->hint)));
}

int
trouble_print(struct arena *arena, const struct command *command, const struct error *error, bool sent)
{
	bool change = command->act != ACT_COUNT && (act_info(command->act)->flags & ACT_CHANGES);
	bool unknown = sent && change && error->kind == ERROR_CONNECTION;

	if (command->json) {
		fprintf(stderr, "%s\n", reply_error_json(arena, error, change && sent ? command->request.id : NULL));
	} else {
		print_text(arena, error);
		if (unknown)
			fprintf(stderr, "  The request was %s. To ask what became of it:\n  %s\n", command->request.id,
				text_printable(arena, command_again(arena, command)));
	}
	return status_of(error->kind);
}
