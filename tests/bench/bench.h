/*
 * What the programs of tests/bench share: samples, and the lines in which they
 * give their results. A result is one line on stdout, its fields separated by
 * tabs: section, name, p50, p95, p99, unit, times, of what, goal, met or missed.
 * A field that a row has not is empty. Everything else goes to stderr.
 */
#ifndef MFADESK_TESTS_BENCH_H
#define MFADESK_TESTS_BENCH_H

#include <stddef.h>
#include <stdint.h>

struct samples {
	double *values; /* owned */
	size_t count, room;
};

void samples_add(struct samples *samples, double value);
void samples_since(struct samples *samples, int64_t began); /* milliseconds since clock_monotonic() was `began` */
/* 0 to 100; 0 of no samples. Sorts them. */
double samples_percentile(struct samples *samples, double percent);
void samples_free(struct samples *samples);

/* What a result is measured against, and what is wanted of it. Zero: nothing. */
struct bench_wanted {
	const char *of; /* "SELECT 1": p50 is given in times of `base` */
	double base;
	double times_at_most, times_at_least;
	double p50, p99, at_most; /* in the row's unit; at_most is of a row with one value */
};

/* One line each: of samples, and of a single value. */
void bench_row(const char *section, const char *name, const char *unit, struct samples *samples,
	const struct bench_wanted *wanted);
void bench_value(
	const char *section, const char *name, const char *unit, double value, const struct bench_wanted *wanted);

/* The environment's number of that name, or `otherwise`. */
int bench_number(const char *name, int otherwise);
/* Ends the program with a line on stderr. */
void bench_fail(const char *format, ...) __attribute__((__format__(__printf__, 1, 2), __noreturn__));

#endif
