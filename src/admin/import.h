/*
 * The parts of `mfadesk-admin people import` and `methods import`: a file is
 * read and loaded (import_load.c), the database plans and carries out
 * (import_run.c), and what came of it is told (import_report.c).
 */
#ifndef MFADESK_SRC_ADMIN_IMPORT_H
#define MFADESK_SRC_ADMIN_IMPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "mfadesk/admin/admin.h"
#include "mfadesk/base/uuid.h"
#include "mfadesk/crypto/digest.h"

enum { IMPORT_COLUMNS_MAX = 16 };

struct import_column {
	const char *name;
	bool required;
};

/* What may be imported (import_kind.c). */
struct import_kind {
	const char *word; /* "people" */
	struct import_column columns[IMPORT_COLUMNS_MAX]; /* in the order of `copy`; the last name is NULL */
	const char *copy; /* COPY of run, line, fault and the columns */
	const char *start; /* the plan; see import_run.c for its parameters and result */
};

extern const struct import_kind import_people;
extern const struct import_kind import_methods;
extern const char *const import_step; /* the next step: $1 a request id, $2 the run */

struct import_options {
	const char *file; /* "-": standard input */
	const char *connect;
	const char *missing; /* "keep", "disable", "disable-all" */
	bool all_or_nothing;
	bool dry_run;
	bool json;
};

/* A file that was loaded. */
struct import_load {
	char run[UUID_SIZE];
	char sha256[DIGEST_HEX_SIZE];
	int64_t lines; /* without the header */
};

/* What the database answers: owned by the arena of whoever asked. */
struct import_answer {
	bool applied;
	int64_t left;
	int64_t todo;
	int64_t bad;
	const char *read;
	const char *added;
	const char *changed;
	const char *unchanged;
	const char *disabled;
	const char *refused_code; /* NULL: not refused */
	const char *refused;
	const char *refused_hint;
	const char *notes; /* one a line; NULL: none */
	const char *document;
};

/* Progress on a terminal: rewritten in place, at most ten times a second; nothing elsewhere. */
struct progress {
	bool shown;
	int64_t begun; /* of this phase */
	int64_t last;
};

void progress_begin(struct progress *progress, bool quiet);
/* `total` 0: not known; `lines` 0: not worth telling. */
void progress_show(struct progress *progress, const char *what, int64_t done, int64_t total, int64_t lines);
void progress_end(struct progress *progress); /* clears the line; a new phase may follow */

bool import_load(struct session *session, const struct import_kind *kind, const char *file, struct import_load *load,
	struct progress *progress, struct error *error) MUST_CHECK;

bool import_carry_out(struct session *session, const struct import_kind *kind, const struct import_options *options,
	const struct import_load *load, struct progress *progress, struct arena *arena, struct import_answer *answer,
	struct error *error) MUST_CHECK;

bool import_report(struct session *session, const struct import_options *options, const struct import_load *load,
	const struct import_answer *answer, struct error *error) MUST_CHECK;

#endif
