/* Six digits on their way to the worker. Once sent they are kept nowhere in the desk. */
#include <ctype.h>
#include <string.h>

#include "challenge.h"

#define PASTE_LIMIT 40 /* "Your code K7 is 123 456" is pasted whole */

void
code_entry_init(struct code_entry *entry)
{
	field_init(&entry->field, PASTE_LIMIT, false);
}

static void
keep_digits(struct field *field)
{
	char digits[CODE_DIGITS + 1] = "";
	size_t count = 0;

	for (size_t i = 0; i < field->length && count < CODE_DIGITS; i++) {
		if (isdigit((unsigned char)field->text[i]))
			digits[count++] = field->text[i];
	}
	if (count != field->length)
		field_set(field, digits);
	secret_wipe(digits, sizeof digits);
}

static void
send(struct desk *desk, const struct screen *screen, struct code_entry *entry, struct effects *effects)
{
	struct act_request request;

	entry->error = (struct error){0};
	if (entry->field.length != CODE_DIGITS) {
		error_set(&entry->error, ERROR_USAGE, "", "Ask for it again.", "a code has six digits");
		return;
	}
	act_request_init(&request, ACT_ANSWER);
	act_request_set(&request, "challenge", desk->page.watch.id);
	act_request_set(&request, "code", entry->field.text);
	entry->tag = desk_send(desk, screen, DESK_ACTS, &request, NULL, effects);
	field_clear(&entry->field);
}

/* Digits are for the challenge that was seen when they were typed. */
static void
follow(const struct desk *desk, struct code_entry *entry)
{
	if (strcmp(entry->challenge, desk->page.watch.id) == 0)
		return;
	memcpy(entry->challenge, desk->page.watch.id, UUID_SIZE);
	field_clear(&entry->field);
	entry->error = (struct error){0};
}

bool
code_entry_key(struct desk *desk, const struct screen *screen, struct code_entry *entry, const struct key *key,
	struct effects *effects)
{
	const struct challenge *challenge = challenge_shown(desk);
	bool letter = key->code == KEY_TEXT && !(key->point < 128 && isdigit((int)key->point));
	bool taken;

	follow(desk, entry);
	if (letter || !challenge || challenge_is_final(challenge->state) || entry->tag)
		return false;
	if (key_matches(key, "Enter")) {
		send(desk, screen, entry, effects);
		return true;
	}
	/* Six are enough: a seventh does not push one out. */
	if (key->code == KEY_TEXT && entry->field.length >= CODE_DIGITS)
		return true;
	taken = field_key(&entry->field, key);
	keep_digits(&entry->field);
	return taken;
}

bool
code_entry_reply(struct code_entry *entry, const struct pending *pending, const struct link_reply *reply)
{
	if (pending->tag != entry->tag)
		return false;
	entry->tag = 0;
	entry->error = reply->ok ? (struct error){0} : *reply->error;
	return true;
}

void
code_entry_cancel(struct desk *desk, const struct screen *screen, struct code_entry *entry, struct effects *effects)
{
	struct act_request request;

	if (entry->tag || !challenge_goes_on(desk))
		return;
	act_request_init(&request, ACT_CANCEL);
	act_request_set(&request, "challenge", desk->page.watch.id);
	entry->tag = desk_send(desk, screen, DESK_ACTS, &request, NULL, effects);
}

void
code_entry_draw(const struct code_entry *entry, struct grid *grid, int row, int column, bool focused)
{
	grid_text(grid, row, column, 1, STYLE_PLAIN, "[");
	grid_text(grid, row, column + CODE_ENTRY_WIDTH - 1, 1, STYLE_PLAIN, "]");
	field_draw(&entry->field, grid, row, column + 1, CODE_ENTRY_WIDTH - 2, focused && !entry->tag);
}
