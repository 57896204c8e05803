/* The replaced phone on one page, for its files. */
#ifndef DESK_REPLACED_H
#define DESK_REPLACED_H

#include "mfadesk/desk/screen.h"

struct replaced_screen {
	struct screen base;
	struct arena *arena; /* owns what follows; NULL before it came */
	struct replacement job;
	struct error error; /* why it did not come */
	uint64_t tag; /* of the newest question */
	int64_t asked; /* when that was put, monotonic */
	size_t cursor; /* a step */
	bool moved; /* by hand: until then the cursor is on the step that comes next */
};

/* On the account of the page's case. */
void replaced_open(struct desk *desk, struct effects *effects);
/* The account was read again, and so may the steps be others. */
void replaced_refresh(struct desk *desk, struct effects *effects);
/* Reads them again while they wait for something that is on its way. */
void replaced_poll(struct desk *desk, struct effects *effects);
void replaced_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas);

#endif
