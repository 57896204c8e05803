/*
 * Kannel's sendsms (https://www.kannel.org/download/1.4.5/userguide-1.4.5/userguide.html, chapter "SMS Push"): texts,
 * and nothing that could be asked afterwards. What became of one comes as a delivery report, by an address that holds
 * our own id, so it finds its challenge also where the answer to the request was lost.
 */
#include <stdio.h>
#include <string.h>

#include "gateway_kannel_words.h"
#include "gateway_private.h"

#define BODY_LIMIT 16384
#define FINAL_REPORTS "19" /* delivered (1), failed (2), rejected (16) */

static const struct config_key keys[] = {
	{.name = "url",
		.kind = CONFIG_TEXT,
		.required = true,
		.help = "where its smsbox listens, without /cgi-bin/sendsms"},
	{.name = "username", .kind = CONFIG_TEXT, .required = true, .most = 64, .help = "of a sendsms-user there"},
	{.name = "from", .kind = CONFIG_TEXT, .required = true, .most = 34, .help = "the sender that phones show"},
	{.name = "report_url",
		.kind = CONFIG_TEXT,
		.help = "where [reports] is, as Kannel reaches it: http://…/report"},
};

static void
sent(void *context, const struct http_answer *answer)
{
	struct gateway_result result = {.outcome = GATEWAY_UNKNOWN, .retry_after = -1};

	if (answer->outcome == HTTP_NOT_SENT) {
		result.outcome = GATEWAY_NOT_SENT;
		snprintf(result.reason, sizeof(result.reason), "the gateway cannot be reached");
	} else if (answer->outcome == HTTP_ANSWERED) {
		kannel_answer(answer->status, answer->body, &result);
	}
	gateway_tell_result(context, &result);
}

static void
add_number(struct buffer *form, const char *name, int64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)number);
	http_form_add(form, name, text);
}

static void
add_report(struct arena *arena, struct buffer *form, const struct gateway *gateway, const char *id)
{
	const char *url = config_text(gateway->section, "report_url");

	if (!url || !id)
		return;
	http_form_add(form, "dlr-mask", FINAL_REPORTS);
	http_form_add(form, "dlr-url", gateway_report_url(arena, gateway, url, id, "%d"));
}

/* The credentials are in the body too: queries are what logs are full of. */
static void
fill(struct arena *arena, struct buffer *form, const struct gateway *gateway, const struct gateway_message *message)
{
	const char *text = secret_text(message->text);
	int64_t minutes = message->valid_seconds / 60;

	http_form_add(form, "username", config_text(gateway->section, "username"));
	http_form_add(form, "password", secret_text(gateway->token));
	http_form_add(form, "to", message->number);
	http_form_add(form, "from", config_text(gateway->section, "from"));
	http_form_add(form, "text", text);
	http_form_add(form, "charset", "UTF-8");
	if (!kannel_is_gsm(text))
		http_form_add(form, "coding", "2");
	add_number(form, "validity", minutes < 1 ? 1 : minutes);
	add_report(arena, form, gateway, message->id);
}

static void
kannel_send(struct gateway_asked *asked, const struct gateway_message *message, int64_t deadline)
{
	struct arena *arena = arena_new();
	struct buffer form;
	struct http_call request = {.method = HTTP_POST,
		.url = arena_printf(arena, "%s/cgi-bin/sendsms", config_text(asked->gateway->section, "url")),
		.content_type = "application/x-www-form-urlencoded",
		.deadline = deadline};

	http_body_start(&form, BODY_LIMIT);
	fill(arena, &form, asked->gateway, message);
	request.body = buffer_text(&form);
	request.body_length = form.length;
	http_send(asked->gateway->http, &request, sent, asked);
	http_body_free(&form);
	arena_free(&arena);
}

const struct gateway_driver gateway_kannel = {
	.name = "kannel",
	.texts = true,
	.keys = keys,
	.key_count = sizeof(keys) / sizeof(keys[0]),
	.send = kannel_send,
	.reported = kannel_report,
};
