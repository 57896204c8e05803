/* mfadesk-admin: the schema, people and staff of a directory, and the embedded one. */
#include <stdio.h>
#include <string.h>

#include "mfadesk/admin/admin.h"
#include "mfadesk/base/log.h"
#include "mfadesk/base/text.h"

static const struct program {
	const char *word;
	int (*run)(int argc, char **argv);
} PROGRAMS[] = {
	{"schema", admin_schema},
	{"staff", admin_staff},
	{"setting", admin_setting},
	{"people", admin_people},
	{"methods", admin_methods},
	{"key", admin_key},
	{"embedded", admin_embedded},
	{"help", admin_help},
	{"--help", admin_help},
};

static int
dispatch(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof(PROGRAMS) / sizeof(*PROGRAMS); i++)
		if (strcmp(PROGRAMS[i].word, argv[0]) == 0)
			return PROGRAMS[i].run(argc, argv);
	log_line("no such command: %s (mfadesk-admin help lists them)", argv[0]);
	return ADMIN_USAGE;
}

int
main(int argc, char **argv)
{
	int status;

	text_use_locale();
	log_set_program("mfadesk-admin");
	if (argc < 2) {
		log_line("what should be done? mfadesk-admin help lists the commands");
		return ADMIN_USAGE;
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("mfadesk-admin " MFADESK_VERSION);
		return ADMIN_DONE;
	}
	status = dispatch(argc - 1, argv + 1);
	/* What could not be written was not answered. */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		log_line("the answer could not be written");
		return status ? status : ADMIN_FAILED;
	}
	return status;
}
