/* How the page of a new authenticator looks: the code on the left, the rest beside it. */
#include "enrol.h"
#include "frame.h"
#include "mfadesk/desk/canvas.h"
#include "mfadesk/tui/qr.h"

#define SIDE_LEAST 30 /* columns beside the code */
#define MARGIN_MORE 4 /* what the light margin around the code may have more than the least */

struct side {
	const struct desk *desk;
	const struct canvas *canvas;
	const struct enrol_screen *enrol;
	struct area area; /* what is left of it */
};

static void
say(struct side *side, enum style style, const char *text)
{
	int used = canvas_wrap(
		side->canvas, side->area.row, side->area.column, side->area.width, side->area.height, style, text);

	side->area.row += used;
	side->area.height -= used;
}

static void
skip(struct side *side)
{
	side->area.row++;
	side->area.height--;
}

static void
say_entry(struct side *side, const struct challenge *challenge)
{
	struct arena *arena = side->canvas->arena;
	int width = code_entry_width(challenge);
	bool takes = challenge && challenge_takes_code(challenge);

	if (side->area.height < 1)
		return;
	code_entry_draw(&side->enrol->entry, challenge, side->canvas->grid, side->area.row, side->area.column, takes);
	if (challenge)
		grid_printf(side->canvas->grid, side->area.row, side->area.column + width + 1,
			side->area.width - width - 1, STYLE_PLAIN, "%s", challenge_left(arena, side->desk, challenge));
	skip(side);
	if (challenge)
		say(side, STYLE_PLAIN, arena_printf(arena, "%d tries left", (int)challenge->tries_left));
}

static void
say_standing(struct side *side, const struct challenge *challenge)
{
	const struct enrol_screen *enrol = side->enrol;
	const struct error *error = enrol->box.over ? &enrol->box.error : &enrol->entry.error;
	struct arena *arena = side->canvas->arena;

	if (error->message[0])
		say(side, STYLE_DANGER,
			arena_printf(arena, "%s%s%s. %s", error->code, error->code[0] ? ": " : "", error->message,
				error->hint));
	if (challenge)
		say(side, challenge->state == CHALLENGE_PASSED ? STYLE_GOOD : STYLE_CAUTION,
			challenge_says(arena, side->desk, challenge));
}

static bool
is_final(const struct challenge *challenge)
{
	return challenge && challenge_is_final(challenge->state);
}

static void
draw_side(struct side *side)
{
	const struct challenge *challenge = challenge_shown(side->desk);
	const struct enrol_screen *enrol = side->enrol;

	say(side, STYLE_STRONG, "New authenticator");
	say(side, STYLE_STRONG, side->desk->page.account.person.name);
	skip(side);
	if (enrol->uri && !is_final(challenge)) {
		say(side, STYLE_PLAIN, "They scan the code with their authenticator app. It is shown this once.");
		skip(side);
		say(side, STYLE_PLAIN, "Then the six digits that the app shows:");
		say_entry(side, challenge);
	} else if (!enrol->box.over && !is_final(challenge))
		say(side, STYLE_DIM, "Waiting for the worker to make its secret.");
	say_standing(side, challenge);
	skip(side);
	say(side, STYLE_PLAIN,
		is_final(challenge) || enrol->box.over
			? "Esc back"
			: "Enter sends   i inverts   X cancel   Esc leaves: the code is gone");
	if (enrol->uri && !is_final(challenge) && side->desk->staff.demonstration) {
		skip(side);
		say(side, STYLE_DIM, secret_text(enrol->uri));
	}
}

static void
say_too_small(struct side *side, int columns, int rows)
{
	say(side, STYLE_CAUTION,
		arena_printf(side->canvas->arena,
			"The code needs a window of %d columns and %d rows. Make this one larger: the code waits.",
			columns + SIDE_LEAST + 2, rows + 1));
	skip(side);
}

void
enrol_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas)
{
	const struct enrol_screen *enrol = (const struct enrol_screen *)screen;
	const struct challenge *challenge = challenge_shown(desk);
	struct area area = canvas->area;
	struct side side = {desk, canvas, enrol, {area.row + 1, 1, area.width - 2, area.height - 1}};
	const char *text = enrol->uri && !is_final(challenge) ? secret_text(enrol->uri) : "";
	int rows, columns, room = area.width - SIDE_LEAST - 2;

	top_line_draw(desk, canvas);
	if (*text && qr_size(text, &rows, &columns)) {
		room = room < columns + MARGIN_MORE ? room : columns + MARGIN_MORE;
		if (qr_draw(canvas->grid, 1, 0, area.height - 1, room, text, enrol->inverted))
			side.area = (struct area){area.row + 1, room + 1, area.width - room - 2, area.height - 1};
		else
			say_too_small(&side, columns, rows);
	}
	draw_side(&side);
}
