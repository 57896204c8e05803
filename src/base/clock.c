#include "mfadesk/base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int64_t
read_clock(clockid_t which)
{
	struct timespec now;

	if (clock_gettime(which, &now) != 0)
		abort(); /* only for a clock that does not exist */
	return (int64_t)now.tv_sec * CLOCK_SECOND + now.tv_nsec / 1000;
}

int64_t
clock_monotonic(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

int64_t
clock_now(void)
{
	return read_clock(CLOCK_REALTIME);
}

/* Whole seconds, rounded down also before 1970. */
static time_t
seconds_of(int64_t time)
{
	return time / CLOCK_SECOND - (time % CLOCK_SECOND < 0);
}

/* False, and an empty text, for CLOCK_NEVER and for a year that `struct tm` cannot hold. */
static bool
to_parts(int64_t time, struct tm *(*convert)(const time_t *, struct tm *), struct tm *parts, char *text)
{
	time_t seconds = seconds_of(time);

	text[0] = '\0';
	return time != CLOCK_NEVER && convert(&seconds, parts) != NULL;
}

/* strftime's %Y does not fill up to four digits. */
static size_t
put_year(const struct tm *parts, char text[CLOCK_TEXT_SIZE])
{
	return (size_t)snprintf(text, CLOCK_TEXT_SIZE, "%04d", parts->tm_year + 1900);
}

void
clock_format(int64_t time, char text[CLOCK_TEXT_SIZE])
{
	struct tm parts;
	size_t year;

	if (!to_parts(time, gmtime_r, &parts, text))
		return;
	year = put_year(&parts, text);
	strftime(text + year, CLOCK_TEXT_SIZE - year, "-%m-%dT%H:%M:%SZ", &parts);
}

void
clock_format_time_of_day(int64_t time, char text[CLOCK_TEXT_SIZE])
{
	struct tm parts;

	if (to_parts(time, localtime_r, &parts, text))
		strftime(text, CLOCK_TEXT_SIZE, "%H:%M", &parts);
}

void
clock_format_date(int64_t time, char text[CLOCK_TEXT_SIZE])
{
	struct tm parts;
	size_t year;

	if (!to_parts(time, localtime_r, &parts, text))
		return;
	year = put_year(&parts, text);
	strftime(text + year, CLOCK_TEXT_SIZE - year, "-%m-%d", &parts);
}

/* Takes exactly `count` digits. */
static bool
take_digits(const char **text, int count, int *number)
{
	*number = 0;
	for (int i = 0; i < count; i++, (*text)++) {
		if (**text < '0' || **text > '9')
			return false;
		*number = *number * 10 + (**text - '0');
	}
	return true;
}

static bool
take_one_of(const char **text, char a, char b)
{
	if (**text != a && **text != b)
		return false;
	(*text)++;
	return true;
}

/* Microseconds of a fraction of any length; what is finer is cut off. */
static bool
take_fraction(const char **text, int64_t *fraction)
{
	int64_t unit = CLOCK_SECOND;
	int digit;

	*fraction = 0;
	if (**text != '.')
		return true;
	(*text)++;
	if (!take_digits(text, 1, &digit))
		return false;
	do {
		unit /= 10;
		*fraction += digit * unit;
	} while (take_digits(text, 1, &digit));
	return true;
}

static bool
take_offset(const char **text, int64_t *offset)
{
	int sign = **text == '-' ? -1 : 1;
	int hours;
	int minutes;

	*offset = 0;
	if (take_one_of(text, 'Z', 'z'))
		return true;
	if (!take_one_of(text, '+', '-') || !take_digits(text, 2, &hours) || !take_one_of(text, ':', ':') ||
		!take_digits(text, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*offset = sign * (hours * 3600 + minutes * 60) * CLOCK_SECOND;
	return true;
}

static int
days_of_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap);
}

static bool
take_date_and_time(const char **text, struct tm *parts)
{
	int year;
	int month;

	if (!take_digits(text, 4, &year) || !take_one_of(text, '-', '-') || !take_digits(text, 2, &month) ||
		!take_one_of(text, '-', '-') || !take_digits(text, 2, &parts->tm_mday) ||
		!take_one_of(text, 'T', 't') || !take_digits(text, 2, &parts->tm_hour) ||
		!take_one_of(text, ':', ':') || !take_digits(text, 2, &parts->tm_min) || !take_one_of(text, ':', ':') ||
		!take_digits(text, 2, &parts->tm_sec))
		return false;
	parts->tm_year = year - 1900;
	parts->tm_mon = month - 1;
	/* :60 is a leap second; like PostgreSQL it counts as the next minute's first. */
	return month >= 1 && month <= 12 && parts->tm_mday >= 1 && parts->tm_mday <= days_of_month(year, month) &&
		parts->tm_hour <= 23 && parts->tm_min <= 59 && parts->tm_sec <= 60;
}

bool
clock_parse(const char *text, int64_t *time)
{
	struct tm parts = {0};
	int64_t fraction;
	int64_t offset;

	if (!take_date_and_time(&text, &parts) || !take_fraction(&text, &fraction) || !take_offset(&text, &offset) ||
		*text != '\0')
		return false;
	*time = (int64_t)timegm(&parts) * CLOCK_SECOND + fraction - offset;
	return true;
}
