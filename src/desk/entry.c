/* One entry of the record, with all of its fields. */
#include "mfadesk/base/clock.h"
#include "text_screen.h"

struct screen *
entry_screen_new(const struct history_entry *entry, const char *about)
{
	struct text_screen *screen = text_screen_new(&entry_class, about);
	char at[CLOCK_TEXT_SIZE];

	clock_format(entry->at, at);
	text_screen_line(screen, "What:    %s", entry->text);
	text_screen_line(screen, "When:    %s (UTC)", at);
	text_screen_line(screen, "Who:     %s", entry->who);
	text_screen_line(screen, "Act:     %s", entry->act);
	text_screen_line(screen, "Outcome: %s", entry->outcome);
	text_screen_line(screen, "Reason:  %s", entry->reason);
	text_screen_line(screen, "Ticket:  %s", entry->ticket);
	text_screen_line(screen, "Case:    %s", entry->case_id);
	for (size_t i = 0; i < entry->target_count; i++)
		text_screen_line(screen, "Target:  %s", entry->targets[i]);
	return &screen->base;
}

const struct screen_class entry_class = {
	.name = "One entry",
	.key = text_screen_key,
	.draw = text_screen_draw,
	.footer = text_screen_footer,
	.close = text_screen_close,
};
