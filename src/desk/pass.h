/* The page of what is shown once to be read aloud, a new pass or recovery codes, for its files. */
#ifndef DESK_PASS_H
#define DESK_PASS_H

#include "own_box.h"

struct pass_screen {
	struct screen base;
	struct own_box box;
	struct secret *text; /* owned; NULL: not there yet */
	int64_t expires_at; /* CLOCK_NEVER: of recovery codes */
};

void pass_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas);
/* "42:10": what is left of a time to come; owned by the arena. */
const char *pass_left(struct arena *arena, const struct desk *desk, int64_t until) MUST_CHECK;

#endif
