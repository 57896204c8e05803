/*
 * What the worker makes for this desk alone comes in a box, sealed to a key that
 * was made for it: the part that the pages of such things have in common.
 */
#ifndef DESK_OWN_BOX_H
#define DESK_OWN_BOX_H

#include "mfadesk/base/uuid.h"
#include "mfadesk/crypto/box.h"
#include "mfadesk/desk/screen.h"

struct own_box {
	enum act act; /* that asks for the box */
	const char *parameter; /* of that act, which names what is in it */
	char id[UUID_SIZE];
	struct box_key *key; /* owned; until the box was opened with it */
	bool opened;
	bool over; /* nothing will come any more */
	struct error error; /* why */
};

/* A fresh key in *place for what is asked for next; its public half as text. */
void own_box_new_key(struct box_key **place, char public_key[BOX_KEY_TEXT]);
/* Takes the key over. */
void own_box_init(struct own_box *own, enum act act, const char *parameter, const char *id, struct box_key **key);
/* Asks for the box, unless it was opened, is over or is asked for already. */
void own_box_ask(struct desk *desk, struct screen *screen, const struct own_box *own, struct effects *effects);
/* What is in a box that is ready; NULL where it is not, will not be, or does not open with the key that was made for
 * it. The caller frees it. */
struct secret *own_box_open(struct own_box *own, const char *state, const char *box) MUST_CHECK;
/* The answer was none: nothing will come. */
void own_box_fail(struct own_box *own, const struct error *error);
void own_box_clear(struct own_box *own);

#endif
