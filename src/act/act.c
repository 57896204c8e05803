/* Looking things up in the table of acts. */
#include "table.h"

#include <stdlib.h>
#include <string.h>

const struct act_info *
act_info(enum act act)
{
	if ((unsigned)act >= ACT_COUNT)
		abort();
	return &act_table[act];
}

size_t
act_parameter_count(enum act act)
{
	const struct act_info *info = act_info(act);
	size_t count = 0;

	while (info->parameters[count].name && !info->parameters[count].local)
		count++;
	return count;
}

enum act
act_from_command(const char *words)
{
	for (int act = 0; act < ACT_COUNT; act++) {
		if (!(act_table[act].flags & ACT_NO_COMMAND) && strcmp(act_table[act].command, words) == 0)
			return (enum act)act;
	}
	return ACT_COUNT;
}

bool
act_parameter_is_typed(const struct act_parameter *parameter)
{
	return parameter->option || parameter->metavar;
}
