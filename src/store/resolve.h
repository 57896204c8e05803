/*
 * Names of servers turned into addresses off the loop: a resolver may wait for
 * a name server for half a minute, and cannot be told to stop.
 */
#ifndef MFADESK_STORE_RESOLVE_H
#define MFADESK_STORE_RESOLVE_H

#include "connect.h"
#include "mfadesk/base/loop.h"

struct resolution;

/*
 * `servers` has a row for each address of each name, in order; names that are
 * not known are left out, and `error` says why where none was left. Both are
 * borrowed for the call only.
 */
typedef void resolve_done(void *context, const struct connect_servers *servers, const struct error *error);

/* Only for servers that need it; done is called from the loop, once. Never NULL. */
struct resolution *resolve_begin(
	struct loop *loop, const struct connect_servers *servers, resolve_done *done, void *context) MUST_CHECK;
/* Done will not be called; a resolver that is still waiting is left to itself. NULL is accepted. */
void resolve_cancel(struct resolution **resolution);
/* Whether any of them is a name to ask for. */
bool resolve_needed(const struct connect_servers *servers);

#endif
