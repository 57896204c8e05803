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
#include "webhook.h"

static const struct config_key keys[] = {
	{.name = "url", .kind = CONFIG_TEXT, .required = true, .help = "where messages are posted"},
};

static void
taken(struct gateway_result *result, const char *id)
{
	gateway_say(result, GATEWAY_SENT, "");
	snprintf(result->id, sizeof(result->id), "%s", id);
}

static void
judge(const char *id, const struct http_answer *answer, struct gateway_result *result)
{
	gateway_judge(answer, result);
	if (answer->status == 409 || (answer->status / 100 == 2 && webhook_is_receipt(answer, id)))
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
	const struct webhook_member members[] = {{"id", message->id}, {"type", gateway->call ? "voice" : "sms"},
		{"to", message->number}, {"extension", message->extension}, {"text", secret_text(message->text)},
		{NULL, NULL}};

	snprintf(asked->id, sizeof(asked->id), "%s", message->id);
	webhook_post(gateway->http,
		&(const struct webhook_call){.url = config_text(gateway->section, "url"),
			.token = gateway->token,
			.members = members,
			.deadline = deadline},
		sent, asked);
}

const struct gateway_driver gateway_webhook = {
	.name = "webhook",
	.texts = true,
	.calls = true,
	.keys = keys,
	.key_count = sizeof(keys) / sizeof(keys[0]),
	.send = webhook_send,
};
