/* Sign-in methods and devices in words, as a person would name them on the phone. */
#include <string.h>

#include "mfadesk/desk/canvas.h"

const char *
name_number(const struct method *method)
{
	const char *masked = strstr(method->number, "•");

	return masked ? masked : method->number;
}

static const char *
name_method(struct arena *arena, const struct account *account, const struct method *method)
{
	const struct device *device = account_device(account, method->device);
	const char *number = name_number(method);

	return arena_printf(arena, "%s%s%s%s%s", method_kind_name(method->kind), *number ? " " : "", number,
		device ? " on " : "", device ? device->name : "");
}

const char *
name_target(struct arena *arena, const struct account *account, const char *id)
{
	const struct method *method = account_method(account, id);
	const struct device *device = account_device(account, id);

	if (method)
		return name_method(arena, account, method);
	return device ? device->name : "";
}

const char *
name_target_counted(struct arena *arena, const struct account *account, const char *id)
{
	const struct device *device = account_device(account, id);
	size_t count = 0;

	if (!device)
		return name_target(arena, account, id);
	for (size_t i = 0; i < account->method_count; i++) {
		const struct method *method = &account->methods[i];

		if (strcmp(method->device, id) == 0 && method->state != METHOD_REVOKED)
			count++;
	}
	return arena_printf(arena, "%s (%zu sign-in method%s)", device->name, count, count == 1 ? "" : "s");
}
