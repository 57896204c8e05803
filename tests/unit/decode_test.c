/* Keys from bytes: whole, in pieces, broken, hostile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "mfadesk/base/buffer.h"
#include "mfadesk/base/text.h"
#include "mfadesk/tui/decode.h"

#define SECOND INT64_C(1000000)

/* A key as a word, as the act table writes it where it can. */
static void
append_key(struct buffer *buffer, const struct key *key)
{
	static const char *const names[] = {"Enter", "Esc", "Tab", "Back-Tab", "Backspace", "Delete", "Up", "Down",
		"Left", "Right", "PgUp", "PgDn", "Home", "End", NULL};
	char bytes[5] = "";

	if (buffer->length > 0)
		buffer_append_text(buffer, " ");
	if (key->code == KEY_TEXT && key->point < 0x20)
		buffer_printf(buffer, "<%u>", key->point);
	else if (key->code == KEY_TEXT)
		buffer_append(buffer, bytes, text_encode(key->point, bytes));
	else if (key->code == KEY_FUNCTION)
		buffer_printf(buffer, "F%u", key->point);
	else if (key->code == KEY_CONTROL)
		buffer_printf(buffer, "Ctrl-%c", (int)key->point);
	else if (key->code == KEY_PASTE)
		buffer_printf(buffer, "{%s}", key->text);
	else if (key->code == KEY_INVALID)
		buffer_append_text(buffer, "invalid");
	for (const char *const *name = names; *name != NULL; name++)
		if (key_matches(key, *name))
			buffer_append_text(buffer, *name);
}

static void
take_keys(struct decoder *decoder, struct buffer *keys, int64_t now)
{
	for (struct key key = decoder_next(decoder, now); key.code != KEY_NONE_YET; key = decoder_next(decoder, now))
		append_key(keys, &key);
}

/* All bytes in pieces of `piece` bytes, one millisecond apart, then nothing for a second. */
static void
decode_in_pieces(struct decoder *decoder, const char *bytes, size_t length, size_t piece, struct buffer *keys)
{
	int64_t now = SECOND;

	for (size_t at = 0; at < length; at += piece, now += 1000) {
		size_t size = length - at < piece ? length - at : piece;

		decoder_feed(decoder, bytes + at, size, now);
		take_keys(decoder, keys, now);
		assert_true(decoder_room(decoder) > 0);
	}
	take_keys(decoder, keys, now + SECOND);
}

static const struct {
	const char *bytes;
	const char *keys;
} cases[] = {
	{"a", "a"},
	{"aé漢𝄞", "a é 漢 𝄞"},
	{"\r", "Enter"},
	{"\n", "Enter"},
	{"\t", "Tab"},
	{"\b", "Backspace"},
	{"\x7F", "Backspace"},
	{"\x01\x0C\x11\x1A", "Ctrl-a Ctrl-l Ctrl-q Ctrl-z"},
	{"\x1C\x1F", "<28> <31>"},
	{"\033", "Esc"},
	{"\033\033", "Esc Esc"},
	{"\033s", "Esc s"},
	{"\033é", "Esc é"},
	{"\033\r", "Esc Enter"},
	/* xterm, VT100, rxvt, the Linux console, PuTTY */
	{"\033[A\033[B\033[C\033[D", "Up Down Right Left"},
	{"\033OA\033OB\033OC\033OD", "Up Down Right Left"},
	{"\033[H\033[F\033OH\033OF", "Home End Home End"},
	{"\033[1~\033[4~\033[7~\033[8~", "Home End Home End"},
	{"\033[3~\033[5~\033[6~\033[2~", "Delete PgUp PgDn"},
	{"\033[Z", "Back-Tab"},
	{"\033OP\033OQ\033OR\033OS", "F1 F2 F3 F4"},
	{"\033[11~\033[12~\033[13~\033[14~", "F1 F2 F3 F4"},
	{"\033[15~\033[17~\033[18~\033[19~\033[20~\033[21~\033[23~\033[24~", "F5 F6 F7 F8 F9 F10 F11 F12"},
	{"\033[[A\033[[B\033[[C\033[[D\033[[E", "F1 F2 F3 F4 F5"},
	{"\033Op\033Oq\033Oy\033On\033OM", "0 1 9 . Enter"},
	/* with Shift, Alt, Ctrl: the same key */
	{"\033[1;5A\033[1;2P\033[3;5~\033[15;2~", "Up F1 Delete F5"},
	{"\033\033[A", "Esc Up"},
	/* what means nothing is swallowed whole */
	{"\033[99~x", "x"},
	{"\033[25~x", "x"},
	{"\033[Ix\033[O", "x"},
	{"\033[?1;2cx", "x"},
	{"\033[>0;276;0cx", "x"},
	{"\033[24;80Rx", "x"},
	{"\033[<0;10;10Mx", "x"},
	{"\033OEx", "x"},
	{"\033[[Zx", "Z x"},
	{"\033[201~x", "x"},
	{"\033[1;2;3;4;5;6;7;8;9;10;11;12mx", "x"},
	{"\033[11111111111111111111111~x", "x"},
	/* broken off by what cannot be in it */
	{"\033[1\rx", "Enter x"},
	{"\033[1\033[A", "Up"},
	{"\033[\xC3\xA9", "é"},
	/* no UTF-8 */
	{"\xFF"
	 "a",
		"invalid a"},
	{"\x9F"
	 "a",
		"invalid a"},
	{"\xC3"
	 "a",
		"invalid a"},
	{"\xE6\xBC"
	 "a",
		"invalid invalid a"},
	{"\xC0\x80", "invalid invalid"},
	{"\xED\xA0\x80", "invalid invalid invalid"},
	{"\xF5\x80\x80\x80", "invalid invalid invalid invalid"},
	{"\xC3\033[A", "invalid Up"},
	/* pastes */
	{"\033[200~\033[201~", "{}"},
	{"\033[200~abc\033[201~x", "{abc} x"},
	{"a\033[200~b\r\nc\033[201~\r", "a {b\r\nc} Enter"},
	{"\033[200~a\033[A\033b\033[201~", "{a\033[A\033b}"},
	{"\033[200~a\033[200~b\033[201~", "{a\033[200~b}"},
	{"\033[200~a\033\033[201~", "{a\033}"},
	{"\033[200~a\033[20\033[201~", "{a\033[20}"},
	{"\033[200~\xFF\033[201~", "{\xFF}"},
	{"\033[200~1\033[201~\033[200~2\033[201~", "{1} {2}"},
};

static void
test_bytes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		for (size_t piece = 1; piece <= 64; piece = piece == 1 ? 3 : piece == 3 ? 64 : 65) {
			struct decoder *decoder = decoder_new();
			struct buffer keys;

			buffer_init(&keys, 0);
			decode_in_pieces(decoder, cases[i].bytes, strlen(cases[i].bytes), piece, &keys);
			if (strcmp(buffer_text(&keys), cases[i].keys) != 0)
				fail_msg("case %zu in pieces of %zu: %s", i, piece, buffer_text(&keys));
			buffer_free(&keys);
			decoder_free(&decoder);
		}
	}
}

static void
assert_next(struct decoder *decoder, int64_t now, const char *expected)
{
	struct buffer keys;

	buffer_init(&keys, 0);
	take_keys(decoder, &keys, now);
	assert_string_equal(buffer_text(&keys), expected);
	buffer_free(&keys);
}

static void
feed(struct decoder *decoder, const char *bytes, int64_t now)
{
	decoder_feed(decoder, bytes, strlen(bytes), now);
}

static void
test_escape_delay(void **state)
{
	struct decoder *decoder = decoder_new();

	(void)state;
	assert_int_equal(decoder_patience(decoder, SECOND), 0);
	feed(decoder, "\033", SECOND);
	assert_next(decoder, SECOND, "");
	assert_int_equal(decoder_patience(decoder, SECOND), DECODE_ESCAPE_DELAY);
	assert_next(decoder, SECOND + DECODE_ESCAPE_DELAY - 1, "");
	assert_int_equal(decoder_patience(decoder, SECOND + DECODE_ESCAPE_DELAY - 1), 1);
	assert_next(decoder, SECOND + DECODE_ESCAPE_DELAY, "Esc");
	assert_int_equal(decoder_patience(decoder, SECOND), 0);
	/* A sequence in two packets. */
	feed(decoder, "\033", 2 * SECOND);
	assert_next(decoder, 2 * SECOND, "");
	feed(decoder, "[", 2 * SECOND + 20000);
	assert_next(decoder, 2 * SECOND + 60000, "");
	assert_int_equal(decoder_patience(decoder, 2 * SECOND + 60000), 0);
	feed(decoder, "A", 2 * SECOND + 70000);
	assert_next(decoder, 2 * SECOND + 70000, "Up");
	decoder_free(&decoder);
	assert_null(decoder);
	decoder_free(&decoder);
}

/* A sequence that never ends costs no later key, and none of it is typed. */
static void
test_unfinished_sequence(void **state)
{
	struct decoder *decoder = decoder_new();

	(void)state;
	feed(decoder, "\033[1;", SECOND);
	assert_next(decoder, SECOND + DECODE_SEQUENCE_DELAY, "");
	feed(decoder, "x", SECOND + DECODE_SEQUENCE_DELAY + 1);
	assert_next(decoder, SECOND + DECODE_SEQUENCE_DELAY + 1, "x");
	/* Endless. */
	for (int i = 0; i < 100; i++) {
		feed(decoder, i == 0 ? "\033[" : "1234567890", 3 * SECOND + i);
		while (decoder_next(decoder, 3 * SECOND + i).code != KEY_NONE_YET)
			continue;
		assert_true(decoder_room(decoder) > 100);
	}
	decoder_free(&decoder);
}

/* A character cut in two by the network, however long that takes. */
static void
test_slow_character(void **state)
{
	struct decoder *decoder = decoder_new();

	(void)state;
	feed(decoder, "\xE6", SECOND);
	assert_next(decoder, 2 * SECOND, "");
	feed(decoder, "\xBC", 3 * SECOND);
	assert_next(decoder, 4 * SECOND, "");
	feed(decoder, "\xA2x", 5 * SECOND);
	assert_next(decoder, 5 * SECOND, "漢 x");
	decoder_free(&decoder);
}

static void
test_unfinished_paste(void **state)
{
	struct decoder *decoder = decoder_new();
	int64_t later = SECOND + DECODE_PASTE_DELAY;

	(void)state;
	feed(decoder, "\033[200~abc\033[20", SECOND);
	assert_next(decoder, SECOND, "");
	assert_int_equal(decoder_patience(decoder, SECOND), 0);
	feed(decoder, "d", later);
	assert_next(decoder, later, "");
	later += DECODE_PASTE_DELAY + 1;
	feed(decoder, "x\r", later);
	assert_next(decoder, later, "{abc\033[20d} x Enter");
	decoder_free(&decoder);
}

/* A paste with an end, in pieces as a terminal sends them. */
static void
paste(struct decoder *decoder, const char *text, size_t length, struct buffer *keys)
{
	struct buffer bytes;

	buffer_init(&bytes, 0);
	buffer_append_text(&bytes, "\033[200~");
	buffer_append(&bytes, text, length);
	buffer_append_text(&bytes, "\033[201~x");
	decode_in_pieces(decoder, buffer_text(&bytes), bytes.length, 200, keys);
	buffer_free(&bytes);
}

/* Of a longer paste the rest is swallowed, not typed; it is cut between characters. */
static void
test_long_paste(void **state)
{
	static const size_t lengths[] = {
		DECODE_PASTE_MAX - 1, DECODE_PASTE_MAX, DECODE_PASTE_MAX + 1, DECODE_PASTE_MAX + 1000, 1000000};

	(void)state;
	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		size_t kept = lengths[i] < DECODE_PASTE_MAX ? lengths[i] : DECODE_PASTE_MAX;
		struct decoder *decoder = decoder_new();
		char *text = memory_alloc(lengths[i]);
		struct buffer keys;

		buffer_init(&keys, 0);
		memset(text, 'y', lengths[i]);
		paste(decoder, text, lengths[i], &keys);
		assert_int_equal(keys.length, kept + 4);
		assert_int_equal(strspn(buffer_text(&keys) + 1, "y"), kept);
		assert_string_equal(buffer_text(&keys) + 1 + kept, "} x");
		buffer_free(&keys);
		memory_free(text);
		decoder_free(&decoder);
	}
}

static void
test_long_paste_of_characters(void **state)
{
	struct decoder *decoder = decoder_new();
	struct buffer text, keys;

	(void)state;
	buffer_init(&text, 0);
	buffer_init(&keys, 0);
	for (int i = 0; i < 2000; i++)
		buffer_append_text(&text, "漢");
	paste(decoder, buffer_text(&text), text.length, &keys);
	/* 4096 is no multiple of three. */
	assert_int_equal(keys.length, DECODE_PASTE_MAX / 3 * 3 + 4);
	assert_true(text_is_utf8(buffer_text(&keys), keys.length));
	buffer_free(&text);
	buffer_free(&keys);
	decoder_free(&decoder);
}

static void
test_nul_in_paste(void **state)
{
	struct decoder *decoder = decoder_new();
	struct buffer keys;

	(void)state;
	buffer_init(&keys, 0);
	paste(decoder, "a\0b", 3, &keys);
	assert_string_equal(buffer_text(&keys), "{ab} x");
	buffer_free(&keys);
	decoder_free(&decoder);
}

/* The text of a paste is there until the next call, then wiped. */
static void
test_paste_wiped(void **state)
{
	struct decoder *decoder = decoder_new();
	struct key key;

	(void)state;
	feed(decoder, "\033[200~secret\033[201~", SECOND);
	key = decoder_next(decoder, SECOND);
	assert_int_equal(key.code, KEY_PASTE);
	assert_string_equal(key.text, "secret");
	assert_next(decoder, SECOND, "");
	for (size_t i = 0; i < 7; i++)
		assert_int_equal(key.text[i], 0);
	decoder_free(&decoder);
}

/* A terminal's own sequences come before those that all share. */
static void
test_added(void **state)
{
	struct decoder *decoder = decoder_new();

	(void)state;
	decoder_add(decoder, "\033A", KEY_ARROW_UP, 0);
	decoder_add(decoder, "\033[224z", KEY_FUNCTION, 1);
	decoder_add(decoder, "\033[H", KEY_END_PRESSED, 0);
	decoder_add(decoder, "\b", KEY_ARROW_LEFT, 0); /* a byte alone stays what it is */
	decoder_add(decoder, "", KEY_TAB, 0);
	decoder_add(decoder, "\033", KEY_TAB, 0);
	feed(decoder, "\033A\033[224z\033[H\033[F\b\033B", SECOND);
	assert_next(decoder, SECOND, "Up F1 End End Backspace Esc B");
	for (int i = 0; i < 1000; i++)
		decoder_add(decoder, "\033x", KEY_TAB, 0);
	feed(decoder, "\033x", SECOND);
	assert_next(decoder, SECOND, "Tab");
	decoder_free(&decoder);
}

static void
test_more_than_room(void **state)
{
	char bytes[4000];
	struct decoder *decoder = decoder_new();
	size_t room = decoder_room(decoder);

	(void)state;
	memset(bytes, 'x', sizeof bytes);
	decoder_feed(decoder, bytes, sizeof bytes, SECOND);
	assert_int_equal(decoder_room(decoder), 0);
	for (size_t i = 0; i < room; i++)
		assert_int_equal(decoder_next(decoder, SECOND).point, 'x');
	assert_int_equal(decoder_next(decoder, SECOND).code, KEY_NONE_YET);
	assert_int_equal(decoder_room(decoder), room);
	decoder_free(&decoder);
}

/* Whatever comes, it ends: no byte stays for ever, and every key is one of the enum. */
static void
test_noise(void **state)
{
	static const char alphabet[] = "\033\033[[O0125;~<?ARZM\r\t\x7F\xC3\xA9\xE6\xBC\xFFx";
	struct decoder *decoder = decoder_new();
	uint32_t seed = 12345;
	int64_t now = SECOND;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		char bytes[8];

		for (size_t b = 0; b < sizeof bytes; b++) {
			seed = seed * 1664525 + 1013904223;
			bytes[b] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
		}
		now += seed >> 24 == 0 ? 3 * SECOND : 1000;
		decoder_feed(decoder, bytes, 1 + (seed >> 8) % sizeof bytes, now);
		for (;;) {
			struct key key = decoder_next(decoder, now);

			if (key.code == KEY_NONE_YET)
				break;
			assert_true(key.code <= KEY_GONE);
			assert_true(key.code != KEY_FUNCTION || (key.point >= 1 && key.point <= 12));
		}
		assert_true(decoder_room(decoder) > 0);
	}
	decoder_free(&decoder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_escape_delay),
		cmocka_unit_test(test_unfinished_sequence),
		cmocka_unit_test(test_slow_character),
		cmocka_unit_test(test_unfinished_paste),
		cmocka_unit_test(test_long_paste),
		cmocka_unit_test(test_long_paste_of_characters),
		cmocka_unit_test(test_nul_in_paste),
		cmocka_unit_test(test_paste_wiped),
		cmocka_unit_test(test_added),
		cmocka_unit_test(test_more_than_room),
		cmocka_unit_test(test_noise),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("decode", tests, NULL, NULL);
}
