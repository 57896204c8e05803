/*
 * A code on its way to the worker: six digits, or the sixteen letters of a
 * recovery code. Once sent it is kept nowhere in the desk.
 */
#include <ctype.h>
#include <string.h>

#include "challenge.h"
#include "mfadesk/crypto/recovery.h"

#define PASTE_LIMIT 40 /* "Your code K7 is 123 456" is pasted whole */

void
code_entry_init(struct code_entry *entry)
{
	field_init(&entry->field, PASTE_LIMIT, false);
}

static bool
is_recovery(const struct challenge *challenge)
{
	return challenge && challenge->channel == CHANNEL_RECOVERY;
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

/* As it is read aloud: in capitals, in groups. What is no letter of a code is left to the directory to refuse. */
static void
keep_letters(struct field *field)
{
	char letters[RECOVERY_WIDTH + 1] = "";
	size_t count = 0, length = 0;

	for (size_t i = 0; i < field->length && count < RECOVERY_LETTERS; i++) {
		if (!isalnum((unsigned char)field->text[i]))
			continue;
		if (count && count % RECOVERY_GROUP == 0)
			letters[length++] = '-';
		letters[length++] = (char)toupper((unsigned char)field->text[i]);
		count++;
	}
	if (strcmp(letters, field->text) != 0)
		field_set(field, letters);
	secret_wipe(letters, sizeof letters);
}

static void
keep(const struct challenge *challenge, struct field *field)
{
	if (is_recovery(challenge))
		keep_letters(field);
	else
		keep_digits(field);
}

static size_t
whole_length(const struct challenge *challenge)
{
	return is_recovery(challenge) ? RECOVERY_WIDTH : CODE_DIGITS;
}

static void
send(struct desk *desk, const struct screen *screen, struct code_entry *entry, struct effects *effects)
{
	struct act_request request;

	entry->error = (struct error){0};
	if (entry->field.length != whole_length(challenge_shown(desk))) {
		error_set(&entry->error, ERROR_USAGE, "", "Ask for it again.", "%s",
			is_recovery(challenge_shown(desk)) ? "a recovery code has sixteen letters and digits"
							   : "a code has six digits");
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
	entry->aside = false;
}

/* Digits type at once. Letters are commands, but in the field of a recovery code, which Tab leaves and enters. */
static bool
types(const struct code_entry *entry, const struct challenge *challenge, const struct key *key)
{
	if (key->point >= 128)
		return false;
	if (is_recovery(challenge))
		return !entry->aside && isalnum((int)key->point);
	return isdigit((int)key->point);
}

bool
code_entry_key(struct desk *desk, const struct screen *screen, struct code_entry *entry, const struct key *key,
	struct effects *effects)
{
	const struct challenge *challenge = challenge_shown(desk);
	bool text = key->code == KEY_TEXT, taken;

	follow(desk, entry);
	if (is_recovery(challenge) && key_matches(key, "Tab")) {
		entry->aside = !entry->aside;
		return true;
	}
	if ((text && !types(entry, challenge, key)) || !challenge || challenge_is_final(challenge->state) || entry->tag)
		return false;
	if (key_matches(key, "Enter")) {
		send(desk, screen, entry, effects);
		return true;
	}
	/* Enough is enough: one more does not push one out. */
	if (text && entry->field.length >= whole_length(challenge))
		return true;
	taken = field_key(&entry->field, key);
	keep(challenge, &entry->field);
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

int
code_entry_width(const struct challenge *challenge)
{
	/* The brackets, and the cursor behind the last one. */
	return (int)whole_length(challenge) + 3;
}

void
code_entry_draw(const struct code_entry *entry, const struct challenge *challenge, struct grid *grid, int row,
	int column, bool focused)
{
	int width = code_entry_width(challenge);

	grid_text(grid, row, column, 1, STYLE_PLAIN, "[");
	grid_text(grid, row, column + width - 1, 1, STYLE_PLAIN, "]");
	field_draw(&entry->field, grid, row, column + 1, width - 2, focused && !entry->tag && !entry->aside);
}
