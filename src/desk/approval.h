/* What a lead approves for an agent: asked for from a prompt, and waited for. */
#ifndef DESK_APPROVAL_H
#define DESK_APPROVAL_H

#include "mfadesk/desk/screen.h"

/* Is it an act that a lead may let through? */
bool approval_can_be_asked(enum act act);
/* Asks leads for this act, which was refused, on the page's case; one question at a time. */
void approval_ask(struct desk *desk, const struct act_request *act, struct effects *effects);
/* Says so where fewer wait for a lead than the `waited` before, the oldest of them asked at `oldest`. */
void approval_compare(struct desk *desk, size_t waited, int64_t oldest);

#endif
