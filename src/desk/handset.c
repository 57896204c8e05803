/*
 * The embedded directory's handset (F9): what phones would show, at the foot of
 * the page, so that the digits can be typed above it. It opens by itself when
 * something new arrives; there is none against a real directory.
 */
#include "handset.h"

#include <string.h>

#include "mfadesk/desk/canvas.h"
#include "poll.h"

#define BOX_WIDTH 78
#define ROWS_LEAST 5

/* The newest call that rings: what the keys are for. */
static const struct handset_item *
ringing(const struct desk *desk)
{
	const struct handset *handset = &desk->handset.handset;

	for (size_t i = 0; i < handset->count; i++) {
		if (strcmp(handset->items[i].state, "ringing") == 0)
			return &handset->items[i];
	}
	return NULL;
}

static void
act_on_call(struct desk *desk, const struct screen *screen, enum act act, struct effects *effects)
{
	const struct handset_item *call = ringing(desk);
	struct act_request request;

	if (desk_awaits(desk, act))
		return;
	act_request_init(&request, act);
	act_request_set(&request, "call", call->id);
	desk_send(desk, screen, DESK_ACTS, &request, NULL, effects);
}

static struct screen *
screen_below(const struct desk *desk, const struct screen *screen)
{
	struct screen *below = NULL;

	for (size_t i = 0; i < desk->depth && desk->stack[i] != screen; i++)
		below = desk->stack[i];
	return below;
}

/* It is in nobody's way: what it has no use for goes to the page, so that a code is typed as it is read. */
static bool
handset_key(struct desk *desk, struct screen *screen, const struct key *key, struct effects *effects)
{
	struct screen *below = screen_below(desk, screen);

	if (ringing(desk) && key_matches(key, "a"))
		act_on_call(desk, screen, ACT_PICK_UP, effects);
	else if (ringing(desk) && key_matches(key, "v"))
		act_on_call(desk, screen, ACT_VOICEMAIL, effects);
	else if (ringing(desk) && key_matches(key, "r"))
		act_on_call(desk, screen, ACT_REJECT, effects);
	else
		return below && !key_matches(key, "Esc") && below->class->key(desk, below, key, effects);
	return true;
}

/* The call has changed, or was gone already: either way it is looked at again. */
static bool
handset_reply(struct desk *desk, struct screen *screen, const struct pending *pending, const struct link_reply *reply,
	struct effects *effects)
{
	(void)screen;
	(void)pending;
	(void)reply;
	desk_ask(desk, ACT_HANDSET, effects);
	return false;
}

/* On top, where its keys are seen and heard. */
static void
show(struct desk *desk, struct effects *effects)
{
	struct screen *screen = screen_of_class(desk, &handset_class);

	if (screen) {
		screen_detach(desk, screen);
	} else {
		screen = memory_alloc(sizeof *screen);
		screen->class = &handset_class;
		desk_ask(desk, ACT_HANDSET, effects);
	}
	screen_push(desk, screen);
}

void
handset_toggle(struct desk *desk, struct effects *effects)
{
	struct screen *top = screen_top(desk);

	if (top && top->class == &handset_class)
		screen_pop(desk);
	else
		show(desk, effects);
}

/* Not over a prompt, whose letters would become keys of the handset. */
static void
arrived(struct desk *desk, struct effects *effects)
{
	const struct screen *top = screen_top(desk);

	if (!top || (top->class->flags & SCREEN_ALONE) || top->class == &handset_class)
		return;
	if (screen_on_case(desk) && (top->class == &challenge_class || !(top->class->flags & SCREEN_DRAWER)))
		show(desk, effects);
	else
		desk_hint(desk, "The handset has something new: F9.");
}

static bool
is_listed(const struct handset *handset, const char *id)
{
	for (size_t i = 0; i < handset->count; i++) {
		if (strcmp(handset->items[i].id, id) == 0)
			return true;
	}
	return false;
}

/* A call that changes its state is nothing new. */
static bool
has_new(const struct handset *before, const struct handset *after)
{
	for (size_t i = 0; i < after->count; i++) {
		if (!is_listed(before, after->items[i].id))
			return true;
	}
	return false;
}

bool
handset_take(struct desk *desk, const char *json, struct effects *effects, struct error *error)
{
	struct arena *arena = arena_new();
	struct handset handset;
	bool fresh;

	if (!reply_handset(arena, json, &handset, error)) {
		arena_free(&arena);
		return false;
	}
	/* What lay there before this desk began is nothing new. */
	fresh = desk->handset.arena && has_new(&desk->handset.handset, &handset);
	arena_free(&desk->handset.arena);
	desk->handset.arena = arena;
	desk->handset.handset = handset;
	if (fresh)
		arrived(desk, effects);
	return true;
}

struct drawing {
	const struct desk *desk;
	const struct canvas *canvas;
	struct area area;
	int row;
};

static void
line(struct drawing *at, int indent, enum style style, const char *text)
{
	int left = at->area.row + at->area.height - at->row;

	if (left > 0)
		at->row += canvas_wrap(
			at->canvas, at->row, at->area.column + indent, at->area.width - indent, left, style, text);
}

static void
draw_item(struct drawing *at, const struct handset_item *item)
{
	struct arena *arena = at->canvas->arena;
	const char *more = strcmp(item->kind, "call") == 0 ? item->state : item->subject;
	const char *time = canvas_time(arena, at->desk, item->at);
	const char *extension = *item->extension ? arena_printf(arena, " extension %s", item->extension) : "";

	if (at->row < at->area.row + at->area.height)
		canvas_cursor(at->canvas->grid, at->row, at->area.column, item == ringing(at->desk));
	line(at, 1, STYLE_STRONG,
		arena_printf(arena, "%s  %s to %s%s%s%s", time, item->kind, item->number, extension, *more ? ": " : "",
			more));
	line(at, 8, STYLE_PLAIN, item->text);
}

static void
handset_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas)
{
	struct area area = canvas->area;
	int width = area.width - 2 < BOX_WIDTH ? area.width - 2 : BOX_WIDTH;
	int height = area.height / 2 > ROWS_LEAST ? area.height / 2 : ROWS_LEAST;
	struct drawing at = {.desk = desk, .canvas = canvas};
	const struct handset *handset = &desk->handset.handset;

	(void)screen;
	if (height > area.height)
		height = area.height;
	area.row += area.height - height;
	canvas_box(canvas, area.row, width, height, "Handset · DEMONSTRATION");
	at.area = (struct area){area.row + 1, area.column + 3, width - 4, height - 2};
	at.row = at.area.row;
	for (size_t i = 0; i < handset->count; i++)
		draw_item(&at, &handset->items[i]);
	if (!handset->count)
		line(&at, 1, STYLE_DIM, "Nothing arrived yet.");
}

static void
handset_footer(const struct desk *desk, const struct screen *screen, struct footer *footer)
{
	const struct screen *below = screen_below(desk, screen);

	if (ringing(desk)) {
		footer_add(footer, "a", "answer");
		footer_add(footer, "v", "voicemail");
		footer_add(footer, "r", "reject");
	}
	footer_add(footer, "Esc", "hide");
	if (below && below->class->footer)
		below->class->footer(desk, below, footer);
}

static void
handset_close(struct screen *screen)
{
	memory_free(screen);
}

const struct screen_class handset_class = {
	.name = "the handset",
	.flags = SCREEN_DRAWER,
	.key = handset_key,
	.reply = handset_reply,
	.draw = handset_draw,
	.footer = handset_footer,
	.close = handset_close,
};
