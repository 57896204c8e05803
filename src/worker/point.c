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
	"report.result.before",
	"report.result.after",
	"enrol.result.before",
	"enrol.result.after",
	"enrol.release.before",
	"enrol.release.after",
	"tell.start.before",
	"tell.start.after",
	"tell.call.before",
	"tell.call.after",
	"tell.result.before",
	"tell.result.after",
	"tell.release.before",
	"tell.release.after",
	"make_codes.result.before",
	"make_codes.result.after",
	"make_codes.release.before",
	"make_codes.release.after",
	"make_pass.result.before",
	"make_pass.result.after",
	"make_pass.release.before",
	"make_pass.release.after",
	"try_pass.start.before",
	"try_pass.start.after",
	"try_pass.result.before",
	"try_pass.result.after",
	"try_pass.release.before",
	"try_pass.release.after",
	"sign_out.start.before",
	"sign_out.start.after",
	"sign_out.call.before",
	"sign_out.call.after",
	"sign_out.result.before",
	"sign_out.result.after",
	"sign_out.release.before",
	"sign_out.release.after",
	NULL,
};

/* Like a signal's flag, this belongs to the process: it ends it, or stops it. */
static struct choice {
	int signal;
	const char *place; /* NULL: nowhere */
	long left;
} chosen[] = {{.signal = SIGKILL}, {.signal = SIGSTOP}};

bool
point_is_known(const char *place)
{
	size_t length = strcspn(place, ":");

	for (const char *const *point = points; *point; point++)
		if (strlen(*point) == length && memcmp(*point, place, length) == 0)
			return place[length] == ':' && strtol(place + length + 1, NULL, 10) > 0;
	return false;
}

static void
choose(struct choice *choice, const char *place)
{
	choice->place = place;
	choice->left = place ? strtol(strchr(place, ':') + 1, NULL, 10) : 0;
}

void
point_choose(const char *stop_at, const char *pause_at)
{
	choose(&chosen[0], stop_at);
	choose(&chosen[1], pause_at);
}

void
point_reached(const char *kind, const char *step)
{
	char here[64];
	size_t length = (size_t)snprintf(here, sizeof(here), "%s.%s:", kind, step);

	for (struct choice *choice = chosen; choice < chosen + sizeof(chosen) / sizeof(chosen[0]); choice++)
		if (choice->place && strncmp(choice->place, here, length) == 0 && --choice->left == 0)
			raise(choice->signal);
}
