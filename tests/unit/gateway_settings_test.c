/* What a gateway's section of the configuration must look like. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mfadesk/worker/gateway.h"

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))
#define HEX32 "0123456789abcdef0123456789ABCDEF"

static char token[128];
static struct loop *loop;
static struct http *http;

/* What is set that cannot be right, by the line that it is in; line 1 is the section's. */
static const struct {
	const char *channel, *keys, *says;
} settings[] = {
	{"text", "driver = twilio\naccount = AC12\nfrom = +15085550100\n",
		"test:5: account has to be AC and 32 hexadecimal digits\n"},
	{"text", "driver = twilio\naccount = SK" HEX32 "\nfrom = +15085550100\n",
		"test:5: account has to be AC and 32 hexadecimal digits\n"},
	{"text", "driver = twilio\naccount = AC" HEX32 "\nkey = AC" HEX32 "\nfrom = +15085550100\n",
		"test:6: key has to be SK and 32 hexadecimal digits\n"},
	{"text", "driver = twilio\naccount = AC" HEX32 "\nfrom = 15085550100\n",
		"test:6: from has to be a number, + and its digits, or MG and 32 hexadecimal digits\n"},
	{"text", "driver = twilio\naccount = AC" HEX32 "\nfrom = +05085550100\n",
		"test:6: from has to be a number, + and its digits, or MG and 32 hexadecimal digits\n"},
	{"text", "driver = twilio\naccount = AC" HEX32 "\nfrom = +1508555010012345\n",
		"test:6: from has to be a number, + and its digits, or MG and 32 hexadecimal digits\n"},
	{"text", "driver = twilio\naccount = AC" HEX32 "\nfrom = MG12\n",
		"test:6: from has to be a number, + and its digits, or MG and 32 hexadecimal digits\n"},
	{"call", "driver = twilio\naccount = AC" HEX32 "\nfrom = MG" HEX32 "\n",
		"test:6: from has to be a number, + and its digits: a messaging service makes no calls\n"},
	{"text", "driver = twilio\n", "test:1: [text] has no account\ntest:1: [text] has no from\n"},
	{"text", "driver = webhook\naccount = AC" HEX32 "\n",
		"test:5: account is no key of [text]: there are url, driver, token_file\n"},
	{"text", "driver = pigeon\n", "test:4: driver has to be one of twilio"},
	{"text", "driver = twilio\naccount = AC" HEX32 "\nfrom = MG" HEX32 "\n", ""},
	{"text", "driver = twilio\naccount = AC" HEX32 "\nkey = SK" HEX32 "\nfrom = +15085550100\n", ""},
	{"call", "driver = twilio\naccount = AC" HEX32 "\nfrom = +15085550100\n", ""},
};

static void
assert_says(const char *channel, const char *keys, const char *wanted)
{
	struct error error = {0};
	struct gateway *gateway;
	struct config *config;
	struct buffer text;

	buffer_init(&text, 0);
	buffer_printf(&text, "[%s]\nurl = https://example.edu/\ntoken_file = %s\n%s", channel, token, keys);
	config = config_parse("test", buffer_text(&text));
	buffer_clear(&text);
	gateway = gateway_open(config, channel, http, &error);
	assert_int_equal(config_finish(config, &text), !*wanted);
	assert_non_null(strstr(buffer_text(&text), wanted));
	gateway_close(&gateway);
	config_free(&config);
	buffer_free(&text);
}

static void
test_settings(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(settings); i++)
		assert_says(settings[i].channel, settings[i].keys, settings[i].says);
}

static int
set_up(void **state)
{
	const struct http_options options = {0};
	const char *folder = getenv("TMPDIR");
	int fd;

	(void)state;
	snprintf(token, sizeof(token), "%s/token.XXXXXX", folder ? folder : "/tmp");
	fd = mkstemp(token);
	if (fd < 0 || write(fd, "sesame\n", 7) != 7 || close(fd) != 0)
		return -1;
	loop = loop_new();
	http = http_new(loop, &options);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	http_free(&http);
	loop_free(&loop);
	return unlink(token);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_settings, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
