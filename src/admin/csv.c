/*
 * CSV from a stream. Knows nothing of columns or of databases.
 *
 * The window holds at least one whole record (CSV_RECORD_LIMIT) or the rest of
 * the file, so that a record is scanned once, in place, and can be gone back to
 * when it turns out to be a fault: the fields are copied out, the window stays.
 */
#include <string.h>

#include "mfadesk/admin/csv.h"
#include "mfadesk/base/text.h"

#define WINDOW_SIZE (4 * CSV_RECORD_LIMIT)

struct csv {
	csv_source *source;
	void *context; /* borrowed */
	char *window; /* owned, WINDOW_SIZE bytes */
	size_t start; /* of the record last returned */
	size_t next; /* of the record to come */
	size_t end; /* of what was read */
	bool ended;
	bool failed;
	bool begun;
	int64_t line; /* at `start` */
	int64_t next_line; /* at `next` */
	size_t expected; /* fields; 0: any number */
	char *text; /* owned: the fields of the record, one NUL after each */
};

/* The record under the scanner. */
struct scan {
	const char *at;
	const char *end;
	char *text;
	bool more; /* the file goes on behind `end` */
};

struct csv *
csv_new(csv_source *source, void *context)
{
	struct csv *csv = memory_alloc(sizeof *csv);

	csv->source = source;
	csv->context = context;
	csv->window = memory_alloc(WINDOW_SIZE);
	csv->text = memory_alloc(CSV_RECORD_LIMIT + CSV_FIELDS_MAX + 1);
	csv->line = csv->next_line = 1;
	return csv;
}

void
csv_free(struct csv **csv)
{
	if (*csv == NULL)
		return;
	memory_free((*csv)->window);
	memory_free((*csv)->text);
	memory_free(*csv);
	*csv = NULL;
}

void
csv_expect(struct csv *csv, size_t count)
{
	csv->expected = count;
}

/* Fills the window behind what is still to be read; false where the source fails. */
static bool
csv_fill(struct csv *csv)
{
	memmove(csv->window, csv->window + csv->next, csv->end - csv->next);
	csv->end -= csv->next;
	csv->start = csv->next = 0;
	while (!csv->ended && csv->end < WINDOW_SIZE) {
		ssize_t count = csv->source(csv->context, csv->window + csv->end, WINDOW_SIZE - csv->end);

		if (count < 0) {
			csv->failed = csv->ended = true;
			return false;
		}
		csv->ended = count == 0;
		csv->end += (size_t)count;
	}
	return true;
}

/* Puts `next` behind the line that begins at `start`, however long it is. */
static bool
csv_skip_line(struct csv *csv)
{
	const char *feed;

	csv->next = csv->start;
	while ((feed = memchr(csv->window + csv->next, '\n', csv->end - csv->next)) == NULL) {
		csv->next = csv->end;
		if (csv->ended)
			return true;
		if (!csv_fill(csv))
			return false;
	}
	csv->next = (size_t)(feed - csv->window) + 1;
	csv->next_line = csv->line + 1;
	return true;
}

void
csv_reject(struct csv *csv)
{
	if (!csv_skip_line(csv))
		csv->next = csv->end;
}

/* Passes over a byte order mark and empty lines. */
static void
csv_skip_blank(struct csv *csv)
{
	if (!csv->begun && csv->end >= 3 && memcmp(csv->window, "\xEF\xBB\xBF", 3) == 0)
		csv->next = 3;
	csv->begun = true;
	while (csv->next < csv->end) {
		const char *at = csv->window + csv->next;
		size_t left = csv->end - csv->next;

		if (at[0] == '\n')
			csv->next += 1;
		else if (left > 1 && at[0] == '\r' && at[1] == '\n')
			csv->next += 2;
		else
			break;
		csv->next_line++;
	}
}

static void
scan_copy(struct scan *scan, const char *to)
{
	size_t length = (size_t)(to - scan->at);

	memcpy(scan->text, scan->at, length);
	scan->text += length;
	scan->at = to;
}

/* A field without quotes ends at a comma or a line end. */
static const char *
scan_plain(struct scan *scan)
{
	const char *to = scan->at;

	while (to < scan->end && *to != ',' && *to != '\n' && *to != '\r' && *to != '"')
		to++;
	if (to < scan->end && *to == '"')
		return "there is a quote inside a field that does not begin with one";
	if (to - scan->at > CSV_FIELD_LIMIT)
		return "a field is longer than 64 KiB";
	scan_copy(scan, to);
	return NULL;
}

/* A quoted field: two quotes stand for one, and only a comma or a line end may follow the last. */
static const char *
scan_quoted(struct scan *scan)
{
	const char *first = scan->at++;

	for (;;) {
		const char *quote = memchr(scan->at, '"', (size_t)(scan->end - scan->at));

		if ((quote != NULL ? quote : scan->end) - first > CSV_FIELD_LIMIT)
			return "a quoted field is not closed within 64 KiB";
		if (quote == NULL)
			return "a quoted field is not closed";
		scan_copy(scan, quote);
		if (++scan->at == scan->end || *scan->at != '"')
			return NULL;
		*scan->text++ = *scan->at++;
	}
}

/* What stands behind a field: sets *last when the record ends with it. */
static const char *
scan_separator(struct scan *scan, bool *last)
{
	*last = true;
	if (scan->at == scan->end)
		return scan->more ? "the line is longer than 256 KiB" : NULL;
	if (*scan->at == '\r') {
		if (scan->at + 1 == scan->end && !scan->more) {
			scan->at++;
			return NULL;
		}
		if (scan->at + 1 == scan->end || scan->at[1] != '\n')
			return "there is a carriage return that does not end the line";
		scan->at++;
	}
	if (*scan->at != '\n' && *scan->at != ',')
		return "there is text behind a closing quote";
	*last = *scan->at++ == '\n';
	return NULL;
}

static const char *
scan_record(struct scan *scan, struct csv_record *record)
{
	const char *fault = NULL;
	bool last = false;

	while (!last) {
		if (record->count == CSV_FIELDS_MAX)
			return "there are more than 64 fields";
		record->fields[record->count++] = scan->text;
		if (scan->at < scan->end && *scan->at == '"')
			fault = scan_quoted(scan);
		else
			fault = scan_plain(scan);
		if (fault == NULL)
			fault = scan_separator(scan, &last);
		if (fault != NULL)
			return fault;
		*scan->text++ = '\0';
	}
	return NULL;
}

static int64_t
count_lines(const char *bytes, const char *end)
{
	int64_t count = 0;

	while ((bytes = memchr(bytes, '\n', (size_t)(end - bytes))) != NULL) {
		bytes++;
		count++;
	}
	return count;
}

static const char *
csv_scan(struct csv *csv, struct csv_record *record)
{
	size_t size = csv->end - csv->start;
	const char *begin = csv->window + csv->start;
	struct scan scan = {.at = begin, .text = csv->text};
	const char *fault;

	scan.more = size > CSV_RECORD_LIMIT || !csv->ended;
	scan.end = begin + (size > CSV_RECORD_LIMIT ? CSV_RECORD_LIMIT : size);
	fault = scan_record(&scan, record);
	if (fault != NULL)
		return fault;
	if (memchr(begin, '\0', (size_t)(scan.at - begin)) != NULL)
		return "there is a NUL byte";
	if (!text_is_utf8(begin, (size_t)(scan.at - begin)))
		return "it is not UTF-8";
	if (csv->expected != 0 && record->count < csv->expected)
		return "there are fewer fields than in the header";
	if (csv->expected != 0 && record->count > csv->expected)
		return "there are more fields than in the header";
	csv->next = (size_t)(scan.at - csv->window);
	csv->next_line = csv->line + count_lines(begin, scan.at);
	record->last_line = csv->next_line - (scan.at[-1] == '\n');
	return NULL;
}

/* Makes sure that a whole record is in the window, and stands before it; false at the end. */
static bool
csv_advance(struct csv *csv)
{
	if (csv->failed)
		return false;
	do {
		if (!csv->ended && csv->end - csv->next <= CSV_RECORD_LIMIT && !csv_fill(csv))
			return false;
		csv_skip_blank(csv);
	} while (!csv->ended && csv->end - csv->next <= CSV_RECORD_LIMIT);
	csv->start = csv->next;
	csv->line = csv->next_line;
	return csv->start < csv->end;
}

enum csv_result
csv_next(struct csv *csv, struct csv_record *record)
{
	*record = (struct csv_record){0};
	if (!csv_advance(csv))
		return csv->failed ? CSV_UNREADABLE : CSV_END;
	record->line = record->last_line = csv->line;
	record->fault = csv_scan(csv, record);
	if (record->fault == NULL)
		return CSV_RECORD;
	record->count = 0;
	return csv_skip_line(csv) ? CSV_FAULT : CSV_UNREADABLE;
}
