/* The worklists' page, for its two files. */
#ifndef DESK_WORKLIST_H
#define DESK_WORKLIST_H

#include "mfadesk/desk/screen.h"
#include "mfadesk/tui/list.h"

struct worklist_screen {
	struct screen base;
	uint64_t heads_tag; /* of the questions under way; 0: none */
	uint64_t page_tag;
	struct arena *heads_arena;
	struct worklist_heads heads;
	size_t chosen; /* among the heads */
	struct arena *arena; /* of the chosen list: all of its pages that were read */
	struct worklist page; /* rows: those of all pages; the rest: of the last */
	bool answered;
	bool refused;
	struct list list;
};

/* Rows above the list of people, the chosen list's note included. */
int worklist_head_rows(const struct worklist_screen *lists, const struct area *area);
void worklist_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas);

#endif
