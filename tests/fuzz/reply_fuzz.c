/* Whatever a server sends as an answer is read or refused, and what is printed of it is printable JSON again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mfadesk/act/reply.h"
#include "mfadesk/base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static void
read_every_form(struct arena *arena, const char *json)
{
	struct found_list found;
	struct account account;
	struct case_list cases;
	struct history_list history;
	struct change change;
	struct revealed revealed;
	struct staff_member staff;
	int64_t version;
	struct error error = {0};

	/* A form that was read has every text, if only an empty one. */
	must(!reply_found(arena, json, &found, &error) || found.count == 0 || found.rows[0].title);
	must(!reply_account(arena, json, &account, &error) || (account.person.title && account.file.ticket));
	must(!reply_cases(arena, json, &cases, &error) || cases.count == 0 || cases.rows[0].person_name);
	must(!reply_history(arena, json, &history, &error) || history.count == 0 || history.rows[0].reason);
	must(!reply_change(arena, json, &change, &error) || change.state);
	must(!reply_revealed(arena, json, &revealed, &error) || revealed.extension);
	must(!reply_staff(arena, json, &staff, &error) || staff.login);
	if (!reply_schema_version(arena, json, &version, &error))
		must(error.kind == ERROR_LOCAL);
}

static void
print_it(struct arena *arena, const char *json)
{
	struct error error = {0};
	char *document = reply_document(arena, json, &error);
	size_t used;

	if (!document)
		return;
	for (size_t at = 0; document[at]; at += used) {
		int32_t point = text_decode(document + at, strlen(document + at), &used);

		must(point >= 0 && text_is_printable((uint32_t)point));
	}
	must(reply_document(arena, document, &error) != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	char *json = arena_copy_bytes(arena, (const char *)data, size);

	read_every_form(arena, json);
	print_it(arena, json);
	arena_free(&arena);
	return 0;
}
