/*
 * The drawer of a challenge. Esc hides it and it goes on; capital letters act at
 * once: a new code, the other channel, cancel.
 */
#include <string.h>

#include "challenge.h"
#include "mfadesk/desk/canvas.h"

#define BOX_WIDTH 78

struct challenge_screen {
	struct screen base;
	struct code_entry entry;
};

/* A newer one takes the place of the older one. */
static void
again(struct desk *desk, struct challenge_screen *drawer, const char *channel, struct effects *effects)
{
	const struct challenge *challenge = challenge_shown(desk);

	if (!drawer->entry.tag)
		drawer->entry.tag = challenge_again(desk, &drawer->base, challenge, channel, effects);
}

static bool
challenge_key(struct desk *desk, struct screen *screen, const struct key *key, struct effects *effects)
{
	struct challenge_screen *drawer = (struct challenge_screen *)screen;
	const struct challenge *challenge = challenge_shown(desk);
	const char *other = challenge ? challenge_other_channel(desk, challenge) : NULL;

	if (!challenge)
		return false;
	if (code_entry_key(desk, screen, &drawer->entry, key, effects))
		return true;
	if (key_matches(key, "N"))
		again(desk, drawer, method_channel_word(challenge->channel), effects);
	else if (key_matches(key, "C") && other)
		again(desk, drawer, other, effects);
	else if (key_matches(key, "C"))
		desk_hint(desk, "There is no other channel to this one.");
	else if (key_matches(key, "X"))
		code_entry_cancel(desk, screen, &drawer->entry, effects);
	else if (key_matches(key, "Enter") && challenge_is_final(challenge->state))
		screen_remove(desk, screen);
	else
		return false;
	return true;
}

static bool
challenge_reply(struct desk *desk, struct screen *screen, const struct pending *pending, const struct link_reply *reply,
	struct effects *effects)
{
	struct challenge_screen *drawer = (struct challenge_screen *)screen;

	if (!code_entry_reply(&drawer->entry, pending, reply))
		return false;
	challenge_ask(desk, effects);
	return true;
}

static enum style
says_style(const struct challenge *challenge)
{
	switch (challenge->state) {
	case CHALLENGE_PASSED:
		return STYLE_GOOD;
	case CHALLENGE_FAILED:
	case CHALLENGE_EXPIRED:
	case CHALLENGE_UNKNOWN:
		return STYLE_CAUTION;
	case CHALLENGE_QUEUED:
	case CHALLENGE_SENDING:
	case CHALLENGE_SENT:
	case CHALLENGE_DELIVERED:
	case CHALLENGE_RINGING:
	case CHALLENGE_ANSWERED:
	case CHALLENGE_CHECKING:
	case CHALLENGE_CANCELLED:
	case CHALLENGE_STATES:
		break;
	}
	return STYLE_PLAIN;
}

/* Lines of the drawer, drawn while there is room. */
struct drawing {
	const struct desk *desk;
	const struct canvas *canvas;
	const struct challenge *challenge;
	const struct challenge_screen *drawer;
	struct area area;
	int row; /* the next one */
	bool drawing; /* false: only measures */
};

static void
line(struct drawing *at, enum style style, const char *text)
{
	size_t count;
	char **lines = canvas_lines(at->canvas->arena, text, at->area.width, &count);

	for (size_t i = 0; i < count; i++, at->row++) {
		if (at->drawing && at->row < at->area.row + at->area.height)
			grid_text(at->canvas->grid, at->row, at->area.column, at->area.width, style, lines[i]);
	}
}

/* Whom to ask for what. */
static const char *
ask_for(struct arena *arena, const struct challenge *challenge)
{
	bool manager = strcmp(challenge->proof, "manager") == 0;

	if (challenge->channel == CHANNEL_RECOVERY)
		return "Ask for one of their codes:";
	return arena_printf(arena, "Ask %sfor the code %s%s:", manager ? "the manager " : "",
		*challenge->mark ? "marked " : "of the app", challenge->mark);
}

static void
entry_line(struct drawing *at)
{
	struct arena *arena = at->canvas->arena;
	const struct challenge *challenge = at->challenge;
	int column = at->area.column, width = code_entry_width(challenge);

	if (at->drawing && at->row < at->area.row + at->area.height) {
		column += grid_text(at->canvas->grid, at->row, column, at->area.width - width - 1, STYLE_STRONG,
				  ask_for(arena, challenge)) +
			1;
		code_entry_draw(&at->drawer->entry, challenge, at->canvas->grid, at->row, column,
			challenge_takes_code(challenge));
		column += width + 2;
		grid_text(at->canvas->grid, at->row, column, at->area.column + at->area.width - column, STYLE_PLAIN,
			challenge_left(arena, at->desk, challenge));
	}
	at->row++;
}

static const char *
keys_line(struct arena *arena, const struct desk *desk, const struct challenge *challenge)
{
	bool final = challenge_is_final(challenge->state);
	const char *other = challenge_other_channel(desk, challenge);
	const char *tries = arena_printf(
		arena, "%d %s left   ", (int)challenge->tries_left, challenge->tries_left == 1 ? "try" : "tries");

	if (challenge->channel == CHANNEL_RECOVERY)
		return arena_printf(arena, "%s%s", final ? "" : tries,
			final ? "N another try   Enter closes" : "Tab, then X cancel");
	return arena_printf(arena, "%sN new code%s%s%s", final ? "" : tries, other ? "   C by " : "",
		other ? other : "", final ? "   Enter closes" : "   X cancel");
}

/* What must be seen stands first: where the room is short the last lines go. */
static void
draw_lines(struct drawing *at)
{
	struct arena *arena = at->canvas->arena;
	const struct challenge *challenge = at->challenge;
	const struct error *error = &at->drawer->entry.error;

	line(at, STYLE_PLAIN, challenge_steps(arena, challenge));
	if (error->message[0])
		line(at, STYLE_DANGER,
			arena_printf(arena, "%s%s%s. %s", error->code, error->code[0] ? ": " : "", error->message,
				error->hint));
	if (!challenge_is_final(challenge->state))
		entry_line(at);
	line(at, says_style(challenge), challenge_says(arena, at->desk, challenge));
	line(at, STYLE_PLAIN, keys_line(arena, at->desk, challenge));
}

static const char *
title(struct arena *arena, const struct desk *desk, const struct challenge *challenge)
{
	if (!challenge)
		return "Challenge";
	return arena_printf(
		arena, "%s · %s", challenge_title(arena, &desk->page.account, challenge), challenge->purpose);
}

static void
challenge_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas)
{
	struct area area = canvas->area;
	int width = area.width - 2 < BOX_WIDTH ? area.width - 2 : BOX_WIDTH;
	int most = area.height - 2;
	struct drawing at = {
		.desk = desk,
		.canvas = canvas,
		.challenge = challenge_shown(desk),
		.drawer = (const struct challenge_screen *)screen,
		.area = {area.row + 1, area.column + 3, width - 4, most},
		.row = area.row + 1,
	};
	int height = 1;

	if (at.challenge) {
		draw_lines(&at);
		height = at.row - at.area.row;
	}
	/* What is proven stays in sight where there is room. */
	if (height < most)
		area.row++;
	at.area.height = height < most ? height : most;
	canvas_box(canvas, area.row, width, at.area.height + 2, title(canvas->arena, desk, at.challenge));
	at.row = at.area.row = area.row + 1;
	at.drawing = true;
	if (at.challenge)
		draw_lines(&at);
	else
		line(&at, STYLE_DIM, "reading…");
}

static void
challenge_footer(const struct desk *desk, const struct screen *screen, struct footer *footer)
{
	const struct challenge *challenge = challenge_shown(desk);
	bool final = challenge && challenge_is_final(challenge->state);

	(void)screen;
	if (challenge && challenge_takes_code(challenge))
		footer_add(footer, "Enter", "send the code");
	if (challenge) {
		footer_add(footer, "N", "new code");
		if (challenge_other_channel(desk, challenge))
			footer_add(footer, "C", "other channel");
	}
	if (challenge && !final)
		footer_add(footer, "X", "cancel");
	footer_add(footer, "Esc", final ? "back" : "hide (it goes on)");
	footer_add_act(desk, footer, ACT_END_CONTACT);
	footer_add_act(desk, footer, ACT_RAISE_DOUBT);
	footer_add(footer, "F1", "help");
}

static void
challenge_close(struct screen *screen)
{
	struct challenge_screen *drawer = (struct challenge_screen *)screen;

	field_clear(&drawer->entry.field);
	memory_free(drawer);
}

struct screen *
challenge_screen_new(void)
{
	struct challenge_screen *drawer = memory_alloc(sizeof *drawer);

	drawer->base.class = &challenge_class;
	code_entry_init(&drawer->entry);
	return &drawer->base;
}

const struct screen_class challenge_class = {
	.name = "a challenge",
	.flags = SCREEN_DRAWER,
	.key = challenge_key,
	.reply = challenge_reply,
	.draw = challenge_draw,
	.footer = challenge_footer,
	.close = challenge_close,
};
