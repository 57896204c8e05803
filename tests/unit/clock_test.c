/* Time: RFC 3339 both ways, and the local clock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mfadesk/base/clock.h"

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))

static const struct {
	const char *text;
	int64_t time;
} good[] = {
	{"1970-01-01T00:00:00Z", 0},
	{"1969-12-31T23:59:59Z", -CLOCK_SECOND},
	{"1969-12-31T23:59:59.5Z", -CLOCK_SECOND / 2},
	{"2026-11-24T05:14:33Z", INT64_C(1795497273) * CLOCK_SECOND},
	{"2026-11-24T05:14:33.123456Z", INT64_C(1795497273123456)},
	{"2026-11-24T05:14:33.1Z", INT64_C(1795497273100000)},
	{"2026-11-24T05:14:33.12345678901234567890Z", INT64_C(1795497273123456)},
	{"2026-11-24t05:14:33z", INT64_C(1795497273) * CLOCK_SECOND},
	{"2026-11-24T06:14:33+01:00", INT64_C(1795497273) * CLOCK_SECOND},
	{"2026-11-23T23:44:33-05:30", INT64_C(1795497273) * CLOCK_SECOND},
	{"2026-11-24T05:14:33-00:00", INT64_C(1795497273) * CLOCK_SECOND},
	{"2000-02-29T00:00:00Z", INT64_C(951782400) * CLOCK_SECOND},
	{"2024-02-29T00:00:00Z", INT64_C(1709164800) * CLOCK_SECOND},
	{"2016-12-31T23:59:60Z", INT64_C(1483228800) * CLOCK_SECOND},
	{"0000-01-01T00:00:00Z", INT64_C(-62167219200) * CLOCK_SECOND},
	{"9999-12-31T23:59:59.999999Z", INT64_C(253402300799999999)},
};

static void
test_parse(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(good); i++) {
		int64_t time = 1;

		assert_true(clock_parse(good[i].text, &time));
		assert_int_equal(time, good[i].time);
	}
}

static const char *const bad[] = {
	"",
	"Z",
	"2026",
	"2026-11-24",
	"2026-11-24T05:14:33",
	"2026-11-24 05:14:33Z",
	"2026-11-24T05:14Z",
	"2026-11-24T05:14:33.Z",
	"2026-11-24T05:14:33,5Z",
	"2026-11-24T05:14:33ZZ",
	"2026-11-24T05:14:33Z ",
	" 2026-11-24T05:14:33Z",
	"2026-13-24T05:14:33Z",
	"2026-00-24T05:14:33Z",
	"2026-11-31T05:14:33Z",
	"2026-11-00T05:14:33Z",
	"2025-02-29T05:14:33Z",
	"1900-02-29T05:14:33Z",
	"2026-11-24T24:00:00Z",
	"2026-11-24T05:60:33Z",
	"2026-11-24T05:14:61Z",
	"2026-11-24T05:14:33+24:00",
	"2026-11-24T05:14:33+01:60",
	"2026-11-24T05:14:33+0100",
	"2026-11-24T05:14:33+01",
	"2026-11-24T05:14:33+",
	"26-11-24T05:14:33Z",
	"12026-11-24T05:14:33Z",
	"-026-11-24T05:14:33Z",
	"2026-1\xD9\xA1-24T05:14:33Z",
	"2026-11-24T05:14:33\xC3\xA9",
	"infinity",
};

static void
test_parse_refuses(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		int64_t time;

		if (clock_parse(bad[i], &time))
			fail_msg("took \"%s\"", bad[i]);
	}
}

static const struct {
	int64_t time;
	const char *text;
} written[] = {
	{0, "1970-01-01T00:00:00Z"},
	{-1, "1969-12-31T23:59:59Z"},
	{999999, "1970-01-01T00:00:00Z"},
	{INT64_C(1795497273999999), "2026-11-24T05:14:33Z"},
	{INT64_C(-62135596800) * CLOCK_SECOND, "0001-01-01T00:00:00Z"},
	{CLOCK_NEVER, ""},
	{CLOCK_NEVER + 1, "-290308-12-21T19:59:05Z"},
	{INT64_MAX, "294247-01-10T04:00:54Z"},
};

static void
test_format(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(written); i++) {
		char text[CLOCK_TEXT_SIZE];

		memset(text, 'x', sizeof(text));
		clock_format(written[i].time, text);
		assert_string_equal(text, written[i].text);
	}
}

static void
test_local_time(void **state)
{
	const int64_t time = INT64_C(1795497273) * CLOCK_SECOND; /* 05:14 in UTC */
	char text[CLOCK_TEXT_SIZE];

	(void)state;
	setenv("TZ", "EST5EDT,M3.2.0,M11.1.0", 1);
	tzset();
	clock_format_time_of_day(time, text);
	assert_string_equal(text, "00:14");
	clock_format_date(time - CLOCK_SECOND * 3600, text);
	assert_string_equal(text, "2026-11-23");
	clock_format_time_of_day(time - INT64_C(150) * 86400 * CLOCK_SECOND, text); /* summer */
	assert_string_equal(text, "01:14");
	clock_format_date(CLOCK_NEVER, text);
	assert_string_equal(text, "");
	clock_format_time_of_day(CLOCK_NEVER, text);
	assert_string_equal(text, "");
}

static void
test_clocks_run(void **state)
{
	int64_t start = clock_monotonic();

	(void)state;
	assert_in_range(clock_now(), INT64_C(1700000000) * CLOCK_SECOND, INT64_C(5000000000) * CLOCK_SECOND);
	for (int i = 0; i < 1000; i++)
		assert_true(clock_monotonic() >= start);
	while (clock_monotonic() == start)
		;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_parse_refuses),
		cmocka_unit_test(test_format),
		cmocka_unit_test(test_local_time),
		cmocka_unit_test(test_clocks_run),
	};

	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
