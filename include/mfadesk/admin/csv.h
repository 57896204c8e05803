/*
 * Comma-separated values (RFC 4180) as a stream: LF or CRLF, quoted fields with
 * commas, quotes and line breaks, strict UTF-8, a byte order mark at the start
 * accepted. Memory is the same for ten lines and for ten million.
 *
 * A line that breaks the format is one fault, never the end: reading goes on at
 * the next line of the file after the one where the faulty record began. So a
 * forgotten closing quote costs its own line, and not all that it seemed to hold.
 * Empty lines are passed over.
 */
#ifndef MFADESK_ADMIN_CSV_H
#define MFADESK_ADMIN_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "mfadesk/base/memory.h"

#define CSV_FIELDS_MAX 64
#define CSV_FIELD_LIMIT (64 * 1024) /* bytes of one field */
#define CSV_RECORD_LIMIT (256 * 1024) /* bytes of one record in the file */

enum csv_result {
	CSV_RECORD,
	CSV_FAULT, /* a bad record: `line` and `fault` say which and why; ask for the next one */
	CSV_END,
	CSV_UNREADABLE, /* the source failed; errno is the source's */
};

/* Bytes into `bytes`, at most `size`; how many, 0 at the end, -1 with errno. */
typedef ssize_t csv_source(void *context, char *bytes, size_t size);

struct csv_record {
	int64_t line; /* of the file, from 1, where the record begins */
	int64_t last_line; /* where it ends: greater only when a quoted field holds line breaks */
	size_t count; /* fields; 0 in a fault */
	const char *fields[CSV_FIELDS_MAX]; /* borrowed from the reader until the next call; no NUL inside */
	const char *fault; /* what is wrong, for people; static; NULL in a good record */
};

struct csv;

/* Never NULL. `context` is borrowed. */
struct csv *csv_new(csv_source *source, void *context) MUST_CHECK;
void csv_free(struct csv **csv);

/* From now on a record must have `count` fields. */
void csv_expect(struct csv *csv, size_t count);

enum csv_result csv_next(struct csv *csv, struct csv_record *record) MUST_CHECK;
/*
 * The caller takes the record just read for a fault of its own: the next one
 * begins at the line after its first. For a table without line breaks in its
 * fields, where a field of many lines is the work of two stray quotes.
 */
void csv_reject(struct csv *csv);

#endif
