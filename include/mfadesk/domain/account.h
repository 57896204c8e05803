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
	int64_t tested_at; /* a code of the help desk's came back */
	int64_t revoked_at;
};

/* What a lead was asked to approve, and did not yet. */
struct wish {
	const char *act;
	const char *target; /* an id, or the last four digits of a number; "": all of the case */
	const char *text; /* for people: "number ending 0177" */
	int64_t asked_at;
};

/* One way to prove who is calling. */
struct proof_way {
	const char *kind; /* code, app, recovery-code, manager, document-in-person, document-on-video */
	const char *channel; /* "" where no code goes out */
	const char *method; /* id; "" where it rests on none of the person's */
	const char *label; /* for people: "Call to Office phone •••-0100" */
	bool open;
	const char *why; /* it is not; "" where it is */
};

/* What proves who is calling, now. */
struct standing {
	const char *shown; /* what passed in this contact, in words; "" where nothing did */
	const char *missing; /* a sentence; "" where nothing is */
	struct proof_way *ways; /* the open ones first */
	size_t way_count;
};

struct case_file {
	const char *id;
	const char *ticket;
	enum contact_channel by; /* CONTACT_NONE: nobody is being talked to */
	const char *agent; /* login of who holds it */
	int64_t opened_at;
	const char *state; /* "open", "closed" */
	int64_t proven_until; /* CLOCK_NEVER: not proven */
	struct wish *wishes; /* oldest first */
	size_t wish_count;
	/* in a list of cases only */
	const char *person_id;
	const char *person_name;
	const char *person_email;
	const char *step; /* where the work stands, in two words */
	const char *approval; /* what a lead is to approve; "": nothing */
};

struct warning {
	const char *code;
	const char *text;
};

/* A code that was sent or asked for. */
struct challenge {
	const char *id;
	const char *case_id;
	const char *method; /* "" of a recovery code */
	const char *purpose; /* proof, confirm, test */
	const char *proof; /* the kind that it is as a proof; "" where it is none */
	enum method_channel channel;
	enum challenge_state state;
	const char *mark; /* "" for an app's code */
	const char *answered_by; /* "", human, machine, unknown */
	const char *gateway;
	const char *reason; /* for people; "" where nothing is to be said */
	int64_t sent_at;
	int64_t delivered_at;
	int64_t answered_at;
	int64_t expires_at;
	int64_t tries_left;
};

/* What the phones of the demonstration show, newest first. */
struct handset_item {
	const char *id;
	const char *kind; /* text, call, mail */
	const char *number; /* of a mail: an address */
	const char *extension;
	const char *subject; /* of a mail */
	const char *text;
	const char *state;
	int64_t at;
};

struct handset {
	int64_t serial; /* goes up with everything that happens */
	struct handset_item *items;
	size_t count;
};

/* A new authenticator's secret on its way. */
struct enrolment {
	const char *challenge;
	const char *method;
	const char *state; /* waiting, ready, over */
	const char *sealed; /* hexadecimal; "" until it is ready */
	const char *issuer;
	const char *account;
};

/* A temporary access pass, as the account tells of it. */
struct access_pass {
	const char *id; /* "": there is none */
	const char *state; /* open, used */
	const char *login; /* who gave it */
	int64_t made_at;
	int64_t expires_at;
	int64_t used_at; /* CLOCK_NEVER: not yet */
};

/* One on its way to the desk that asked for it. */
struct pass_box {
	const char *pass; /* its id */
	const char *state; /* waiting, ready, over */
	const char *sealed; /* hexadecimal; "" until it is ready */
	int64_t expires_at; /* CLOCK_NEVER until then */
};

/* Recovery codes on their way to the desk that asked for them. */
struct codes_box {
	const char *set; /* id */
	const char *state; /* waiting, ready, over */
	const char *sealed; /* hexadecimal; "" until they are ready */
};

struct pulse {
	const char *worker; /* ok, silent, none */
	int64_t silent_seconds;
};

struct account {
	struct challenge *challenges;
	size_t challenge_count;
	struct person person;
	struct device *devices;
	size_t device_count;
	struct method *methods;
	size_t method_count;
	struct case_file file;
	const char **suspended_here; /* ids of what this case suspended and nobody restored or revoked since */
	size_t suspended_here_count;
	struct access_pass pass;
	struct standing standing;
	int64_t codes_left; /* recovery codes that were not used */
	bool telling; /* notices are on their way */
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

/* One step of the replaced phone. */
struct replacement_step {
	const char *step; /* happened, prove, way-in, backup, test, default, finish */
	const char *state; /* open, optional, blocked, done */
	const char *text; /* what was done, what there is to do, or why not; may hold RFC 3339 times */
	const char *target; /* the method or device that it is about next, or "" */
};

/* An active method, which can be tested or be the default. */
struct active_method {
	const char *id;
	const char *label; /* for people: "Phone +1 508-•••-0142" */
	bool tested; /* a code came back by it in this case */
};

struct replacement {
	const char *bring; /* what a person brings who cannot be proven now, where and when */
	bool awaits; /* something is on its way: the steps will change by themselves */
	struct replacement_step *steps;
	size_t step_count;
	const char **ways; /* by which a new way in can be had now: enrol, add_phone, issue_pass */
	size_t way_count;
	struct active_method *active;
	size_t active_count;
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
/* May its code be answered now? */
bool challenge_takes_code(const struct challenge *challenge);

#endif
