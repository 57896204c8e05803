/*
 * What the desk knows about a person while a case is open: as the database
 * told it. Plain data; every string is owned by the arena that the reply was
 * decoded into, is never NULL ("" where the database said null), and has NOT
 * been made safe for a terminal: that is done where it is drawn.
 */
#ifndef MFADESK_DOMAIN_ACCOUNT_H
#define MFADESK_DOMAIN_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mfadesk/domain/words.h"

/* One line of a search. */
struct found {
	const char *id;
	const char *email;
	const char *name;
	const char *department;
	const char *title;
	const char *status;
	const char *employee_number; /* only where two in one answer share a name */
};

struct person {
	const char *id;
	const char *email;
	const char **aliases;
	size_t alias_count;
	const char *name;
	const char *department;
	const char *title;
	const char *manager_name; /* "" where there is none */
	const char *manager_email;
	const char *status; /* "active", "disabled" */
	const char *tier; /* "standard", "privileged" */
	int64_t version; /* goes up with every change to the person or a method */
};

struct device {
	const char *id;
	const char *name;
	enum method_state state; /* derived from its methods */
};

struct method {
	const char *id;
	enum method_kind kind;
	const char *device; /* id; "" where it is on no known device */
	const char *label;
	const char *number; /* masked: "+1 508-•••-0142"; "" where it has none */
	unsigned channels; /* set of enum method_channel */
	enum method_state state;
	bool is_default;
	const char *authority; /* "here", or who else decides */
	const char *added_by;
	const char *reason;
	int64_t confirmed_at; /* times: microseconds UTC, CLOCK_NEVER where null */
	int64_t added_at;
	int64_t last_used_at;
	int64_t revoked_at;
};

struct case_file {
	const char *id;
	const char *ticket;
	enum contact_channel by; /* CONTACT_NONE: nobody is being talked to */
	const char *agent; /* login of who holds it */
	int64_t opened_at;
	const char *state; /* "open", "closed" */
	int64_t proven_until; /* CLOCK_NEVER: not proven */
	/* in a list of cases only */
	const char *person_id;
	const char *person_name;
	const char *person_email;
};

struct warning {
	const char *code;
	const char *text;
};

struct account {
	struct person person;
	struct device *devices;
	size_t device_count;
	struct method *methods;
	size_t method_count;
	struct case_file file;
	struct warning *warnings;
	size_t warning_count;
};

struct history_entry {
	int64_t at;
	const char *who; /* login */
	const char *act;
	const char *case_id;
	const char *ticket;
	const char **targets; /* ids */
	size_t target_count;
	const char *outcome;
	const char *reason;
	const char *text; /* one line for people: "suspended iPhone 12: lost" */
};

/* Who is at this desk. */
struct staff_member {
	const char *login;
	const char *name;
	const char *email;
	enum staff_role role;
	bool counter;
	bool demonstration; /* the embedded directory */
	int64_t schema; /* the schema version of the directory */
};

/* NULL where there is no such id. Borrowed from the account. */
const struct method *account_method(const struct account *account, const char *id);
const struct device *account_device(const struct account *account, const char *id);
/* True when a second confirmed, active way in stands on another known device (an office phone counts as its own). */
bool account_has_backup(const struct account *account);

#endif
