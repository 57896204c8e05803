/* Boxes for this command alone: see own_box.h. */
#include "own_box.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "mfadesk/act/reply.h"

bool
own_box_request(struct own_box *own, const struct command *command, char **json)
{
	struct act_request request = command->request;
	char public_key[BOX_KEY_TEXT];

	own->key = box_key_new();
	box_key_text(own->key, public_key);
	act_request_set(&request, "public_key", public_key);
	return store_call(own->store, &request, own->arena, json, own->error);
}

bool
own_box_await(struct own_box *own, enum act act, const char *parameter, const char *id, char **json)
{
	struct act_request request;
	const char *state;

	act_request_init(&request, act);
	act_request_set(&request, parameter, id);
	while (store_call(own->store, &request, own->arena, json, own->error) &&
		reply_box_state(own->arena, *json, &state, own->error)) {
		if (strcmp(state, "ready") == 0)
			return true;
		if (strcmp(state, "over") == 0)
			return error_set(own->error, ERROR_REFUSED, "", "Ask again once the worker is there.",
				"the worker did not make it in time");
		if (!store_wait(own->store, LOOK_AGAIN, own->error))
			return false;
	}
	return false;
}

FILE *
private_file_new(const char *path, struct error *error)
{
	int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	FILE *file = descriptor >= 0 ? fdopen(descriptor, "wb") : NULL;

	if (!file)
		error_set(error, ERROR_LOCAL, "", "Name a new file in a folder of yours.", "%.200s cannot be made: %s",
			path, strerror(errno));
	return file;
}
