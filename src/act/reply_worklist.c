/* Worklists and the lead's page, from their JSON. */
#include <string.h>

#include "mfadesk/act/reply.h"
#include "reader.h"
#include "reply_private.h"

static void
read_head(struct reader *reader, const json_t *object, struct worklist_head *head)
{
	head->name = reader_text(reader, object, "name", MUST_BE);
	head->title = reader_text(reader, object, "title", MUST_BE);
	head->note = reader_text(reader, object, "note", MAY_BE_NULL);
	head->count = reader_integer(reader, object, "count");
}

static void
read_row(struct reader *reader, const json_t *object, struct worklist_row *row)
{
	row->person = reader_text(reader, object, "person", MUST_BE);
	row->name = reader_text(reader, object, "name", MUST_BE);
	row->email = reader_text(reader, object, "email", MUST_BE);
	row->department = reader_text(reader, object, "department", MAY_BE_NULL);
	row->at = reader_time(reader, object, "at", MAY_BE_NULL);
	row->detail = reader_text(reader, object, "detail", MAY_BE_NULL);
}

bool
reply_worklists(struct arena *arena, const char *json, struct worklist_heads *heads, struct error *error)
{
	struct reader reader;
	const json_t *rows;

	memset(heads, 0, sizeof(*heads));
	if (!reader_open(&reader, arena, json, error))
		return false;
	rows = reader_array(&reader, reader.root, NULL, &heads->count);
	heads->rows = arena_alloc_array(arena, heads->count, sizeof(*heads->rows));
	for (size_t i = 0; i < heads->count; i++)
		read_head(&reader, json_array_get(rows, i), &heads->rows[i]);
	return reader_close(&reader);
}

bool
reply_worklist(struct arena *arena, const char *json, struct worklist *list, struct error *error)
{
	struct reader reader;
	const json_t *rows;

	memset(list, 0, sizeof(*list));
	if (!reader_open(&reader, arena, json, error))
		return false;
	read_head(&reader, reader.root, &list->head);
	list->at_is = reader_text(&reader, reader.root, "at_is", MAY_BE_NULL);
	list->next = reader_text(&reader, reader.root, "next", MAY_BE_NULL);
	rows = reader_array(&reader, reader.root, "rows", &list->row_count);
	list->rows = arena_alloc_array(arena, list->row_count, sizeof(*list->rows));
	for (size_t i = 0; i < list->row_count; i++)
		read_row(&reader, json_array_get(rows, i), &list->rows[i]);
	return reader_close(&reader);
}

static void
read_doubt(struct reader *reader, const json_t *object, struct lead_doubt *row)
{
	row->person = reader_text(reader, object, "person", MUST_BE);
	row->name = reader_text(reader, object, "name", MUST_BE);
	row->email = reader_text(reader, object, "email", MUST_BE);
	row->by = reader_text(reader, object, "by", MUST_BE);
	row->reason = reader_text(reader, object, "reason", MAY_BE_NULL);
	row->at = reader_time(reader, object, "at", MUST_BE);
}

static void
read_days(struct reader *reader, struct lead_view *view)
{
	const json_t *rows = reader_array(reader, reader->root, "days", &view->day_count);

	view->days = arena_alloc_array(reader->arena, view->day_count, sizeof(*view->days));
	for (size_t i = 0; i < view->day_count; i++) {
		const json_t *object = json_array_get(rows, i);

		view->days[i].day = reader_text(reader, object, "day", MUST_BE);
		view->days[i].closed = reader_integer(reader, object, "closed");
		view->days[i].median_minutes = reader_integer(reader, object, "median_minutes");
	}
}

bool
reply_lead_view(struct arena *arena, const char *json, struct lead_view *view, struct error *error)
{
	struct reader reader;
	const json_t *rows;

	memset(view, 0, sizeof(*view));
	if (!reader_open(&reader, arena, json, error))
		return false;
	rows = reader_array(&reader, reader.root, "cases", &view->case_count);
	view->cases = arena_alloc_array(arena, view->case_count, sizeof(*view->cases));
	for (size_t i = 0; i < view->case_count; i++)
		reply_read_case(&reader, json_array_get(rows, i), &view->cases[i]);
	rows = reader_array(&reader, reader.root, "doubts", &view->doubt_count);
	view->doubts = arena_alloc_array(arena, view->doubt_count, sizeof(*view->doubts));
	for (size_t i = 0; i < view->doubt_count; i++)
		read_doubt(&reader, json_array_get(rows, i), &view->doubts[i]);
	read_days(&reader, view);
	view->agents_word = reader_integer(&reader, reader.root, "agents_word");
	return reader_close(&reader);
}
