/* The answers of the database, from JSON to the words of the domain: one form after the other. */
#include "mfadesk/act/reply.h"

#include <string.h>

#include "reader.h"
#include "reply_private.h"

static enum method_kind
read_kind(struct reader *reader, const json_t *row)
{
	enum method_kind kind = METHOD_AUTHENTICATOR;

	if (!method_kind_from_word(reader_text(reader, row, "kind", MUST_BE), &kind))
		reader_fail(reader, "kind", "is not a kind of sign-in method");
	return kind;
}

static enum method_state
read_state(struct reader *reader, const json_t *row)
{
	enum method_state state = METHOD_PENDING;

	if (!method_state_from_word(reader_text(reader, row, "state", MUST_BE), &state))
		reader_fail(reader, "state", "is not a state");
	return state;
}

static enum contact_channel
read_contact(struct reader *reader, const json_t *row)
{
	const char *word = reader_text(reader, row, "by", MAY_BE_NULL);
	enum contact_channel channel = CONTACT_NONE;

	if (*word && !contact_channel_from_word(word, &channel))
		reader_fail(reader, "by", "is not a way to be here");
	return channel;
}

static unsigned
read_channels(struct reader *reader, const json_t *row)
{
	size_t count;
	const char **texts = reader_texts(reader, row, "channels", &count);
	unsigned channels = 0;

	for (size_t i = 0; i < count; i++) {
		enum method_channel channel;

		if (method_channel_from_word(texts[i], &channel))
			channels |= channel;
		else
			reader_fail(reader, "channels", "has a word that is not a channel");
	}
	return channels;
}

static void
read_person(struct reader *reader, const json_t *row, struct person *person)
{
	const json_t *manager = reader_object(reader, row, "manager", MAY_BE_NULL);

	person->id = reader_text(reader, row, "id", MUST_BE);
	person->email = reader_text(reader, row, "email", MUST_BE);
	person->aliases = reader_texts(reader, row, "aliases", &person->alias_count);
	person->name = reader_text(reader, row, "name", MUST_BE);
	person->department = reader_text(reader, row, "department", MAY_BE_NULL);
	person->title = reader_text(reader, row, "title", MAY_BE_NULL);
	person->manager_name = manager ? reader_text(reader, manager, "name", MUST_BE) : "";
	person->manager_email = manager ? reader_text(reader, manager, "email", MAY_BE_NULL) : "";
	person->status = reader_text(reader, row, "status", MUST_BE);
	person->tier = reader_text(reader, row, "tier", MUST_BE);
	person->version = reader_integer(reader, row, "version");
}

static void
read_device(struct reader *reader, const json_t *row, struct device *device)
{
	device->id = reader_text(reader, row, "id", MUST_BE);
	device->name = reader_text(reader, row, "name", MUST_BE);
	device->state = read_state(reader, row);
}

static void
read_method(struct reader *reader, const json_t *row, struct method *method)
{
	method->id = reader_text(reader, row, "id", MUST_BE);
	method->kind = read_kind(reader, row);
	method->device = reader_text(reader, row, "device", MAY_BE_NULL);
	method->label = reader_text(reader, row, "label", MAY_BE_NULL);
	method->number = reader_text(reader, row, "number", MAY_BE_NULL);
	method->channels = read_channels(reader, row);
	method->state = read_state(reader, row);
	method->is_default = reader_flag(reader, row, "default");
	method->authority = reader_text(reader, row, "authority", MUST_BE);
	method->added_by = reader_text(reader, row, "added_by", MAY_BE_NULL);
	method->reason = reader_text(reader, row, "reason", MAY_BE_NULL);
	method->confirmed_at = reader_time(reader, row, "confirmed_at", MAY_BE_NULL);
	method->added_at = reader_time(reader, row, "added_at", MUST_BE);
	method->last_used_at = reader_time(reader, row, "last_used_at", MAY_BE_NULL);
	method->tested_at = reader_time(reader, row, "tested_at", MAY_BE_NULL);
	method->revoked_at = reader_time(reader, row, "revoked_at", MAY_BE_NULL);
}

void
reply_read_case(struct reader *reader, const json_t *row, struct case_file *file)
{
	const json_t *person = reader_object(reader, row, "person", MAY_BE_NULL);

	file->id = reader_text(reader, row, "id", MUST_BE);
	file->ticket = reader_text(reader, row, "ticket", MUST_BE);
	file->by = read_contact(reader, row);
	file->agent = reader_text(reader, row, "agent", MUST_BE);
	file->opened_at = reader_time(reader, row, "opened_at", MUST_BE);
	file->state = reader_text(reader, row, "state", MUST_BE);
	file->proven_until = reader_time(reader, row, "proven_until", MAY_BE_NULL);
	reply_read_wishes(reader, row, file);
	file->person_id = person ? reader_text(reader, person, "id", MUST_BE) : "";
	file->person_name = person ? reader_text(reader, person, "name", MUST_BE) : "";
	file->person_email = person ? reader_text(reader, person, "email", MUST_BE) : "";
	file->step = reader_text(reader, row, "step", MAY_BE_NULL);
	file->approval = reader_text(reader, row, "approval", MAY_BE_NULL);
}

static void
read_devices(struct reader *reader, const json_t *root, struct account *account)
{
	const json_t *rows = reader_array(reader, root, "devices", &account->device_count);

	account->devices = arena_alloc_array(reader->arena, account->device_count, sizeof(*account->devices));
	for (size_t i = 0; i < account->device_count; i++)
		read_device(reader, json_array_get(rows, i), &account->devices[i]);
}

static void
read_methods(struct reader *reader, const json_t *root, struct account *account)
{
	const json_t *rows = reader_array(reader, root, "methods", &account->method_count);

	account->methods = arena_alloc_array(reader->arena, account->method_count, sizeof(*account->methods));
	for (size_t i = 0; i < account->method_count; i++)
		read_method(reader, json_array_get(rows, i), &account->methods[i]);
}

static void
read_warnings(struct reader *reader, const json_t *root, struct account *account)
{
	const json_t *rows = reader_array(reader, root, "warnings", &account->warning_count);

	account->warnings = arena_alloc_array(reader->arena, account->warning_count, sizeof(*account->warnings));
	for (size_t i = 0; i < account->warning_count; i++) {
		const json_t *row = json_array_get(rows, i);

		account->warnings[i].code = reader_text(reader, row, "code", MUST_BE);
		account->warnings[i].text = reader_text(reader, row, "text", MUST_BE);
	}
}

static void
read_challenges(struct reader *reader, struct account *account)
{
	const json_t *rows = NULL;

	if (json_object_get(reader->root, "challenges"))
		rows = reader_array(reader, reader->root, "challenges", &account->challenge_count);
	account->challenges = arena_alloc_array(reader->arena, account->challenge_count, sizeof(*account->challenges));
	for (size_t i = 0; i < account->challenge_count; i++)
		reply_read_challenge(reader, json_array_get(rows, i), &account->challenges[i]);
}

bool
reply_account(struct arena *arena, const char *json, struct account *account, struct error *error)
{
	struct reader reader;

	memset(account, 0, sizeof(*account));
	if (!reader_open(&reader, arena, json, error))
		return false;
	read_person(&reader, reader_object(&reader, reader.root, "person", MUST_BE), &account->person);
	read_devices(&reader, reader.root, account);
	read_methods(&reader, reader.root, account);
	reply_read_case(&reader, reader_object(&reader, reader.root, "case", MUST_BE), &account->file);
	if (json_object_get(reader.root, "suspended_here"))
		account->suspended_here =
			reader_texts(&reader, reader.root, "suspended_here", &account->suspended_here_count);
	read_warnings(&reader, reader.root, account);
	read_challenges(&reader, account);
	reply_read_standing(&reader, reader_object(&reader, reader.root, "proof", MUST_BE), &account->standing);
	account->codes_left = reader_integer(&reader, reader.root, "codes_left");
	reply_read_pass(&reader, reader_object(&reader, reader.root, "pass", MAY_BE_NULL), &account->pass);
	account->telling = json_is_true(json_object_get(reader.root, "telling"));
	return reader_close(&reader);
}

static void
read_found(struct reader *reader, const json_t *row, struct found *found)
{
	found->id = reader_text(reader, row, "id", MUST_BE);
	found->email = reader_text(reader, row, "email", MUST_BE);
	found->name = reader_text(reader, row, "name", MUST_BE);
	found->department = reader_text(reader, row, "department", MAY_BE_NULL);
	found->title = reader_text(reader, row, "title", MAY_BE_NULL);
	found->status = reader_text(reader, row, "status", MUST_BE);
	found->employee_number = reader_text(reader, row, "employee_number", MAY_BE_NULL);
}

bool
reply_found(struct arena *arena, const char *json, struct found_list *list, struct error *error)
{
	struct reader reader;
	const json_t *rows;

	memset(list, 0, sizeof(*list));
	if (!reader_open(&reader, arena, json, error))
		return false;
	rows = reader_array(&reader, reader.root, NULL, &list->count);
	list->rows = arena_alloc_array(arena, list->count, sizeof(*list->rows));
	for (size_t i = 0; i < list->count; i++)
		read_found(&reader, json_array_get(rows, i), &list->rows[i]);
	return reader_close(&reader);
}

bool
reply_cases(struct arena *arena, const char *json, struct case_list *list, struct error *error)
{
	struct reader reader;
	const json_t *rows;

	memset(list, 0, sizeof(*list));
	if (!reader_open(&reader, arena, json, error))
		return false;
	rows = reader_array(&reader, reader.root, NULL, &list->count);
	list->rows = arena_alloc_array(arena, list->count, sizeof(*list->rows));
	for (size_t i = 0; i < list->count; i++)
		reply_read_case(&reader, json_array_get(rows, i), &list->rows[i]);
	return reader_close(&reader);
}

static void
read_entry(struct reader *reader, const json_t *row, struct history_entry *entry)
{
	entry->at = reader_time(reader, row, "at", MUST_BE);
	entry->who = reader_text(reader, row, "who", MUST_BE);
	entry->act = reader_text(reader, row, "act", MUST_BE);
	entry->case_id = reader_text(reader, row, "case", MAY_BE_NULL);
	entry->ticket = reader_text(reader, row, "ticket", MAY_BE_NULL);
	entry->targets = reader_texts(reader, row, "targets", &entry->target_count);
	entry->outcome = reader_text(reader, row, "outcome", MAY_BE_NULL);
	entry->reason = reader_text(reader, row, "reason", MAY_BE_NULL);
	entry->text = reader_text(reader, row, "text", MAY_BE_NULL);
}

bool
reply_history(struct arena *arena, const char *json, struct history_list *list, struct error *error)
{
	struct reader reader;
	const json_t *rows;

	memset(list, 0, sizeof(*list));
	if (!reader_open(&reader, arena, json, error))
		return false;
	rows = reader_array(&reader, reader.root, NULL, &list->count);
	list->rows = arena_alloc_array(arena, list->count, sizeof(*list->rows));
	for (size_t i = 0; i < list->count; i++)
		read_entry(&reader, json_array_get(rows, i), &list->rows[i]);
	return reader_close(&reader);
}

bool
reply_change(struct arena *arena, const char *json, struct change *change, struct error *error)
{
	struct reader reader;

	memset(change, 0, sizeof(*change));
	if (!reader_open(&reader, arena, json, error))
		return false;
	change->request = reader_text(&reader, reader.root, "request", MUST_BE);
	change->case_id = reader_text(&reader, reader.root, "case", MAY_BE_NULL);
	change->ids = reader_texts(&reader, reader.root, "ids", &change->id_count);
	change->state = reader_text(&reader, reader.root, "state", MAY_BE_NULL);
	change->bring = reader_text(&reader, reader.root, "bring", MAY_BE_NULL);
	change->at = reader_time(&reader, reader.root, "at", MUST_BE);
	return reader_close(&reader);
}

bool
reply_revealed(struct arena *arena, const char *json, struct revealed *revealed, struct error *error)
{
	struct reader reader;

	memset(revealed, 0, sizeof(*revealed));
	if (!reader_open(&reader, arena, json, error))
		return false;
	revealed->number = reader_text(&reader, reader.root, "number", MUST_BE);
	revealed->extension = reader_text(&reader, reader.root, "extension", MAY_BE_NULL);
	return reader_close(&reader);
}

bool
reply_staff(struct arena *arena, const char *json, struct staff_member *staff, struct error *error)
{
	struct reader reader;
	const json_t *person;

	memset(staff, 0, sizeof(*staff));
	if (!reader_open(&reader, arena, json, error))
		return false;
	person = reader_object(&reader, reader.root, "person", MUST_BE);
	staff->login = reader_text(&reader, reader.root, "login", MUST_BE);
	staff->name = reader_text(&reader, person, "name", MUST_BE);
	staff->email = reader_text(&reader, person, "email", MUST_BE);
	if (!staff_role_from_word(reader_text(&reader, reader.root, "role", MUST_BE), &staff->role))
		reader_fail(&reader, "role", "is not a role");
	staff->counter = reader_flag(&reader, reader.root, "counter");
	staff->demonstration = reader_flag(&reader, reader.root, "demonstration");
	staff->schema = reader_integer(&reader, reader.root, "schema");
	return reader_close(&reader);
}

bool
reply_schema_version(struct arena *arena, const char *json, int64_t *version, struct error *error)
{
	struct reader reader;

	*version = 0;
	if (!reader_open(&reader, arena, json, error))
		return false;
	*version = reader_integer(&reader, reader.root, "schema");
	return reader_close(&reader);
}
