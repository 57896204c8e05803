/* The page of a new authenticator, for its files. */
#ifndef DESK_ENROL_H
#define DESK_ENROL_H

#include "challenge.h"
#include "mfadesk/crypto/box.h"

struct enrol_screen {
	struct screen base;
	char challenge[UUID_SIZE];
	struct box_key *key; /* owned; until the secret was opened with it */
	struct secret *uri; /* owned; what the QR code says */
	struct code_entry entry;
	bool inverted;
	bool over; /* nothing will come any more */
};

/* A fresh key for the next enrolment; its public half as text. */
void enrol_new_key(struct desk *desk, char public_key[BOX_KEY_TEXT]);
void enrol_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas);

#endif
