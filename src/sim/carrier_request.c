/* What a request says: who made it, and its fields. */
#include <string.h>
#include <strings.h>

#include "carrier_private.h"
#include "mfadesk/base/hex.h"
#include "mfadesk/base/text.h"
#include "mfadesk/crypto/primitive.h"

static bool
is_token(const struct exchange *exchange, const char *password)
{
	const char *token = secret_text(exchange->carrier->token);
	size_t length = strlen(token);

	return strlen(password) == length && bytes_equal(password, token, length);
}

static const char *
header(const struct exchange *exchange, const char *name)
{
	const char *value = MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, name);

	return value ? value : "";
}

/* As the worker signs what it posts: the time and the body, with a dot between. */
static bool
is_signed(const struct exchange *exchange)
{
	const char *token = secret_text(exchange->carrier->token);
	const char *text =
		arena_printf(exchange->arena, "%s.%s", header(exchange, "X-Timestamp"), buffer_text(&exchange->body));
	const char *given = header(exchange, "X-Signature");
	unsigned char digest[32];
	const char *wanted;

	hmac_sha256((struct bytes){token, strlen(token)}, (struct bytes){text, strlen(text)}, digest);
	wanted = arena_printf(exchange->arena, "sha256=%s", hex_encode(exchange->arena, digest, sizeof(digest)));
	return strlen(given) == strlen(wanted) && bytes_equal(given, wanted, strlen(wanted));
}

static bool
has_password(const struct exchange *exchange)
{
	char *password = NULL;
	char *user = MHD_basic_auth_get_username_password(exchange->connection, &password);
	bool ok =
		user && password && strcmp(user, exchange->carrier->api->account) == 0 && is_token(exchange, password);

	if (password)
		secret_wipe(password, strlen(password));
	MHD_free(password);
	MHD_free(user);
	return ok;
}

bool
exchange_is_authentic(const struct exchange *exchange, const char *path)
{
	return strcmp(path, API_MAIL) == 0 ? is_signed(exchange) : has_password(exchange);
}

/* Undoes the percents and pluses of a form, in place. False where what comes out is no text. */
static bool
decode(char *text)
{
	size_t length;

	for (char *at = text; *at; at++)
		if (*at == '+')
			*at = ' ';
	length = MHD_http_unescape(text);
	return strlen(text) == length && text_is_utf8(text, length);
}

static void
add_field(struct exchange *exchange, struct api_field **fields, const char *name, const char *value)
{
	struct api_field *field = arena_alloc(exchange->arena, sizeof(*field));

	*field = (struct api_field){name, value, *fields};
	*fields = field;
}

/* "To=%2B1...&Body=...". What is no form has no fields. */
static bool
read_form(struct exchange *exchange, struct api_field **fields)
{
	const char *type =
		MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_TYPE);
	const size_t length = strlen(MHD_HTTP_POST_ENCODING_FORM_URLENCODED);
	char *rest;
	char *pair;

	if (!type || strncasecmp(type, MHD_HTTP_POST_ENCODING_FORM_URLENCODED, length) != 0)
		return true;
	rest = arena_copy(exchange->arena, buffer_text(&exchange->body));
	while ((pair = strsep(&rest, "&")) != NULL) {
		char *name = strsep(&pair, "=");

		if (!decode(name) || (pair && !decode(pair)))
			return false;
		add_field(exchange, fields, name, pair ? pair : "");
	}
	return true;
}

struct query {
	struct exchange *exchange;
	struct api_field **fields;
	bool ok;
};

static enum MHD_Result
take_argument(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct query *query = context;

	(void)kind;
	query->ok = query->ok && text_is_utf8(name, strlen(name)) && (!value || text_is_utf8(value, strlen(value)));
	add_field(query->exchange, query->fields, name, value ? value : "");
	return MHD_YES;
}

bool
exchange_fields(struct exchange *exchange, struct api_field **fields)
{
	struct query query = {exchange, fields, true};

	if (exchange->body.length > 0)
		return read_form(exchange, fields);
	MHD_get_connection_values(exchange->connection, MHD_GET_ARGUMENT_KIND, take_argument, &query);
	return query.ok;
}
