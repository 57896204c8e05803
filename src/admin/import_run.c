/* Lines that are in the database are planned and carried out there, step by step. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import.h"
#include "mfadesk/base/clock.h"

enum { TRIES = 15 };

/* Another import is at work, or somebody at the desk on one of the people: the server waited two seconds already. */
static bool
is_worth_another_try(const struct error *error)
{
	return strcmp(error->code, "55P03") == 0 || strcmp(error->code, "40P01") == 0;
}

static int64_t
number_of(const char *text)
{
	return text != NULL ? strtoll(text, NULL, 10) : 0;
}

static void
read_answer(const struct session_rows *rows, struct import_answer *answer)
{
	const char *const *cells = rows->cells;

	*answer = (struct import_answer){
		.applied = cells[0] != NULL && strcmp(cells[0], "true") == 0,
		.left = number_of(cells[1]),
		.todo = answer->todo,
		.bad = number_of(cells[2]),
		.read = cells[3],
		.added = cells[4],
		.changed = cells[5],
		.unchanged = cells[6],
		.disabled = cells[7],
		.refused_code = cells[8],
		.refused = cells[9],
		.refused_hint = cells[10],
		.notes = cells[11],
		.document = cells[12],
	};
}

/* Asks until it is no lock that stands in the way. The request id stays: what was done once is not done twice. */
static bool
ask(struct session *session, const char *sql, size_t count, const char *const *values, struct arena *arena,
	struct import_answer *answer, struct error *error)
{
	struct session_rows rows;

	for (int try = 1; !session_query(session, sql, count, values, arena, &rows, error); try++) {
		if (!is_worth_another_try(error) || try == TRIES)
			return false;
		error_clear(error);
	}
	if (rows.count != 1 || rows.columns != 13)
		return error_set(error, ERROR_LOCAL, "", "mfadesk-admin schema status compares them.",
			"the directory answers in another way than this program expects");
	read_answer(&rows, answer);
	return true;
}

bool
import_carry_out(struct session *session, const struct import_kind *kind, const struct import_options *options,
	const struct import_load *load, struct progress *progress, struct arena *arena, struct import_answer *answer,
	struct error *error)
{
	char request[UUID_SIZE];
	char lines[24];
	const char *start[] = {request, load->run, load->sha256, lines, options->missing,
		options->all_or_nothing ? "true" : "false", options->dry_run ? "true" : "false"};
	const char *step[] = {request, load->run};

	snprintf(lines, sizeof lines, "%" PRId64, load->lines);
	uuid_make(request);
	progress_show(progress, "checking", 0, 0, load->lines);
	*answer = (struct import_answer){0};
	if (!ask(session, kind->start, 7, start, arena, answer, error))
		return false;
	progress_end(progress);
	answer->todo = answer->left;
	while (!answer->applied && answer->refused == NULL && !options->dry_run) {
		progress_show(progress, "carrying out", answer->todo - answer->left, answer->todo, 0);
		uuid_make(request);
		if (!ask(session, import_step, 2, step, arena, answer, error))
			return false;
	}
	progress_end(progress);
	return true;
}
