#include "bench.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "mfadesk/base/buffer.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/base/memory.h"

enum { FIRST_ROOM = 1024 };

void
samples_add(struct samples *samples, double value)
{
	if (samples->count == samples->room) {
		samples->room = samples->room ? 2 * samples->room : FIRST_ROOM;
		samples->values = memory_resize_array(samples->values, samples->room, sizeof *samples->values);
	}
	samples->values[samples->count++] = value;
}

void
samples_since(struct samples *samples, int64_t began)
{
	samples_add(samples, (double)(clock_monotonic() - began) / 1000);
}

static int
by_value(const void *one, const void *other)
{
	double a = *(const double *)one, b = *(const double *)other;

	return (a > b) - (a < b);
}

double
samples_percentile(struct samples *samples, double percent)
{
	if (samples->count == 0)
		return 0;
	qsort(samples->values, samples->count, sizeof *samples->values, by_value);
	return samples->values[(size_t)(percent / 100 * (double)(samples->count - 1) + 0.5)];
}

void
samples_free(struct samples *samples)
{
	memory_free(samples->values);
	*samples = (struct samples){0};
}

static void
add_goal(struct buffer *goal, const char *what, double value, const char *unit)
{
	if (value > 0)
		buffer_printf(
			goal, "%s%s %g%s%s", goal->length ? ", " : "", what, value, *unit == 'x' ? "" : " ", unit);
}

static void
print_goal(const struct bench_wanted *wanted, const char *unit, double p50, double p99)
{
	double times = wanted->base > 0 ? p50 / wanted->base : 0;
	struct buffer goal;
	bool met;

	buffer_init(&goal, 0);
	add_goal(&goal, "p50 ≤", wanted->times_at_most, "x");
	add_goal(&goal, "≥", wanted->times_at_least, "x");
	add_goal(&goal, "p50 ≤", wanted->p50, unit);
	add_goal(&goal, "p99 ≤", wanted->p99, unit);
	add_goal(&goal, "≤", wanted->at_most, unit);
	met = (wanted->times_at_most <= 0 || times <= wanted->times_at_most) && times >= wanted->times_at_least &&
		(wanted->p50 <= 0 || p50 <= wanted->p50) && (wanted->p99 <= 0 || p99 <= wanted->p99) &&
		(wanted->at_most <= 0 || p50 <= wanted->at_most);
	printf("%s\t%s\n", buffer_text(&goal), goal.length == 0 ? "" : met ? "met" : "missed");
	buffer_free(&goal);
	fflush(stdout);
}

static void
print_times(const struct bench_wanted *wanted, double p50)
{
	if (wanted->base > 0)
		printf("%.2f\t%s\t", p50 / wanted->base, wanted->of);
	else
		printf("\t\t");
}

void
bench_row(const char *section, const char *name, const char *unit, struct samples *samples,
	const struct bench_wanted *wanted)
{
	double p50 = samples_percentile(samples, 50), p99 = samples_percentile(samples, 99);

	printf("%s\t%s\t%.3f\t%.3f\t%.3f\t%s\t", section, name, p50, samples_percentile(samples, 95), p99, unit);
	print_times(wanted, p50);
	print_goal(wanted, unit, p50, p99);
}

void
bench_value(const char *section, const char *name, const char *unit, double value, const struct bench_wanted *wanted)
{
	printf("%s\t%s\t%.*f\t\t\t%s\t", section, name, value < 100 ? 3 : 0, value, unit);
	print_times(wanted, value);
	print_goal(wanted, unit, value, value);
}

int
bench_number(const char *name, int otherwise)
{
	const char *text = getenv(name);

	return text && *text ? (int)strtol(text, NULL, 10) : otherwise;
}

void
bench_fail(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fputs("bench: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
	exit(1);
}
