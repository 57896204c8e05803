/*
 * The application around the desk: the only file of the desk that does I/O. It
 * turns what the loop reports into messages, and carries out the effects.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/base/log.h"
#include "mfadesk/base/loop.h"
#include "mfadesk/desk/desk.h"
#include "mfadesk/desk/state.h"
#include "mfadesk/tui/terminal.h"

#define SEARCH_TIMEOUT 2000 /* milliseconds: an answer later than that helps nobody who types */

/* What a link's events are told with. */
struct wire {
	struct app *app;
	enum desk_link which;
	struct store_link *link;
};

/* The link's number for a request, and the desk's. */
struct sent {
	enum desk_link link;
	uint64_t ticket;
	uint64_t tag;
};

struct app {
	const char *conninfo; /* borrowed */
	struct loop *loop;
	struct terminal *terminal;
	struct desk *desk;
	struct wire wires[DESK_LINKS];
	struct sent *sent; /* owned */
	size_t sent_count;
	int status;
};

static void apply(struct app *app, const struct effects *effects);

static void
draw(struct app *app)
{
	struct grid *grid = desk_draw(app->desk);

	terminal_draw(app->terminal, grid);
	grid_clear(grid); /* it may have shown a secret */
	grid_free(&grid);
}

static void
tell(struct app *app, struct message *message)
{
	struct effects *effects = effects_new();

	message->now = clock_monotonic();
	message->wall = clock_now();
	desk_update(app->desk, message, effects);
	apply(app, effects);
	effects_free(&effects);
}

static void
link_changed(void *context, enum link_state state, const struct error *error)
{
	struct wire *wire = context;
	struct message message = {
		.kind = MESSAGE_LINK,
		.link = wire->which,
		.state = state,
		.error = error,
		.target = link_target(wire->link),
	};

	tell(wire->app, &message);
	draw(wire->app);
}

static void
woken(void *context)
{
	struct wire *wire = context;
	struct message message = {.kind = MESSAGE_WOKEN};

	tell(wire->app, &message);
	draw(wire->app);
}

static uint64_t
tag_of(struct app *app, enum desk_link link, uint64_t ticket)
{
	for (size_t i = 0; i < app->sent_count; i++) {
		uint64_t tag = app->sent[i].tag;

		if (app->sent[i].link != link || app->sent[i].ticket != ticket)
			continue;
		app->sent[i] = app->sent[--app->sent_count];
		return tag;
	}
	return 0;
}

static void
link_replied(void *context, const struct link_reply *reply)
{
	struct wire *wire = context;
	struct message message = {
		.kind = MESSAGE_REPLY,
		.link = wire->which,
		.tag = tag_of(wire->app, wire->which, reply->ticket),
		.reply = reply,
	};

	tell(wire->app, &message);
	draw(wire->app);
}

/* Searches that a newer one replaced are never answered. */
static void
forget_replaced(struct app *app)
{
	size_t kept = 0;

	for (size_t i = 0; i < app->sent_count; i++) {
		if (desk_pending(app->desk, app->sent[i].tag))
			app->sent[kept++] = app->sent[i];
	}
	app->sent_count = kept;
}

static void
send_request(struct app *app, const struct effect *effect)
{
	uint64_t ticket = link_send(app->wires[effect->link].link, &effect->request);

	forget_replaced(app);
	app->sent = memory_resize_array(app->sent, app->sent_count + 1, sizeof *app->sent);
	app->sent[app->sent_count++] = (struct sent){effect->link, ticket, effect->tag};
}

static void
open_link(struct app *app, enum desk_link which)
{
	static const struct link_events events = {link_changed, link_replied};
	static const char *const names[DESK_LINKS] = {
		[DESK_ACTS] = "mfadesk acts",
		[DESK_SEARCH] = "mfadesk search",
		[DESK_CHECK] = "mfadesk unlock",
	};
	struct link_options options = {
		.conninfo = app->conninfo,
		.application = names[which],
		.once = which == DESK_CHECK,
		.statement_timeout = which == DESK_SEARCH ? SEARCH_TIMEOUT : 0,
		.newest_only = which == DESK_SEARCH,
		.listen = which == DESK_ACTS,
		.woken = woken,
	};

	link_free(&app->wires[which].link);
	app->wires[which].link = link_new(app->loop, &options, &events, &app->wires[which]);
}

static void
apply_one(struct app *app, const struct effect *effect)
{
	struct wire *wire = &app->wires[effect->link];

	switch (effect->kind) {
	case EFFECT_SEND:
		send_request(app, effect);
		break;
	case EFFECT_OPEN_LINK:
		open_link(app, effect->link);
		break;
	case EFFECT_CLOSE_LINK:
		link_free(&wire->link);
		break;
	case EFFECT_PASSWORD:
		if (wire->link)
			link_password(wire->link, desk_password(app->desk, effect->link));
		break;
	case EFFECT_RETRY_LINK:
		if (wire->link && link_state(wire->link) == LINK_LOST)
			link_retry(wire->link);
		break;
	case EFFECT_REDRAW:
		terminal_redraw(app->terminal);
		break;
	case EFFECT_QUIT:
		loop_stop(app->loop);
		break;
	}
}

static void
apply(struct app *app, const struct effects *effects)
{
	for (size_t i = 0; i < effects->count; i++)
		apply_one(app, &effects->items[i]);
}

static void
end(struct app *app, int signal_number)
{
	app->status = 128 + signal_number;
	loop_stop(app->loop);
}

static void
keys_ready(void *context, int fd, int events)
{
	struct app *app = context;
	struct message message = {.kind = MESSAGE_KEY};

	(void)fd;
	(void)events;
	for (;;) {
		message.key = terminal_key(app->terminal);
		if (message.key.code == KEY_NONE_YET)
			break;
		if (message.key.code == KEY_GONE) {
			end(app, SIGHUP);
			return;
		}
		tell(app, &message);
	}
	draw(app);
}

static void
tick(void *context)
{
	struct app *app = context;
	struct message message = {.kind = MESSAGE_TICK};

	loop_after(app->loop, CLOCK_SECOND, tick, app);
	tell(app, &message);
	draw(app);
}

static void
resized(struct app *app)
{
	struct message message = {.kind = MESSAGE_RESIZED};

	terminal_resize(app->terminal);
	terminal_size(app->terminal, &message.width, &message.height);
	tell(app, &message);
	draw(app);
}

static void
interrupted(struct app *app)
{
	struct message message = {.kind = MESSAGE_KEY, .key = {.code = KEY_CONTROL, .point = 'c'}};

	tell(app, &message);
	draw(app);
}

/* Ctrl-Z stopped the others of the job too; the terminal is put back before the shell has it. */
static void
stopped(struct app *app)
{
	terminal_suspend(app->terminal);
	raise(SIGSTOP);
	terminal_resume(app->terminal);
	resized(app);
}

static void
signalled(void *context, int number)
{
	struct app *app = context;

	switch (number) {
	case SIGWINCH:
		resized(app);
		break;
	case SIGINT:
		interrupted(app);
		break;
	case SIGTSTP:
		stopped(app);
		break;
	case SIGCONT:
		terminal_resume(app->terminal);
		resized(app);
		break;
	default:
		end(app, number);
	}
}

static void
watch(struct app *app)
{
	static const int numbers[] = {SIGWINCH, SIGINT, SIGTSTP, SIGCONT, SIGTERM, SIGHUP};

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		loop_on_signal(app->loop, numbers[i], signalled, app);
	loop_watch(app->loop, terminal_fd(app->terminal), LOOP_READ, keys_ready, app);
	loop_after(app->loop, CLOCK_SECOND, tick, app);
	memory_on_exhausted(terminal_restore);
}

static void
run(struct app *app)
{
	struct message start = {.kind = MESSAGE_START};
	int width, height;

	terminal_size(app->terminal, &width, &height);
	app->desk = desk_new(width, height);
	app->loop = loop_new();
	for (enum desk_link link = 0; link < DESK_LINKS; link++)
		app->wires[link] = (struct wire){app, link, NULL};
	watch(app);
	tell(app, &start);
	draw(app);
	loop_run(app->loop);
	for (enum desk_link link = 0; link < DESK_LINKS; link++)
		link_free(&app->wires[link].link);
	loop_free(&app->loop);
	desk_free(&app->desk);
	memory_free(app->sent);
}

int
desk_run(const char *conninfo)
{
	struct app app = {.conninfo = conninfo};
	struct error error = {0};

	app.terminal = terminal_open(&error);
	if (!app.terminal) {
		log_line("%s", error.message);
		log_line("  %s", error.hint);
		return 1;
	}
	run(&app);
	terminal_close(&app.terminal);
	return app.status;
}
