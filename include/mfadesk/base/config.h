/*
 * A configuration file: [sections] of `key = value` lines, read against tables
 * of known keys, with whatever is wrong named by its line.
 *
 * Lines that begin with # or ; are comments. A value ends with its line, or goes
 * on in lines that begin with a blank (joined by one space). A key without a
 * value, twice the same key, twice the same section, a line of more than 190 bytes and a " ;"
 * within a value are wrong. There are no secrets in a configuration file: it
 * names the files that hold them.
 *
 *	struct config *config = config_read(path, &error);
 *	const struct config_section *text = config_use(config, "text", keys, LENGTH(keys));
 *	...
 *	if (!config_finish(config, &problems))
 *		... one line each, "FILE:LINE: what is wrong"
 *	config_text(text, "url")
 */
#ifndef MFADESK_BASE_CONFIG_H
#define MFADESK_BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mfadesk/base/buffer.h"
#include "mfadesk/base/error.h"
#include "mfadesk/base/memory.h"

enum config_kind {
	CONFIG_TEXT,
	CONFIG_PATH, /* begins with / */
	CONFIG_NUMBER, /* whole, `least` to `most` */
	CONFIG_TIME, /* "30 s", "5 min", "2 h"; a number alone is seconds; `least` to `most` in seconds */
	CONFIG_YES_NO,
	CONFIG_WORD, /* one of `words` */
};

struct config_key {
	const char *name;
	enum config_kind kind;
	bool required; /* where its section is used */
	const char *fallback; /* the value where the key is not there, written as in the file; NULL: there is none */
	int64_t least, most; /* of CONFIG_NUMBER and CONFIG_TIME; of CONFIG_TEXT `most` bytes, 0: as many as fit */
	const char *const *words; /* of CONFIG_WORD; ends with NULL */
	const char *help; /* one line, for the manual */
};

struct config;
struct config_section;

/* Owned by the caller. NULL when the file cannot be read. What is wrong in it is kept for config_finish(). */
struct config *config_read(const char *path, struct error *error) MUST_CHECK;
/* The same of a text; `name` stands before the lines. */
struct config *config_parse(const char *name, const char *text) MUST_CHECK;
void config_free(struct config **config); /* NULL is accepted */

bool config_has(const struct config *config, const char *section);
/* The raw value, before any table is known: which driver a section is for. NULL where it is not there. Borrowed. */
const char *config_peek(const struct config *config, const char *section, const char *key);
/* Checks the values of these keys, and keeps what is wrong. Never NULL: where the section is not in the file there are
 * the fallbacks, and a required key is missing (ask config_has() first where the section may be left out). A section
 * may be used with several tables: what none of them has is unknown to config_finish(). Keys are borrowed. */
const struct config_section *config_use(
	struct config *config, const char *section, const struct config_key *keys, size_t count);
/* Notes a problem that the caller saw, at the line of the key (of the section, where the key is not there). */
void config_wrong(struct config *config, const char *section, const char *key, const char *format, ...)
	PRINTF_LIKE(4, 5);
/* True when nothing is wrong, and every section and key was used. Else appends a line for each problem, in the order of
 * the file. */
bool config_finish(struct config *config, struct buffer *problems) MUST_CHECK;

/* Values of a section that config_finish() found right. The key must be in the table; borrowed from the config. */
const char *config_text(const struct config_section *section, const char *key); /* NULL where there is none */
int64_t config_number(const struct config_section *section, const char *key); /* a time: in seconds; 0 where none */
bool config_yes(const struct config_section *section, const char *key);

#endif
