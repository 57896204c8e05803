/* Find's state, for its two files and the prompt that fills its list. */
#ifndef DESK_FIND_H
#define DESK_FIND_H

#include "mfadesk/desk/query.h"
#include "mfadesk/desk/screen.h"
#include "mfadesk/tui/field.h"
#include "mfadesk/tui/list.h"

#define FIND_HEAD_ROWS 2 /* the field and the rule above the list */

struct find_screen {
	struct screen base;
	struct field typed;
	bool in_list; /* the keys go to the list, and letters are commands */
	char asked[FIELD_MAX + 1]; /* what was typed last, cleaned */
	enum query_kind kind;
	uint64_t tag; /* of the question without an answer; 0: none */
	bool answered; /* the rows are the answer to `asked` */
	bool hurried; /* Enter was pressed before it: opens when there is one person only */
	struct error error;
	struct arena *arena;
	struct found_list results;
	struct list list;
};

bool find_take(struct find_screen *find, const char *json, struct error *error) MUST_CHECK;
void find_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas);

/* The prompts that Find opens. */
void prompt_open_case(struct desk *desk, const struct found *found, struct effects *effects);
void prompt_find_number(struct desk *desk, const char *number);

#endif
