/* How the page of a new pass looks: each part large on a line of its own, and how it is said beside it. */
#include <ctype.h>
#include <string.h>

#include "frame.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/desk/canvas.h"
#include "pass.h"

#define LEFT 3
#define SPOKEN_AT 26 /* columns; of what is said for a part, beside it */
#define CODES_HEIGHT 15 /* rows of a window that shows ten codes and what to do with them */
#define LEAST_SPOKEN 48 /* columns of a window that has room for both */

/* What a character is called on the telephone (ICAO). */
static const char *const called[] = {"Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India",
	"Juliett", "Kilo", "Lima", "Mike", "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform",
	"Victor", "Whiskey", "X-ray", "Yankee", "Zulu"};

const char *
pass_left(struct arena *arena, const struct desk *desk, int64_t until)
{
	int64_t seconds = (until - desk->wall) / CLOCK_SECOND;

	if (until == CLOCK_NEVER || seconds < 0)
		seconds = 0;
	return arena_printf(arena, "%d:%02d", (int)(seconds / 60), (int)(seconds % 60));
}

/* A word as a whole; of a group of capitals and digits each by its name. */
static void
draw_spoken(struct arena *arena, struct grid *grid, int row, int width, const char *part, size_t length)
{
	const char *text = "";

	for (size_t i = 0; i < length; i++) {
		if (isupper((unsigned char)part[i]))
			text = arena_printf(arena, "%s%s ", text, called[part[i] - 'A']);
		else
			text = arena_printf(arena, "%s%c%s", text, part[i], isdigit((unsigned char)part[i]) ? " " : "");
	}
	grid_text(grid, row, SPOKEN_AT, width - SPOKEN_AT, STYLE_PLAIN, text);
}

/* Spaced out, so that no two letters run together. */
static void
draw_part(struct arena *arena, struct grid *grid, int row, int width, const char *part, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		const char letter[] = {part[i], '\0'};

		grid_text(grid, row, LEFT + 3 + 2 * (int)i, 1, STYLE_STRONG, letter);
	}
	if (width >= LEAST_SPOKEN)
		draw_spoken(arena, grid, row, width, part, length);
}

static int
draw_pass(const struct canvas *canvas, int row, const char *text)
{
	int number = 1;

	for (; *text; number++, row++) {
		size_t length = strcspn(text, "-");

		grid_printf(canvas->grid, row, LEFT, 2, STYLE_DIM, "%d", number);
		draw_part(canvas->arena, canvas->grid, row, canvas->area.width - 1, text, length);
		text += length + (text[length] == '-');
	}
	return row;
}

/* "1  7K3Q  9XWD  M2R8  PZ4T", a line each. Returns the row below. */
static int
draw_codes(const struct canvas *canvas, int row, const char *text)
{
	struct arena *arena = canvas->arena;
	int number = 1;

	for (; *text; number++, row++) {
		size_t length = strcspn(text, "\n");
		const char *spaced = "";

		for (size_t i = 0; i < length; i++)
			spaced = arena_printf(
				arena, "%s%s%c", spaced, text[i] == '-' ? " " : "", text[i] == '-' ? ' ' : text[i]);
		grid_printf(canvas->grid, row, LEFT - 1, 3, STYLE_DIM, "%2d", number);
		grid_text(canvas->grid, row, LEFT + 3, canvas->area.width - LEFT - 4, STYLE_STRONG, spaced);
		text += length + (text[length] == '\n');
	}
	return row;
}

static int
say(const struct canvas *canvas, int row, enum style style, const char *text)
{
	int last = canvas->area.row + canvas->area.height;

	return row + canvas_wrap(canvas, row, 1, canvas->area.width - 2, last > row ? last - row : 0, style, text);
}

static void
draw_ready(const struct desk *desk, const struct pass_screen *pass, const struct canvas *canvas, int row)
{
	struct arena *arena = canvas->arena;
	bool roomy = canvas->area.height >= 18;

	row = say(canvas, row, STYLE_PLAIN,
		roomy ? "Read it aloud, part by part; capitals, blanks and hyphens do not matter. It is shown this "
			"once."
		      : "Read it aloud. It is shown this once.");
	row = draw_pass(canvas, row + roomy, secret_text(pass->text)) + roomy;
	if (!roomy) {
		say(canvas, row, STYLE_GOOD,
			arena_printf(arena, "R read out   pass open %s", pass_left(arena, desk, pass->expires_at)));
		return;
	}
	row = say(canvas, row, STYLE_GOOD,
		arena_printf(arena, "pass open %s, lets them in once", pass_left(arena, desk, pass->expires_at)));
	say(canvas, row + 1, STYLE_PLAIN, "R read out: leave");
}

static void
draw_set(const struct pass_screen *pass, const struct canvas *canvas, int row)
{
	if (canvas->area.height < CODES_HEIGHT) {
		say(canvas, row, STYLE_CAUTION, "The codes are here. They need a window of 16 lines: make it higher.");
		return;
	}
	row = say(canvas, row, STYLE_PLAIN,
		"Read them aloud, or write them down for the person: O is zero, there is no I, L or U. Hyphens and "
		"capitals do not matter. They are shown this once, and each counts once.");
	row = draw_codes(canvas, row, secret_text(pass->text));
	say(canvas, row, STYLE_PLAIN, "R read out: leave");
}

static void
draw_empty(const struct pass_screen *pass, const struct canvas *canvas, int row)
{
	const struct error *error = &pass->box.error;

	if (error->message[0])
		row = say(canvas, row, STYLE_DANGER,
			arena_printf(canvas->arena, "%s%s%s. %s", error->code, error->code[0] ? ": " : "",
				error->message, error->hint));
	else if (pass->box.over)
		row = say(canvas, row, STYLE_CAUTION,
			pass->box.act == ACT_PASS ? "No pass was made in time, or it is over. Give another one."
						  : "No codes were made in time. Ask for them again.");
	else
		row = say(canvas, row, STYLE_DIM,
			pass->box.act == ACT_PASS ? "Waiting for the worker to make it."
						  : "Waiting for the worker to make them.");
	say(canvas, row + 1, STYLE_PLAIN, "Esc back");
}

void
pass_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas)
{
	const struct pass_screen *pass = (const struct pass_screen *)screen;
	int row = canvas->area.row + 1;

	top_line_draw(desk, canvas);
	row = say(canvas, row, STYLE_STRONG,
		arena_printf(canvas->arena, "%s · %s",
			pass->box.act == ACT_PASS ? "Temporary access pass" : "Recovery codes",
			desk->page.account.person.name));
	if (pass->text && pass->box.act == ACT_CODES)
		draw_set(pass, canvas, row);
	else if (pass->text)
		draw_ready(desk, pass, canvas, row);
	else
		draw_empty(pass, canvas, row);
}
