/* The stack of screens: the bottom one is the first page, the top one has the keys. */
#include "mfadesk/desk/screen.h"

void
screen_push(struct desk *desk, struct screen *screen)
{
	desk->stack = memory_resize_array(desk->stack, desk->depth + 1, sizeof(struct screen *));
	desk->stack[desk->depth++] = screen;
	screen->serial = ++desk->serial;
}

void
screen_detach(struct desk *desk, struct screen *screen)
{
	size_t index = 0;

	while (desk->stack[index] != screen)
		index++;
	desk->depth--;
	for (size_t i = index; i < desk->depth; i++)
		desk->stack[i] = desk->stack[i + 1];
}

void
screen_remove(struct desk *desk, struct screen *screen)
{
	screen_detach(desk, screen);
	screen->class->close(screen);
}

void
screen_pop(struct desk *desk)
{
	if (desk->depth > 0)
		screen_remove(desk, screen_top(desk));
}

void
screen_pop_to_first(struct desk *desk)
{
	while (desk->depth > 1)
		screen_pop(desk);
}

struct screen *
screen_top(const struct desk *desk)
{
	return desk->depth ? desk->stack[desk->depth - 1] : NULL;
}

struct screen *
screen_by_serial(const struct desk *desk, uint64_t serial)
{
	for (size_t i = 0; i < desk->depth; i++) {
		if (desk->stack[i]->serial == serial)
			return desk->stack[i];
	}
	return NULL;
}

struct screen *
screen_of_class(const struct desk *desk, const struct screen_class *class)
{
	for (size_t i = 0; i < desk->depth; i++) {
		if (desk->stack[i]->class == class)
			return desk->stack[i];
	}
	return NULL;
}

bool
screen_on_case(const struct desk *desk)
{
	if (!desk->page.case_id[0])
		return false;
	for (size_t i = 0; i < desk->depth; i++) {
		if (desk->stack[i]->class->flags & SCREEN_ON_CASE)
			return true;
	}
	return false;
}
