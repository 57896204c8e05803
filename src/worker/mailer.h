/* The channel for mail, as the configuration's section [mail] has it: by SMTP, or posted to a program (webhook). */
#ifndef MFADESK_WORKER_MAILER_H
#define MFADESK_WORKER_MAILER_H

#include "mfadesk/worker/gateway.h"

struct mailer;

/* Borrowed for the call of mailer_send(). */
struct letter {
	const char *to; /* an address */
	const char *subject; /* one line */
	const char *text; /* lines ended by \n */
	const char *id; /* a uuid, the same whenever this letter is sent again */
};

/* Reads the section and the file it names. NULL where there is no such section; what is wrong in it is told by
 * config_finish(), and until then nothing may be sent. Config and http are borrowed. Owned by the caller. */
struct mailer *mailer_open(struct config *config, struct http *http) MUST_CHECK;
void mailer_close(struct mailer **mailer); /* NULL is accepted; end the http first */

/* "smtp" or "webhook". */
const char *mailer_name(const struct mailer *mailer) MUST_CHECK;
/* How long one mail may take by the configuration, in milliseconds. */
int64_t mailer_deadline(const struct mailer *mailer) MUST_CHECK;
/* As mail_send(), or http_send(). The deadline is in milliseconds. */
void mailer_send(
	const struct mailer *mailer, const struct letter *letter, int64_t deadline, http_done *done, void *context);
/* What came of it. */
void mailer_judge(const struct mailer *mailer, const struct http_answer *answer, struct gateway_result *result);

#endif
