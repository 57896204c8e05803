/*
 * The two connections as the desk sees them. The first one that asks for a
 * password makes the desk ask the agent; the others are given the same.
 */
#include <stdio.h>
#include <string.h>

#include "mfadesk/desk/screen.h"

#define PASSWORD_SIZE 1024

const char *
desk_password(const struct desk *desk, enum desk_link link)
{
	const struct secret *secret = link == DESK_CHECK ? desk->attempt : desk->password;

	return secret ? secret_text(secret) : "";
}

static void
give(struct desk *desk, enum desk_link link, struct effects *effects)
{
	desk->links[link].given = desk->password_number;
	effects_add(effects, EFFECT_PASSWORD, link);
}

void
desk_give_password(struct desk *desk, const char *typed, struct effects *effects)
{
	if (!desk->password)
		desk->password = secret_new(PASSWORD_SIZE);
	if (!secret_set(desk->password, typed))
		return;
	desk->password_number++;
	for (enum desk_link link = DESK_ACTS; link <= DESK_SEARCH; link++) {
		if (desk->links[link].state == LINK_WANTS_PASSWORD)
			give(desk, link, effects);
	}
}

static void
wants_password(struct desk *desk, enum desk_link link, struct effects *effects)
{
	if (desk->password_number > desk->links[link].given)
		give(desk, link, effects);
	else if (!screen_of_class(desk, &connect_class))
		screen_push(desk, connect_screen_new());
}

static void
ready(struct desk *desk, enum desk_link link, struct effects *effects)
{
	struct act_request request;
	bool again = desk->links[link].answered;

	desk->links[link].answered = true;
	if (link != DESK_ACTS)
		return;
	act_request_init(&request, ACT_WHOAMI);
	desk_send(desk, NULL, DESK_ACTS, &request, NULL, effects);
	if (!again)
		effects_add(effects, EFFECT_OPEN_LINK, DESK_SEARCH);
	/* While it was lost others may have changed what is on the page. */
	else
		page_refresh(desk, effects);
}

void
desk_link_changed(struct desk *desk, const struct message *message, struct effects *effects)
{
	struct link_view *view = &desk->links[message->link];
	struct screen *top = screen_top(desk);

	view->state = message->state;
	view->error = message->error ? *message->error : (struct error){0};
	snprintf(view->target, sizeof view->target, "%s", message->target ? message->target : "");
	if (message->link == DESK_CHECK) {
		if (top && top->class == &lock_class)
			lock_checked(desk, top, effects);
		return;
	}
	switch (message->state) {
	case LINK_READY:
		ready(desk, message->link, effects);
		break;
	case LINK_WANTS_PASSWORD:
		wants_password(desk, message->link, effects);
		break;
	case LINK_FAILED:
		/* Search alone may fail (too many connections): acts go on, and Find says so. */
		if (message->link == DESK_ACTS && !screen_of_class(desk, &connect_class))
			screen_push(desk, connect_screen_new());
		break;
	case LINK_CONNECTING:
	case LINK_LOST:
		break;
	}
}
