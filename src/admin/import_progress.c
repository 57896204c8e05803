/* Progress of an import, for whoever watches it. */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "import.h"
#include "mfadesk/base/clock.h"

#define BETWEEN (CLOCK_SECOND / 10)

void
progress_begin(struct progress *progress, bool quiet)
{
	progress->shown = !quiet && isatty(STDERR_FILENO);
	progress->begun = clock_monotonic();
	progress->last = 0;
}

void
progress_show(struct progress *progress, const char *what, int64_t done, int64_t total, int64_t lines)
{
	int64_t now = clock_monotonic();
	int64_t elapsed = now - progress->begun;
	char text[80];
	int length;

	if (!progress->shown || now - progress->last < BETWEEN)
		return;
	progress->last = now;
	length = snprintf(text, sizeof text, "%s", what);
	if (lines > 0)
		length += snprintf(text + length, sizeof text - (size_t)length, " %" PRId64 " lines", lines);
	if (total > 0)
		length += snprintf(text + length, sizeof text - (size_t)length, ", %d %%", (int)(done * 100 / total));
	if (lines > 0 && elapsed > CLOCK_SECOND)
		snprintf(text + length, sizeof text - (size_t)length, ", %" PRId64 " a second",
			lines * CLOCK_SECOND / elapsed);
	fprintf(stderr, "\r%-72.72s", text);
	fflush(stderr);
}

void
progress_end(struct progress *progress)
{
	if (progress->shown && progress->last != 0)
		fprintf(stderr, "\r%72s\r", "");
	progress_begin(progress, !progress->shown);
}
