/* Which URLs may be called. */
#ifndef MFADESK_NET_ADDRESS_H
#define MFADESK_NET_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

#include "mfadesk/base/error.h"

struct address_rule {
	const char *secure; /* the scheme with TLS from the start */
	const char *plain; /* the one without */
	bool plain_anywhere; /* TLS is asked for later */
};

/* Sets *loopback for a host that is this machine. False, with the reason, for a URL that is none or breaks the rule.
 * The reason does not quote the URL. */
bool address_check(const char *url, const struct address_rule *rule, bool *loopback, struct error *error) MUST_CHECK;
bool address_is_loopback(const struct sockaddr *address) MUST_CHECK;

#endif
