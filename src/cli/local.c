/* Times for people: in the time zone of this place. */
#include <string.h>

#include "command.h"
#include "mfadesk/base/buffer.h"
#include "mfadesk/base/clock.h"

enum { RFC3339_LENGTH = 20 }; /* "2026-11-24T05:14:33Z" */

const char *
local_time_of_day(struct arena *arena, int64_t time)
{
	char clock[CLOCK_TEXT_SIZE];

	clock_format_time_of_day(time, clock);
	return arena_copy(arena, clock);
}

const char *
local_day_and_time(struct arena *arena, int64_t time)
{
	char date[CLOCK_TEXT_SIZE];
	char clock[CLOCK_TEXT_SIZE];

	if (time == CLOCK_NEVER)
		return "";
	clock_format_date(time, date);
	clock_format_time_of_day(time, clock);
	return arena_printf(arena, "%s %s", date, clock);
}

const char *
local_times(struct arena *arena, const char *text)
{
	struct buffer out;
	size_t length = strlen(text);
	const char *copy;
	int64_t time;

	buffer_init(&out, 0);
	for (size_t at = 0; at < length; at++) {
		bool likely = length - at >= RFC3339_LENGTH && text[at + RFC3339_LENGTH - 1] == 'Z';

		if (likely && clock_parse(arena_copy_bytes(arena, text + at, RFC3339_LENGTH), &time)) {
			buffer_append_text(&out, local_day_and_time(arena, time));
			at += RFC3339_LENGTH - 1;
		} else {
			buffer_append(&out, text + at, 1);
		}
	}
	copy = arena_copy(arena, buffer_text(&out));
	buffer_free(&out);
	return copy;
}
