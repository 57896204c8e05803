#include "wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mfadesk/base/clock.h"

#define PATIENCE (20 * CLOCK_SECOND)

int
wire_start(struct wire *wire, const char *python, const char *script, int ports)
{
	if (!crypto_secure_heap_start() || !peer_start(&wire->peer, python, script, ports))
		return -1;
	peer_path(&wire->peer, "ca.pem", wire->ca_file, sizeof(wire->ca_file));
	return 0;
}

int
wire_end(struct wire *wire)
{
	peer_end(&wire->peer);
	return 0;
}

void
wire_open(struct wire *wire)
{
	wire->loop = loop_new();
	wire_restart(wire, wire->ca_file, NULL);
	wire->before = peer_count(&wire->peer);
}

void
wire_close(struct wire *wire)
{
	http_free(&wire->http);
	assert_null(wire->http);
	http_free(&wire->http);
	loop_free(&wire->loop);
}

void
wire_restart(struct wire *wire, const char *ca_file, const char *proxy)
{
	const struct http_options options = {.ca_file = ca_file, .proxy = proxy};

	http_free(&wire->http);
	wire->http = http_new(wire->loop, &options);
}

int
wire_written(const struct wire *wire)
{
	return peer_count(&wire->peer) - wire->before;
}

char *
wire_newest(const struct wire *wire, size_t *length)
{
	char *bytes = peer_file(&wire->peer, peer_count(&wire->peer), length);

	assert_non_null(bytes);
	return bytes;
}

void
wire_await_written(struct wire *wire, int wanted)
{
	int64_t end = clock_monotonic() + PATIENCE;

	while (wire_written(wire) < wanted && clock_monotonic() < end)
		loop_step(wire->loop, CLOCK_SECOND / 100);
	assert_int_equal(wire_written(wire), wanted);
}

void
wire_await(struct wire *wire, const int *count, int wanted)
{
	int64_t end = clock_monotonic() + PATIENCE;

	while (*count < wanted && clock_monotonic() < end)
		loop_step(wire->loop, CLOCK_SECOND / 10);
	assert_int_equal(*count, wanted);
}
