/*
 * A screen: what is drawn, and what a key does there. Pages, prompts and
 * confirmations are all screens on one stack. A screen's file ends in a const
 * struct screen_class. Screens do no I/O: they add effects.
 */
#ifndef MFADESK_DESK_SCREEN_H
#define MFADESK_DESK_SCREEN_H

#include "mfadesk/desk/state.h"

struct area {
	int row;
	int column;
	int width;
	int height;
};

/* Where a screen draws. The arena lives as long as the drawing. */
struct canvas {
	struct grid *grid;
	struct arena *arena;
	struct area area;
};

#define FOOTER_ITEMS 32

struct footer {
	struct footer_item {
		const char *key;
		const char *label;
	} items[FOOTER_ITEMS]; /* borrowed strings */
	size_t count;
};

enum screen_flag {
	SCREEN_DRAWER = 1, /* drawn over the page below it */
	SCREEN_ON_CASE = 2, /* the person of the page is named above it */
	SCREEN_ALONE = 4, /* nothing is above, below or beside it: connecting, locked */
};

struct screen_class {
	const char *name; /* for help: "Find" */
	unsigned flags;
	/* False: not for this screen; then the keys that work everywhere have their turn. */
	bool (*key)(struct desk *desk, struct screen *screen, const struct key *key, struct effects *effects);
	/* The answer to its own request; true when it took care of a refusal. May be NULL. */
	bool (*reply)(struct desk *desk, struct screen *screen, const struct pending *pending,
		const struct link_reply *reply, struct effects *effects);
	void (*draw)(const struct desk *desk, const struct screen *screen, const struct canvas *canvas);
	void (*footer)(const struct desk *desk, const struct screen *screen, struct footer *footer);
	void (*close)(struct screen *screen); /* frees it */
};

/* First member of every screen. */
struct screen {
	const struct screen_class *class;
	uint64_t serial;
};

/* The stack takes over the screen. */
void screen_push(struct desk *desk, struct screen *screen);
void screen_pop(struct desk *desk);
/* Wherever it is on the stack; it must be there. */
void screen_remove(struct desk *desk, struct screen *screen);
/* The same, but it is the caller's to close. */
void screen_detach(struct desk *desk, struct screen *screen);
/* Closes all that is above the bottom. */
void screen_pop_to_first(struct desk *desk);
struct screen *screen_top(const struct desk *desk);
/* NULL where there is none. */
struct screen *screen_by_serial(const struct desk *desk, uint64_t serial);
struct screen *screen_of_class(const struct desk *desk, const struct screen_class *class);
/* Is a page of a case open, below whatever is on top? */
bool screen_on_case(const struct desk *desk);

/* A key that is there already keeps its first meaning. */
void footer_add(struct footer *footer, const char *key, const char *label);
void footer_add_act(const struct desk *desk, struct footer *footer, enum act act);

/* The screens, owned by whoever made them until they are pushed. */
struct screen *connect_screen_new(void) MUST_CHECK;
struct screen *lock_screen_new(void) MUST_CHECK;
struct screen *find_screen_new(void) MUST_CHECK;
struct screen *account_screen_new(void) MUST_CHECK;
struct screen *help_screen_new(const struct screen *about) MUST_CHECK;
struct screen *palette_screen_new(const struct desk *desk) MUST_CHECK;
/* `about`: whose record it is from. */
struct screen *entry_screen_new(const struct history_entry *entry, const char *about) MUST_CHECK;
struct screen *challenge_screen_new(void) MUST_CHECK;
struct screen *number_screen_new(const char *title, const struct revealed *revealed) MUST_CHECK;

extern const struct screen_class connect_class, lock_class, find_class, account_class, cases_class, history_class,
	history_case_class, entry_class, help_class, palette_class, number_class, form_class, challenge_class,
	enrol_class, handset_class, replaced_class, pass_class, no_way_class, worklist_class, lead_class;

/* Pushes the page and sends what it asks first. One of the same class that is already open gives way. */
void cases_open(struct desk *desk, struct effects *effects);
void worklist_open(struct desk *desk, struct effects *effects);
void lead_open(struct desk *desk, struct effects *effects);
/* The lead's page is read again by itself: what waits is seen at once. */
void lead_poll(struct desk *desk, bool news, struct effects *effects);
/* `of`: a case id, a person's id or an email; `title` names it. On a case the person is named above it. */
void history_open(struct desk *desk, const char *of, const char *title, bool on_case, struct effects *effects);
/* A person of a list: one's own open case, else the prompt for one, else the record; whichever the role has. */
void person_open(struct desk *desk, const struct found *found, struct effects *effects);
/* The case's page, over the first screen. */
void account_open(struct desk *desk, const char *case_id, struct effects *effects);
/* Follows a challenge of the page's case; asks for news of it; what came. */
void challenge_watch(struct desk *desk, const char *id, struct effects *effects);
void challenge_ask(struct desk *desk, struct effects *effects);
bool challenge_take(struct desk *desk, const char *json, struct effects *effects, struct error *error) MUST_CHECK;
/* The same, with its drawer. */
void challenge_open(struct desk *desk, const char *id, struct effects *effects);
/* Follows what the account says is open. */
void challenge_resume(struct desk *desk, struct effects *effects);
/* The page of an enrolment that was begun with the desk's key. */
void enrol_open(struct desk *desk, const char *challenge, struct effects *effects);
void enrol_poll(struct desk *desk, struct effects *effects);
/* The page of a pass, or of recovery codes, that were asked for with the desk's key; `act` asks for them. */
void pass_open(struct desk *desk, enum act act, const char *id, struct effects *effects);
void pass_poll(struct desk *desk, struct effects *effects);
/* Begins an act on the case in front of the agent: its prompt, or at once where it takes nothing. */
void act_begin(struct desk *desk, enum act act, struct effects *effects);
/* The same for the key of an act that every page of a case and every drawer has; false: it is no such key. */
bool act_begin_everywhere(struct desk *desk, const struct key *key, struct effects *effects);
/* F4 outside a case: the history of the person under the cursor of Find. */
void find_ledger(struct desk *desk, struct effects *effects);
/* What became of the connection that checks the password typed to unlock. */
void lock_checked(struct desk *desk, struct screen *screen, struct effects *effects);

#endif
