/* The page of a new authenticator, for its files. */
#ifndef DESK_ENROL_H
#define DESK_ENROL_H

#include "challenge.h"
#include "own_box.h"

struct enrol_screen {
	struct screen base;
	struct own_box box; /* its id: the challenge's */
	struct secret *uri; /* owned; what the QR code says */
	struct code_entry entry;
	bool inverted;
};

void enrol_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas);

#endif
