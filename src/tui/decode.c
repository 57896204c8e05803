/*
 * Finds where one key ends and the next begins. What was typed may be a secret:
 * it is wiped as it leaves.
 *
 * Nothing waits for ever: an ESC alone becomes Esc, a sequence or a paste that
 * does not go on is given up when the next bytes come after a pause.
 */
#include "mfadesk/tui/decode.h"

#include <string.h>

#include "decode_table.h"
#include "mfadesk/base/text.h"

#define INPUT_MAX 512
#define SEQUENCE_MAX 32 /* longer ones are swallowed as they come */
#define ADDED_MAX 48

#define PASTE_START "\033[200~"
#define PASTE_END "\033[201~"
#define MARKER_LENGTH (sizeof PASTE_START - 1)

struct added {
	char bytes[SEQUENCE_MAX];
	size_t length;
	struct key key;
};

struct decoder {
	char input[INPUT_MAX];
	size_t length;
	int64_t fed_at;
	struct added added[ADDED_MAX];
	size_t added_count;
	char paste[DECODE_PASTE_MAX + 1];
	size_t paste_length;
	bool pasting;
	bool paste_over; /* it ended, by its mark or by a pause: to be handed out */
};

/* What the first bytes of the input are. */
struct found {
	size_t used; /* 0: not yet a whole one */
	struct key key; /* KEY_NONE_YET: nothing, swallowed */
};

struct decoder *
decoder_new(void)
{
	return memory_alloc(sizeof(struct decoder));
}

void
decoder_free(struct decoder **decoder)
{
	if (*decoder == NULL)
		return;
	explicit_bzero(*decoder, sizeof **decoder);
	memory_free(*decoder);
	*decoder = NULL;
}

void
decoder_add(struct decoder *decoder, const char *sequence, enum key_code code, uint32_t point)
{
	size_t length = strlen(sequence);

	if (length < 2 || length > SEQUENCE_MAX || sequence[0] != '\033' || decoder->added_count == ADDED_MAX)
		return;

	struct added *added = &decoder->added[decoder->added_count++];

	memcpy(added->bytes, sequence, length);
	added->length = length;
	added->key = (struct key){.code = code, .point = point};
}

size_t
decoder_room(const struct decoder *decoder)
{
	return INPUT_MAX - decoder->length;
}

static void
drop(struct decoder *decoder, size_t used)
{
	decoder->length -= used;
	memmove(decoder->input, decoder->input + used, decoder->length);
	explicit_bzero(decoder->input + decoder->length, used);
}

/* After a pause, what was left unfinished will not be finished by these bytes. */
static void
give_up(struct decoder *decoder, int64_t pause)
{
	if (decoder->pasting && pause > DECODE_PASTE_DELAY) {
		decoder->pasting = false;
		decoder->paste_over = true;
		drop(decoder, decoder->length);
	} else if (!decoder->pasting && decoder->length > 1 && decoder->input[0] == '\033' &&
		pause > DECODE_SEQUENCE_DELAY) {
		drop(decoder, decoder->length);
	}
}

void
decoder_feed(struct decoder *decoder, const char *bytes, size_t length, int64_t now)
{
	give_up(decoder, now - decoder->fed_at);
	if (length > decoder_room(decoder))
		length = decoder_room(decoder);
	memcpy(decoder->input + decoder->length, bytes, length);
	decoder->length += length;
	decoder->fed_at = now;
}

static bool
begins_with(const struct decoder *decoder, const char *bytes, size_t length)
{
	return decoder->length >= length && memcmp(decoder->input, bytes, length) == 0;
}

static bool
may_become(const struct decoder *decoder, const char *bytes, size_t length)
{
	return decoder->length < length && memcmp(decoder->input, bytes, decoder->length) == 0;
}

/* The sequences of this terminal: false when none of them fits. */
static bool
find_added(const struct decoder *decoder, struct found *found)
{
	bool possible = false;

	for (size_t i = 0; i < decoder->added_count; i++) {
		const struct added *added = &decoder->added[i];

		if (begins_with(decoder, added->bytes, added->length)) {
			*found = (struct found){.used = added->length, .key = added->key};
			return true;
		}
		possible = possible || may_become(decoder, added->bytes, added->length);
	}
	*found = (struct found){.used = 0};
	return possible;
}

/* ESC [ , parameters and intermediates (0x20-0x3F), a final byte (0x40-0x7E): ECMA-48, 5.4. */
static size_t
control_sequence_length(const struct decoder *decoder, bool *whole)
{
	size_t at = 2;

	while (at < decoder->length && decoder->input[at] >= 0x20 && decoder->input[at] <= 0x3F)
		at++;
	*whole = at < decoder->length && decoder->input[at] >= 0x40 && decoder->input[at] <= 0x7E;
	return *whole ? at + 1 : at;
}

/* The Linux console's F1 to F5: ESC [ [ A. */
static struct found
find_console_key(const struct decoder *decoder)
{
	if (decoder->length == 3)
		return (struct found){.used = 0};
	if (decoder->input[3] < 'A' || decoder->input[3] > 'E')
		return (struct found){.used = 3};
	return (struct found){.used = 4, .key = decode_sequence(decoder->input, 4)};
}

static struct found
find_control_sequence(const struct decoder *decoder)
{
	bool whole;
	size_t length = control_sequence_length(decoder, &whole);

	if (whole && decoder->input[2] == '[')
		return find_console_key(decoder);
	if (whole)
		return (struct found){.used = length, .key = decode_sequence(decoder->input, length)};
	if (length == decoder->length && length <= SEQUENCE_MAX)
		return (struct found){.used = 0};
	return (struct found){.used = length}; /* broken off by a byte that cannot be in it, or endless */
}

static struct found
find_escape(const struct decoder *decoder, int64_t now)
{
	struct key escape = {.code = KEY_ESCAPE};
	struct found found;

	if (decoder->length == 1)
		return (struct found){.used = now - decoder->fed_at >= DECODE_ESCAPE_DELAY, .key = escape};
	if (find_added(decoder, &found))
		return found;
	if (decoder->input[1] == '[')
		return find_control_sequence(decoder);
	if (decoder->input[1] != 'O')
		return (struct found){.used = 1, .key = escape};
	if (decoder->length == 2)
		return (struct found){.used = 0};
	return (struct found){.used = 3, .key = decode_sequence(decoder->input, 3)};
}

/* The bytes so far could be the beginning of a character. */
static bool
may_become_character(const struct decoder *decoder)
{
	unsigned char first = (unsigned char)decoder->input[0];
	size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;

	if (first < 0xC2 || first > 0xF4 || decoder->length >= length)
		return false;
	for (size_t i = 1; i < decoder->length; i++)
		if (((unsigned char)decoder->input[i] & 0xC0) != 0x80)
			return false;
	return true;
}

static struct found
find_character(const struct decoder *decoder)
{
	size_t used;
	int32_t point = text_decode(decoder->input, decoder->length, &used);

	if (point >= 0)
		return (struct found){.used = used, .key = {.code = KEY_TEXT, .point = (uint32_t)point}};
	if (may_become_character(decoder))
		return (struct found){.used = 0};
	return (struct found){.used = 1, .key = {.code = KEY_INVALID}};
}

static struct found
find_key(struct decoder *decoder, int64_t now)
{
	unsigned char first = (unsigned char)decoder->input[0];

	if (begins_with(decoder, PASTE_START, MARKER_LENGTH)) {
		decoder->pasting = true;
		return (struct found){.used = MARKER_LENGTH};
	}
	if (first == '\033')
		return find_escape(decoder, now);
	if (first < 0x20 || first == 0x7F)
		return (struct found){.used = 1, .key = decode_control(first)};
	return find_character(decoder);
}

/* Takes one byte of a paste. NUL would end the text early. */
static struct found
find_pasted(struct decoder *decoder)
{
	if (begins_with(decoder, PASTE_END, MARKER_LENGTH)) {
		decoder->pasting = false;
		decoder->paste_over = true;
		return (struct found){.used = MARKER_LENGTH};
	}
	if (may_become(decoder, PASTE_END, MARKER_LENGTH))
		return (struct found){.used = 0};
	if (decoder->input[0] != '\0' && decoder->paste_length < DECODE_PASTE_MAX)
		decoder->paste[decoder->paste_length++] = decoder->input[0];
	return (struct found){.used = 1};
}

/* A paste that was too long may have been cut within a character. */
static void
cut_at_character(struct decoder *decoder)
{
	size_t at = decoder->paste_length;

	while (at > 0 && decoder->paste_length - at < 3 && ((unsigned char)decoder->paste[at - 1] & 0xC0) == 0x80)
		at--;
	if (at > 0 && (unsigned char)decoder->paste[at - 1] >= 0xC0) {
		size_t used;

		if (text_decode(decoder->paste + at - 1, decoder->paste_length - (at - 1), &used) < 0)
			decoder->paste_length = at - 1;
	}
}

static struct key
hand_out_paste(struct decoder *decoder)
{
	if (decoder->paste_length == DECODE_PASTE_MAX)
		cut_at_character(decoder);
	decoder->paste[decoder->paste_length] = '\0';
	decoder->paste_length = 0;
	decoder->paste_over = false;
	return (struct key){.code = KEY_PASTE, .text = decoder->paste};
}

struct key
decoder_next(struct decoder *decoder, int64_t now)
{
	if (decoder->paste_length == 0)
		explicit_bzero(decoder->paste, sizeof decoder->paste);
	while (!decoder->paste_over && decoder->length > 0) {
		struct found found = decoder->pasting ? find_pasted(decoder) : find_key(decoder, now);

		drop(decoder, found.used);
		if (found.key.code != KEY_NONE_YET && found.used > 0)
			return found.key;
		if (found.used == 0)
			break;
	}
	if (decoder->paste_over)
		return hand_out_paste(decoder);
	return (struct key){.code = KEY_NONE_YET};
}

int64_t
decoder_patience(const struct decoder *decoder, int64_t now)
{
	int64_t left = decoder->fed_at + DECODE_ESCAPE_DELAY - now;

	if (decoder->pasting || decoder->length != 1 || decoder->input[0] != '\033' || left < 0)
		return 0;
	return left;
}
