/*
 * One desk at work, without its screen: an agent types a name, opens a case with
 * its account, notes something and closes it, again and again, over two
 * connections as the desk has them, with a person's pauses between.
 */
#ifndef MFADESK_TESTS_AGENT_H
#define MFADESK_TESTS_AGENT_H

#include <libpq-fe.h>
#include <stdint.h>

#include "bench.h"
#include "mfadesk/base/uuid.h"
#include "server.h"

enum agent_act { AGENT_FIND, AGENT_OPEN, AGENT_NOTE, AGENT_CLOSE, AGENT_ACTS };

struct agent {
	PGconn *search, *acts; /* owned */
	PGconn *busy; /* the one that is waited for; NULL: the agent thinks */
	int64_t due, began; /* clock_monotonic(): of the next act, and of this one */
	enum agent_act act;
	int letters; /* of the name that is typed */
	int syncs; /* answers that are still to come */
	size_t person, step; /* of the people: which is next, and how many to go on */
	int rounds; /* people that are done */
	char file[UUID_SIZE];
};

void agent_start(struct agent *agent, int number, int of);
void agent_end(struct agent *agent);
/* Begins what is due. */
void agent_act(struct agent *agent, const struct texts *people);
/* Reads what has come; adds to the samples of the act that it ended. */
void agent_read(struct agent *agent, struct samples samples[AGENT_ACTS]);

#endif
