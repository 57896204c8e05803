/* The carrier's HTTP server: on 127.0.0.1, on the loop's one thread, for whoever has the account's secret. */
#ifndef MFADESK_SIM_CARRIER_H
#define MFADESK_SIM_CARRIER_H

#include "api.h"
#include "mfadesk/crypto/secret.h"

struct carrier;

/* Port 0: any free one. The loop, the API and the token are borrowed. NULL with the error set. */
struct carrier *carrier_new(
	struct loop *loop, struct api *api, const struct secret *token, uint16_t port, struct error *error) MUST_CHECK;
uint16_t carrier_port(const struct carrier *carrier);
void carrier_free(struct carrier **carrier); /* ends all connections; NULL is accepted */

#endif
