/* What proves who is calling, as text: what is missing, the ways, open or not, and new recovery codes. */
#include "columns.h"
#include "command.h"
#include "mfadesk/act/reply.h"

bool
proof_print(struct arena *arena, const char *json, struct error *error)
{
	struct standing standing;
	struct columns columns;

	if (!reply_standing(arena, json, &standing, error))
		return false;
	columns_line(
		arena, *standing.missing ? local_times(arena, standing.missing) : "Nothing is missing: it is proven.");
	columns_init(&columns, arena, 3);
	for (size_t i = 0; i < standing.way_count; i++) {
		const struct proof_way *way = &standing.ways[i];

		columns_add(&columns,
			(const char *const[]){way->open ? "open" : "no", way->label, local_times(arena, way->why)});
	}
	columns_print(&columns);
	return true;
}

/* The codes themselves stand above, or in the file. */
bool
codes_print(struct arena *arena, const char *json, struct error *error)
{
	struct issued_codes issued;

	if (!reply_issued_codes(arena, json, &issued, error))
		return false;
	columns_line(arena, "each proves once who the person is; shown this once");
	columns_line(arena, arena_printf(arena, "codes %s", issued.id));
	return true;
}
