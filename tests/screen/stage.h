/*
 * A desk on a stage: keys, answers and time go in as messages, what it wants done
 * is kept, and what it draws is compared with files. No terminal, no database.
 *
 * Golden files are golden/NAME.WIDTHxHEIGHT.txt; GENERATE=1 writes them anew.
 */
#ifndef STAGE_H
#define STAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mfadesk/desk/screen.h"

#define STAGE_SENT 256

struct stage_sent {
	enum desk_link link;
	uint64_t tag;
	bool answered;
	struct act_request request; /* its strings are the stage's */
};

#define STAGE_PULSE(worker, silent)                                                                                    \
	"{\"time\":\"2026-11-24T10:43:00Z\",\"worker\":\"" worker                                                      \
	"\",\"worker_seen_at\":null,\"worker_silent_seconds\":" silent "}"

struct stage {
	struct desk *desk;
	struct arena *arena;
	int64_t now;
	int64_t wall; /* 2026-11-24 10:43:00 UTC at the start */
	struct stage_sent sent[STAGE_SENT];
	size_t sent_count;
	size_t counts[EFFECT_QUIT + 1]; /* effects of each kind */
	const char *pulse; /* the answer to the pulse; borrowed */
	enum desk_link last_link; /* of the last effect that was no request */
};

struct stage *stage_new(void);
void stage_free(struct stage **stage);

/* "riv<Enter>": what stands in <> is a key's name; "<<" types "<". */
void stage_keys(struct stage *stage, const char *keys);
void stage_paste(struct stage *stage, const char *text);
void stage_wait(struct stage *stage, int64_t seconds); /* and a tick */
void stage_wake(struct stage *stage); /* the directory says that there may be news */
void stage_resize(struct stage *stage, int width, int height);
void stage_link(struct stage *stage, enum desk_link link, enum link_state state);
void stage_link_error(
	struct stage *stage, enum desk_link link, enum link_state state, const char *message, const char *hint);

/* The newest request of this act; NULL where none was sent. */
struct stage_sent *stage_last(struct stage *stage, enum act act);
size_t stage_count(const struct stage *stage, enum act act);
/* A value of the newest request of this act; "" for NULL. */
const char *stage_value(struct stage *stage, enum act act, const char *parameter);
/* Answers to the newest request of this act that has none; the test fails where there is none. */
void stage_answer(struct stage *stage, enum act act, const char *json);
void stage_answer_file(struct stage *stage, enum act act, const char *name); /* data/NAME.json */
void stage_answer_sent(struct stage *stage, struct stage_sent *sent, const char *json);
void stage_refuse(struct stage *stage, enum act act, const char *code, const char *message, const char *hint);
/* A change was done: on the case of data/ana.json, to so many ids. */
void stage_done(struct stage *stage, enum act act, size_t ids, const char *state);

/* At Find, as this role. */
void stage_login(struct stage *stage, const char *role);
void stage_login_to(struct stage *stage, const char *role, bool demonstration);
/* On the Account page of data/NAME.json, with the record of data/history.json. */
void stage_case(struct stage *stage, const char *name);
char *stage_read(struct stage *stage, const char *name); /* data/NAME */

/* The screen as text; owned by the stage. */
const char *stage_screen(struct stage *stage);
bool stage_shows(struct stage *stage, const char *text);
#define assert_shows(stage, text) stage_assert_shows(stage, text, true, __FILE__, __LINE__)
#define assert_lacks(stage, text) stage_assert_shows(stage, text, false, __FILE__, __LINE__)
void stage_assert_shows(struct stage *stage, const char *text, bool wanted, const char *file, int line);
/* Against golden/NAME at 80x24, 40x10 and 200x60; or at one size. */
void stage_golden(struct stage *stage, const char *name);
void stage_golden_at(struct stage *stage, const char *name, int width, int height);
/* Is this what the file holds? GENERATE=1 writes it anew instead. */
bool stage_same(struct stage *stage, const char *path, const char *got) MUST_CHECK;

/* cmocka's setup and teardown: a stage as the state. */
int stage_setup(void **state);
int stage_teardown(void **state);

#define STAGE_TEST(function) cmocka_unit_test_setup_teardown(function, stage_setup, stage_teardown)

#endif
