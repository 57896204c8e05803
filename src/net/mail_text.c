/* Messages (RFC 5322) in quoted-printable and encoded words (RFC 2045, 2047), with the dots of RFC 5321. */
#include "mail_text.h"

#include <string.h>
#include <time.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/base/text.h"

enum {
	LINE_MAX_LENGTH = 76,
	WORD_MAX_LENGTH = 75,
	PLAIN_MAX_LENGTH = 60, /* of a header that goes as it is: no folding */
};

bool
mail_address_is_valid(const char *address)
{
	const char *at = strchr(address, '@');

	for (const char *c = address; *c; c++)
		if (*c <= ' ' || *c > '~' || strchr("<>()[]\\,;:\"", *c))
			return false;
	return at && at != address && at[1] && !strchr(at + 1, '@') && strlen(address) <= 254;
}

static bool
is_word(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* As a header's text without encoding: nothing that a phrase (RFC 5322, section 3.2.5) would have to quote. */
static bool
is_plain(const char *text, const char *also)
{
	for (const char *c = text; *c; c++)
		if (!is_word(*c) && !strchr(also, *c))
			return false;
	return strlen(text) <= PLAIN_MAX_LENGTH;
}

static void
encode_point(struct buffer *word, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (is_word(bytes[i]))
			buffer_append(word, &bytes[i], 1);
		else if (bytes[i] == ' ')
			buffer_append_text(word, "_");
		else
			buffer_printf(word, "=%02X", (unsigned char)bytes[i]);
	}
}

static void
add_encoded(struct buffer *out, const char *text)
{
	static const char begin[] = "=?UTF-8?Q?", end[] = "?=";
	size_t start = out->length, left = strlen(text), used;

	buffer_append_text(out, begin);
	for (; left > 0; text += used, left -= used) {
		bool valid = text_decode(text, left, &used) >= 0;

		/* A code point is in one word: it takes 12 characters at most. */
		if (out->length - start + 12 + strlen(end) > WORD_MAX_LENGTH) {
			buffer_printf(out, "%s\r\n ", end);
			start = out->length;
			buffer_append_text(out, begin);
		}
		encode_point(out, valid ? text : "\xEF\xBF\xBD", valid ? used : 3);
	}
	buffer_append_text(out, end);
}

static void
add_phrase(struct buffer *out, const char *text, const char *plain)
{
	if (is_plain(text, plain))
		buffer_append_text(out, text);
	else
		add_encoded(out, text);
}

static void
add_date(struct buffer *out, int64_t now)
{
	time_t seconds = (time_t)(now / CLOCK_SECOND);
	struct tm parts;
	char text[64];

	gmtime_r(&seconds, &parts);
	strftime(text, sizeof(text), "Date: %a, %d %b %Y %H:%M:%S +0000\r\n", &parts);
	buffer_append_text(out, text);
}

static void
add_headers(struct buffer *out, const struct mail *mail, int64_t now)
{
	add_date(out, now);
	buffer_append_text(out, "From: ");
	if (mail->from_name && *mail->from_name) {
		add_phrase(out, mail->from_name, " ");
		buffer_append_text(out, " ");
	}
	buffer_printf(out, "<%s>\r\nTo: <%s>\r\nSubject: ", mail->from, mail->to);
	add_phrase(out, mail->subject, " .,:;!()'/+-");
	buffer_printf(out, "\r\nMessage-ID: <%s%s>\r\n", mail->id, strchr(mail->from, '@'));
	buffer_append_text(out,
		"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
		"Content-Transfer-Encoding: quoted-printable\r\nAuto-Submitted: auto-generated\r\n\r\n");
}

static bool
ends_line(const char *text)
{
	return !*text || *text == '\n' || (*text == '\r' && text[1] == '\n');
}

/* One byte of a line; a space before the line's end is encoded, for it would be lost. */
static void
add_byte(struct buffer *out, const char *text)
{
	bool blank = *text == ' ' || *text == '\t';

	if (blank ? !ends_line(text + 1) : *text > ' ' && *text <= '~' && *text != '=')
		buffer_append(out, text, 1);
	else
		buffer_printf(out, "=%02X", (unsigned char)*text);
}

/* A line that begins with a dot gets a second one: a dot alone is the end. */
static void
add_line(struct buffer *out, const char **text)
{
	size_t start = out->length;

	for (; !ends_line(*text); (*text)++) {
		if (out->length - start + 3 >= LINE_MAX_LENGTH) {
			buffer_append_text(out, "=\r\n");
			start = out->length;
		}
		if (out->length == start && **text == '.')
			buffer_append_text(out, ".");
		add_byte(out, *text);
	}
	buffer_append_text(out, "\r\n");
	*text += **text == '\r';
	*text += **text == '\n';
}

void
mail_compose(const struct mail *mail, int64_t now, struct buffer *out, size_t ends[MAIL_STEPS])
{
	const char *text = mail->text;
	size_t names = strlen(mail->subject) + strlen(mail->id) + (mail->from_name ? strlen(mail->from_name) : 0);

	/* A byte becomes three at most, and a line of 76 has three more. */
	http_body_start(out, 4 * (strlen(text) + names) + 4096);
	buffer_printf(out, "MAIL FROM:<%s>\r\n", mail->from);
	ends[0] = out->length;
	buffer_printf(out, "RCPT TO:<%s>\r\n", mail->to);
	ends[1] = out->length;
	buffer_append_text(out, "DATA\r\n");
	ends[2] = out->length;
	add_headers(out, mail, now);
	while (*text)
		add_line(out, &text);
	buffer_append_text(out, ".\r\n");
	ends[3] = out->length;
}
