/* A mail as the lines of an SMTP dialogue. */
#ifndef MFADESK_NET_MAIL_TEXT_H
#define MFADESK_NET_MAIL_TEXT_H

#include "mfadesk/net/mail.h"

/* What is written, each after the answer to the one before: sender, receiver, "DATA", the message. */
#define MAIL_STEPS 4

/* `out` is started by http_body_start() here and owned by the caller; ends[i] is where step i ends in it. `now` as
 * clock_now(). */
void mail_compose(const struct mail *mail, int64_t now, struct buffer *out, size_t ends[MAIL_STEPS]);

#endif
