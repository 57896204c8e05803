/* A person's account as text for people: who it is, the case, and the sign-in methods device by device. */
#include <stdio.h>
#include <string.h>

#include "columns.h"
#include "command.h"
#include "mfadesk/act/reply.h"

static const char *
dated(struct arena *arena, const char *word, int64_t time)
{
	char date[CLOCK_TEXT_SIZE];

	if (time == CLOCK_NEVER)
		return "";
	clock_format_date(time, date);
	return arena_printf(arena, "%s %s", word, date);
}

static void
print_person(struct arena *arena, const struct account *account)
{
	const struct person *person = &account->person;

	columns_linef(arena, "%s  %s  %s%s%s  %s%s", person->name, person->email, person->department,
		*person->department && *person->title ? ", " : "", person->title, person->tier,
		strcmp(person->status, "disabled") == 0 ? ", disabled" : "");
	for (size_t i = 0; i < person->alias_count; i++)
		columns_linef(arena, "also %s", person->aliases[i]);
	if (*person->manager_name)
		columns_linef(arena, "manager %s  %s", person->manager_name, person->manager_email);
}

static void
print_case(struct arena *arena, const struct case_file *file)
{
	columns_linef(arena, "case %s  %s%s%s  %s, opened %s by %s", file->id, file->ticket,
		file->by == CONTACT_NONE ? "" : " ", contact_channel_phrase(file->by), file->state,
		local_day_and_time(arena, file->opened_at), file->agent);
	if (file->proven_until == CLOCK_NEVER)
		columns_line(arena, "NOT PROVEN: ask, do not tell. Nothing here is proof.");
	else
		columns_linef(arena, "PROVEN until %s", local_time_of_day(arena, file->proven_until));
}

static void
add_method(struct columns *columns, const struct method *method)
{
	struct arena *arena = columns->arena;
	bool foreign = strcmp(method->authority, "here") != 0;

	columns_add(columns,
		(const char *const[]){
			arena_printf(arena, "  %s", method->id),
			arena_printf(arena, "%c%s", method->is_default ? '*' : ' ', method_kind_name(method->kind)),
			method_channels_text(arena, method->channels),
			method->number,
			method->label,
			method->confirmed_at == CLOCK_NEVER ? dated(arena, "added", method->added_at)
							    : dated(arena, "confirmed", method->confirmed_at),
			dated(arena, "used", method->last_used_at),
			arena_printf(arena, "%s%s%s", method_state_word(method->state), *method->reason ? ": " : "",
				method->reason),
			foreign ? arena_printf(arena, "at %s", method->authority) : "",
		});
}

static bool
add_methods_on(struct columns *columns, const struct account *account, const char *device)
{
	bool any = false;

	for (size_t i = 0; i < account->method_count; i++) {
		if (strcmp(account->methods[i].device, device) != 0)
			continue;
		if (!any && !*device)
			columns_add(columns, (const char *const[COLUMNS_MAX]){"no device"});
		add_method(columns, &account->methods[i]);
		any = true;
	}
	return any;
}

static void
print_methods(struct arena *arena, const struct account *account)
{
	struct columns columns;

	columns_init(&columns, arena, COLUMNS_MAX);
	for (size_t i = 0; i < account->device_count; i++) {
		const struct device *device = &account->devices[i];

		columns_add(&columns,
			(const char *const[COLUMNS_MAX]){
				device->id, device->name, [7] = method_state_word(device->state)});
		add_methods_on(&columns, account, device->id);
	}
	add_methods_on(&columns, account, "");
	if (columns.rows == 0)
		columns_line(arena, "No sign-in methods.");
	columns_print(&columns);
}

bool
answer_account(struct arena *arena, const char *json, struct error *error)
{
	struct account account;

	if (!reply_account(arena, json, &account, error))
		return false;
	print_person(arena, &account);
	print_case(arena, &account.file);
	putchar('\n');
	print_methods(arena, &account);
	if (account.warning_count)
		putchar('\n');
	for (size_t i = 0; i < account.warning_count; i++)
		columns_linef(arena, "! %s", local_times(arena, account.warnings[i].text));
	return true;
}
