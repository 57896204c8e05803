/* A whole phone number, shown until a key; wiped when it goes. */
#include <stdio.h>
#include <string.h>

#include "mfadesk/desk/canvas.h"

#define NUMBER_SIZE 64

struct number_screen {
	struct screen base;
	char *title; /* owned */
	char number[NUMBER_SIZE];
};

static bool
number_key(struct desk *desk, struct screen *screen, const struct key *key, struct effects *effects)
{
	(void)key;
	(void)effects;
	screen_remove(desk, screen);
	return true;
}

static void
number_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas)
{
	const struct number_screen *number = (const struct number_screen *)screen;
	int width = canvas->area.width - 2 < 78 ? canvas->area.width - 2 : 78;

	(void)desk;
	canvas_box(canvas, canvas->area.row, width, 5, number->title);
	grid_text(canvas->grid, canvas->area.row + 1, 4, width - 6, STYLE_STRONG, number->number);
	grid_text(
		canvas->grid, canvas->area.row + 3, 4, width - 6, STYLE_DIM, "Any key hides it. It is on the record.");
}

static void
number_footer(const struct desk *desk, const struct screen *screen, struct footer *footer)
{
	(void)desk;
	(void)screen;
	footer_add(footer, "any key", "hides the number");
}

static void
number_close(struct screen *screen)
{
	struct number_screen *number = (struct number_screen *)screen;

	explicit_bzero(number->number, sizeof number->number);
	memory_free(number->title);
	memory_free(number);
}

struct screen *
number_screen_new(const char *title, const struct revealed *revealed)
{
	struct number_screen *number = memory_alloc(sizeof *number);

	number->base.class = &number_class;
	number->title = memory_copy(title);
	snprintf(number->number, sizeof number->number, "%s%s%s", revealed->number,
		*revealed->extension ? "  extension " : "", revealed->extension);
	return &number->base;
}

const struct screen_class number_class = {
	.name = "a number",
	.flags = SCREEN_DRAWER,
	.key = number_key,
	.draw = number_draw,
	.footer = number_footer,
	.close = number_close,
};
