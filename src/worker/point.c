/* See point.h. The table is what tests/whole/worker_kill*.sh go through. */
#include "point.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const points[] = {
	"hello.result.before",
	"hello.result.after",
	"claim.result.before",
	"claim.result.after",
	"expire.result.before",
	"expire.result.after",
	"watchdog.result.before",
	"watchdog.result.after",
	"goodbye.result.before",
	"goodbye.result.after",
	"send.start.before",
	"send.start.after",
	"send.call.before",
	"send.call.after",
	"send.result.before",
	"send.result.after",
	"send.release.before",
	"send.release.after",
	"follow.call.before",
	"follow.call.after",
	"follow.result.before",
	"follow.result.after",
	"follow.release.before",
	"follow.release.after",
	"check.result.before",
	"check.result.after",
	"check.release.before",
	"check.release.after",
	"withdraw.call.before",
	"withdraw.call.after",
	"withdraw.result.before",
	"withdraw.result.after",
	"withdraw.release.before",
	"withdraw.release.after",
	"enrol.result.before",
	"enrol.result.after",
	"enrol.release.before",
	"enrol.release.after",
	NULL,
};

/* Like a signal's flag, this belongs to the process: it ends it. */
static const char *chosen;
static long left;

bool
point_is_known(const char *stop_at)
{
	size_t length = strcspn(stop_at, ":");

	for (const char *const *point = points; *point; point++)
		if (strlen(*point) == length && memcmp(*point, stop_at, length) == 0)
			return stop_at[length] == ':' && strtol(stop_at + length + 1, NULL, 10) > 0;
	return false;
}

void
point_choose(const char *stop_at)
{
	chosen = stop_at;
	left = stop_at ? strtol(strchr(stop_at, ':') + 1, NULL, 10) : 0;
}

void
point_reached(const char *kind, const char *step)
{
	char here[64];
	int length;

	if (!chosen)
		return;
	length = snprintf(here, sizeof(here), "%s.%s:", kind, step);
	if (strncmp(chosen, here, (size_t)length) == 0 && --left == 0)
		raise(SIGKILL);
}
