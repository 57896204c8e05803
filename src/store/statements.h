/* What is sent to the database for each act: SQL as constants, values as text. */
#ifndef MFADESK_STORE_STATEMENTS_H
#define MFADESK_STORE_STATEMENTS_H

#include "mfadesk/act/act.h"

#define STATEMENT_VALUES_MAX (ACT_PARAMETERS_MAX + 1)

struct statement {
	const char *sql;
	int count;
	const char *values[STATEMENT_VALUES_MAX]; /* NULL is SQL NULL; borrowed from the request and the arena */
};

/* The act itself. */
void statement_first(struct arena *arena, const struct act_request *request, struct statement *statement);
/* What gives the answer of a pair; its sql is NULL where the act is no pair. `id` is the request's, or the case's. */
void statement_second(enum act act, const char *id, struct statement *statement);

/* A text[] literal: {"one","t\"wo"}. Owned by the arena. */
char *statement_array(struct arena *arena, const char *const *words) MUST_CHECK;

#endif
