/*
 * One mail to one mailbox by SMTP, beside the HTTP calls of http.h and with
 * the same outcomes. smtps:// is TLS from the start, smtp:// must offer STARTTLS
 * unless it is on this machine; certificates and names are always verified.
 *
 * The message is UTF-8 in quoted-printable, its headers in encoded words
 * (RFC 2047) where they need them.
 */
#ifndef MFADESK_NET_MAIL_H
#define MFADESK_NET_MAIL_H

#include "mfadesk/net/http.h"

/* Everything is copied by mail_send(). */
struct mail {
	const char *url; /* smtp://HOST:PORT or smtps://HOST:PORT, without user and password */
	const char *user; /* NULL: no sign-in */
	const struct secret *password;
	const char *from; /* an address in ASCII, and so is `to` */
	const char *from_name; /* NULL or "": the address alone */
	const char *to;
	const char *subject; /* one line */
	const char *text; /* lines ended by \n */
	const char *id; /* left of the @ in Message-ID, the same when sent again: a uuid */
	int64_t deadline; /* milliseconds; 0: HTTP_DEADLINE */
};

/* As http_url_check(). */
bool mail_url_check(const char *url, struct error *error) MUST_CHECK;
/* Of a mailbox, in ASCII; nothing in it could end the command or the header that it stands in. */
bool mail_address_is_valid(const char *address) MUST_CHECK;

/*
 * As http_send(), and http_cancel() takes its id. Answered: `status` is what the server said last, 250 where it took
 * the mail, 4xx "later" and 5xx "no" where it refused, at whatever step. Uncertain: the text was on its way and no word
 * came.
 */
uint64_t mail_send(struct http *http, const struct mail *mail, http_done *done, void *context);

#endif
