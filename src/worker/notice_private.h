/* What reading templates and filling them share. */
#ifndef MFADESK_WORKER_NOTICE_PRIVATE_H
#define MFADESK_WORKER_NOTICE_PRIVATE_H

#include <stddef.h>

#include "mfadesk/worker/notice.h"

#define NOTICE_SUBJECT "Subject: "
#define NOTICE_NO_PLACEHOLDER ((size_t)-1)

struct notices {
	char *templates[NOTICE_TEMPLATES]; /* owned */
};

struct notice_placeholder {
	const char *name;
	size_t offset; /* in struct notice_facts */
	bool needed; /* in what goes to the person */
};
extern const struct notice_placeholder notice_placeholders[];
extern const size_t notice_placeholder_count;

/* Which one stands at a "{", and how long it is with its braces; none: NOTICE_NO_PLACEHOLDER, and the length of what
 * stands there instead (1 where no brace follows). */
size_t notice_placeholder_at(const char *at, const char *end, size_t *length);

#endif
