/* Lines to read. They are wrapped when drawn, so a resize only wraps them anew. */
#include "text_screen.h"

#include <stdio.h>
#include <string.h>

#include "mfadesk/desk/canvas.h"

struct text_screen *
text_screen_new(const struct screen_class *class, const char *title)
{
	struct text_screen *screen = memory_alloc(sizeof *screen);

	screen->base.class = class;
	screen->arena = arena_new();
	screen->title = arena_copy(screen->arena, title);
	screen->text = arena_copy(screen->arena, "");
	return screen;
}

void
text_screen_line(struct text_screen *screen, const char *format, ...)
{
	va_list values;
	char line[4096];

	va_start(values, format);
	vsnprintf(line, sizeof line, format, values);
	va_end(values);
	screen->text = arena_printf(screen->arena, "%s%s\n", screen->text, line);
}

static size_t
last_top(const struct desk *desk, const struct text_screen *screen, int *page)
{
	struct arena *arena = arena_new();
	struct area area = frame_area(desk);
	size_t count;
	char **lines = canvas_lines(arena, screen->text, area.width - 2, &count);

	(void)lines;
	arena_free(&arena);
	*page = area.height > 3 ? area.height - 2 : 1;
	return count > (size_t)*page ? count - (size_t)*page : 0;
}

bool
text_screen_key(struct desk *desk, struct screen *base, const struct key *key, struct effects *effects)
{
	struct text_screen *screen = (struct text_screen *)base;
	int page;
	size_t last = last_top(desk, screen, &page), up = 0, down = 0;

	(void)effects;
	if (key_matches(key, "Up") || key_matches(key, "k"))
		up = 1;
	else if (key_matches(key, "Down") || key_matches(key, "j"))
		down = 1;
	else if (key_matches(key, "PgUp"))
		up = (size_t)page;
	else if (key_matches(key, "PgDn") || key_matches(key, "Space"))
		down = (size_t)page;
	else if (key_matches(key, "Home"))
		up = screen->top;
	else if (key_matches(key, "End"))
		down = last;
	else
		return false;
	screen->top = screen->top > up ? screen->top - up : 0;
	screen->top = screen->top + down < last ? screen->top + down : last;
	return true;
}

void
text_screen_draw(const struct desk *desk, const struct screen *base, const struct canvas *canvas)
{
	const struct text_screen *screen = (const struct text_screen *)base;
	struct area area = canvas->area;
	size_t count;
	char **lines = canvas_lines(canvas->arena, screen->text, area.width - 2, &count);
	int page;
	size_t last = last_top(desk, screen, &page), top = screen->top < last ? screen->top : last;

	grid_text(canvas->grid, area.row, 1, area.width - 2, STYLE_STRONG, screen->title);
	if (last)
		grid_text_right(canvas->grid, area.row, 1, area.width - 2, STYLE_DIM,
			arena_printf(canvas->arena, "%zu-%zu of %zu", top + 1,
				top + (size_t)page < count ? top + (size_t)page : count, count));
	grid_rule(canvas->grid, area.row + 1, 1, area.width - 2);
	for (int i = 0; i < page && top + (size_t)i < count; i++)
		grid_text(canvas->grid, area.row + 2 + i, 1, area.width - 2, STYLE_PLAIN, lines[top + (size_t)i]);
}

void
text_screen_footer(const struct desk *desk, const struct screen *screen, struct footer *footer)
{
	(void)screen;
	footer_add(footer, "Esc", "back");
	footer_add(footer, "PgDn", "more");
	if (screen_on_case(desk)) {
		footer_add_act(desk, footer, ACT_END_CONTACT);
		footer_add_act(desk, footer, ACT_RAISE_DOUBT);
	}
}

void
text_screen_close(struct screen *base)
{
	struct text_screen *screen = (struct text_screen *)base;

	arena_free(&screen->arena);
	memory_free(screen);
}
