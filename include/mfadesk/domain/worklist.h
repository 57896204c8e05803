/* Worklists and the lead's page, as the directory tells them. Texts are never NULL; times are clock.h's. */
#ifndef MFADESK_DOMAIN_WORKLIST_H
#define MFADESK_DOMAIN_WORKLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mfadesk/domain/account.h"

/* A list in the list of lists. */
struct worklist_head {
	const char *name; /* "no-backup" */
	const char *title;
	const char *note; /* why it matters */
	int64_t count;
};

struct worklist_row {
	const char *person; /* id */
	const char *name;
	const char *email;
	const char *department;
	int64_t at;
	const char *detail; /* numbers are masked */
};

/* One page of a list. */
struct worklist {
	struct worklist_head head;
	const char *at_is; /* what the rows' time says: "suspended" */
	struct worklist_row *rows;
	size_t row_count;
	const char *next; /* where the next page begins; "": this is the last */
};

struct lead_doubt {
	const char *person; /* id */
	const char *name;
	const char *email;
	const char *by;
	const char *reason;
	int64_t at;
};

struct lead_day {
	const char *day; /* "2026-11-24", UTC */
	int64_t closed;
	int64_t median_minutes; /* 0 where none was closed */
};

struct lead_view {
	struct case_file *cases; /* those that wait for a lead first */
	size_t case_count;
	struct lead_doubt *doubts;
	size_t doubt_count;
	struct lead_day *days; /* oldest first */
	size_t day_count;
	int64_t agents_word;
};

#endif
