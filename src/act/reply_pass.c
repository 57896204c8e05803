/* Answers about temporary access passes. */
#include "mfadesk/act/reply.h"
#include "mfadesk/base/clock.h"
#include "reply_private.h"

void
reply_read_pass(struct reader *reader, const json_t *object, struct access_pass *pass)
{
	*pass = (struct access_pass){.id = "",
		.state = "",
		.login = "",
		.made_at = CLOCK_NEVER,
		.expires_at = CLOCK_NEVER,
		.used_at = CLOCK_NEVER};
	if (!object)
		return;
	*pass = (struct access_pass){
		.id = reader_text(reader, object, "id", MUST_BE),
		.state = reader_text(reader, object, "state", MUST_BE),
		.login = reader_text(reader, object, "login", MUST_BE),
		.made_at = reader_time(reader, object, "made_at", MUST_BE),
		.expires_at = reader_time(reader, object, "expires_at", MUST_BE),
		.used_at = reader_time(reader, object, "used_at", MAY_BE_NULL),
	};
}

bool
reply_box_state(struct arena *arena, const char *json, const char **state, struct error *error)
{
	struct reader reader;

	*state = "";
	if (!reader_open(&reader, arena, json, error))
		return false;
	*state = reader_text(&reader, reader.root, "state", MUST_BE);
	return reader_close(&reader);
}

bool
reply_pass_box(struct arena *arena, const char *json, struct pass_box *box, struct error *error)
{
	struct reader reader;

	*box = (struct pass_box){.pass = "", .state = "", .sealed = "", .expires_at = CLOCK_NEVER};
	if (!reader_open(&reader, arena, json, error))
		return false;
	box->pass = reader_text(&reader, reader.root, "pass", MUST_BE);
	box->state = reader_text(&reader, reader.root, "state", MUST_BE);
	box->sealed = reader_text(&reader, reader.root, "sealed", MAY_BE_NULL);
	box->expires_at = reader_time(&reader, reader.root, "expires_at", MAY_BE_NULL);
	return reader_close(&reader);
}

bool
reply_issued_pass(struct arena *arena, const char *json, struct issued_pass *issued, struct error *error)
{
	struct reader reader;

	*issued = (struct issued_pass){.id = "", .pass = "", .expires_at = CLOCK_NEVER};
	if (!reader_open(&reader, arena, json, error))
		return false;
	issued->id = reader_text(&reader, reader.root, "id", MUST_BE);
	issued->pass = reader_text(&reader, reader.root, "pass", MAY_BE_NULL);
	issued->expires_at = reader_time(&reader, reader.root, "expires_at", MUST_BE);
	return reader_close(&reader);
}
