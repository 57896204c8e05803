/* The embedded directory's handset. */
#ifndef DESK_HANDSET_H
#define DESK_HANDSET_H

#include "mfadesk/desk/screen.h"

/* Opens or hides it. */
void handset_toggle(struct desk *desk, struct effects *effects);
bool handset_take(struct desk *desk, const char *json, struct effects *effects, struct error *error) MUST_CHECK;

#endif
