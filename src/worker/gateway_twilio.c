/*
 * Twilio's Messages and Calls (https://www.twilio.com/docs/messaging/api/message-resource,
 * https://www.twilio.com/docs/voice/api/call-resource), version 2010-04-01. There is no idempotency key: what may have
 * been sent is looked for in the list, by its mark, and never sent again. Status comes by polling.
 */
#include <stdio.h>
#include <string.h>

#include "gateway_private.h"
#include "gateway_twilio_keys.h"
#include "gateway_twilio_words.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/net/json.h"

#define RING_SECONDS "25" /* before voicemail takes it */
#define BODY_LIMIT 8192
#define READ_DEADLINE 10000 /* milliseconds */

/* "…/Messages.json", "…/Messages/SM….json". */
static char *
resource(struct arena *arena, const struct gateway *gateway, const char *id, const char *query)
{
	return arena_printf(arena, "%s/2010-04-01/Accounts/%s/%s%s%s.json%s", config_text(gateway->section, "url"),
		config_text(gateway->section, "account"), gateway->call ? "Calls" : "Messages", id[0] ? "/" : "", id,
		query);
}

static void
call(struct gateway_asked *asked, enum http_method method, const char *url, struct buffer *form, int64_t deadline,
	http_done *done)
{
	const struct config_section *section = asked->gateway->section;
	const char *key = config_text(section, "key");
	const struct http_call request = {.method = method,
		.url = url,
		.user = key ? key : config_text(section, "account"),
		.password = asked->gateway->token,
		.content_type = form ? "application/x-www-form-urlencoded" : NULL,
		.body = form ? buffer_text(form) : NULL,
		.body_length = form ? strlen(buffer_text(form)) : 0,
		.deadline = deadline};

	http_send(asked->gateway->http, &request, done, asked);
}

static bool
is_id(const struct gateway *gateway, const char *id)
{
	return gateway->call ? twilio_is_sid(id, "CA") : twilio_is_sid(id, "SM") || twilio_is_sid(id, "MM");
}

static void
accepted(const struct gateway *gateway, const struct json *json, struct gateway_result *result)
{
	const char *id = json_text(json, "sid");

	if (!is_id(gateway, id))
		return;
	result->outcome = GATEWAY_SENT;
	snprintf(result->id, sizeof(result->id), "%s", id);
}

/* Only a refusal and what was not written are certain; its code says more than the status. */
static void
sent(void *context, const struct http_answer *answer)
{
	struct gateway_asked *asked = context;
	struct gateway_result result;
	struct json *json = answer->outcome == HTTP_ANSWERED ? json_parse(answer->body, answer->length) : NULL;
	int64_t code = 0;

	gateway_judge(answer, &result);
	if (json && !json_number(json, "code", &code))
		code = 0;
	if (result.outcome == GATEWAY_REFUSED)
		twilio_refusal(code, answer->status, result.reason, sizeof(result.reason));
	else if (json && answer->status / 100 == 2)
		accepted(asked->gateway, json, &result);
	json_free(&json);
	gateway_tell_result(asked, &result);
}

static void
add_from(struct buffer *form, const struct gateway *gateway)
{
	const char *from = config_text(gateway->section, "from");

	http_form_add(form, strncmp(from, "MG", 2) == 0 ? "MessagingServiceSid" : "From", from);
}

static void
add_text(struct buffer *form, const struct gateway_message *message)
{
	char seconds[24];
	int64_t valid = message->valid_seconds < 1 ? 1
		: message->valid_seconds > 36000   ? 36000
						   : message->valid_seconds;

	snprintf(seconds, sizeof(seconds), "%lld", (long long)valid);
	http_form_add(form, "Body", secret_text(message->text));
	http_form_add(form, "ValidityPeriod", seconds);
}

/* XML has five characters of its own. */
static void
escape(struct buffer *xml, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			buffer_append_text(xml, "&amp;");
			break;
		case '<':
			buffer_append_text(xml, "&lt;");
			break;
		case '>':
			buffer_append_text(xml, "&gt;");
			break;
		case '"':
			buffer_append_text(xml, "&quot;");
			break;
		case '\'':
			buffer_append_text(xml, "&apos;");
			break;
		default:
			buffer_append(xml, text, 1);
		}
	}
}

static void
add_call(struct buffer *form, const struct gateway_message *message)
{
	struct buffer xml;
	char digits[40];

	http_body_start(&xml, BODY_LIMIT);
	buffer_append_text(&xml, "<Response><Pause length=\"1\"/><Say>");
	escape(&xml, secret_text(message->text));
	buffer_append_text(&xml, "</Say></Response>");
	http_form_add(form, "Twiml", buffer_text(&xml));
	http_body_free(&xml);
	http_form_add(form, "Timeout", RING_SECONDS);
	if (message->extension) {
		snprintf(digits, sizeof(digits), "wwww%s", message->extension);
		http_form_add(form, "SendDigits", digits);
	} else {
		http_form_add(form, "MachineDetection", "Enable");
	}
}

static void
twilio_send(struct gateway_asked *asked, const struct gateway_message *message, int64_t deadline)
{
	struct arena *arena = arena_new();
	struct buffer form;

	http_body_start(&form, BODY_LIMIT);
	http_form_add(&form, "To", message->number);
	add_from(&form, asked->gateway);
	if (asked->gateway->call)
		add_call(&form, message);
	else
		add_text(&form, message);
	call(asked, HTTP_POST, resource(arena, asked->gateway, "", ""), &form, deadline, sent);
	http_body_free(&form);
	arena_free(&arena);
}

/* One text or call as the gateway describes it. */
static void
read_status(const struct gateway *gateway, const struct json *json, struct gateway_status *status)
{
	int64_t code = 0;

	if (!json_number(json, "error_code", &code))
		code = 0;
	status->known = gateway->call ? twilio_call(json_text(json, "status"), json_text(json, "answered_by"), status)
				      : twilio_text(json_text(json, "status"), code, status);
	if (is_id(gateway, json_text(json, "sid")))
		snprintf(status->id, sizeof(status->id), "%s", json_text(json, "sid"));
}

static void
followed(void *context, const struct http_answer *answer)
{
	struct gateway_asked *asked = context;
	struct gateway_status status = {0};
	struct json *json = NULL;

	if (answer->outcome == HTTP_ANSWERED && answer->status == 200)
		json = json_parse(answer->body, answer->length);
	if (json)
		read_status(asked->gateway, json, &status);
	json_free(&json);
	gateway_tell_status(asked, &status);
}

static void
look(struct gateway_asked *asked, const char *id, http_done *done)
{
	struct arena *arena = arena_new();

	call(asked, HTTP_GET, resource(arena, asked->gateway, id, ""), NULL, READ_DEADLINE, done);
	arena_free(&arena);
}

static void
twilio_follow(struct gateway_asked *asked, const char *id)
{
	look(asked, id, followed);
}

/* The one text with the mark in it. */
static const struct json *
ours(const struct gateway_asked *asked, const struct json *json)
{
	const struct json *found = NULL;
	char mark[12];

	snprintf(mark, sizeof(mark), "(%s)", asked->mark);
	for (size_t i = 0; i < json_count(json, "messages"); i++) {
		const struct json *one = json_at(json, "messages", i);

		if (!strstr(json_text(one, "body"), mark))
			continue;
		if (found)
			return NULL;
		found = one;
	}
	return found;
}

static void
found(void *context, const struct http_answer *answer)
{
	struct gateway_asked *asked = context;
	struct gateway_status status = {0};
	struct json *json = NULL;
	const struct json *one = NULL;

	if (answer->outcome == HTTP_ANSWERED && answer->status == 200)
		json = json_parse(answer->body, answer->length);
	if (json)
		one = ours(asked, json);
	if (one)
		read_status(asked->gateway, one, &status);
	json_free(&json);
	gateway_tell_status(asked, &status);
}

static void
twilio_find(struct gateway_asked *asked, const char *number, int64_t since)
{
	struct arena *arena = arena_new();
	char day[CLOCK_TEXT_SIZE];

	clock_format(since, day);
	day[strlen("2026-11-24")] = '\0';
	call(asked, HTTP_GET,
		resource(arena, asked->gateway, "",
			arena_printf(
				arena, "?To=%s&DateSent%%3E=%s&PageSize=100", http_query_escape(arena, number), day)),
		NULL, READ_DEADLINE, found);
	arena_free(&arena);
}

static void
tell_withdrawn(struct gateway_asked *asked, bool gone)
{
	gateway_tell_withdrawn(asked, gone, gone ? "" : "the gateway did not take it back");
}

/* What a text says there now: nothing, where the words are gone. */
static void
read_back(void *context, const struct http_answer *answer)
{
	struct gateway_asked *asked = context;
	struct json *json = answer->status == 200 ? json_parse(answer->body, answer->length) : NULL;
	bool empty = json && strcmp(json_text(json, "sid"), asked->id) == 0 && !*json_text(json, "body");

	json_free(&json);
	tell_withdrawn(asked, empty || answer->status == 404);
}

/* What is not there any more, and a call that is over already (400), need not be taken back. */
static void
withdrawn(void *context, const struct http_answer *answer)
{
	struct gateway_asked *asked = context;
	bool taken = answer->status / 100 == 2;

	if (asked->gateway->call || !taken)
		tell_withdrawn(
			asked, taken || answer->status == 404 || (asked->gateway->call && answer->status == 400));
	else
		look(asked, asked->id, read_back);
}

/* At least once: a text loses its words, which is looked for; a call is hung up. */
static void
twilio_withdraw(struct gateway_asked *asked, const char *id)
{
	struct arena *arena = arena_new();
	struct buffer form;

	http_body_start(&form, BODY_LIMIT);
	if (asked->gateway->call)
		http_form_add(&form, "Status", "completed");
	else
		http_form_add(&form, "Body", "");
	call(asked, HTTP_POST, resource(arena, asked->gateway, id, ""), &form, READ_DEADLINE, withdrawn);
	http_body_free(&form);
	arena_free(&arena);
}

const struct gateway_driver gateway_twilio = {
	.name = "twilio",
	.texts = true,
	.calls = true,
	.keys = twilio_keys,
	.key_count = TWILIO_KEYS,
	.check = twilio_check,
	.send = twilio_send,
	.follow = twilio_follow,
	.find = twilio_find,
	.withdraw = twilio_withdraw,
};
