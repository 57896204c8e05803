/* Which URLs may be called: read by libcurl's own parser, so that what is checked is what is called. */
#include "address.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>

static bool
is_loopback4(struct in_addr address)
{
	return ntohl(address.s_addr) >> 24 == 127;
}

bool
address_is_loopback(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET)
		return is_loopback4(((const struct sockaddr_in *)(const void *)address)->sin_addr);
	if (address->sa_family == AF_INET6)
		return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr);
	return false;
}

/* libcurl itself resolves localhost, to nothing but these addresses; the socket is looked at too. */
static bool
host_is_loopback(const char *host)
{
	struct in_addr address;

	if (strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0)
		return true;
	return inet_pton(AF_INET, host, &address) == 1 && is_loopback4(address);
}

static bool
has_part(CURLU *parsed, CURLUPart part)
{
	char *text = NULL;
	bool has = curl_url_get(parsed, part, &text, 0) == CURLUE_OK;

	curl_free(text);
	return has;
}

static bool
scheme_fits(const char *scheme, const struct address_rule *rule, bool loopback, struct error *error)
{
	if (strcmp(scheme, rule->secure) == 0)
		return true;
	if (strcmp(scheme, rule->plain) != 0)
		return error_set(error, ERROR_USAGE, "", "", "the URL begins neither with %s:// nor with %s://",
			rule->secure, rule->plain);
	if (!loopback && !rule->plain_anywhere)
		return error_set(error, ERROR_USAGE, "", "",
			"the URL must begin with %s://: %s:// is for this machine alone", rule->secure, rule->plain);
	return true;
}

static bool
check_parsed(CURLU *parsed, const struct address_rule *rule, bool *loopback, struct error *error)
{
	char *scheme = NULL, *host = NULL;
	bool fits = false;

	if (curl_url_get(parsed, CURLUPART_SCHEME, &scheme, 0) || curl_url_get(parsed, CURLUPART_HOST, &host, 0)) {
		error_set(error, ERROR_USAGE, "", "", "the URL has no scheme or no host");
	} else if (has_part(parsed, CURLUPART_USER) || has_part(parsed, CURLUPART_PASSWORD)) {
		error_set(error, ERROR_USAGE, "", "",
			"the URL holds a user or a password: they have settings of their own");
	} else {
		*loopback = host_is_loopback(host);
		fits = scheme_fits(scheme, rule, *loopback, error);
	}
	curl_free(scheme);
	curl_free(host);
	return fits;
}

bool
address_check(const char *url, const struct address_rule *rule, bool *loopback, struct error *error)
{
	CURLU *parsed = curl_url();
	bool fits;

	*loopback = false;
	if (!parsed || curl_url_set(parsed, CURLUPART_URL, url, CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
		fits = error_set(error, ERROR_USAGE, "", "", "this is not a URL");
	else
		fits = check_parsed(parsed, rule, loopback, error);
	curl_url_cleanup(parsed);
	return fits;
}
