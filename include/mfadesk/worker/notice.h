/*
 * What a notice says: templates with named placeholders, and the facts in their
 * places. Three files: mail.txt to the person, text.txt likewise, lead.txt by
 * mail to the leads. The first line of a mail is "Subject: ...". A line in which
 * a placeholder has nothing to say is left out; the lines of a text are joined.
 */
#ifndef MFADESK_WORKER_NOTICE_H
#define MFADESK_WORKER_NOTICE_H

#include <stdbool.h>

#include "mfadesk/base/buffer.h"
#include "mfadesk/base/memory.h"

enum notice_template { NOTICE_MAIL, NOTICE_TEXT, NOTICE_LEAD, NOTICE_TEMPLATES };

/* The placeholders by their names; "": there is nothing to say. */
struct notice_facts {
	const char *person, *what, *when, *ticket, *proof;
	const char *desk_name, *desk_telephone, *desk_mail, *desk_room;
};

struct notices;

/* Owned by the caller. Of the directory's files, or where that is NULL the built-in ones. What is wrong is appended to
 * problems, "FILE:LINE: what", one line each: an unknown placeholder, a missing one, a file that cannot be read. NULL
 * then. */
struct notices *notices_read(const char *directory, struct buffer *problems) MUST_CHECK;
void notices_free(struct notices **notices); /* NULL is accepted */

/* As the directory calls it; NOTICE_TEMPLATES where it is none. */
enum notice_template notice_template_named(const char *name) MUST_CHECK;

struct notice {
	const char *subject; /* one line; "" for a text */
	const char *text;
};
/* Owned by the arena. */
struct notice notice_compose(struct arena *arena, const struct notices *notices, enum notice_template which,
	const struct notice_facts *facts) MUST_CHECK;

#endif
