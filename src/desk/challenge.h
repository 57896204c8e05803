/* The challenge of the page's case, for the files that show it. */
#ifndef DESK_CHALLENGE_H
#define DESK_CHALLENGE_H

#include "mfadesk/desk/screen.h"
#include "mfadesk/tui/field.h"

#define CODE_DIGITS 6

/* A code being typed, and what became of the last thing sent. */
struct code_entry {
	struct field field;
	struct error error;
	uint64_t tag; /* under way */
	bool aside; /* letters are commands, not letters of a recovery code */
	char challenge[UUID_SIZE]; /* what the digits are for */
};

void code_entry_init(struct code_entry *entry);
/* What a code consists of, and the keys that edit it; Enter sends a whole one, and it is wiped. */
bool code_entry_key(struct desk *desk, const struct screen *screen, struct code_entry *entry, const struct key *key,
	struct effects *effects) MUST_CHECK;
/* True for the answer to what the entry sent, or to another request whose tag it was given. */
bool code_entry_reply(
	struct code_entry *entry, const struct pending *pending, const struct link_reply *reply) MUST_CHECK;
/* Cancels the challenge that is shown. */
void code_entry_cancel(
	struct desk *desk, const struct screen *screen, struct code_entry *entry, struct effects *effects);
/* "[123___]". */
void code_entry_draw(const struct code_entry *entry, const struct challenge *challenge, struct grid *grid, int row,
	int column, bool focused);
int code_entry_width(const struct challenge *challenge);

/* What is known of it; NULL while nothing is. */
const struct challenge *challenge_shown(const struct desk *desk);
/* One is followed, and it is not over. */
bool challenge_goes_on(const struct desk *desk);
/* The id of one that goes on for this sign-in method, NULL where none does. Borrowed from the page. */
const char *challenge_open_on(const struct desk *desk, const char *method);
/* Asks for one; the drawer opens when there is one. Returns the request's tag, 0 where one is under way already. */
uint64_t challenge_start(struct desk *desk, const struct screen *asker, const char *method, const char *channel,
	const char *purpose, struct effects *effects);

/* The same once more, by this channel; it takes the place of this one. */
uint64_t challenge_again(struct desk *desk, const struct screen *asker, const struct challenge *challenge,
	const char *channel, struct effects *effects);

/* "Call to Office phone •••-0100". */
const char *challenge_title(struct arena *arena, const struct account *account, const struct challenge *challenge);
/* "✓ sent 10:44:02   ✓ ringing": how far it came. */
const char *challenge_steps(struct arena *arena, const struct challenge *challenge);
/* What to know and to do now, "" where nothing is to be said. */
const char *challenge_says(struct arena *arena, const struct desk *desk, const struct challenge *challenge);
/* The other one of text and call; NULL where there is none. */
const char *challenge_other_channel(const struct desk *desk, const struct challenge *challenge);
/* "9:41 left". */
const char *challenge_left(struct arena *arena, const struct desk *desk, const struct challenge *challenge);

#endif
