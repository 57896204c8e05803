/* The list of keys for the documentation, in Markdown. */
#include <stdio.h>

#include "command.h"

static const char *
where(const struct act_info *info)
{
	if (info->flags & ACT_EVERYWHERE)
		return "every page of a case, and every drawer";
	if (info->flags & ACT_ON_REPLACEMENT)
		return "the replaced phone";
	return info->flags & ACT_ON_CASE ? "a case" : "the first screen";
}

void
keys_print(FILE *out)
{
	fputs("# Keys\n\nMade from the table of acts by `mfadesk help --keys`. What your role may not do is not "
	      "offered.\n\n"
	      "| key | act | where | what it does |\n|---|---|---|---|\n",
		out);
	for (int act = 0; act < ACT_COUNT; act++) {
		const struct act_info *info = act_info((enum act)act);

		if (info->key)
			fprintf(out, "| `%s` | %s | %s | %s |\n", info->key, info->label, where(info), info->help);
	}
	fputs("\n| key | everywhere |\n|---|---|\n"
	      "| `F1`, `?` outside fields | help |\n"
	      "| `:` outside fields | every act by its name |\n"
	      "| `Esc` | one step back; never quits, never cancels what is under way |\n"
	      "| `Tab` | next field |\n"
	      "| arrows, `j` `k`, PgUp PgDn, Home End | move |\n"
	      "| `Ctrl-L` | draw again |\n"
	      "| `Ctrl-Q` | quit |\n",
		out);
}
