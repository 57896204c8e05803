/* JSON to be sent: jansson would keep copies of a secret in memory that nobody wipes. */
#include <string.h>

#include "mfadesk/net/json.h"

void
json_add_text(struct buffer *json, const char *text)
{
	buffer_append_text(json, "\"");
	for (; *text; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte < ' ')
			buffer_printf(json, "\\u%04x", (unsigned)byte);
		else if (byte == '"' || byte == '\\')
			buffer_printf(json, "\\%c", byte);
		else
			buffer_append(json, text, 1);
	}
	buffer_append_text(json, "\"");
}
