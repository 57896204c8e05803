/*
 * A gateway of one's own: one signed POST of JSON for a text or a call.
 *
 *	{"id": UUID, "type": "sms" or "voice", "to": E.164, "extension": DIGITS (where there is one), "text": TEXT}
 *
 * The id is the challenge's, and the Idempotency-Key too, so that a message which is sent again is known there as the
 * same (409). It is taken where the answer is 2xx with that id and the status "accepted". Nothing can be asked later:
 * who answered a call stays unknown.
 */
#include <stdio.h>
#include <string.h>

#include "gateway_private.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/base/hex.h"
#include "mfadesk/crypto/primitive.h"
#include "mfadesk/net/json.h"

#define BODY_LIMIT 16384
#define STAMP_SIZE 24
#define SIGNATURE_SIZE 32

static const struct config_key keys[] = {
	{.name = "url", .kind = CONFIG_TEXT, .required = true, .help = "where messages are posted"},
};

static void
add_member(struct buffer *body, const char *name, const char *value)
{
	buffer_append_text(body, body->length == 0 ? "{" : ",");
	json_add_text(body, name);
	buffer_append_text(body, ":");
	json_add_text(body, value);
}

static void
write_body(struct buffer *body, bool call, const struct gateway_message *message)
{
	http_body_start(body, BODY_LIMIT);
	add_member(body, "id", message->id);
	add_member(body, "type", call ? "voice" : "sms");
	add_member(body, "to", message->number);
	if (message->extension)
		add_member(body, "extension", message->extension);
	add_member(body, "text", secret_text(message->text));
	buffer_append_text(body, "}");
}

/* HMAC-SHA256, under the token, of the time and the body with a dot between. */
static const char *
sign(struct arena *arena, const struct secret *token, const char *stamp, const struct buffer *body)
{
	unsigned char signature[SIGNATURE_SIZE];
	struct buffer text;

	http_body_start(&text, BODY_LIMIT + STAMP_SIZE);
	buffer_printf(&text, "%s.", stamp);
	buffer_append(&text, body->data, body->length);
	hmac_sha256((struct bytes){secret_text(token), secret_length(token)}, (struct bytes){text.data, text.length},
		signature);
	http_body_free(&text);
	return hex_encode(arena, signature, sizeof(signature));
}

static void
taken(struct gateway_result *result, const char *id)
{
	gateway_say(result, GATEWAY_SENT, "");
	snprintf(result->id, sizeof(result->id), "%s", id);
}

/* Of another message, or of none, nothing is said about ours. */
static bool
is_receipt(const struct http_answer *answer, const char *id)
{
	struct json *json = json_parse(answer->body, answer->length);
	bool ours =
		json && strcmp(json_text(json, "id"), id) == 0 && strcmp(json_text(json, "status"), "accepted") == 0;

	json_free(&json);
	return ours;
}

static void
judge(const char *id, const struct http_answer *answer, struct gateway_result *result)
{
	gateway_judge(answer, result);
	if (answer->status == 409 || (answer->status / 100 == 2 && is_receipt(answer, id)))
		taken(result, id);
	else if (answer->status == 503)
		gateway_busy(answer, result);
	else if (answer->status == 401 || answer->status == 403)
		gateway_say(result, GATEWAY_REFUSED, "the gateway refuses our signature: tell your administrator");
	else if (answer->status == 404)
		gateway_say(result, GATEWAY_REFUSED, "the gateway is not at its url: tell your administrator");
}

static void
sent(void *context, const struct http_answer *answer)
{
	struct gateway_asked *asked = context;
	struct gateway_result result;

	judge(asked->id, answer, &result);
	gateway_tell_result(asked, &result);
}

static void
webhook_send(struct gateway_asked *asked, const struct gateway_message *message, int64_t deadline)
{
	const struct gateway *gateway = asked->gateway;
	struct arena *arena = arena_new();
	struct buffer body;
	const char *headers[4] = {NULL};
	char stamp[STAMP_SIZE];

	snprintf(asked->id, sizeof(asked->id), "%s", message->id);
	snprintf(stamp, sizeof(stamp), "%lld", (long long)(clock_now() / CLOCK_SECOND));
	write_body(&body, gateway->call, message);
	headers[0] = arena_printf(arena, "Idempotency-Key: %s", message->id);
	headers[1] = arena_printf(arena, "X-Timestamp: %s", stamp);
	headers[2] = arena_printf(arena, "X-Signature: sha256=%s", sign(arena, gateway->token, stamp, &body));
	http_send(gateway->http,
		&(const struct http_call){.method = HTTP_POST,
			.url = config_text(gateway->section, "url"),
			.headers = headers,
			.content_type = "application/json",
			.body = body.data,
			.body_length = body.length,
			.deadline = deadline},
		sent, asked);
	http_body_free(&body);
	arena_free(&arena);
}

const struct gateway_driver gateway_webhook = {
	.name = "webhook",
	.texts = true,
	.calls = true,
	.keys = keys,
	.key_count = sizeof(keys) / sizeof(keys[0]),
	.send = webhook_send,
};
