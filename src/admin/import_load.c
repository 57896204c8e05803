/*
 * A file becomes lines in the staging table: CSV in, COPY out, and the SHA-256
 * of the file besides. Memory stays the same however long the file is.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "import.h"
#include "mfadesk/admin/csv.h"
#include "mfadesk/base/buffer.h"

enum { COPY_PIECE = 64 * 1024, PIECE_LIMIT = 4 * 1024 * 1024 };

struct loading {
	struct session *session; /* borrowed */
	const struct import_kind *kind;
	struct import_load *load;
	struct progress *progress;
	const char *name; /* of the file, for messages */
	int file;
	int64_t size; /* 0: not known */
	int64_t bytes; /* read so far */
	struct digest *digest; /* owned */
	struct csv *csv; /* owned */
	struct buffer piece; /* owned: COPY text not yet sent */
	int places[IMPORT_COLUMNS_MAX]; /* where in a record each column is; -1: not in this file */
};

static ssize_t
source_read(void *context, char *bytes, size_t size)
{
	struct loading *loading = context;
	ssize_t count;

	do
		count = read(loading->file, bytes, size);
	while (count < 0 && errno == EINTR);
	if (count > 0) {
		digest_add(loading->digest, bytes, (size_t)count);
		loading->bytes += count;
	}
	return count;
}

static bool
unreadable(const struct loading *loading, struct error *error)
{
	return error_set(error, ERROR_LOCAL, "", "", "%s: %s", loading->name, strerror(errno));
}

static bool
loading_open(struct loading *loading, struct error *error)
{
	struct stat status;

	if (strcmp(loading->name, "-") == 0)
		loading->file = STDIN_FILENO;
	else
		loading->file = open(loading->name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (loading->file < 0 || fstat(loading->file, &status) != 0)
		return unreadable(loading, error);
	loading->size = S_ISREG(status.st_mode) ? status.st_size : 0;
	loading->digest = digest_new();
	loading->csv = csv_new(source_read, loading);
	buffer_init(&loading->piece, PIECE_LIMIT);
	return true;
}

static void
loading_close(struct loading *loading)
{
	if (loading->file > STDIN_FILENO)
		close(loading->file);
	digest_free(&loading->digest);
	csv_free(&loading->csv);
	buffer_free(&loading->piece);
}

static int
column_of(const struct import_kind *kind, const char *name)
{
	for (int i = 0; kind->columns[i].name != NULL; i++)
		if (strcmp(kind->columns[i].name, name) == 0)
			return i;
	return -1;
}

static bool
place_column(struct loading *loading, const char *name, int place, struct error *error)
{
	int column = column_of(loading->kind, name);

	if (column < 0)
		return error_set(error, ERROR_LOCAL, "",
			"docs/IMPORT.md lists the columns; their order does not matter.",
			"%s: line 1: there is no column \"%.80s\" of %s", loading->name, name, loading->kind->word);
	if (loading->places[column] >= 0)
		return error_set(
			error, ERROR_LOCAL, "", "", "%s: line 1: the column %s is there twice", loading->name, name);
	loading->places[column] = place;
	return true;
}

/* The first record says which columns there are. */
static bool
read_header(struct loading *loading, struct error *error)
{
	struct csv_record header;
	enum csv_result result = csv_next(loading->csv, &header);

	if (result == CSV_UNREADABLE)
		return unreadable(loading, error);
	if (result == CSV_END)
		return error_set(
			error, ERROR_LOCAL, "", "The first line names the columns.", "%s is empty", loading->name);
	if (result == CSV_FAULT)
		return error_set(error, ERROR_LOCAL, "", "The first line names the columns.",
			"%s: line %" PRId64 ": %s", loading->name, header.line, header.fault);
	for (int i = 0; i < IMPORT_COLUMNS_MAX; i++)
		loading->places[i] = -1;
	for (size_t i = 0; i < header.count; i++)
		if (!place_column(loading, header.fields[i], (int)i, error))
			return false;
	for (int i = 0; loading->kind->columns[i].name != NULL; i++)
		if (loading->kind->columns[i].required && loading->places[i] < 0)
			return error_set(error, ERROR_LOCAL, "", "The first line names the columns.",
				"%s: line 1: the column %s is missing", loading->name, loading->kind->columns[i].name);
	csv_expect(loading->csv, header.count);
	return true;
}

/* A value in COPY's text format; NULL is SQL NULL. */
static void
append_value(struct buffer *piece, const char *value)
{
	buffer_append(piece, "\t", 1);
	if (value == NULL) {
		buffer_append(piece, "\\N", 2);
		return;
	}
	for (;;) {
		size_t plain = strcspn(value, "\\\t\n\r");

		buffer_append(piece, value, plain);
		value += plain;
		if (*value == '\0')
			return;
		buffer_append(piece, "\\", 1);
		buffer_append(piece, *value == '\t' ? "t" : *value == '\n' ? "n" : *value == '\r' ? "r" : "\\", 1);
		value++;
	}
}

static void
append_line(struct loading *loading, const struct csv_record *record)
{
	struct buffer *piece = &loading->piece;

	buffer_append_text(piece, loading->load->run);
	buffer_printf(piece, "\t%" PRId64, record->line);
	append_value(piece, record->fault);
	for (int i = 0; loading->kind->columns[i].name != NULL; i++)
		append_value(piece,
			record->fault != NULL || loading->places[i] < 0 ? NULL : record->fields[loading->places[i]]);
	buffer_append(piece, "\n", 1);
	loading->load->lines++;
}

static bool
send_piece(struct loading *loading, size_t at_least, struct error *error)
{
	bool ok = true;

	if (loading->piece.length > at_least) {
		ok = session_copy_put(loading->session, buffer_text(&loading->piece), loading->piece.length, error);
		buffer_clear(&loading->piece);
		progress_show(loading->progress, "read", loading->bytes, loading->size, loading->load->lines);
	}
	return ok;
}

static bool
send_records(struct loading *loading, struct error *error)
{
	struct csv_record record;
	enum csv_result result;

	while ((result = csv_next(loading->csv, &record)) != CSV_END) {
		if (result == CSV_UNREADABLE) {
			session_copy_cancel(loading->session, "the file cannot be read");
			return unreadable(loading, error);
		}
		/* No column has line breaks in it: this is the work of two stray quotes, and the lines between are
		 * meant. */
		if (result == CSV_RECORD && record.last_line != record.line) {
			record.fault = "a quoted field does not end on this line";
			csv_reject(loading->csv);
		}
		append_line(loading, &record);
		if (!send_piece(loading, COPY_PIECE, error))
			return false;
	}
	return send_piece(loading, 0, error) && session_copy_finish(loading->session, NULL, error);
}

bool
import_load(struct session *session, const struct import_kind *kind, const char *file, struct import_load *load,
	struct progress *progress, struct error *error)
{
	struct loading loading = {.session = session, .kind = kind, .load = load, .progress = progress, .name = file};
	unsigned char digest[DIGEST_SIZE];
	bool ok;

	load->lines = 0;
	uuid_make(load->run);
	ok = loading_open(&loading, error) && read_header(&loading, error) &&
		session_copy_begin(session, kind->copy, error) && send_records(&loading, error);
	if (ok) {
		digest_finish(&loading.digest, digest);
		digest_hex(digest, load->sha256);
	}
	loading_close(&loading);
	progress_end(progress);
	return ok;
}
