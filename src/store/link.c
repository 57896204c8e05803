/*
 * The face of a link and its queue of requests. Whatever the caller asks is
 * only noted here and done from the loop, so that no event ever arrives inside
 * a call of the caller's.
 */
#include "link_private.h"

#include <stdio.h>
#include <string.h>

#include "mfadesk/base/clock.h"

void
link_enter(struct store_link *link)
{
	link->entered = true;
}

static void
destroy(struct store_link *link)
{
	memory_free((char *)link->options.conninfo);
	memory_free((char *)link->options.application);
	memory_free((char *)link->options.hello);
	memory_free(link);
}

void
link_leave(struct store_link *link)
{
	link->entered = false;
	if (link->gone)
		destroy(link);
}

void
link_set_state(struct store_link *link, enum link_state state, const struct error *error)
{
	link->state = state;
	if (!link->gone && link->events.state)
		link->events.state(link->context, state, error);
}

struct store_link *
link_new(struct loop *loop, const struct link_options *options, const struct link_events *events, void *context)
{
	struct store_link *link = memory_alloc(sizeof(*link));

	link->loop = loop;
	link->options = *options;
	link->options.conninfo = options->conninfo ? memory_copy(options->conninfo) : NULL;
	link->options.application = memory_copy(options->application ? options->application : "mfadesk");
	link->options.hello = options->hello ? memory_copy(options->hello) : NULL;
	link->events = *events;
	link->context = context;
	link->fd = -1;
	snprintf(link->target, sizeof(link->target), "the directory");
	link_schedule_attempt(link, 0);
	return link;
}

static void
entry_free(struct link_entry *entry)
{
	struct arena *arena = entry->arena;

	arena_free(&arena);
}

static void
remove_entry(struct store_link *link, const struct link_entry *entry)
{
	struct link_entry **at = &link->entries;

	while (*at && *at != entry)
		at = &(*at)->next;
	if (*at)
		*at = entry->next;
}

void
link_free(struct store_link **link)
{
	struct store_link *old = *link;

	if (!old)
		return;
	*link = NULL;
	old->gone = true;
	link_disconnect(old);
	loop_cancel(old->loop, old->pump);
	connect_parameters_free(&old->parameters);
	connect_servers_free(&old->servers);
	secret_free(&old->password);
	while (old->entries) {
		struct link_entry *entry = old->entries;

		old->entries = entry->next;
		entry_free(entry);
	}
	if (!old->entered)
		destroy(old);
}

static void
copy_request(struct link_entry *entry, const struct act_request *request)
{
	size_t words = 0;
	const char **list;

	entry->request = *request;
	for (size_t i = 0; i < ACT_PARAMETERS_MAX; i++)
		entry->request.values[i] = arena_copy(entry->arena, request->values[i]);
	if (!request->list)
		return;
	while (request->list[words])
		words++;
	list = arena_alloc_array(entry->arena, words + 1, sizeof(*list));
	for (size_t i = 0; i < words; i++)
		list[i] = arena_copy(entry->arena, request->list[i]);
	entry->request.list = list;
}

/* Of what was not sent yet only the newest matters to somebody who is typing. */
static void
drop_unsent(struct store_link *link)
{
	struct link_entry **at = &link->entries;

	while (*at) {
		struct link_entry *entry = *at;

		if (entry->sent) {
			at = &entry->next;
		} else {
			*at = entry->next;
			entry_free(entry);
		}
	}
}

static struct link_entry *
new_entry(struct store_link *link)
{
	struct arena *arena = arena_new();
	struct link_entry *entry = arena_alloc(arena, sizeof(*entry));

	entry->arena = arena;
	entry->ticket = ++link->last_ticket;
	entry->since = clock_monotonic();
	return entry;
}

static uint64_t
enqueue(struct store_link *link, struct link_entry *entry)
{
	struct link_entry **at = &link->entries;

	if (link->options.newest_only)
		drop_unsent(link);
	while (*at)
		at = &(*at)->next;
	*at = entry;
	link_schedule_pump(link);
	return entry->ticket;
}

uint64_t
link_send(struct store_link *link, const struct act_request *request)
{
	struct link_entry *entry = new_entry(link);

	copy_request(entry, request);
	return enqueue(link, entry);
}

uint64_t
link_call(struct store_link *link, const struct link_call *call)
{
	struct link_entry *entry = new_entry(link);

	entry->request.act = ACT_COUNT;
	entry->call = arena_alloc(entry->arena, sizeof(*entry->call));
	entry->call->sql = arena_copy(entry->arena, call->sql);
	entry->call->count = call->count;
	for (size_t i = 0; i < call->count; i++)
		entry->call->values[i] = arena_copy(entry->arena, call->values[i]);
	return enqueue(link, entry);
}

/* A call that was in flight each time the server went away: it may be what the server dies of. */
static struct link_entry *
spent_call(const struct store_link *link)
{
	struct link_entry *entry = link->entries;

	while (entry && (!entry->call || entry->repeats <= LINK_REPEATS_MAX))
		entry = entry->next;
	return entry;
}

static void
answer_spent(struct store_link *link)
{
	struct link_entry *entry;
	struct error error = {0};

	error_set(&error, ERROR_CONNECTION, "", "See the server's log.",
		"The connection to %s was lost each of the %d times that this was asked.", link->target,
		LINK_REPEATS_MAX + 1);
	while (!link->gone && (entry = spent_call(link)))
		link_answer(link, entry, NULL, &error);
}

static void
pump_expired(void *context)
{
	struct store_link *link = context;

	link->pump = 0;
	link_enter(link);
	if (link->state == LINK_FAILED)
		link_give_up(link);
	else
		answer_spent(link);
	if (!link->gone)
		link_pump(link);
	link_leave(link);
}

void
link_schedule_pump(struct store_link *link)
{
	if (!link->pump)
		link->pump = loop_after(link->loop, 0, pump_expired, link);
}

void
link_answer(struct store_link *link, struct link_entry *entry, const char *json, const struct error *error)
{
	struct link_reply reply = {
		.ticket = entry->ticket,
		.act = entry->request.act,
		.ok = json != NULL,
		.json = json,
		.change = entry->change,
		.error = error,
	};

	remove_entry(link, entry);
	if (link->events.reply)
		link->events.reply(link->context, &reply);
	entry_free(entry);
}

void
link_give_up(struct store_link *link)
{
	while (!link->gone && link->entries)
		link_answer(link, link->entries, NULL, &link->failure);
}

/* A search that a newer one waits behind is not worth asking again. */
void
link_requeue(struct store_link *link)
{
	for (struct link_entry *entry = link->entries; entry; entry = entry->next) {
		entry->again = entry->again || entry->sent;
		entry->repeats += entry->call && entry->sent;
		entry->sent = false;
		entry->change = NULL;
	}
	link_schedule_pump(link); /* for the calls that this was once too often for */
	while (link->options.newest_only && link->entries && link->entries->next) {
		struct link_entry *older = link->entries;

		link->entries = older->next;
		entry_free(older);
	}
}

void
link_password(struct store_link *link, const char *password)
{
	if (link->state != LINK_WANTS_PASSWORD)
		return;
	if (!link->password)
		link->password = secret_new(LINK_PASSWORD_SIZE);
	/* One that is too long is none, which the server refuses; not at once, lest a program that repeats it spins. */
	link_schedule_attempt(link, secret_set(link->password, password) ? 0 : CLOCK_SECOND);
}

void
link_retry(struct store_link *link)
{
	if (link->state == LINK_LOST)
		link_schedule_attempt(link, 0);
}

enum link_state
link_state(const struct store_link *link)
{
	return link->state;
}

int64_t
link_retry_at(const struct store_link *link)
{
	return link->state == LINK_LOST ? link->retry_at : 0;
}

int64_t
link_waiting_since(const struct store_link *link)
{
	return link->entries ? link->entries->since : 0;
}

const char *
link_target(const struct store_link *link)
{
	return link->target;
}
