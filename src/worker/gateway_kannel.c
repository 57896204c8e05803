/*
 * Kannel's sendsms (https://www.kannel.org/download/1.4.5/userguide-1.4.5/userguide.html, chapter "SMS Push"): texts,
 * and nothing that could be asked afterwards. By POST it takes the text as the body and all else as headers, which no
 * log of requests has; forms it does not read. What became of one comes as a delivery report, by an address that holds
 * our own id, so it finds its challenge also where the answer to the request was lost.
 */
#include <stdio.h>
#include <string.h>

#include "gateway_kannel_words.h"
#include "gateway_private.h"
#include "message_size.h"
#include "mfadesk/crypto/private_file.h"

#define PASSWORD_LIMIT (PRIVATE_FILE_LARGEST + 64)
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
	const struct gateway_asked *asked = context;
	struct gateway_result result = {.outcome = GATEWAY_UNKNOWN, .retry_after = -1};

	if (answer->outcome == HTTP_NOT_SENT)
		gateway_say(&result, GATEWAY_NOT_SENT, "the gateway cannot be reached");
	else if (answer->outcome == HTTP_ANSWERED)
		kannel_answer(answer->status, answer->body, &result);
	if (result.outcome == GATEWAY_SENT)
		snprintf(result.id, sizeof(result.id), "%s", asked->id);
	gateway_tell_result(context, &result);
}

struct headers {
	const char *lines[9]; /* the last one is NULL */
	size_t count;
};

static void
add(struct arena *arena, struct headers *headers, const char *name, const char *value)
{
	headers->lines[headers->count++] = arena_printf(arena, "X-Kannel-%s: %s", name, value);
}

static void
add_report(struct arena *arena, struct headers *headers, const struct gateway *gateway, const char *id)
{
	const char *url = config_text(gateway->section, "report_url");

	if (!url)
		return;
	add(arena, headers, "DLR-Mask", FINAL_REPORTS);
	add(arena, headers, "DLR-URL", gateway_report_url(arena, gateway, url, id, "%d"));
}

static void
fill(struct arena *arena, struct headers *headers, const struct gateway *gateway, const struct gateway_message *message)
{
	int64_t minutes = message->valid_seconds / 60;

	add(arena, headers, "Username", config_text(gateway->section, "username"));
	add(arena, headers, "To", message->number);
	add(arena, headers, "From", config_text(gateway->section, "from"));
	add(arena, headers, "Validity", arena_printf(arena, "%lld", (long long)(minutes < 1 ? 1 : minutes)));
	if (!message_is_gsm(secret_text(message->text)))
		add(arena, headers, "Coding", "2");
	add_report(arena, headers, gateway, message->id);
}

static void
kannel_send(struct gateway_asked *asked, const struct gateway_message *message, int64_t deadline)
{
	const struct gateway *gateway = asked->gateway;
	struct arena *arena = arena_new();
	struct headers headers = {0};
	struct buffer password;
	struct http_call request = {.method = HTTP_POST,
		.url = arena_printf(arena, "%s/cgi-bin/sendsms", config_text(gateway->section, "url")),
		.headers = headers.lines,
		.content_type = "text/plain; charset=UTF-8",
		.body = secret_text(message->text),
		.body_length = strlen(secret_text(message->text)),
		.deadline = deadline};

	snprintf(asked->id, sizeof(asked->id), "%s", message->id);
	http_body_start(&password, PASSWORD_LIMIT);
	buffer_printf(&password, "X-Kannel-Password: %s", secret_text(gateway->token));
	headers.lines[headers.count++] = buffer_text(&password);
	fill(arena, &headers, gateway, message);
	http_send(gateway->http, &request, sent, asked);
	http_body_free(&password);
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
