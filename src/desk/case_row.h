/* A case in a list of cases: how it is drawn, and what can be done from there. */
#ifndef DESK_CASE_ROW_H
#define DESK_CASE_ROW_H

#include "mfadesk/desk/screen.h"

/* "Ana Rivera · ana.rivera@example.edu", owned by the arena. */
const char *case_row_person(const struct case_file *file, struct arena *arena);
/* Enter opens one's own case, and of a colleague's the record, where it can be taken over or approved in as well.
 * False: the key is none of these. */
bool case_row_key(struct desk *desk, const struct case_file *file, const struct key *key, struct effects *effects);
void case_row_footer(const struct desk *desk, const struct case_file *file, struct footer *footer);
void case_row_draw(const struct desk *desk, struct arena *arena, const struct case_file *file, struct grid *grid,
	int row, int column, int width);

/* What stands in such a row, for others in the same list; in a small room the first three. Borrowed. */
struct row_cells {
	const char *state;
	enum style style; /* of the state */
	const char *age;
	const char *name;
	const char *login;
	const char *text;
};

void row_cells_draw(const struct row_cells *cells, struct grid *grid, int row, int column, int width);

#endif
