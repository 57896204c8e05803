/* The replaced phone's steps out of their JSON. */
#include <string.h>

#include "mfadesk/act/reply.h"
#include "reader.h"

static void
read_step(struct reader *reader, const json_t *object, struct replacement_step *step)
{
	*step = (struct replacement_step){
		.step = reader_text(reader, object, "step", MUST_BE),
		.state = reader_text(reader, object, "state", MUST_BE),
		.text = reader_text(reader, object, "text", MUST_BE),
		.target = reader_text(reader, object, "target", MAY_BE_NULL),
	};
}

static void
read_active(struct reader *reader, struct replacement *replacement)
{
	const json_t *active = reader_array(reader, reader->root, "active", &replacement->active_count);

	replacement->active =
		arena_alloc_array(reader->arena, replacement->active_count + 1, sizeof(*replacement->active));
	for (size_t i = 0; i < replacement->active_count; i++) {
		const json_t *object = json_array_get(active, i);

		replacement->active[i] = (struct active_method){
			.id = reader_text(reader, object, "id", MUST_BE),
			.label = reader_text(reader, object, "label", MUST_BE),
			.tested = reader_flag(reader, object, "tested"),
		};
	}
}

bool
reply_replacement(struct arena *arena, const char *json, struct replacement *replacement, struct error *error)
{
	struct reader reader;
	const json_t *steps;

	memset(replacement, 0, sizeof(*replacement));
	if (!reader_open(&reader, arena, json, error))
		return false;
	replacement->bring = reader_text(&reader, reader.root, "bring", MAY_BE_NULL);
	replacement->awaits = json_is_true(json_object_get(reader.root, "awaits"));
	steps = reader_array(&reader, reader.root, "steps", &replacement->step_count);
	replacement->steps = arena_alloc_array(arena, replacement->step_count + 1, sizeof(*replacement->steps));
	for (size_t i = 0; i < replacement->step_count; i++)
		read_step(&reader, json_array_get(steps, i), &replacement->steps[i]);
	replacement->ways = reader_texts(&reader, reader.root, "ways", &replacement->way_count);
	read_active(&reader, replacement);
	return reader_close(&reader);
}
