/* What config_read.c finds in a file and config.c checks. */
#ifndef MFADESK_BASE_CONFIG_PRIVATE_H
#define MFADESK_BASE_CONFIG_PRIVATE_H

#include "mfadesk/base/config.h"

struct config_entry {
	struct config_entry *next; /* in the order of the file */
	const char *key;
	const char *value;
	int line;
	bool known; /* some table has it */
};

struct config_table {
	struct config_table *next;
	const struct config_key *keys; /* borrowed */
	size_t count;
};

struct config_section {
	struct config_section *next;
	const char *name;
	int line; /* 0: it is not in the file */
	struct config_entry *entries;
	struct config_table *tables;
};

struct config_problem {
	struct config_problem *next;
	const char *text;
	int line; /* 0: of the file as a whole */
};

/* All that hangs on it is owned by the arena. */
struct config {
	struct arena *arena; /* owned */
	const char *name;
	struct config_section *sections;
	struct config_problem *problems; /* by line */
};

void config_note(struct config *config, int line, const char *format, ...) PRINTF_LIKE(3, 4);
struct config_section *config_find(const struct config *config, const char *name); /* NULL: not known */
struct config_section *config_add_section(struct config *config, const char *name, int line);
void config_parse_text(struct config *config, const char *text, size_t length);

#endif
