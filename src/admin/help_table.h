/* What the commands are and take, for usage lines, help and the manual page. */
#ifndef MFADESK_ADMIN_HELP_TABLE_H
#define MFADESK_ADMIN_HELP_TABLE_H

/* Tables of these end with a first member of NULL. */
struct help_command {
	const char *words; /* "schema install" */
	const char *arguments; /* "[--connect CONNINFO]" */
	const char *title; /* one line */
	const char *text;
};

struct help_option {
	const char *name; /* "--connect" */
	const char *form; /* "--connect CONNINFO" */
	const char *text;
};

extern const struct help_command help_commands[];
extern const struct help_option help_options[];

#endif
