/* What the worker makes for this command alone comes in a box, sealed to a key that was made for it. */
#ifndef CLI_OWN_BOX_H
#define CLI_OWN_BOX_H

#include "command.h"
#include "mfadesk/crypto/box.h"

struct own_box {
	struct store *store;
	struct arena *arena;
	struct error *error;
	struct box_key *key; /* owned; freed by the caller */
};

/* Does the command's act with a fresh key. */
bool own_box_request(struct own_box *own, const struct command *command, char **json) MUST_CHECK;
/* Asks `act` for what `parameter` names until the box is there: its answer. False where it will not come. */
bool own_box_await(struct own_box *own, enum act act, const char *parameter, const char *id, char **json) MUST_CHECK;
/* A new file that its owner alone can read, for what was in one; NULL where there is one of the name. Owned by the
 * caller. */
FILE *private_file_new(const char *path, struct error *error) MUST_CHECK;

#endif
