/* A case in a list of cases, on the cases' page and on the lead's. */
#include "case_row.h"

#include <string.h>

#include "mfadesk/desk/canvas.h"
#include "prompts.h"

#define ROOMY_WIDTH 60

static const enum act on_a_colleagues[] = {ACT_TAKE_CASE, ACT_APPROVE};

static bool
is_mine(const struct desk *desk, const struct case_file *file)
{
	return strcmp(file->agent, desk->staff.login) == 0;
}

const char *
case_row_person(const struct case_file *file, struct arena *arena)
{
	return arena_printf(arena, "%s · %s", file->person_name, file->person_email);
}

static void
open_row(struct desk *desk, const struct case_file *file, struct effects *effects)
{
	desk_hush(desk);
	if (is_mine(desk, file))
		account_open(desk, file->id, effects);
	else
		history_open(desk, file->id, case_row_person(file, effects->arena), false, effects);
}

bool
case_row_key(struct desk *desk, const struct case_file *file, const struct key *key, struct effects *effects)
{
	if (key_matches(key, "Enter"))
		open_row(desk, file, effects);
	else if (is_mine(desk, file))
		return false;
	else if (key_matches(key, act_info(ACT_TAKE_CASE)->key) && desk_has_role(desk, ACT_TAKE_CASE))
		prompt_take(desk, file);
	else if (key_matches(key, act_info(ACT_APPROVE)->key) && desk_has_role(desk, ACT_APPROVE))
		prompt_approve(desk, file);
	else
		return false;
	return true;
}

void
case_row_footer(const struct desk *desk, const struct case_file *file, struct footer *footer)
{
	footer_add(footer, "Enter", is_mine(desk, file) ? "go on" : "its record");
	for (size_t i = 0; i < sizeof on_a_colleagues / sizeof on_a_colleagues[0]; i++) {
		const struct act_info *info = act_info(on_a_colleagues[i]);

		if (!is_mine(desk, file) && desk_has_role(desk, on_a_colleagues[i]))
			footer_add(footer, info->key, info->label);
	}
}

void
row_cells_draw(const struct row_cells *cells, struct grid *grid, int row, int column, int width)
{
	int end = column + width, name = width >= ROOMY_WIDTH ? width * 26 / 100 : width - 22;

	grid_text(grid, row, column, 13, cells->style, cells->state);
	column += 14;
	grid_text(grid, row, column, 7, STYLE_PLAIN, cells->age);
	column += 8;
	grid_text(grid, row, column, name, STYLE_PLAIN, cells->name);
	column += name + 1;
	if (width < ROOMY_WIDTH)
		return;
	grid_text(grid, row, column, 10, STYLE_PLAIN, cells->login);
	column += 11;
	grid_text(grid, row, column, end - column, STYLE_PLAIN, cells->text);
}

void
case_row_draw(const struct desk *desk, struct arena *arena, const struct case_file *file, struct grid *grid, int row,
	int column, int width)
{
	bool waits = *file->approval != '\0';
	struct row_cells cells = {.state = file->step,
		.style = waits ? STYLE_CAUTION : STYLE_PLAIN,
		.age = canvas_age(arena, desk->wall - file->opened_at),
		.name = file->person_name,
		.login = is_mine(desk, file) ? "mine" : file->agent,
		.text = waits ? arena_printf(arena, "%s, approve %s", file->ticket, file->approval) : file->ticket};

	row_cells_draw(&cells, grid, row, column, width);
}
