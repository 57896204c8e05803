/* The table of administration commands; see help_table.h. */
#include <stddef.h>

#include "help_table.h"

const struct help_command help_commands[] = {
	{"schema install", "[--connect CONNINFO]", "make a directory in a database",
		"Makes tables, roles, rules and privileges in an empty database, encoded in UTF8, as a superuser, and "
		"reads every privilege back. In a directory it does what upgrade does. Two at once: the second waits."},
	{"schema upgrade", "[--connect CONNINFO]", "bring a directory to this version",
		"Runs the numbered steps that are missing, each once and in its own transaction, then replaces "
		"functions and privileges as a whole. A directory that is newer than the program is left alone."},
	{"schema status", "[--connect CONNINFO]", "say which version a directory is of",
		"Prints the schema of directory and program, the server's version, and the number of staff. Exit "
		"status 0 if they fit."},
	{"staff add",
		"LOGIN --person EMAIL --role ROLE [--counter] [--unit NAME...] [--create] [--connect CONNINFO] "
		"[--json]",
		"let somebody work at the desk",
		"Gives a database login a place among the staff, or changes it; the login belongs to a person of the "
		"directory. A locked one is let in again."},
	{"staff lock", "LOGIN [--connect CONNINFO] [--json]", "take somebody's access away, at once",
		"The login loses its group and so its way into the database, and its sessions end. As a superuser also "
		"NOLOGIN."},
	{"staff list", "[--json] [--connect CONNINFO]", "list the staff", "Everybody who is or was staff, by login."},
	{"setting", "[NAME [VALUE]] [--connect CONNINFO]", "list, show or set a setting",
		"Without a name: all settings. With a name: its value. With a value: sets it, on the record."},
	{"people import",
		"FILE.csv [--all-or-nothing] [--dry-run] [--missing disable|disable-all] [--connect CONNINFO] [--json]",
		"take people in from a file",
		"Adds and changes people by their external_id; the same file again changes nothing. Every bad line is "
		"told with its number and reason. The columns are in docs/IMPORT.md."},
	{"people export", "[FILE] [--connect CONNINFO]", "write people to a file",
		"Writes what people import reads, to FILE or to standard output."},
	{"methods import", "FILE.csv [--all-or-nothing] [--dry-run] [--connect CONNINFO] [--json]",
		"take sign-in methods in from a file",
		"Adds and changes sign-in methods by their external_id. It never changes the state of one, nor brings "
		"back one that was revoked."},
	{"key new", "FILE", "make a master key for the workers",
		"Makes FILE with a first key, or adds one to it, the newest from then on. Then send SIGHUP to "
		"the workers that have the file, and run key rotate."},
	{"key rotate", "FILE [--connect CONNINFO]", "put every secret under the newest key",
		"As mfadesk_worker, a few secrets at a time, while the desk works; it can be broken off and run "
		"again. An older key may leave the file when key status counts no secret under it, and no code "
		"that was sent is open."},
	{"key status", "FILE [--connect CONNINFO]", "say which keys are there and needed",
		"Versions in the file, and secrets of the directory under each. Exit status 1 if one is missing."},
	{"embedded start", "[--dir DIR] [--people N]", "a private directory with sample people",
		"Makes a PostgreSQL cluster of its own in DIR where there is none, starts it, and upgrades it to this "
		"version. It is reached by a Unix socket only; whoever started it, and root, may be any of its staff."},
	{"embedded stop", "[--dir DIR]", "stop it", "Stops the server; everything stays."},
	{"embedded status", "[--dir DIR]", "say whether it runs", "Exit status 0 if it runs, 1 if not."},
	{"embedded env", "[--dir DIR]", "print how to reach it",
		"Prints PGHOST, PGPORT, PGDATABASE and PGUSER for eval \"$(mfadesk-admin embedded env)\"."},
	{"embedded reset", "[--dir DIR]", "remove it",
		"Stops the server and removes the folder with all that is in it. Refused where the folder has no file "
		"mfadesk-embedded."},
	{NULL, NULL, NULL, NULL},
};

const struct help_option help_options[] = {
	{"--connect", "--connect CONNINFO", "where the directory is, as libpq reads it"},
	{"--person", "--person EMAIL", "whose login it is"},
	{"--role", "--role ROLE", "agent, lead, auditor or administrator"},
	{"--counter", "--counter", "may see a document in person"},
	{"--unit", "--unit NAME...", "sees the people of these departments only; without it everybody"},
	{"--create", "--create", "make the login (superuser); its password is asked for on the terminal"},
	{"--json", "--json", "print JSON"},
	{"--all-or-nothing", "--all-or-nothing", "one bad line, and nothing is imported"},
	{"--dry-run", "--dry-run", "say what would change, change nothing"},
	{"--missing", "--missing disable",
		"disable the people who are not in the file; disable-all: even if they are most"},
	{"--dir", "--dir DIR", "the folder of the embedded directory"},
	{"--people", "--people N", "how many sample people, when it is made; 2000 otherwise"},
	{NULL, NULL, NULL},
};
