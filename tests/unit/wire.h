/* What tests of the network share: a peer in Python, and a loop with HTTP calls that trust its certificates. */
#ifndef MFADESK_TESTS_UNIT_WIRE_H
#define MFADESK_TESTS_UNIT_WIRE_H

#include "mfadesk/net/http.h"
#include "peer.h"

struct wire {
	struct peer peer;
	char ca_file[128];
	struct loop *loop;
	struct http *http;
	int before; /* files of the peer when this test began */
};

/* For a group of tests; 0 where it worked, as cmocka has it. */
int wire_start(struct wire *wire, const char *python, const char *script, int ports);
int wire_end(struct wire *wire);

/* For each test. */
void wire_open(struct wire *wire);
void wire_close(struct wire *wire);
/* Other calls in place of these; NULL as in http_options. */
void wire_restart(struct wire *wire, const char *ca_file, const char *proxy);

int wire_written(const struct wire *wire); /* what came to the peer since wire_open() */
char *wire_newest(const struct wire *wire, size_t *length); /* the last of it; freed by the caller with memory_free() */
/* The loop runs until it is so; the test fails where it is not in time. */
void wire_await_written(struct wire *wire, int wanted);
void wire_await(struct wire *wire, const int *count, int wanted);

#endif
