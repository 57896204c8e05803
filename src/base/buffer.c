#include "mfadesk/base/buffer.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define DEFAULT_LIMIT ((size_t)64 << 20)
#define SMALLEST ((size_t)64)

void
buffer_init(struct buffer *buffer, size_t limit)
{
	*buffer = (struct buffer){.limit = limit};
}

static size_t
limit_of(const struct buffer *buffer)
{
	return buffer->limit > 0 ? buffer->limit : DEFAULT_LIMIT;
}

/* Room for `length` more bytes and the NUL. Once full nothing is taken any more, however short: no text with a hole. */
static bool
make_room(struct buffer *buffer, size_t length)
{
	size_t capacity = buffer->capacity > 0 ? buffer->capacity : SMALLEST;

	if (buffer->full || length > limit_of(buffer) - buffer->length) {
		buffer->full = true;
		return false;
	}
	while (capacity - buffer->length <= length)
		capacity *= 2;
	if (capacity != buffer->capacity) {
		buffer->data = memory_resize_array(buffer->data, capacity, 1);
		buffer->capacity = capacity;
	}
	return true;
}

void
buffer_append(struct buffer *buffer, const void *bytes, size_t length)
{
	if (!make_room(buffer, length))
		return;
	if (length > 0)
		memcpy(buffer->data + buffer->length, bytes, length);
	buffer->length += length;
	buffer->data[buffer->length] = '\0';
}

void
buffer_append_text(struct buffer *buffer, const char *text)
{
	buffer_append(buffer, text, strlen(text));
}

void
buffer_printf(struct buffer *buffer, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (!make_room(buffer, length < 0 ? SIZE_MAX : (size_t)length))
		return;
	va_start(arguments, format);
	vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, arguments);
	va_end(arguments);
	buffer->length += (size_t)length;
}

const char *
buffer_text(const struct buffer *buffer)
{
	return buffer->data != NULL ? buffer->data : "";
}

void
buffer_clear(struct buffer *buffer)
{
	buffer->length = 0;
	buffer->full = false;
	if (buffer->data != NULL)
		buffer->data[0] = '\0';
}

void
buffer_free(struct buffer *buffer)
{
	memory_free(buffer->data);
	buffer_init(buffer, buffer->limit);
}
