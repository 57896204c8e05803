/*
 * The prompts of the acts on a case. What each asks follows the act table; what
 * each says it will do is worked out from the page, so that nobody confirms
 * something other than they see.
 */
#include "prompts.h"

#include <string.h>

#include "mfadesk/desk/canvas.h"

#define REASON_LIMIT 200
#define NOTE_LIMIT 2000
#define NUMBER_LIMIT 40
#define EXTENSION_LIMIT 10
#define DEVICE_LIMIT 60
#define NEW_DEVICE "\n" /* no device has this name */

/* "Suspend iPhone 12": the act's word and what it is done to. */
static struct form *
new_on_target(struct desk *desk, enum act act, const char *verb, const char *past, const char *target)
{
	struct arena *arena = arena_new();
	const char *name = name_target(arena, &desk->page.account, target);
	struct form *form = form_new(desk, act, arena_printf(arena, "%s %s", verb, name));

	form->done = arena_printf(form->arena, "%s %s", past, name);
	arena_free(&arena);
	return form;
}

/* The sign-in methods that an act on this target reaches, in words. */
static const char *
reached(const struct account *account, const char *target, struct arena *arena,
	bool (*reaches)(enum method_state state))
{
	const char *text = "";

	for (size_t i = 0; i < account->method_count; i++) {
		const struct method *method = &account->methods[i];
		bool meant = strcmp(method->id, target) == 0 || strcmp(method->device, target) == 0;

		if (meant && reaches(method->state))
			text = arena_printf(arena, "%s%s%s%s%s%s", text, *text ? ", " : "",
				method_kind_name(method->kind), *method->number ? " " : "", name_number(arena, method),
				method->is_default ? " (the default)" : "");
	}
	return *text ? text : "nothing";
}

static bool
can_be_suspended(enum method_state state)
{
	return state == METHOD_ACTIVE || state == METHOD_PENDING;
}

static bool
is_suspended(enum method_state state)
{
	return state == METHOD_SUSPENDED;
}

static bool
is_not_revoked(enum method_state state)
{
	return state != METHOD_REVOKED;
}

void
prompt_suspend(struct desk *desk, const char *target)
{
	struct form *form = new_on_target(desk, ACT_SUSPEND, "Suspend", "suspended", target);

	form_fix(form, "target", target);
	form->intro = arena_printf(form->arena,
		"Stops at once: %s. A replaced device keeps its number: then only what lives in it stops.",
		reached(&desk->page.account, target, form->arena, can_be_suspended));
	form_add_choice(form, "reason", "What happened");
	form_open(desk, form);
}

void
prompt_restore(struct desk *desk, const char *target)
{
	struct form *form = new_on_target(desk, ACT_RESTORE, "Undo: give back", "gave back", target);

	form_fix(form, "target", target);
	form->intro = arena_printf(
		form->arena, "Works again: %s.", reached(&desk->page.account, target, form->arena, is_suspended));
	form_open(desk, form);
}

void
prompt_revoke(struct desk *desk, const char *target)
{
	struct form *form = new_on_target(desk, ACT_REVOKE, "Revoke", "revoked", target);

	form_fix(form, "target", target);
	form->intro = arena_printf(
		form->arena, "Ends for good: %s.", reached(&desk->page.account, target, form->arena, is_not_revoked));
	form->caution = "A revoked sign-in method cannot be brought back.";
	form_add_choice(form, "reason", "What happened");
	form_open(desk, form);
}

static const char *
default_name(const struct account *account, struct arena *arena)
{
	for (size_t i = 0; i < account->method_count; i++) {
		if (account->methods[i].is_default)
			return name_target(arena, account, account->methods[i].id);
	}
	return "none";
}

void
prompt_default(struct desk *desk, const char *method)
{
	struct form *form = new_on_target(
		desk, ACT_SET_DEFAULT, "Default sign-in method:", "the default sign-in method is now", method);

	form_fix(form, "method", method);
	form->intro = arena_printf(form->arena, "It is asked for first from now on. Until now: %s.",
		default_name(&desk->page.account, form->arena));
	form_open(desk, form);
}

static void
show_number(struct desk *desk, const struct form *form, const struct link_reply *reply, struct effects *effects)
{
	struct revealed revealed;
	struct error error = {0};

	(void)effects;
	if (!reply->ok)
		return;
	if (reply_revealed(form->arena, reply->json, &revealed, &error))
		screen_push(desk, number_screen_new(form->title, &revealed));
	else
		desk_say_error(desk, &error);
}

void
prompt_number(struct desk *desk, const char *method)
{
	struct form *form = new_on_target(desk, ACT_REVEAL_NUMBER, "Show the number of", "showed", method);

	form_fix(form, "method", method);
	form->intro = "The whole number is shown once; that you saw it, and why, goes on the record.";
	form->done = NULL;
	form->answered = show_number;
	form_add_text(form, "reason", "Why", REASON_LIMIT);
	form_open(desk, form);
}

void
prompt_note(struct desk *desk)
{
	struct form *form = form_new(desk, ACT_NOTE, "Note");

	form->done = "noted";
	form_add_text(form, "text", "Note", NOTE_LIMIT);
	form_open(desk, form);
}

/* Asked, as the first, where the page's case suspended something that is suspended still. False: it did not. */
static bool
ask_suspensions(const struct desk *desk, struct form *form)
{
	const struct account *account = &desk->page.account;
	const char *names = "";

	if (account->suspended_here_count == 0)
		return false;
	for (size_t i = 0; i < account->suspended_here_count; i++)
		names = arena_printf(form->arena, "%s%s%s", names, *names ? ", " : "",
			name_target(form->arena, account, account->suspended_here[i]));
	form->caution = arena_printf(form->arena, "This case suspended: %s.", names);
	form_add_choice(form, "suspensions", "It")->required = true;
	return true;
}

void
prompt_close(struct desk *desk)
{
	struct form *form = form_new(desk, ACT_CLOSE_CASE, "Close the case");

	form->intro = arena_printf(
		form->arena, "%s ends, and with it what was proven in it.", desk->page.account.file.ticket);
	(void)ask_suspensions(desk, form);
	form->done = arena_printf(form->arena, "closed %s", desk->page.account.file.ticket);
	form_add_text(form, "outcome", "How it ended", REASON_LIMIT);
	form_open(desk, form);
}

void
prompt_contact(struct desk *desk)
{
	struct form *form = form_new(desk, ACT_START_CONTACT, "The person is here again");

	form->intro = "A new contact begins: who it is has to be proven again.";
	form->done = "a new contact began";
	form_add_choice(form, "by", "Here by");
	form_open(desk, form);
}

void
prompt_doubt(struct desk *desk, enum act act, const char *who, const char *about)
{
	bool asked, raise = act == ACT_RAISE_DOUBT;
	struct form *form = form_new(desk, act, raise ? "Doubt: is it really this person?" : "Clear the doubt");

	form_fix(form, "who", who);
	form->about = arena_copy(form->arena, about);
	form->intro = raise ? "Everything except suspending stops until a lead clears it."
			    : "What was stopped goes on again.";
	form->done = raise ? "raised doubt: a lead has to clear it" : "cleared the doubt";
	asked = raise && ask_suspensions(desk, form);
	form_add_text(form, "reason", raise ? "What made you doubt" : "What settled it", REASON_LIMIT);
	if (asked)
		form_choose(form, 0, "keep");
	form_open(desk, form);
}

/* A phone number stands on a device that is listed, on a new one, or on none; only an office phone has an extension. */
static void
arrange_phone(struct form *form)
{
	const char *kind = form_chosen(&form->inputs[PHONE_KIND]);
	const char *device = form_chosen(&form->inputs[PHONE_DEVICE]);

	form->inputs[PHONE_EXTENSION].hidden = !kind || strcmp(kind, method_kind_word(METHOD_OFFICE_PHONE)) != 0;
	form->inputs[PHONE_NEW_DEVICE].hidden = !device || strcmp(device, NEW_DEVICE) != 0;
}

static void
complete_phone(const struct desk *desk, struct form *form, struct act_request *request, struct arena *arena)
{
	const struct form_input *name = &form->inputs[PHONE_NEW_DEVICE];

	(void)desk;
	if (!name->hidden)
		act_request_set(request, "device", arena_copy(arena, name->field->text));
}

static void
offer_devices(const struct account *account, struct form *form, struct form_input *input)
{
	char letter = '1';

	for (size_t i = 0; i < account->device_count && letter <= '9'; i++) {
		const struct device *device = &account->devices[i];

		if (device->state == METHOD_ACTIVE || device->state == METHOD_PENDING)
			form_offer(form, input, device->name, device->name, letter++);
	}
	form_offer(form, input, NEW_DEVICE, "new device", 'w');
	form_offer(form, input, "none", "none", 'n');
}

void
prompt_phone(struct desk *desk)
{
	struct form *form = form_new(desk, ACT_ADD_PHONE, "Add a phone");
	struct form_input *device;

	form->intro = "It stays pending until a code came back from it: no default, no backup, no proof before that.";
	form->done = "added a phone: pending, not confirmed yet";
	form->arrange = arrange_phone;
	form->complete = complete_phone;
	form_add_choice(form, "kind", "Kind");
	form_add_text(form, "number", "Number", NUMBER_LIMIT);
	form_add_text(form, "extension", "Extension", EXTENSION_LIMIT);
	device = form_add_choice(form, "device", "Device");
	device->required = true;
	offer_devices(&desk->page.account, form, device);
	form_add_text(form, NULL, "Its name", DEVICE_LIMIT)->required = true;
	arrange_phone(form);
	form_open(desk, form);
}
