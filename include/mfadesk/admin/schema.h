/*
 * Installing and upgrading the schema. The files below schema/ are a part of
 * the program (src/admin/schema_files.S); the table is an argument here, so
 * that a test can bring its own.
 */
#ifndef MFADESK_ADMIN_SCHEMA_H
#define MFADESK_ADMIN_SCHEMA_H

#include "mfadesk/store/session.h"

/* A table of these ends with a name of NULL. */
struct schema_file {
	const char *name; /* "tables/0001_directory.sql" */
	const char *text;
};

extern const struct schema_file schema_files[];

/* NULL where there is none of that name. */
const struct schema_file *schema_find(const struct schema_file *files, const char *name);
/* The highest number among the files tables/NNNN_*.sql. */
int schema_number(const struct schema_file *files);

/* What a directory is, and what it has from this program. */
struct schema_state {
	int version; /* 0: nothing is installed */
	bool same_functions; /* the functions and privileges are those of `files` */
	const char *functions_of; /* the program's version that put them there; "" unknown */
};

/* PostgreSQL 15 or newer, a superuser, UTF-8, the ICU root collation. Warns on stderr about known bad releases. */
bool schema_check_server(struct session *session, struct error *error) MUST_CHECK;
bool schema_state(struct session *session, const struct schema_file *files, struct arena *arena,
	struct schema_state *state, struct error *error) MUST_CHECK;

enum schema_mode { SCHEMA_INSTALL, SCHEMA_UPGRADE };

struct schema_report {
	int before; /* version found, once nobody else was at it; 0: none */
	int after;
	bool changed; /* false: everything was as this program has it already */
};

/* Refused: SCHEMA_UPGRADE on an empty database, and a directory newer than `files`. */
bool schema_apply(struct session *session, const struct schema_file *files, enum schema_mode mode,
	struct schema_report *report, struct error *error) MUST_CHECK;

#endif
