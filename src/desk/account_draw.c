/* How the Account page looks. */
#include <string.h>

#include "account.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/desk/canvas.h"
#include "pass.h"

#define RECENT (CLOCK_SECOND * 60 * 60 * 24)
#define STATE_WIDTH 9 /* "suspended" */
#define NAME_WIDTH 16 /* "Alternate phone" */
#define WAY_WIDTH 22 /* "text, call  •••-0142" */
#define NARROW_WIDTH 60
#define ROOMY_WIDTH 100 /* from here on the whole mask, the label and all dates are shown */
#define WIDE_WAY 33

struct row_context {
	const struct desk *desk;
	struct arena *arena;
	struct account_rows rows;
};

static enum style
state_style(enum method_state state)
{
	switch (state) {
	case METHOD_ACTIVE:
		return STYLE_PLAIN;
	case METHOD_PENDING:
		return STYLE_CAUTION;
	case METHOD_SUSPENDED:
	case METHOD_REVOKED:
	case METHOD_STATES:
		break;
	}
	return STYLE_DIM;
}

static const char *
joined(struct arena *arena, const char *text, const char *more)
{
	return *text && *more ? arena_printf(arena, "%s  %s", text, more) : *text ? text : more;
}

static const char *
dated(struct arena *arena, const char *what, int64_t at)
{
	return at == CLOCK_NEVER ? "" : arena_printf(arena, "%s %s", what, canvas_date(arena, at));
}

/* What matters about this method now, most telling first. */
static const char *
story(const struct desk *desk, struct arena *arena, const struct method *method, bool roomy)
{
	const char *text = "";
	bool phone = *method->number != '\0';
	/* Most are confirmed on the day on which they were added. */
	bool at_once = strcmp(canvas_date(arena, method->added_at), canvas_date(arena, method->confirmed_at)) == 0;
	/* Where there is no room for both, a test of the last day says more than an old date. */
	bool tested = method->tested_at != CLOCK_NEVER && (roomy || desk->wall - method->tested_at < RECENT);

	if (roomy)
		text = method->label;
	if (strcmp(method->authority, "here") != 0)
		text = joined(arena, text, arena_printf(arena, "belongs to %s", method->authority));
	if (method->state == METHOD_REVOKED)
		return joined(arena, text, joined(arena, dated(arena, "revoked", method->revoked_at), method->reason));
	if (method->state == METHOD_SUSPENDED)
		text = joined(arena, text, method->reason);
	if (method->state == METHOD_PENDING)
		text = joined(arena, text, "unconfirmed");
	if (roomy || (phone && !tested))
		text = joined(arena, text, dated(arena, "confirmed", method->confirmed_at));
	if ((roomy && !at_once) || method->state == METHOD_PENDING ||
		(!roomy && !phone && method->state == METHOD_ACTIVE))
		text = joined(arena, text, dated(arena, "added", method->added_at));
	if (method->last_used_at != CLOCK_NEVER && (!phone || roomy))
		text = joined(
			arena, text, arena_printf(arena, "used %s", canvas_ago(arena, desk, method->last_used_at)));
	if (tested)
		text = joined(
			arena, text, arena_printf(arena, "tested %s", canvas_ago(arena, desk, method->tested_at)));
	return text;
}

static const char *
way(struct arena *arena, const struct method *method, bool roomy)
{
	const char *channels = method_channels_text(arena, method->channels);
	const char *number = roomy ? method->number : name_number(arena, method);

	if (!*number)
		return channels;
	/* Numbers under each other, as far as the words allow. */
	return arena_printf(arena, "%-10s  %s", channels, number);
}

static void
draw_method(const struct row_context *context, const struct method *method, bool selected, struct grid *grid, int row,
	int width)
{
	struct arena *arena = context->arena;
	enum style style = state_style(method->state);
	bool roomy = width >= ROOMY_WIDTH, narrow = width < NARROW_WIDTH;
	const char *state = method_state_word(method->state);
	int column = 3, end = width - 1 - (int)strlen(state);

	canvas_cursor(grid, row, 1, selected);
	grid_text(grid, row, 2, 1, STYLE_STRONG, method->is_default ? "*" : " ");
	grid_text(grid, row, column, NAME_WIDTH, style, method_kind_name(method->kind));
	column += NAME_WIDTH;
	if (narrow) {
		grid_text(grid, row, column, end - column - 1, style,
			*method->number ? name_number(arena, method) : method_channels_text(arena, method->channels));
	} else {
		grid_text(grid, row, column, (roomy ? WIDE_WAY : WAY_WIDTH) - 1, style, way(arena, method, roomy));
		column += roomy ? WIDE_WAY : WAY_WIDTH;
		grid_text(grid, row, column, end - column - 1, style, story(context->desk, arena, method, roomy));
	}
	grid_text(grid, row, end, width - end, style, state);
}

static void
draw_row(const void *opaque, size_t index, bool selected, struct grid *grid, int row, int column, int width)
{
	const struct row_context *context = opaque;
	const struct account_row *at = &context->rows.rows[index];

	(void)column;
	if (at->method) {
		draw_method(context, at->method, selected, grid, row, width);
		return;
	}
	canvas_cursor(grid, row, 0, selected);
	if (!at->device) {
		grid_text(grid, row, 1, width - 2, STYLE_DIM, "no device");
		return;
	}
	grid_text(grid, row, 1, width - 3 - STATE_WIDTH, STYLE_STRONG, at->device->name);
	grid_text_right(grid, row, width - 1 - STATE_WIDTH, STATE_WIDTH, state_style(at->device->state),
		method_state_word(at->device->state));
}

static void
draw_standing(const struct desk *desk, const struct canvas *canvas, int row)
{
	const struct account *account = &desk->page.account;
	const char *manager = account->person.manager_name;
	int width = desk->width - 2, room = width;
	bool proven = account->file.proven_until != CLOCK_NEVER && account->file.proven_until > desk->wall;
	const struct standing *standing = &account->standing;
	const char *text = "NOT PROVEN: ask, do not tell. Nothing on this page is proof.";

	if (*manager && width >= NARROW_WIDTH) {
		const char *manages = arena_printf(canvas->arena, "mgr %s", manager);
		int columns = text_width(canvas->arena, manages);

		columns = columns < width / 3 ? columns : width / 3;
		room = width - columns - 2;
		grid_text(canvas->grid, row, 1 + width - columns, columns, STYLE_PLAIN, manages);
	}
	if (proven)
		text = arena_printf(canvas->arena, "PROVEN until %s, %s left: %s",
			canvas_time(canvas->arena, desk, account->file.proven_until),
			pass_left(canvas->arena, desk, account->file.proven_until), standing->shown);
	else if (account->file.by == CONTACT_NONE)
		text = "NOBODY IS HERE: begin a new contact when the person is back.";
	else if (*standing->shown && *standing->missing)
		text = arena_printf(canvas->arena, "NOT PROVEN yet. %s", standing->missing);
	else if (account->file.proven_until != CLOCK_NEVER)
		text = "NOT PROVEN any more: the proof is too old. Prove again.";
	grid_text(canvas->grid, row, 1, room, proven ? STYLE_GOOD : STYLE_CAUTION, text);
}

/* "! pass open 42:10, given by mlopez"; "" where there is none. */
static const char *
pass_line(const struct desk *desk, struct arena *arena)
{
	const struct access_pass *pass = &desk->page.account.pass;

	if (!*pass->id)
		return "";
	if (pass->used_at != CLOCK_NEVER)
		return arena_printf(
			arena, "pass used %s, given by %s\n", canvas_time(arena, desk, pass->used_at), pass->login);
	if (pass->expires_at <= desk->wall)
		return "pass over, not used\n";
	return arena_printf(
		arena, "! pass open %s, given by %s\n", pass_left(arena, desk, pass->expires_at), pass->login);
}

/* "! waiting for a lead, 1:20: pass", a line each. */
static const char *
wish_lines(const struct desk *desk, struct arena *arena)
{
	const struct case_file *file = &desk->page.account.file;
	const char *text = "";

	for (size_t i = 0; i < file->wish_count; i++)
		text = arena_printf(arena, "%s! waiting for a lead, %s: %s\n", text,
			canvas_age(arena, desk->wall - file->wishes[i].asked_at), file->wishes[i].text);
	return text;
}

static const char *
codes_line(const struct account *account, struct arena *arena)
{
	if (!account->codes_left)
		return "";
	return arena_printf(arena, "%d recovery %s left\n", (int)account->codes_left,
		account->codes_left == 1 ? "code is" : "codes are");
}

/* The warnings as lines, each with its mark. */
static char **
warning_lines(const struct desk *desk, struct arena *arena, size_t *count)
{
	const struct account *account = &desk->page.account;
	char *text = arena_printf(arena, "%s%s", wish_lines(desk, arena), pass_line(desk, arena));

	for (size_t i = 0; i < account->warning_count; i++)
		text = arena_printf(arena, "%s! %s\n", text, canvas_local(arena, desk, account->warnings[i].text));
	text = arena_printf(arena, "%s%sThis directory does not change Entra.\n", text, codes_line(account, arena));
	return canvas_lines(arena, text, desk->width - 2, count);
}

static int
draw_warnings(const struct canvas *canvas, int row, int rows, char **lines)
{
	int width = canvas->area.width - 2;

	if (!rows)
		return row;
	grid_rule(canvas->grid, row++, 1, width);
	for (int i = 0; i < rows; i++)
		grid_text(canvas->grid, row + i, 1, width, lines[i][0] == '!' ? STYLE_CAUTION : STYLE_DIM, lines[i]);
	return row + rows;
}

static void
draw_history(const struct desk *desk, const struct canvas *canvas, int row, int rows)
{
	int width = canvas->area.width - 2;

	if (!rows)
		return;
	grid_rule(canvas->grid, row++, 1, width);
	for (int i = 0; i < rows; i++)
		history_line_draw(desk, canvas->arena, &desk->page.history.rows[i], canvas->grid, row + i, 1, width);
}

void
account_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas)
{
	const struct account_screen *account = (const struct account_screen *)screen;
	struct row_context context = {desk, canvas->arena, {NULL, 0}};
	struct list list = account->list;
	struct area area = canvas->area;
	struct account_layout layout;
	size_t count;
	char **warnings;

	if (!desk->page.loaded)
		return;
	draw_standing(desk, canvas, area.row++);
	area.height--;
	if (area.height >= 8) {
		grid_rule(canvas->grid, area.row++, 1, area.width - 2);
		area.height--;
	}
	context.rows = account_rows_make(canvas->arena, &desk->page.account, account->all_ever);
	warnings = warning_lines(desk, canvas->arena, &count);
	layout = account_layout(area.height, context.rows.count ? (int)context.rows.count : 1, (int)count,
		(int)desk->page.history.count);
	/* The account may have changed since the last key. */
	list_set_count(&list, context.rows.count);
	list_draw(&list, canvas->grid, area.row, 0, area.width, layout.list, draw_row, &context);
	if (!context.rows.count)
		grid_text(canvas->grid, area.row, 1, area.width - 2, STYLE_DIM, "no sign-in method");
	area.row = draw_warnings(canvas, area.row + layout.list, layout.warnings, warnings);
	draw_history(desk, canvas, area.row, layout.history);
}
