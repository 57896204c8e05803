/*
 * The state of the desk: one struct that owns everything. It changes in
 * desk_update() alone, which does no I/O; desk_draw() reads it and nothing else.
 */
#ifndef MFADESK_DESK_STATE_H
#define MFADESK_DESK_STATE_H

#include "mfadesk/act/reply.h"
#include "mfadesk/crypto/secret.h"
#include "mfadesk/desk/message.h"
#include "mfadesk/tui/grid.h"

struct screen;
struct box_key;

struct link_view {
	enum link_state state;
	struct error error; /* why LOST or FAILED */
	char target[128];
	bool answered; /* READY at least once */
	unsigned given; /* the generation of the password it was given last; 0: none */
};

/* A request without its answer. */
struct pending {
	uint64_t tag;
	enum act act;
	enum desk_link link;
	uint64_t screen; /* serial of who asked, 0: the desk itself. It may be gone by now */
	int64_t since; /* monotonic */
	char *done; /* owned: "suspended iPhone 12", said when it is done; may be NULL */
	char case_id[UUID_SIZE];
};

/* The challenge that is followed, as the database told it last. */
struct watch {
	char id[UUID_SIZE]; /* "": none */
	struct arena *arena;
	struct challenge challenge;
	bool loaded;
};

/* Is a worker there? */
struct pulse_view {
	bool known;
	int64_t asked; /* monotonic; 0: never */
	enum worker_view { WORKER_OK, WORKER_SILENT, WORKER_NONE } worker;
	int64_t silent; /* seconds */
};

/* The embedded directory's handset. */
struct handset_view {
	struct arena *arena; /* NULL: not known yet */
	struct handset handset;
	int64_t asked; /* monotonic */
};

/* The case in front of the agent: as the database told it last. */
struct page {
	char case_id[UUID_SIZE]; /* "": none */
	struct arena *arena;
	struct account account;
	bool loaded;
	int64_t asked; /* monotonic */
	bool refused; /* it is not one's own any more, or never was */
	struct arena *history_arena;
	struct history_list history;
	struct watch watch;
};

/* The line above the footer: what the last act came to. */
struct notice {
	bool bad;
	bool brief; /* a hint: gone with the next key */
	char text[1200];
};

struct desk {
	int width;
	int height;
	int64_t now; /* of the last message */
	int64_t wall;
	struct screen **stack; /* owned; the first is the bottom */
	size_t depth;
	uint64_t serial; /* the last number given to a screen or a request */
	struct link_view links[DESK_LINKS];
	struct pending *pending; /* owned, oldest first */
	size_t pending_count;
	struct arena *staff_arena;
	struct staff_member staff;
	bool known; /* who is at this desk */
	struct arena *cases_arena;
	struct case_list cases; /* one's own open ones (leads: everybody's), for going back into one */
	struct page page;
	struct pulse_view pulse;
	struct handset_view handset;
	struct box_key *enrol_key; /* owned; of the enrolment that is being asked for */
	struct box_key *pass_key; /* owned; of the pass that is being asked for */
	struct notice notice;
	struct secret *password; /* what the server asked for; kept for reconnecting */
	unsigned password_number; /* its generation; 0: none was asked for */
	struct secret *attempt; /* typed to unlock, until the answer is there */
	int64_t last_key;
	bool leaving; /* Ctrl-Q was pressed once although an answer is awaited */
};

#define DESK_IDLE (15 * 60 * CLOCK_SECOND)

struct desk *desk_new(int width, int height) MUST_CHECK;
void desk_free(struct desk **pointer);
void desk_update(struct desk *desk, const struct message *message, struct effects *effects);
/* Owned by the caller. */
struct grid *desk_draw(const struct desk *desk) MUST_CHECK;
/* What EFFECT_PASSWORD gives to this link; borrowed. */
const char *desk_password(const struct desk *desk, enum desk_link link);

/* The notice line. A new act clears what an older one said. */
void desk_say(struct desk *desk, const char *format, ...) PRINTF_LIKE(2, 3);
void desk_hint(struct desk *desk, const char *text);
void desk_say_error(struct desk *desk, const struct error *error);
void desk_hush(struct desk *desk);

/* Sends, and remembers who asked. `done` is copied; may be NULL. Returns the tag. */
uint64_t desk_send(struct desk *desk, const struct screen *asker, enum desk_link link,
	const struct act_request *request, const char *done, struct effects *effects);
void desk_answer(struct desk *desk, const struct message *message, struct effects *effects);
/* NULL where it is answered. */
const struct pending *desk_pending(const struct desk *desk, uint64_t tag);
/* Is a request of this act under way? */
bool desk_awaits(const struct desk *desk, enum act act);
/* The oldest request that waits for its answer; NULL when none does. */
const struct pending *desk_oldest(const struct desk *desk);
/* Only the newest search is awaited; it takes over since when an answer is awaited. */
void desk_forget_searches(struct desk *desk);

void desk_link_changed(struct desk *desk, const struct message *message, struct effects *effects);
/* A typed password for the links that wait for one. */
void desk_give_password(struct desk *desk, const char *typed, struct effects *effects);

/* The page. */
void watch_clear(struct watch *watch);
void page_clear(struct page *page);
/* Leaves the old case, and asks for this one. */
void page_open(struct desk *desk, const char *case_id, struct effects *effects);
/* Asks again for the account and the case's last history. */
void page_refresh(struct desk *desk, struct effects *effects);
/* False with an error where the JSON is not of the form. The case becomes the page's. */
bool page_take_account(struct page *page, const char *json, struct error *error) MUST_CHECK;
bool page_take_history(struct page *page, const char *json, struct error *error) MUST_CHECK;
bool page_is_mine(const struct desk *desk);
/* One's own open case on this person, NULL where there is none. */
const struct case_file *desk_own_case(const struct desk *desk, const char *person_id);
void desk_ask_cases(struct desk *desk, struct effects *effects);

/* May this role, in this state of the case, usefully try it? (The database decides.) */
bool desk_offers(const struct desk *desk, enum act act);
/* May this role do it at all? */
bool desk_has_role(const struct desk *desk, enum act act);

#endif
