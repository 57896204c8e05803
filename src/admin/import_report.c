/* What came of an import: bad lines on stderr, changes of a dry run and the counts on stdout; or one JSON document. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "import.h"
#include "mfadesk/base/log.h"
#include "mfadesk/base/text.h"

/* Lists come in pages of this size: the last line's number, then the next ones behind it. */
#define PAGE "1000"

static const char list_errors[] = "SELECT e->>'line', e->>'reason', e::text"
				  " FROM pg_catalog.jsonb_array_elements(admin.import_errors($1, $2, " PAGE ")) AS e";
static const char list_changes[] =
	"SELECT e->>'line', e->>'act' || ' ' || (e->>'external_id') || CASE e->>'act' WHEN 'change' THEN ': ' ||"
	" (SELECT pg_catalog.string_agg(f, ', ') FROM pg_catalog.jsonb_array_elements_text(e->'fields') AS f)"
	" ELSE '' END, e::text, e->>'act'"
	" FROM pg_catalog.jsonb_array_elements(admin.import_changes($1, $2, " PAGE ")) AS e";

typedef void report_row(struct arena *arena, const struct session_rows *rows, size_t row, bool first);

static void
print_bad_line(struct arena *arena, const struct session_rows *rows, size_t row, bool first)
{
	(void)first;
	fprintf(stderr, "line %s: %s\n", session_cell(rows, row, 0), text_printable(arena, session_cell(rows, row, 1)));
}

static void
print_change(struct arena *arena, const struct session_rows *rows, size_t row, bool first)
{
	(void)first;
	if (strcmp(session_cell(rows, row, 3), "disable") == 0)
		printf("missing: %s\n", text_printable(arena, session_cell(rows, row, 1)));
	else
		printf("line %s: %s\n", session_cell(rows, row, 0), text_printable(arena, session_cell(rows, row, 1)));
}

static void
print_element(struct arena *arena, const struct session_rows *rows, size_t row, bool first)
{
	(void)arena;
	printf("%s%s", first ? "" : ", ", session_cell(rows, row, 2));
}

/* Each row of a list of the run, page by page. */
static bool
each_row(struct session *session, const char *sql, const char *run, report_row *print, struct error *error)
{
	char after[24] = "0";
	const char *values[] = {run, after};
	bool more = true;
	bool ok = true;
	bool first = true;

	while (ok && more) {
		struct arena *arena = arena_new();
		struct session_rows rows;

		ok = session_query(session, sql, 2, values, arena, &rows, error);
		more = ok && rows.count > 0;
		for (size_t row = 0; more && row < rows.count; row++) {
			print(arena, &rows, row, first);
			first = false;
		}
		if (more)
			snprintf(after, sizeof after, "%s", session_cell(&rows, rows.count - 1, 0));
		arena_free(&arena);
	}
	return ok;
}

/* jsonb as text ends with its brace: the lists go in before it. */
static bool
report_json(struct session *session, const struct import_options *options, const struct import_load *load,
	const struct import_answer *answer, struct error *error)
{
	bool ok;

	printf("%.*s, \"errors\": [", (int)strlen(answer->document) - 1, answer->document);
	ok = each_row(session, list_errors, load->run, print_element, error);
	if (ok && options->dry_run) {
		fputs("], \"changes\": [", stdout);
		ok = each_row(session, list_changes, load->run, print_element, error);
	}
	puts("]}");
	return ok;
}

static bool
report_text(struct session *session, const struct import_options *options, const struct import_load *load,
	const struct import_answer *answer, struct error *error)
{
	struct arena *arena = arena_new();
	bool ok = each_row(session, list_errors, load->run, print_bad_line, error) &&
		(!options->dry_run || each_row(session, list_changes, load->run, print_change, error));

	if (ok && answer->notes != NULL)
		log_line("%s", answer->notes);
	if (ok)
		printf("%sread %s, added %s, changed %s, unchanged %s, disabled %s, bad %" PRId64 "\n",
			options->dry_run		  ? "dry run, nothing is changed: "
				: answer->refused != NULL ? "refused, nothing is changed: "
							  : "",
			answer->read, answer->added, answer->changed, answer->unchanged, answer->disabled, answer->bad);
	arena_free(&arena);
	return ok;
}

bool
import_report(struct session *session, const struct import_options *options, const struct import_load *load,
	const struct import_answer *answer, struct error *error)
{
	if (options->json)
		return report_json(session, options, load, answer, error);
	return report_text(session, options, load, answer, error);
}
