/* Whatever a gateway answers is read or refused, and every path into it comes back. */
#include <stdint.h>
#include <stdlib.h>

#include "mfadesk/net/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
look_into(const struct json *json, int depth)
{
	int64_t number;

	if (!json_text(json, "") || !json_text(json, "a") || !json_text(json, "a.b") || !json_text(json, "..a"))
		abort();
	(void)!json_number(json, "", &number);
	(void)!json_number(json, "a", &number);
	for (size_t i = 0; depth > 0 && i < json_count(json, ""); i++)
		look_into(json_at(json, "", i), depth - 1);
	for (size_t i = 0; depth > 0 && i < json_count(json, "a"); i++)
		look_into(json_at(json, "a", i), depth - 1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json *json = json_parse((const char *)data, size);

	look_into(json, 3);
	json_free(&json);
	return 0;
}
