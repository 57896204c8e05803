/* Boxes for this desk alone: see own_box.h. */
#include "own_box.h"

#include <string.h>

void
own_box_new_key(struct box_key **place, char public_key[BOX_KEY_TEXT])
{
	box_key_free(place);
	*place = box_key_new();
	box_key_text(*place, public_key);
}

void
own_box_init(struct own_box *own, enum act act, const char *parameter, const char *id, struct box_key **key)
{
	*own = (struct own_box){.act = act, .parameter = parameter, .key = *key};
	memcpy(own->id, id, strnlen(id, UUID_SIZE - 1));
	*key = NULL;
}

void
own_box_ask(struct desk *desk, struct screen *screen, const struct own_box *own, struct effects *effects)
{
	struct act_request request;

	if (own->opened || own->over || desk_awaits(desk, own->act))
		return;
	act_request_init(&request, own->act);
	act_request_set(&request, own->parameter, own->id);
	desk_send(desk, screen, DESK_ACTS, &request, NULL, effects);
}

struct secret *
own_box_open(struct own_box *own, const char *state, const char *box)
{
	struct secret *secret;

	if (strcmp(state, "ready") != 0) {
		own->over = strcmp(state, "over") == 0;
		return NULL;
	}
	secret = box_open_text(own->key, own->id, box, &own->error);
	own->opened = secret != NULL;
	own->over = secret == NULL;
	box_key_free(&own->key);
	return secret;
}

void
own_box_fail(struct own_box *own, const struct error *error)
{
	own->over = true;
	own->error = *error;
}

void
own_box_clear(struct own_box *own)
{
	box_key_free(&own->key);
}
