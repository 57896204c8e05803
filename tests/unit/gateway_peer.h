/* A gateway's driver with a peer that answers as it is told. */
#ifndef MFADESK_TESTS_UNIT_GATEWAY_PEER_H
#define MFADESK_TESTS_UNIT_GATEWAY_PEER_H

#include "mfadesk/worker/gateway.h"
#include "wire.h"

#define GATEWAY_ACCOUNT "AC0123456789abcdef0123456789abcdef"
#define GATEWAY_MESSAGE_ID "8a6e0804-2bd0-4672-b79d-d97027f9071a"
#define GATEWAY_TOKEN "sesame-0123456789"

enum { GATEWAY_HERE = 0, GATEWAY_NOBODY = 3 }; /* ports of http_peer.py */

struct gateway_peer {
	struct wire wire;
	struct config *config;
	struct gateway *gateway;
	struct secret *text;
	struct gateway_message message; /* what is sent, to be changed by a test */
	int answers;
	struct gateway_result result;
	bool withdrawn;
};

int gateway_peer_start(struct gateway_peer *peer);
int gateway_peer_end(struct gateway_peer *peer);
void gateway_peer_open(struct gateway_peer *peer);
void gateway_peer_close(struct gateway_peer *peer);

/* The channel, with its driver's keys behind `driver`, `url` and `token_file`. */
void gateway_peer_set(struct gateway_peer *peer, const char *channel, int port, const char *keys);
/* The bytes that the next request is answered with, and those for what comes after it; NULL: the same. */
void gateway_peer_tell(struct gateway_peer *peer, const char *bytes, const char *next);
void gateway_peer_send(struct gateway_peer *peer); /* until the answer is here */
void gateway_peer_withdraw(struct gateway_peer *peer, const char *id); /* the same */
/* The newest request's body, freed by the caller with memory_free(). */
char *gateway_peer_body(struct gateway_peer *peer);

#endif
