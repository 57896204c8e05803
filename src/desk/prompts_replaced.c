/* The prompts of the replaced phone: what happened, cannot be proven now, and the end. */
#include <string.h>

#include "mfadesk/desk/canvas.h"
#include "prompts.h"
#include "replaced.h"

enum { WHAT, DEVICE };

/* Nothing to suspend is on no device, and suspends none. */
static void
arrange(struct form *form)
{
	const char *what = form_chosen(&form->inputs[WHAT]);

	form->inputs[DEVICE].hidden = what && strcmp(what, "nothing") == 0;
	form->done = form->inputs[DEVICE].hidden ? "nothing was suspended" : "suspended what was on it";
}

static void
complete(const struct desk *desk, struct form *form, struct act_request *request, struct arena *arena)
{
	(void)desk;
	(void)arena;
	if (form->inputs[DEVICE].hidden)
		act_request_set(request, "device", NULL);
}

void
prompt_happened(struct desk *desk)
{
	const struct account *account = &desk->page.account;
	struct form *form = form_new(desk, ACT_BEGIN_REPLACEMENT, "What happened?");
	struct form_input *device;

	form->intro = "What was on the device stops at once. A number that is kept goes on.";
	form->arrange = arrange;
	form->complete = complete;
	form_add_choice(form, "what", "What");
	device = form_add_choice(form, "device", "Device");
	device->required = true;
	for (size_t i = 0; i < account->device_count && i < 9; i++) {
		if (account->devices[i].state != METHOD_REVOKED)
			form_offer(form, device, account->devices[i].id, account->devices[i].name,
				(char)('1' + device->count));
	}
	if (device->count == 1)
		form_choose(form, DEVICE, device->choices[0].word);
	form_open(desk, form);
}

void
prompt_stuck(struct desk *desk)
{
	const struct replaced_screen *page = (const struct replaced_screen *)screen_of_class(desk, &replaced_class);
	struct form *form = form_new(desk, ACT_SET_STUCK, "Cannot be proven now");

	form->intro = arena_printf(form->arena, "The case waits as it is.%s%s",
		page && page->arena && *page->job.bring ? " Say to the person:\n" : "",
		page && page->arena ? page->job.bring : "");
	form->done = "the case waits until the person can be proven";
	form_open(desk, form);
}

void
prompt_finish(struct desk *desk)
{
	struct form *form = form_new(desk, ACT_FINISH, "Finish");

	form->intro = arena_printf(form->arena,
		"Revokes for good what this case suspended, ends the sessions, and closes %s once a code came back by "
		"a way in.",
		desk->page.account.file.ticket);
	form->done = arena_printf(form->arena, "finished %s", desk->page.account.file.ticket);
	form_open(desk, form);
}
