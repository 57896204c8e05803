/* The arguments of an administration command: options in any place, `--name value` or `--name=value`, and words. */
#ifndef MFADESK_ADMIN_OPTIONS_H
#define MFADESK_ADMIN_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "mfadesk/base/memory.h"

enum { OPTION_LIST_MAX = 64 };

/* Values of an option that may be repeated, and that takes all words up to the next option. Borrowed from argv. */
struct option_list {
	const char *values[OPTION_LIST_MAX];
	size_t count;
};

/* One of the three places is set. A table of these ends with a name of NULL. */
struct option {
	const char *name; /* "--connect" */
	const char **value;
	bool *flag;
	struct option_list *list;
};

/*
 * Fills the places in `options` and moves the words to argv[1]..., their
 * number to *words. False, after one line on stderr, where the arguments do not fit.
 */
bool options_read(int argc, char **argv, const struct option *options, int *words) MUST_CHECK;

#endif
