#include "gateway_twilio_words.h"

#include <stdio.h>
#include <string.h>

static const struct {
	int code;
	const char *reason;
} codes[] = {
	{20003, "the gateway refuses our credentials: tell your administrator"},
	{20404, "the gateway does not know our account: tell your administrator"},
	{21201, "the gateway missed the number"},
	{21205, "the gateway cannot speak this call: tell your administrator"},
	{21210, "the gateway does not let us call from our number: tell your administrator"},
	{21211, "the gateway says that it is no number"},
	{21212, "the gateway does not accept our sender: tell your administrator"},
	{21214, "the number cannot be reached"},
	{21215, "the gateway may not call that country: tell your administrator"},
	{21216, "the gateway does not call that number"},
	{21217, "the gateway says that it is no number"},
	{21408, "the gateway may not send to that country: tell your administrator"},
	{21606, "our sender cannot send texts: tell your administrator"},
	{21608, "the gateway is on trial and sends to verified numbers only: tell your administrator"},
	{21610, "the person opted out of texts (STOP): take a call, or have them text START"},
	{21611, "the gateway has too many texts waiting: try again later"},
	{21612, "the gateway has no way to that number"},
	{21614, "that number takes no texts: take a call"},
	{30003, "the phone is off or out of reach"},
	{30005, "the carrier does not know that number"},
	{30006, "that number takes no texts: take a call"},
	{30007, "the carrier filtered the text: take a call"},
	{30034, "our sender is not registered with the carrier: tell your administrator"},
};

static const char *
reason_of(int64_t code)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (codes[i].code == code)
			return codes[i].reason;
	}
	return NULL;
}

void
twilio_refusal(int64_t code, int status, char *reason, size_t size)
{
	const char *words = reason_of(code ? code : status == 401 ? 20003 : status == 404 ? 20404 : 0);

	if (words)
		snprintf(reason, size, "%s", words);
	else
		snprintf(reason, size, "the gateway refused it (%lld)", (long long)(code ? code : status));
}

static const struct {
	const char *status;
	const char *state;
	bool last;
	const char *reason;
} texts[] =
	{
		{"accepted", "sent", false, ""},
		{"scheduled", "sent", false, ""},
		{"queued", "sent", false, ""},
		{"sending", "sent", false, ""},
		{"sent", "sent", false, ""},
		{"delivered", "delivered", true, ""},
		{"read", "delivered", true, ""},
		{"undelivered", "failed", true, "it could not be delivered"},
		{"failed", "failed", true, "the gateway could not send it"},
		{"canceled", "failed", true, "it was cancelled at the gateway"},
},
  calls[] = {
	  {"queued", "sent", false, ""},
	  {"ringing", "ringing", false, ""},
	  {"in-progress", "answered", false, ""},
	  {"completed", "answered", true, ""},
	  {"busy", "failed", true, "busy"},
	  {"no-answer", "failed", true, "no answer"},
	  {"failed", "failed", true, "the call could not be made"},
	  {"canceled", "failed", true, "the call was cancelled"},
};

bool
twilio_text(const char *status, int64_t error_code, struct gateway_status *out)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (strcmp(texts[i].status, status) != 0)
			continue;
		out->state = texts[i].state;
		out->last = texts[i].last;
		snprintf(out->reason, sizeof(out->reason), "%s",
			texts[i].reason[0] && reason_of(error_code) ? reason_of(error_code) : texts[i].reason);
		return true;
	}
	return false;
}

/* human; machine_start, machine_end_beep, …, fax; unknown. NULL: it was not asked, or is not known yet. */
static const char *
who(const char *answered_by)
{
	if (!answered_by[0])
		return NULL;
	if (strcmp(answered_by, "human") == 0)
		return "human";
	return strncmp(answered_by, "machine", 7) == 0 || strcmp(answered_by, "fax") == 0 ? "machine" : "unknown";
}

bool
twilio_call(const char *status, const char *answered_by, struct gateway_status *out)
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		if (strcmp(calls[i].status, status) != 0)
			continue;
		out->state = calls[i].state;
		out->last = calls[i].last;
		out->answered_by = who(answered_by);
		snprintf(out->reason, sizeof(out->reason), "%s", calls[i].reason);
		return true;
	}
	return false;
}
