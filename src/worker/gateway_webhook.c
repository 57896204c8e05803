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
sent(void *context, const struct http_answer *answer)
{
	struct gateway_asked *asked = context;
	struct gateway_result result;

	webhook_judge(asked->id, answer, &result);
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
