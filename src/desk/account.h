/* The Account page's rows and layout, for its files and their tests. */
#ifndef DESK_ACCOUNT_H
#define DESK_ACCOUNT_H

#include "mfadesk/desk/screen.h"
#include "mfadesk/tui/list.h"

/* A line of the list: a device, one of its sign-in methods, or the heading of those without one. */
struct account_row {
	const struct device *device; /* NULL in the heading, and for methods without a device */
	const struct method *method; /* NULL: a heading */
};

struct account_rows {
	struct account_row *rows; /* owned by the arena of account_rows_make() */
	size_t count;
};

struct account_screen {
	struct screen base;
	bool all_ever; /* revoked ones too */
	struct list list;
	char on[UUID_SIZE]; /* what the cursor is on: a method or a device */
};

struct account_rows account_rows_make(struct arena *arena, const struct account *account, bool all_ever);
/* The account was read again: the cursor stays on what it was on. */
void account_follow(struct desk *desk);
/* The cursor goes to this method or device, where it is listed. */
void account_select(struct desk *desk, const char *target);
/* Empty where the cursor is on nothing. */
struct account_row account_row_under_cursor(const struct desk *desk, const struct account_screen *account);
/* What an act under the cursor is done to, "" where there is nothing. */
const char *account_row_target(const struct account_row *row);

/* How the rows below the person's are shared out; a section of 0 rows has no rule either. */
struct account_layout {
	int list;
	int warnings;
	int history;
};

/* `height` rows for so many lines of each. What can be acted on comes first, then what warns. */
struct account_layout account_layout(int height, int list, int warnings, int history);

void account_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas);

#endif
