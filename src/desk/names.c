/* Sign-in methods and devices in words, as a person would name them on the phone. */
#include <string.h>

#include "mfadesk/desk/canvas.h"

const char *
name_number(struct arena *arena, const struct method *method)
{
	const char *masked = strstr(method->number, "•");

	/* Without the country in front and the extension behind. */
	return masked ? arena_copy_bytes(arena, masked, strcspn(masked, " ")) : method->number;
}

static const char *
name_method(struct arena *arena, const struct account *account, const struct method *method)
{
	const struct device *device = account_device(account, method->device);
	const char *number = name_number(arena, method);

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
