/* CSV: every form that RFC 4180 allows, every way to break it, and what is read after a fault. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "mfadesk/admin/csv.h"
#include "mfadesk/base/buffer.h"

/* A source that gives at most `step` bytes at a time. */
struct feed {
	const char *bytes;
	size_t length;
	size_t step;
};

static ssize_t
feed_read(void *context, char *bytes, size_t size)
{
	struct feed *feed = context;
	size_t count = feed->length < size ? feed->length : size;

	if (count > feed->step)
		count = feed->step;
	memcpy(bytes, feed->bytes, count);
	feed->bytes += count;
	feed->length -= count;
	return (ssize_t)count;
}

/* All that is read, as text: "1|a|b\n" for a record of line 1, "2-4|..." over lines 2 to 4, "2!why\n" for a fault. */
static void
read_all(struct buffer *out, const char *bytes, size_t length, size_t step, size_t expect)
{
	struct feed feed = {bytes, length, step};
	struct csv *csv = csv_new(feed_read, &feed);
	struct csv_record record;
	enum csv_result result;

	csv_expect(csv, expect);
	buffer_init(out, 0);
	while ((result = csv_next(csv, &record)) != CSV_END) {
		assert_int_not_equal(result, CSV_UNREADABLE);
		buffer_printf(out, "%d", (int)record.line);
		if (record.last_line != record.line)
			buffer_printf(out, "-%d", (int)record.last_line);
		if (result == CSV_FAULT)
			buffer_printf(out, "!%s", record.fault);
		for (size_t i = 0; i < record.count; i++)
			buffer_printf(out, "|%s", record.fields[i]);
		buffer_append_text(out, "\n");
	}
	csv_free(&csv);
	assert_null(csv);
}

struct example {
	const char *text;
	const char *want;
	size_t expect;
	size_t length; /* 0: strlen */
};

static const struct example good[] = {
	{"", "", 0, 0},
	{"a", "1|a\n", 0, 0},
	{"a\n", "1|a\n", 0, 0},
	{"a,b\nc,d\n", "1|a|b\n2|c|d\n", 2, 0},
	{"a,b\r\nc,d\r\n", "1|a|b\n2|c|d\n", 2, 0},
	{"a,b\r\nc,d\r", "1|a|b\n2|c|d\n", 2, 0},
	{"a,\n,b", "1|a|\n2||b\n", 2, 0},
	{",", "1||\n", 2, 0},
	{"\"\"", "1|\n", 0, 0},
	{"\"\",\"\"\n", "1||\n", 2, 0},
	{"\"a,b\",c\n", "1|a,b|c\n", 2, 0},
	{"\"a\"\"b\"\n", "1|a\"b\n", 0, 0},
	{"\"\"\"\"\n", "1|\"\n", 0, 0},
	{"\"a\nb\",c\nd,e\n", "1-2|a\nb|c\n3|d|e\n", 2, 0},
	{"\"a\r\nb\"\r\nc\r\n", "1-2|a\r\nb\n3|c\n", 0, 0},
	{"\"a\nb\"", "1-2|a\nb\n", 0, 0},
	{"\"a\n\"", "1-2|a\n\n", 0, 0},
	{"\n\na\n\r\nb\n\n", "3|a\n5|b\n", 0, 0},
	{"\xEF\xBB\xBFid,x\n", "1|id|x\n", 2, 0},
	{"\xEF\xBB\xBF\"id\"\n", "1|id\n", 0, 0},
	{" a , b \n", "1| a | b \n", 2, 0},
	{"Łukasz,陳偉,😀\n", "1|Łukasz|陳偉|😀\n", 3, 0},
};

static const struct example bad[] = {
	{"a\nb\"c\nd\n", "1|a\n2!there is a quote inside a field that does not begin with one\n3|d\n", 0, 0},
	{"a\n\"b\"c\nd\n", "1|a\n2!there is text behind a closing quote\n3|d\n", 0, 0},
	{"a\n\"b\" \nd\n", "1|a\n2!there is text behind a closing quote\n3|d\n", 0, 0},
	{"a\n\"b\nc\nd\n", "1|a\n2!a quoted field is not closed\n3|c\n4|d\n", 0, 0},
	/* the stray quote of line 2 meets the first quote of line 4: lines 3 and 4 are read all the same */
	{"a,b\n\"c,d\ne,f\n\"g\",h\n", "1|a|b\n2!there is text behind a closing quote\n3|e|f\n4|g|h\n", 2, 0},
	{"a,b\n1\n2,3,4\n5,6\n",
		"1|a|b\n2!there are fewer fields than in the header\n3!there are more fields than in the "
		"header\n4|5|6\n",
		2, 0},
	/* a record of three lines with too few fields costs its first line */
	{"a,b\n\"c\nd,e\n\"\nf,g\n",
		"1|a|b\n2!there are fewer fields than in the header\n3|d|e\n4!a quoted field is not closed\n5|f|g\n", 2,
		0},
	{"a\nb\rc\nd\n", "1|a\n2!there is a carriage return that does not end the line\n3|d\n", 0, 0},
	{"a\rb\rc\r", "1!there is a carriage return that does not end the line\n", 0, 0},
	{"a\nb\xFF\nc\n", "1|a\n2!it is not UTF-8\n3|c\n", 0, 0},
	{"a\n\xC0\xAF\nc\n", "1|a\n2!it is not UTF-8\n3|c\n", 0, 0},
	{"a\n\xED\xA0\x80\nc\n", "1|a\n2!it is not UTF-8\n3|c\n", 0, 0},
	{"a\n\xF0\x9F\x98\nc\n", "1|a\n2!it is not UTF-8\n3|c\n", 0, 0},
	{"a\nb\xC3", "1|a\n2!it is not UTF-8\n", 0, 0},
	{"a\nb\0c\nd\n", "1|a\n2!there is a NUL byte\n3|d\n", 0, 8},
	{"a\n\"b\0c\"\nd\n", "1|a\n2!there is a NUL byte\n3|d\n", 0, 10},
	{"\xFF\xFEi\0d\0\n\0", "1!there is a NUL byte\n2!there is a NUL byte\n", 0, 8},
	{"a\n\"", "1|a\n2!a quoted field is not closed\n", 0, 0},
	{" \n", "1!there are fewer fields than in the header\n", 2, 0},
};

static void
check(const struct example *example, size_t step)
{
	size_t length = example->length != 0 ? example->length : strlen(example->text);
	struct buffer out;

	read_all(&out, example->text, length, step, example->expect);
	assert_string_equal(buffer_text(&out), example->want);
	buffer_free(&out);
}

static void
test_good(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		check(&good[i], 1);
		check(&good[i], 65536);
	}
}

static void
test_bad(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		check(&bad[i], 1);
		check(&bad[i], 65536);
	}
}

/* "a,", then `count` times `unit`, then `after` and "z\n": what is said of the first record and whether z is read. */
static void
check_long(const char *before, const char *unit, size_t count, const char *after, const char *want)
{
	struct buffer text;
	struct buffer out;

	buffer_init(&text, 0);
	buffer_append_text(&text, before);
	for (size_t i = 0; i < count; i++)
		buffer_append_text(&text, unit);
	buffer_append_text(&text, after);
	read_all(&out, buffer_text(&text), text.length, 4096, 0);
	if (strlen(buffer_text(&out)) > 200)
		strcpy(out.data + 40, "...");
	assert_string_equal(buffer_text(&out), want);
	buffer_free(&text);
	buffer_free(&out);
}

static void
test_limits(void **state)
{
	struct buffer out;

	(void)state;
	/* one byte under, at and over 64 KiB */
	check_long("\n", "x", CSV_FIELD_LIMIT, "\n", "2|xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...");
	check_long("", "x", CSV_FIELD_LIMIT + 1, "\nz\n", "1!a field is longer than 64 KiB\n2|z\n");
	check_long("\"", "x", CSV_FIELD_LIMIT - 1, "\"\n", "1|xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...");
	check_long("\"", "x", CSV_FIELD_LIMIT, "\"\nz\n", "1!a quoted field is not closed within 64 KiB\n2|z\n");
	/* longer than the record, longer than the window, and without any line end */
	check_long("", "xxxxxxxxx,", 40 * 1024, "\nz\n", "1!there are more than 64 fields\n2|z\n");
	check_long("", "x", CSV_RECORD_LIMIT + 10, "\nz\n", "1!a field is longer than 64 KiB\n2|z\n");
	check_long("", "x", 5 * CSV_RECORD_LIMIT, "\nz\n", "1!a field is longer than 64 KiB\n2|z\n");
	check_long("", "x", 5 * CSV_RECORD_LIMIT, "", "1!a field is longer than 64 KiB\n");
	check_long("", ",", CSV_FIELDS_MAX - 1, "\n",
		"1||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||\n");
	check_long("", ",", CSV_FIELDS_MAX, "\nz\n", "1!there are more than 64 fields\n2|z\n");
	/* empty lines may fill the window more than once */
	check_long("", "\n", 5 * CSV_RECORD_LIMIT, "z\n", "1310721|z\n");
	/* five fields of 64 KiB are more than a record may have */
	buffer_init(&out, 0);
	for (int field = 0; field < 5; field++) {
		for (int i = 0; i < CSV_FIELD_LIMIT - 1; i++)
			buffer_append(&out, "x", 1);
		buffer_append(&out, ",", 1);
	}
	check_long(buffer_text(&out), "", 0, "\nz\n", "1!the line is longer than 256 KiB\n2|z\n");
	buffer_free(&out);
}

/* A quote that is never closed hides at most its own line, wherever the window happens to end. */
static void
test_stray_quote_in_a_long_file(void **state)
{
	struct buffer text;
	struct feed feed;
	struct csv *csv;
	struct csv_record record;
	enum csv_result result;
	int64_t records = 0;
	int64_t faults = 0;

	(void)state;
	buffer_init(&text, 0);
	for (int line = 1; line <= 100000; line++)
		buffer_printf(&text, line % 20000 == 7 ? "%d,\"broken,x\n" : "%d,whole,x\n", line);
	feed = (struct feed){buffer_text(&text), text.length, 10007};
	csv = csv_new(feed_read, &feed);
	csv_expect(csv, 3);
	while ((result = csv_next(csv, &record)) != CSV_END) {
		records += result == CSV_RECORD;
		faults += result == CSV_FAULT;
		if (result == CSV_FAULT)
			assert_int_equal(record.line % 20000, 7);
		else
			assert_int_equal(record.line, atoi(record.fields[0]));
	}
	assert_int_equal(faults, 5);
	assert_int_equal(records, 99995);
	csv_free(&csv);
	buffer_free(&text);
}

/* Two stray quotes can make a well formed record of many lines; whoever rejects it gets the lines between. */
static void
test_reject(void **state)
{
	static const char text[] = "1,\"a\n2,b\n3,c\"\n4,d\n";
	struct feed feed = {text, sizeof text - 1, 3};
	struct csv *csv = csv_new(feed_read, &feed);
	struct csv_record record;

	(void)state;
	csv_expect(csv, 2);
	assert_int_equal(csv_next(csv, &record), CSV_RECORD);
	assert_int_equal(record.last_line, 3);
	csv_reject(csv);
	assert_int_equal(csv_next(csv, &record), CSV_RECORD);
	assert_int_equal(record.line, 2);
	assert_string_equal(record.fields[1], "b");
	assert_int_equal(csv_next(csv, &record), CSV_FAULT);
	assert_int_equal(record.line, 3);
	assert_int_equal(csv_next(csv, &record), CSV_RECORD);
	assert_int_equal(record.line, 4);
	assert_int_equal(csv_next(csv, &record), CSV_END);
	assert_int_equal(csv_next(csv, &record), CSV_END);
	csv_free(&csv);
}

static ssize_t
read_fails(void *context, char *bytes, size_t size)
{
	int *calls = context;

	(void)size;
	memcpy(bytes, "a,b\n", 4);
	return ++*calls < 3 ? 4 : -1;
}

static void
test_unreadable(void **state)
{
	int calls = 0;
	struct csv *csv = csv_new(read_fails, &calls);
	struct csv_record record;

	(void)state;
	assert_int_equal(csv_next(csv, &record), CSV_UNREADABLE);
	assert_int_equal(csv_next(csv, &record), CSV_UNREADABLE);
	csv_free(&csv);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_stray_quote_in_a_long_file),
		cmocka_unit_test(test_reject),
		cmocka_unit_test(test_unreadable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
