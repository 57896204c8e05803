/*
 * The addresses at which gateways report. One holds the message's id and a key
 * for that id alone, made of the gateway's token: who does not know the token
 * can report nothing, and who overheard one address nothing else.
 */
#include <string.h>

#include "gateway_private.h"
#include "mfadesk/base/hex.h"
#include "mfadesk/base/uuid.h"
#include "mfadesk/crypto/primitive.h"

#define KEY_BYTES 32

bool
gateway_report_check(struct config *config, const char *section)
{
	const char *url = config_peek(config, section, "report_url");
	struct error error = {0};

	if (!url)
		return true;
	if (!config_has(config, "reports"))
		config_wrong(config, section, "report_url", "nobody listens there: that takes a section [reports]");
	else if (!http_url_check(url, &error))
		config_wrong(config, section, "report_url", "%s", error.message);
	else if (strpbrk(url, "?#%"))
		config_wrong(config, section, "report_url", "it has no query: that is added to it");
	else
		return true;
	return false;
}

static void
key_of(const struct gateway *gateway, const char *id, unsigned char key[KEY_BYTES])
{
	static const char use[] = "mfadesk delivery reports";
	const char *token = secret_text(gateway->token);
	struct secret *under = secret_new_bytes(KEY_BYTES);

	hkdf((struct bytes){token, strlen(token)}, (struct bytes){"", 0}, (struct bytes){use, strlen(use)},
		secret_bytes(under), KEY_BYTES);
	hmac_sha256((struct bytes){secret_bytes(under), KEY_BYTES}, (struct bytes){id, strlen(id)}, key);
	secret_free(&under);
}

char *
gateway_report_url(
	struct arena *arena, const struct gateway *gateway, const char *url, const char *id, const char *status)
{
	unsigned char key[KEY_BYTES];

	key_of(gateway, id, key);
	return arena_printf(arena, "%s?id=%s&status=%s&key=%s", url, id, status, hex_encode(arena, key, sizeof(key)));
}

bool
gateway_report(const struct gateway *gateway, const struct gateway_report *report, struct gateway_status *out)
{
	unsigned char wanted[KEY_BYTES], given[KEY_BYTES];

	if (!gateway->driver->reported || !uuid_is_valid(report->id) || !hex_decode(report->key, given, sizeof(given)))
		return false;
	key_of(gateway, report->id, wanted);
	if (!bytes_equal(given, wanted, sizeof(wanted)))
		return false;
	*out = (struct gateway_status){0};
	gateway->driver->reported(report->status, out);
	return true;
}
