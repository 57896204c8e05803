/*
 * The top line: who is at work, on which ticket, and how the database is. What
 * is under way is never hidden: the right side is drawn whole, the left side
 * says less where the line is short.
 */
#include <string.h>

#include "challenge.h"
#include "frame.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/desk/canvas.h"

#define NARROW_WIDTH 60
#define SLOW CLOCK_SECOND /* an answer that takes longer is said to */

static const char *
database(const struct desk *desk, struct arena *arena)
{
	const struct link_view *acts = &desk->links[DESK_ACTS];
	const struct link_view *search = &desk->links[DESK_SEARCH];
	const struct pending *oldest = desk_oldest(desk);
	enum link_state state = acts->state;

	if (state == LINK_LOST || (state == LINK_CONNECTING && acts->answered))
		return "db lost, retrying";
	if (state == LINK_FAILED)
		return "db failed";
	if (state != LINK_READY)
		return "db connecting";
	if (search->answered && search->state != LINK_READY)
		return "search lost, retrying";
	if (oldest && desk->now - oldest->since >= SLOW)
		return arena_printf(arena, "db slow %s", canvas_age(arena, desk->now - oldest->since));
	return "db ok";
}

/* "suspend 3 s": the oldest change without an answer. */
static const char *
awaited(const struct desk *desk, struct arena *arena)
{
	for (size_t i = 0; i < desk->pending_count; i++) {
		const struct pending *pending = &desk->pending[i];

		if ((act_info(pending->act)->flags & ACT_CHANGES) && desk->now - pending->since >= SLOW)
			return arena_printf(arena, "%s %s   ", act_info(pending->act)->label,
				canvas_age(arena, desk->now - pending->since));
	}
	return "";
}

/* Where the line is short a worker that is there is not mentioned. */
static const char *
worker(const struct desk *desk, struct arena *arena)
{
	bool known = desk->pulse.known && desk->links[DESK_ACTS].state == LINK_READY;

	if (known && desk->pulse.worker == WORKER_SILENT)
		return arena_printf(arena, "   worker silent %s", canvas_age(arena, desk->pulse.silent * CLOCK_SECOND));
	if (known && desk->pulse.worker == WORKER_NONE)
		return "   no worker";
	return known && desk->width >= NARROW_WIDTH ? "   worker ok" : "";
}

/* "K7 delivered": a challenge whose drawer is hidden goes on. */
static const char *
hidden(const struct desk *desk, struct arena *arena)
{
	const struct challenge *challenge = challenge_shown(desk);
	const struct screen *top = screen_top(desk);

	if (!challenge || !challenge_goes_on(desk) || (top && top->class == &enrol_class) ||
		screen_of_class(desk, &challenge_class))
		return "";
	return arena_printf(
		arena, "%s %s   ", *challenge->mark ? challenge->mark : "code", challenge_state_word(challenge->state));
}

static const char *
right_side(const struct desk *desk, struct arena *arena)
{
	char time[CLOCK_TEXT_SIZE];

	clock_format_time_of_day(desk->wall, time);
	return arena_printf(arena, "%s%s%s%s   %s", hidden(desk, arena), awaited(desk, arena), database(desk, arena),
		worker(desk, arena), time);
}

static const char *
ticket(const struct desk *desk, struct arena *arena)
{
	const struct case_file *file = &desk->page.account.file;

	if (!desk->page.loaded)
		return "";
	if (strcmp(file->state, "open") != 0)
		return arena_printf(arena, "  %s %s", file->ticket, file->state);
	return arena_printf(arena, "  %s %s", file->ticket,
		file->by == CONTACT_NONE ? "nobody here" : contact_channel_phrase(file->by));
}

/* The fullest way to say it that fits. */
static const char *
left_side(const struct desk *desk, struct arena *arena, int width)
{
	const char *login = desk->known ? desk->staff.login : "";
	const char *role = desk->known ? staff_role_word(desk->staff.role) : "";
	const char *on = ticket(desk, arena);
	const char *demonstration = desk->known && desk->staff.demonstration ? "DEMONSTRATION" : "";
	const char *ways[] = {
		arena_printf(arena, "mfadesk  %s·%s%s  %s", login, role, on, demonstration),
		arena_printf(arena, "%s·%s%s  %s", login, role, on, demonstration),
		arena_printf(arena, "%s%s %.4s", login, on, demonstration),
		arena_printf(arena, "%s%s", login, on),
		*on ? on + 2 : login,
	};
	size_t last = sizeof ways / sizeof ways[0] - 1;

	if (!desk->known)
		return "mfadesk";
	for (size_t i = 0; i < last; i++) {
		if (text_width(arena, ways[i]) <= width)
			return ways[i];
	}
	return ways[last];
}

void
top_line_draw(const struct desk *desk, const struct canvas *canvas)
{
	const char *right = right_side(desk, canvas->arena);
	int width = desk->width - 2;
	int left = width - text_width(canvas->arena, right) - 1;

	grid_style(canvas->grid, 0, 0, desk->width, STYLE_BAR);
	grid_text(canvas->grid, 0, 1, left, STYLE_BAR, left_side(desk, canvas->arena, left));
	grid_text_right(
		canvas->grid, 0, 1, width, desk->links[DESK_ACTS].state == LINK_LOST ? STYLE_DANGER : STYLE_BAR, right);
}
