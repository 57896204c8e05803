/* Answers about proofs: the ways that are open, what waits for a lead, recovery codes. */
#include "mfadesk/act/reply.h"
#include "reply_private.h"

static void
read_way(struct reader *reader, const json_t *object, struct proof_way *way)
{
	*way = (struct proof_way){
		.kind = reader_text(reader, object, "kind", MUST_BE),
		.channel = reader_text(reader, object, "channel", MAY_BE_NULL),
		.method = reader_text(reader, object, "method", MAY_BE_NULL),
		.label = reader_text(reader, object, "label", MUST_BE),
		.open = reader_flag(reader, object, "open"),
		.why = reader_text(reader, object, "why", MAY_BE_NULL),
	};
}

void
reply_read_standing(struct reader *reader, const json_t *object, struct standing *standing)
{
	const json_t *ways = reader_array(reader, object, "ways", &standing->way_count);

	standing->shown = reader_text(reader, object, "shown", MAY_BE_NULL);
	standing->missing = reader_text(reader, object, "missing", MAY_BE_NULL);
	standing->ways = arena_alloc_array(reader->arena, standing->way_count, sizeof(*standing->ways));
	for (size_t i = 0; i < standing->way_count; i++)
		read_way(reader, json_array_get(ways, i), &standing->ways[i]);
}

bool
reply_standing(struct arena *arena, const char *json, struct standing *standing, struct error *error)
{
	struct reader reader;

	*standing = (struct standing){.shown = "", .missing = ""};
	if (!reader_open(&reader, arena, json, error))
		return false;
	reply_read_standing(&reader, reader.root, standing);
	return reader_close(&reader);
}

void
reply_read_wishes(struct reader *reader, const json_t *object, struct case_file *file)
{
	const json_t *rows = reader_array(reader, object, "waiting", &file->wish_count);

	file->wishes = arena_alloc_array(reader->arena, file->wish_count, sizeof(*file->wishes));
	for (size_t i = 0; i < file->wish_count; i++) {
		const json_t *row = json_array_get(rows, i);

		file->wishes[i] = (struct wish){
			.act = reader_text(reader, row, "act", MUST_BE),
			.target = reader_text(reader, row, "target", MAY_BE_NULL),
			.text = reader_text(reader, row, "text", MUST_BE),
			.asked_at = reader_time(reader, row, "asked_at", MUST_BE),
		};
	}
}

bool
reply_codes_box(struct arena *arena, const char *json, struct codes_box *box, struct error *error)
{
	struct reader reader;

	*box = (struct codes_box){.set = "", .state = "", .sealed = ""};
	if (!reader_open(&reader, arena, json, error))
		return false;
	box->set = reader_text(&reader, reader.root, "set", MUST_BE);
	box->state = reader_text(&reader, reader.root, "state", MUST_BE);
	box->sealed = reader_text(&reader, reader.root, "sealed", MAY_BE_NULL);
	return reader_close(&reader);
}

/* Of the codes themselves nothing is read back: they were shown. */
bool
reply_issued_codes(struct arena *arena, const char *json, struct issued_codes *issued, struct error *error)
{
	struct reader reader;

	*issued = (struct issued_codes){.id = "", .codes = ""};
	if (!reader_open(&reader, arena, json, error))
		return false;
	issued->id = reader_text(&reader, reader.root, "id", MUST_BE);
	return reader_close(&reader);
}
