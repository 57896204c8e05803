#include "reader.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "mfadesk/base/clock.h"

#define READS_MAX 64 /* per key: an endless paste must not keep the program from everything else */

static bool
comes_within(int fd, int64_t wait)
{
	struct pollfd ready = {.fd = fd, .events = POLLIN};
	struct timespec time = {.tv_nsec = (long)wait * 1000};

	return ppoll(&ready, 1, &time, NULL) > 0;
}

/* False when nothing came within `wait` microseconds. */
static bool
read_bytes(struct reader *reader, int64_t wait)
{
	char bytes[256];
	size_t room = decoder_room(reader->decoder);

	if (!comes_within(reader->fd, wait))
		return false;

	ssize_t length = read(reader->fd, bytes, room < sizeof bytes ? room : sizeof bytes);

	if (length > 0)
		decoder_feed(reader->decoder, bytes, (size_t)length, clock_monotonic());
	else if (length == 0 || (errno != EINTR && errno != EAGAIN))
		reader->gone = true;
	explicit_bzero(bytes, sizeof bytes);
	return length > 0;
}

struct key
reader_key(struct reader *reader)
{
	for (int reads = 0; reads < READS_MAX; reads++) {
		int64_t now = clock_monotonic();
		struct key key = decoder_next(reader->decoder, now);
		int64_t wait = decoder_patience(reader->decoder, now);

		if (key.code != KEY_NONE_YET)
			return key;
		if (!read_bytes(reader, wait) && wait == 0)
			break;
	}
	return (struct key){.code = reader->gone ? KEY_GONE : KEY_NONE_YET};
}
