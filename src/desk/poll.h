/* What the desk asks for by itself. */
#ifndef DESK_POLL_H
#define DESK_POLL_H

#include "mfadesk/desk/state.h"

/* `news`: the directory says that something changed. */
void desk_poll(struct desk *desk, bool news, struct effects *effects);
/* An act that takes nothing, unless it is under way. */
void desk_ask(struct desk *desk, enum act act, struct effects *effects);
bool desk_take_pulse(struct desk *desk, const char *json, struct error *error) MUST_CHECK;

#endif
