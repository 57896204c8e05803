/*
 * Rows to choose from: the cursor, paging and scrolling that every list shares.
 * It knows how many rows there are, never what they are; a callback draws them.
 */
#ifndef MFADESK_TUI_LIST_H
#define MFADESK_TUI_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "mfadesk/tui/grid.h"
#include "mfadesk/tui/key.h"

struct list {
	size_t count;
	size_t cursor; /* below count; 0 in an empty list */
	size_t top; /* the first row shown */
	size_t page; /* rows that fit, at least 1 */
};

/* Draws row `index` of the list in one grid row. The list marks the selected one afterwards. */
typedef void list_draw_row(
	const void *context, size_t index, bool selected, struct grid *grid, int row, int column, int width);

void list_init(struct list *list);
/* The rows changed beneath it: the cursor stays on its index, or goes to the last row. */
void list_set_count(struct list *list, size_t count);
void list_set_page(struct list *list, int height); /* on a resize; the cursor stays visible */
void list_select(struct list *list, size_t index);

/* True when the key was the list's: arrows, j, k, PgUp, PgDn, Home, End. */
bool list_key(struct list *list, const struct key *key) MUST_CHECK;

/* Draws at most `height` rows, the cursor's among them whatever the page was. */
void list_draw(const struct list *list, struct grid *grid, int row, int column, int width, int height,
	list_draw_row *draw_row, const void *context);

#endif
