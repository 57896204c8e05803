/*
 * What can go wrong on demand. The names are also those of the table
 * sim.fault_kind (schema/sim.sql), which says at which stage each happens; here
 * is what becomes of the answer, and the words of the help.
 */
#ifndef MFADESK_SIM_FAULTS_H
#define MFADESK_SIM_FAULTS_H

#include "mfadesk/base/memory.h"

/* How an answer goes out. */
enum way {
	WAY_WHOLE,
	WAY_STATUS, /* another answer, of `status` */
	WAY_SLOW_HEADERS, /* nothing for a long time */
	WAY_SLOW_BODY, /* a byte a second */
	WAY_CUT, /* the connection ends within the body */
	WAY_HANG_UP, /* the connection ends before any byte */
	WAY_GARBAGE, /* a body that is no JSON */
	WAY_HUGE, /* a body of 64 MiB */
};

struct fault_kind {
	const char *name;
	enum way way;
	unsigned status; /* of WAY_STATUS */
	const char *retry_after; /* seconds; NULL: no such header */
	const char *text; /* one line */
};

/* Ends with a name of NULL. */
extern const struct fault_kind fault_kinds[];

/* NULL where `name` is NULL or none of them. */
const struct fault_kind *fault_find(const char *name) MUST_CHECK;

#endif
