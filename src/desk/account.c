/*
 * The Account page: a person's sign-in methods, device by device, and every act
 * on the case from one place. Which keys there are is the act table's to say.
 */
#include "account.h"

#include <stdio.h>
#include <string.h>

#include "mfadesk/desk/canvas.h"

struct account_row
account_row_under_cursor(const struct desk *desk, const struct account_screen *account)
{
	struct arena *arena = arena_new();
	struct account_rows rows = account_rows_make(arena, &desk->page.account, account->all_ever);
	struct account_row row = {0};

	if (account->list.cursor < rows.count)
		row = rows.rows[account->list.cursor];
	arena_free(&arena);
	return row;
}

static void
settle_list(const struct desk *desk, struct account_screen *account)
{
	struct arena *arena = arena_new();

	list_set_count(&account->list, account_rows_make(arena, &desk->page.account, account->all_ever).count);
	list_set_page(&account->list, frame_area(desk).height / 2);
	arena_free(&arena);
}

/* The row, not the line: what an act is done to must not change because another row came or went. */
static void
remember(const struct desk *desk, struct account_screen *account)
{
	struct account_row row = account_row_under_cursor(desk, account);

	snprintf(account->on, sizeof account->on, "%s", account_row_target(&row));
}

void
account_follow(struct desk *desk)
{
	struct account_screen *account = (struct account_screen *)screen_of_class(desk, &account_class);
	struct arena *arena = arena_new();
	struct account_rows rows = {NULL, 0};

	if (account && desk->page.loaded) {
		settle_list(desk, account);
		rows = account_rows_make(arena, &desk->page.account, account->all_ever);
	}
	for (size_t i = 0; i < rows.count; i++) {
		if (*account->on && strcmp(account_row_target(&rows.rows[i]), account->on) == 0)
			list_select(&account->list, i);
	}
	if (rows.count)
		remember(desk, account);
	arena_free(&arena);
}

void
account_select(struct desk *desk, const char *target)
{
	struct account_screen *account = (struct account_screen *)screen_of_class(desk, &account_class);

	if (!account)
		return;
	snprintf(account->on, sizeof account->on, "%s", target);
	account_follow(desk);
}

/* The heading of the methods without a device is nothing to stand on. */
static bool
move(struct desk *desk, struct account_screen *account, const struct key *key)
{
	size_t before = account->list.cursor;
	bool taken = list_key(&account->list, key);
	struct account_row row = account_row_under_cursor(desk, account);

	if (taken && !*account_row_target(&row))
		list_select(&account->list,
			account->list.cursor < before && account->list.cursor > 0 ? account->list.cursor - 1
										  : account->list.cursor + 1);
	remember(desk, account);
	return taken;
}

static bool
account_key(struct desk *desk, struct screen *screen, const struct key *key, struct effects *effects)
{
	struct account_screen *account = (struct account_screen *)screen;

	settle_list(desk, account);
	for (enum act act = 0; act < ACT_COUNT; act++) {
		const struct act_info *info = act_info(act);

		if ((info->flags & ACT_ON_CASE) && key_matches(key, info->key) && desk_offers(desk, act)) {
			act_begin(desk, act, effects);
			return true;
		}
	}
	if (!key_matches(key, "h"))
		return move(desk, account, key);
	account->all_ever = !account->all_ever;
	account_follow(desk);
	return true;
}

static void
account_footer(const struct desk *desk, const struct screen *screen, struct footer *footer)
{
	const struct account_screen *account = (const struct account_screen *)screen;

	for (enum act act = 0; act < ACT_COUNT; act++) {
		if ((act_info(act)->flags & (ACT_ON_CASE | ACT_EVERYWHERE)) == ACT_ON_CASE)
			footer_add_act(desk, footer, act);
	}
	footer_add(footer, "h", account->all_ever ? "current only" : "all ever");
	for (enum act act = 0; act < ACT_COUNT; act++) {
		if (act_info(act)->flags & ACT_EVERYWHERE)
			footer_add_act(desk, footer, act);
	}
	footer_add(footer, "F1", "help");
}

static void
account_close(struct screen *screen)
{
	memory_free(screen);
}

struct screen *
account_screen_new(void)
{
	struct account_screen *account = memory_alloc(sizeof *account);

	account->base.class = &account_class;
	list_init(&account->list);
	/* On the first sign-in method, below its device's heading. */
	account->list.cursor = 1;
	return &account->base;
}

const struct screen_class account_class = {
	.name = "Account",
	.flags = SCREEN_ON_CASE,
	.key = account_key,
	.draw = account_draw,
	.footer = account_footer,
	.close = account_close,
};
