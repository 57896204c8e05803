/* The page of what is shown once to be read aloud, a new pass or recovery codes, for its files. */
#ifndef DESK_PASS_H
#define DESK_PASS_H

#include "mfadesk/base/uuid.h"
#include "mfadesk/desk/screen.h"

struct pass_screen {
	struct screen base;
	enum act act; /* that asks for it: ACT_PASS, ACT_CODES */
	char id[UUID_SIZE];
	struct box_key *key; /* owned; until the box was opened with it */
	struct secret *text; /* owned; NULL: not there yet */
	int64_t expires_at; /* CLOCK_NEVER: of recovery codes */
	bool over; /* nothing will come any more */
	struct error error;
};

void pass_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas);
/* "42:10": what is left of a time to come; owned by the arena. */
const char *pass_left(struct arena *arena, const struct desk *desk, int64_t until) MUST_CHECK;

#endif
