/* Answers on their way out, whole or as a fault has it. */
#include <string.h>

#include "carrier_private.h"
#include "mfadesk/base/clock.h"

#define HUGE_BODY (UINT64_C(64) * 1024 * 1024)

static const char GARBAGE[] = "\x1f\x8b\xff{\"sid\": \"SM\xc3\x28\", ]]> <html>";

/* Before each byte nothing for a second. */
static ssize_t
read_slowly(void *context, uint64_t at, char *bytes, size_t most)
{
	struct exchange *exchange = context;

	(void)most;
	if (!exchange->rested) {
		exchange->rested = true;
		exchange_pause(exchange, CLOCK_SECOND);
		return 0;
	}
	exchange->rested = false;
	bytes[0] = exchange->answer.body[at];
	return 1;
}

static size_t
half_of(const char *body)
{
	return strlen(body) / 2;
}

static ssize_t
read_half(void *context, uint64_t at, char *bytes, size_t most)
{
	const char *body = ((struct exchange *)context)->answer.body;
	size_t left = half_of(body) - at;

	if (left == 0)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	if (left > most)
		left = most;
	memcpy(bytes, body + at, left);
	return (ssize_t)left;
}

static ssize_t
read_huge(void *context, uint64_t at, char *bytes, size_t most)
{
	static const char start[] = {'{', '"', 's', 'i', 'd', '"', ':', '"'};

	(void)context;
	memset(bytes, 'x', most);
	if (at == 0 && most >= sizeof(start))
		memcpy(bytes, start, sizeof(start));
	return (ssize_t)most;
}

static struct MHD_Response *
from_reader(struct exchange *exchange, uint64_t size, MHD_ContentReaderCallback reader)
{
	return MHD_create_response_from_callback(size, 4096, reader, exchange, NULL);
}

static struct MHD_Response *
from_text(const char *text)
{
	/* libmicrohttpd only reads it; its type is older than const. */
	return MHD_create_response_from_buffer(strlen(text), (void *)(uintptr_t)text, MHD_RESPMEM_MUST_COPY);
}

/* NULL: none at all. */
static struct MHD_Response *
make_response(struct exchange *exchange)
{
	const char *body = exchange->answer.body;

	switch (exchange->answer.way) {
	case WAY_WHOLE:
	case WAY_STATUS:
	case WAY_SLOW_HEADERS:
		return from_text(body);
	case WAY_SLOW_BODY:
		return from_reader(exchange, strlen(body), read_slowly);
	case WAY_CUT:
		return from_reader(exchange, strlen(body), read_half);
	case WAY_GARBAGE:
		return from_text(GARBAGE);
	case WAY_HUGE:
		return from_reader(exchange, HUGE_BODY, read_huge);
	case WAY_HANG_UP:
		break;
	}
	return NULL;
}

enum MHD_Result
exchange_send(struct exchange *exchange)
{
	const struct api_answer *answer = &exchange->answer;
	struct MHD_Response *response = make_response(exchange);
	enum MHD_Result result;

	if (!response)
		return MHD_NO; /* the connection ends */
	if (answer->status != MHD_HTTP_NO_CONTENT)
		MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->type);
	if (answer->retry_after)
		MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, answer->retry_after);
	if (answer->status == MHD_HTTP_UNAUTHORIZED)
		MHD_add_response_header(response, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Basic realm=\"Twilio API\"");
	result = MHD_queue_response(exchange->connection, answer->status, response);
	MHD_destroy_response(response);
	return result;
}
