/* The body, its signature, and the receipt. See webhook.h. */
#include "webhook.h"

#include <stdio.h>
#include <string.h>

#include "gateway_private.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/base/hex.h"
#include "mfadesk/crypto/primitive.h"
#include "mfadesk/net/json.h"

#define BODY_LIMIT 65536
#define STAMP_SIZE 24
#define SIGNATURE_SIZE 32

static void
write_body(struct buffer *body, const struct webhook_member *members)
{
	http_body_start(body, BODY_LIMIT);
	for (const struct webhook_member *member = members; member->name; member++) {
		if (!member->value)
			continue;
		buffer_append_text(body, body->length == 0 ? "{" : ",");
		json_add_text(body, member->name);
		buffer_append_text(body, ":");
		json_add_text(body, member->value);
	}
	buffer_append_text(body, "}");
}

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

void
webhook_post(struct http *http, const struct webhook_call *call, http_done *done, void *context)
{
	struct arena *arena = arena_new();
	struct buffer body;
	const char *headers[4] = {NULL};
	char stamp[STAMP_SIZE];

	snprintf(stamp, sizeof(stamp), "%lld", (long long)(clock_now() / CLOCK_SECOND));
	write_body(&body, call->members);
	headers[0] = arena_printf(arena, "Idempotency-Key: %s", call->members[0].value);
	headers[1] = arena_printf(arena, "X-Timestamp: %s", stamp);
	headers[2] = arena_printf(arena, "X-Signature: sha256=%s", sign(arena, call->token, stamp, &body));
	http_send(http,
		&(const struct http_call){.method = HTTP_POST,
			.url = call->url,
			.headers = headers,
			.content_type = "application/json",
			.body = body.data,
			.body_length = body.length,
			.deadline = call->deadline},
		done, context);
	http_body_free(&body);
	arena_free(&arena);
}

/* The answer names this very message, and says that it was accepted. */
static bool
is_receipt(const struct http_answer *answer, const char *id)
{
	struct json *json = json_parse(answer->body, answer->length);
	bool ours =
		json && strcmp(json_text(json, "id"), id) == 0 && strcmp(json_text(json, "status"), "accepted") == 0;

	json_free(&json);
	return ours;
}

void
webhook_judge(const char *id, const struct http_answer *answer, struct gateway_result *result)
{
	gateway_judge(answer, result);
	if (answer->status == 409 || (answer->status / 100 == 2 && is_receipt(answer, id))) {
		gateway_say(result, GATEWAY_SENT, "");
		snprintf(result->id, sizeof(result->id), "%s", id);
	} else if (answer->status == 503) {
		gateway_busy(answer, result);
	} else if (answer->status == 401 || answer->status == 403) {
		gateway_say(result, GATEWAY_REFUSED, "the gateway refuses our signature: tell your administrator");
	} else if (answer->status == 404) {
		gateway_say(result, GATEWAY_REFUSED, "the gateway is not at its url: tell your administrator");
	}
}
