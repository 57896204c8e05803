/* Help (F1): the keys that work everywhere, and every act with a key, from the act table. */
#include "mfadesk/desk/canvas.h"
#include "text_screen.h"

static const struct {
	const char *key;
	const char *does;
} keys[] = {
	{"Esc", "one step back; hides a prompt, and what was sent goes on"},
	{"Tab", "the next field, or from the field to the list"},
	{"Enter", "opens, goes on, sends"},
	{"Arrows, j k, PgUp PgDn, Home End", "move"},
	{"h", "on the account: every sign-in method there ever was"},
	{"?", "this help, outside fields"},
	{":", "all acts by name, outside fields"},
	{"Ctrl-R", "tries the database again at once when it is lost"},
	{"Ctrl-L", "draws the screen anew"},
	{"Ctrl-Z", "puts the program aside"},
	{"Ctrl-Q", "quits; outside fields also q on the first page"},
};

static void
add_key(struct text_screen *screen, const char *key, const char *does)
{
	text_screen_line(screen, "%s  %s", key, does);
}

struct screen *
help_screen_new(const struct screen *about)
{
	struct text_screen *screen = text_screen_new(&help_class, "Help");

	if (about)
		text_screen_line(screen, "You came from %s. In a field every printable key types.", about->class->name);
	text_screen_line(screen, "What takes something away is confirmed by its own capital letter.");
	text_screen_line(screen, " ");
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		add_key(screen, keys[i].key, keys[i].does);
	text_screen_line(screen, " ");
	for (enum act act = 0; act < ACT_COUNT; act++) {
		const struct act_info *info = act_info(act);

		if (info->key)
			text_screen_line(screen, "%s  %s: %s", info->key, info->label, info->help);
	}
	return &screen->base;
}

const struct screen_class help_class = {
	.name = "Help",
	.key = text_screen_key,
	.draw = text_screen_draw,
	.footer = text_screen_footer,
	.close = text_screen_close,
};
