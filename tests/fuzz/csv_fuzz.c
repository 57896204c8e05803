/*
 * Any bytes are read to the end: lines go up, records are UTF-8 without NUL, and
 * what is read does not depend on the pieces in which the bytes came. The first
 * byte chooses the size of the pieces, and whether records are rejected.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mfadesk/admin/csv.h"
#include "mfadesk/base/buffer.h"
#include "mfadesk/base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct feed {
	const uint8_t *bytes;
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

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static void
read_all(struct buffer *out, const uint8_t *data, size_t size, size_t step, bool reject)
{
	struct feed feed = {data, size, step};
	struct csv *csv = csv_new(feed_read, &feed);
	struct csv_record record;
	enum csv_result result;
	int64_t line = 0;

	buffer_init(out, 0);
	while ((result = csv_next(csv, &record)) != CSV_END) {
		must(record.line > line && record.last_line >= record.line);
		must((record.fault != NULL) == (result == CSV_FAULT));
		line = reject ? record.line : record.last_line;
		buffer_printf(out, "%lld %s", (long long)record.line, record.fault != NULL ? record.fault : "");
		for (size_t i = 0; i < record.count; i++) {
			must(text_is_utf8(record.fields[i], strlen(record.fields[i])));
			buffer_append(out, record.fields[i], strlen(record.fields[i]) + 1);
		}
		if (reject && result == CSV_RECORD)
			csv_reject(csv);
	}
	csv_free(&csv);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer whole;
	struct buffer pieces;

	if (size == 0)
		return 0;
	read_all(&whole, data + 1, size - 1, size, data[0] & 1);
	read_all(&pieces, data + 1, size - 1, 1 + (data[0] >> 1), data[0] & 1);
	must(whole.length == pieces.length);
	must(whole.length == 0 || memcmp(whole.data, pieces.data, whole.length) == 0);
	buffer_free(&whole);
	buffer_free(&pieces);
	return 0;
}
