#include "gateway_twilio_keys.h"

#include <string.h>

const struct config_key twilio_keys[TWILIO_KEYS] = {
	{.name = "url",
		.kind = CONFIG_TEXT,
		.required = true,
		.help = "https://api.twilio.com, or what stands in for it"},
	{.name = "account", .kind = CONFIG_TEXT, .required = true, .help = "AC and 32 hexadecimal digits"},
	{.name = "key", .kind = CONFIG_TEXT, .help = "an API key, SK…; without it the account signs in"},
	{.name = "from",
		.kind = CONFIG_TEXT,
		.required = true,
		.help = "a number of the account (+1…), or for texts its messaging service (MG…)"},
};

bool
twilio_is_sid(const char *text, const char *letters)
{
	return strlen(text) == 34 && strncmp(text, letters, 2) == 0 && strspn(text + 2, "0123456789abcdefABCDEF") == 32;
}

/* E.164: at most 15 digits, the first of which is no zero. */
static bool
is_number(const char *text)
{
	size_t digits = text[0] == '+' ? strspn(text + 1, "0123456789") : 0;

	return digits >= 7 && digits <= 15 && text[1] != '0' && text[1 + digits] == '\0';
}

static void
check_sid(struct config *config, const char *section, const char *key, const char *value, const char *letters)
{
	if (value && !twilio_is_sid(value, letters))
		config_wrong(config, section, key, "%s has to be %s and 32 hexadecimal digits", key, letters);
}

void
twilio_check(struct config *config, const char *section, const struct gateway *gateway)
{
	const char *from = config_text(gateway->section, "from");

	check_sid(config, section, "account", config_text(gateway->section, "account"), "AC");
	check_sid(config, section, "key", config_text(gateway->section, "key"), "SK");
	if (!from || is_number(from) || (!gateway->call && twilio_is_sid(from, "MG")))
		return;
	config_wrong(config, section, "from",
		gateway->call ? "from has to be a number, + and its digits: a messaging service makes no calls"
			      : "from has to be a number, + and its digits, or MG and 32 hexadecimal digits");
}
