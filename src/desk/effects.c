/* The list of what an update wants done. */
#include "mfadesk/desk/message.h"

#include <string.h>

#include "mfadesk/crypto/secret.h"

struct effects *
effects_new(void)
{
	struct effects *effects = memory_alloc(sizeof *effects);

	effects->arena = arena_new();
	return effects;
}

/* The digits of a code are kept nowhere once they were sent. */
static void
wipe_code(const struct effect *effect)
{
	const char *code = NULL;

	if (effect->kind == EFFECT_SEND && effect->request.act == ACT_ANSWER)
		code = act_request_get(&effect->request, "code");
	if (code)
		secret_wipe((char *)(uintptr_t)code, strlen(code));
}

void
effects_free(struct effects **effects)
{
	if (!*effects)
		return;
	for (size_t i = 0; i < (*effects)->count; i++)
		wipe_code(&(*effects)->items[i]);
	arena_free(&(*effects)->arena);
	memory_free((*effects)->items);
	memory_free(*effects);
	*effects = NULL;
}

static struct effect *
effects_grow(struct effects *effects)
{
	effects->items = memory_resize_array(effects->items, effects->count + 1, sizeof *effects->items);
	return &effects->items[effects->count++];
}

void
effects_add(struct effects *effects, enum effect_kind kind, enum desk_link link)
{
	*effects_grow(effects) = (struct effect){.kind = kind, .link = link};
}

static const char *const *
copy_list(struct arena *arena, const char *const *list)
{
	size_t count = 0;

	if (!list)
		return NULL;
	while (list[count])
		count++;

	const char **copy = arena_alloc_array(arena, count + 1, sizeof *copy);

	for (size_t i = 0; i < count; i++)
		copy[i] = arena_copy(arena, list[i]);
	return copy;
}

void
effects_send(struct effects *effects, enum desk_link link, uint64_t tag, const struct act_request *request)
{
	struct effect *effect = effects_grow(effects);

	*effect = (struct effect){.kind = EFFECT_SEND, .link = link, .tag = tag, .request = *request};
	for (size_t i = 0; i < ACT_PARAMETERS_MAX; i++)
		effect->request.values[i] = arena_copy(effects->arena, request->values[i]);
	effect->request.list = copy_list(effects->arena, request->list);
}
