/*
 * Worklists on the command line. A file of them is opened by spreadsheets, which
 * take some first characters for a formula: those are made text.
 */
#include <string.h>

#include "columns.h"
#include "command.h"
#include "mfadesk/act/reply.h"
#include "mfadesk/base/log.h"
#include "mfadesk/base/text.h"

static bool
wants_csv(const struct command *command)
{
	return act_request_get(&command->request, "csv") != NULL;
}

static bool
fits(const struct command *command, struct error *error)
{
	if (!wants_csv(command))
		return true;
	if (command->json)
		return error_set(error, ERROR_USAGE, "", "Take one of them.", "--csv and --json are two forms");
	return act_request_get(&command->request, "name") != NULL ||
		error_set(error, ERROR_USAGE, "", "mfadesk worklist lists them.",
			"--csv is of one worklist: its name is missing");
}

bool
worklist_run(const struct command *command, struct store *store, struct arena *arena, char **json, struct error *error)
{
	static const char *const names[] = {"name", "after", "limit"};
	struct act_request request = command->request;

	if (!fits(command, error))
		return false;
	if (!act_request_get(&request, "name")) {
		act_request_init(&request, ACT_WORKLISTS);
	} else if (wants_csv(command)) {
		act_request_init(&request, ACT_EXPORT_WORKLIST);
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			act_request_set(&request, names[i], act_request_get(&command->request, names[i]));
	}
	return store_call(store, &request, arena, json, error);
}

static void
print_cell(struct arena *arena, const char *text, bool last)
{
	const char *formula = *text && strchr("=+-@\t\r", *text) ? "'" : "";

	printf("\"%s", formula);
	for (const char *at = text_printable(arena, text); *at; at++) {
		if (*at == '"')
			putchar('"');
		putchar(*at);
	}
	fputs(last ? "\"\r\n" : "\",", stdout);
}

static void
print_csv(struct arena *arena, const struct worklist *list)
{
	fputs("person,name,email,department,at,detail\r\n", stdout);
	for (size_t i = 0; i < list->row_count; i++) {
		const struct worklist_row *row = &list->rows[i];
		char at[CLOCK_TEXT_SIZE];

		clock_format(row->at, at);
		print_cell(arena, row->person, false);
		print_cell(arena, row->name, false);
		print_cell(arena, row->email, false);
		print_cell(arena, row->department, false);
		print_cell(arena, at, false);
		print_cell(arena, row->detail, true);
	}
	if (*list->next)
		log_line("there is more: mfadesk worklist %s --csv --after %s", list->head.name, list->next);
}

static void
print_list(struct arena *arena, const struct worklist *list)
{
	struct columns columns;

	columns_line(arena, arena_printf(arena, "%s: %lld", list->head.title, (long long)list->head.count));
	columns_line(arena, list->head.note);
	columns_init(&columns, arena, 5);
	for (size_t i = 0; i < list->row_count; i++) {
		const struct worklist_row *row = &list->rows[i];

		columns_add(&columns,
			(const char *const[]){row->name, row->email, row->department,
				arena_printf(arena, "%s %s", list->at_is, local_day_and_time(arena, row->at)),
				row->detail});
	}
	columns_print(&columns);
	if (*list->next)
		columns_line(arena, arena_printf(arena, "more: --after %s", list->next));
}

static bool
print_heads(struct arena *arena, const char *json, struct error *error)
{
	struct worklist_heads heads;
	struct columns columns;

	if (!reply_worklists(arena, json, &heads, error))
		return false;
	columns_init(&columns, arena, 3);
	for (size_t i = 0; i < heads.count; i++)
		columns_add(&columns,
			(const char *const[]){heads.rows[i].name,
				arena_printf(arena, "%lld", (long long)heads.rows[i].count), heads.rows[i].title});
	columns_print(&columns);
	return true;
}

bool
worklist_print(struct arena *arena, const struct command *command, const char *json, struct error *error)
{
	struct worklist list;

	if (!act_request_get(&command->request, "name"))
		return print_heads(arena, json, error);
	if (!reply_worklist(arena, json, &list, error))
		return false;
	if (wants_csv(command))
		print_csv(arena, &list);
	else
		print_list(arena, &list);
	return true;
}
