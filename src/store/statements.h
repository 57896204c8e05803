/* What is sent to the database for each act and call: SQL as constants, values as text. */
#ifndef MFADESK_STORE_STATEMENTS_H
#define MFADESK_STORE_STATEMENTS_H

#include "mfadesk/act/act.h"
#include "mfadesk/store/link.h"

#define STATEMENT_VALUES_MAX LINK_CALL_VALUES

_Static_assert(ACT_PARAMETERS_MAX + 1 <= STATEMENT_VALUES_MAX, "an act's values fit");

struct statement {
	const char *sql;
	int count;
	const char
		*values[STATEMENT_VALUES_MAX]; /* NULL is SQL NULL; borrowed from the request (or call) and the arena */
};

/* The act itself. */
void statement_first(struct arena *arena, const struct act_request *request, struct statement *statement);
/* What gives the answer of a pair; its sql is NULL where the act is no pair. `id` is the request's, or the case's. */
void statement_second(enum act act, const char *id, struct statement *statement);

void statement_call(const struct link_call *call, struct statement *statement);

/* A text[] literal: {"one","t\"wo"}. Owned by the arena. */
char *statement_array(struct arena *arena, const char *const *words) MUST_CHECK;

#endif
