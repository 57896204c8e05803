/*
 * After a quarter of an hour without a key the screen is blank until whoever sits
 * there shows to be the one who logged in: the server is asked by a connection of
 * its own, because only it knows whether the password is right and still good.
 */
#include <stdio.h>
#include <string.h>

#include "mfadesk/desk/canvas.h"
#include "mfadesk/tui/field.h"

#define PASSWORD_LIMIT 1000

struct lock_screen {
	struct screen base;
	struct field password;
	bool checking;
	bool given; /* the server asked, and has been answered */
	char said[sizeof((struct error *)NULL)->message + 32];
};

static void
forget(struct desk *desk, struct lock_screen *lock, struct effects *effects)
{
	secret_free(&desk->attempt);
	lock->checking = lock->given = false;
	effects_add(effects, EFFECT_CLOSE_LINK, DESK_CHECK);
}

static void
say(struct lock_screen *lock, const char *what, const char *why)
{
	snprintf(lock->said, sizeof lock->said, "%s%s", what, why);
}

/* A server that no longer asks proves nothing: then it must be the password that it once took. */
static bool
is_the_same(const struct desk *desk)
{
	return strcmp(desk_password(desk, DESK_CHECK), desk_password(desk, DESK_ACTS)) == 0;
}

void
lock_checked(struct desk *desk, struct screen *screen, struct effects *effects)
{
	struct lock_screen *lock = (struct lock_screen *)screen;
	const struct link_view *view = &desk->links[DESK_CHECK];
	bool given = lock->given;

	if (!lock->checking || view->state == LINK_CONNECTING)
		return;
	if (view->state == LINK_WANTS_PASSWORD && !given) {
		lock->given = true;
		effects_add(effects, EFFECT_PASSWORD, DESK_CHECK);
		return;
	}
	if (view->state == LINK_READY && (given || is_the_same(desk))) {
		forget(desk, lock, effects);
		screen_remove(desk, screen);
		return;
	}
	if (view->state == LINK_READY || view->state == LINK_WANTS_PASSWORD)
		say(lock, "That is not the password.", "");
	else
		say(lock, "It could not be checked: ", view->error.message);
	forget(desk, lock, effects);
}

static void
check(struct desk *desk, struct lock_screen *lock, struct effects *effects)
{
	desk->attempt = secret_new(PASSWORD_LIMIT + 1);
	lock->checking = secret_set(desk->attempt, lock->password.text);
	field_clear(&lock->password);
	say(lock, "", "");
	effects_add(effects, EFFECT_OPEN_LINK, DESK_CHECK);
}

static bool
lock_key(struct desk *desk, struct screen *screen, const struct key *key, struct effects *effects)
{
	struct lock_screen *lock = (struct lock_screen *)screen;
	bool enter = key_matches(key, "Enter");

	if (lock->checking)
		return true;
	if (!desk->password_number) {
		if (enter)
			screen_remove(desk, screen);
		return true;
	}
	if (!enter)
		return field_key(&lock->password, key);
	if (!field_is_empty(&lock->password))
		check(desk, lock, effects);
	return true;
}

static void
lock_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas)
{
	const struct lock_screen *lock = (const struct lock_screen *)screen;
	int width = desk->width - 4, row = canvas->area.height >= 16 ? 2 : 0;

	row += canvas_wrap(canvas, row, 2, width, 2, STYLE_STRONG, "mfadesk is locked: nobody typed for 15 minutes.");
	if (!desk->password_number) {
		canvas_wrap(canvas, row, 2, width, 4, STYLE_PLAIN,
			"The server asked for no password when you came, so there is none to ask for: Enter goes on.");
	} else if (lock->checking)
		grid_text(canvas->grid, row, 2, width, STYLE_PLAIN, "asking the server…");
	else {
		row += canvas_wrap(canvas, row, 2, width, 1, STYLE_PLAIN,
			arena_printf(canvas->arena, "Password of %s", desk->staff.login));
		field_draw(&lock->password, canvas->grid, row++, 2, width < 40 ? width : 40, true);
		canvas_wrap(canvas, row, 2, width, 4, STYLE_DANGER, lock->said);
	}
	grid_text(canvas->grid, canvas->area.height - 1, 1, desk->width - 2, STYLE_BAR, "Enter unlock  Ctrl-Q quit");
}

static void
lock_close(struct screen *screen)
{
	field_clear(&((struct lock_screen *)screen)->password);
	memory_free(screen);
}

struct screen *
lock_screen_new(void)
{
	struct lock_screen *lock = memory_alloc(sizeof *lock);

	lock->base.class = &lock_class;
	field_init(&lock->password, PASSWORD_LIMIT, true);
	return &lock->base;
}

const struct screen_class lock_class = {
	.name = "Locked",
	.flags = SCREEN_ALONE,
	.key = lock_key,
	.draw = lock_draw,
	.close = lock_close,
};
