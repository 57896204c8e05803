/* What the readers of answers share. */
#ifndef MFADESK_ACT_REPLY_PRIVATE_H
#define MFADESK_ACT_REPLY_PRIVATE_H

#include "mfadesk/domain/account.h"
#include "reader.h"

/* A case; the members that only lists have are "" elsewhere. */
void reply_read_case(struct reader *reader, const json_t *object, struct case_file *file);

/* One challenge, wherever it stands. */
void reply_read_challenge(struct reader *reader, const json_t *object, struct challenge *challenge);

/* What proves who is calling. */
void reply_read_standing(struct reader *reader, const json_t *object, struct standing *standing);
/* What waits for a lead in a case. */
void reply_read_wishes(struct reader *reader, const json_t *object, struct case_file *file);

/* Of an account; one without an id for NULL. */
void reply_read_pass(struct reader *reader, const json_t *object, struct access_pass *pass);

#endif
