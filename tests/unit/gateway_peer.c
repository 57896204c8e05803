#include "gateway_peer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define DEADLINE 15000 /* milliseconds */

static void
write_file(struct gateway_peer *peer, const char *name, const char *text)
{
	char path[128];
	FILE *file;

	peer_path(&peer->wire.peer, name, path, sizeof(path));
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	assert_int_equal(fchmod(fileno(file), S_IRUSR | S_IWUSR), 0);
	assert_int_equal(fclose(file), 0);
}

int
gateway_peer_start(struct gateway_peer *peer)
{
	int status = wire_start(&peer->wire, "python3", "tests/lib/http_peer.py", 6);

	write_file(peer, "token", GATEWAY_TOKEN "\n");
	return status;
}

int
gateway_peer_end(struct gateway_peer *peer)
{
	return wire_end(&peer->wire);
}

void
gateway_peer_open(struct gateway_peer *peer)
{
	wire_open(&peer->wire);
	peer->text = secret_new(256);
	assert_true(secret_set(peer->text, "Code 123456 (K7)"));
	peer->message = (struct gateway_message){.number = "+15085550142",
		.mark = "K7",
		.id = GATEWAY_MESSAGE_ID,
		.text = peer->text,
		.valid_seconds = 300};
}

void
gateway_peer_close(struct gateway_peer *peer)
{
	wire_close(&peer->wire);
	gateway_close(&peer->gateway);
	config_free(&peer->config);
	secret_free(&peer->text);
}

void
gateway_peer_set(struct gateway_peer *peer, const char *channel, int port, const char *keys)
{
	struct error error = {0};
	struct buffer text;

	gateway_close(&peer->gateway);
	config_free(&peer->config);
	buffer_init(&text, 0);
	buffer_printf(&text, "[%s]\nurl = http://127.0.0.1:%d/as-told\ntoken_file = %s/token\n%s", channel,
		peer->wire.peer.ports[port], peer->wire.peer.folder, keys);
	peer->config = config_parse("test", buffer_text(&text));
	buffer_clear(&text);
	peer->gateway = gateway_open(peer->config, channel, peer->wire.http, &error);
	assert_true(config_finish(peer->config, &text));
	assert_non_null(peer->gateway);
	buffer_free(&text);
}

void
gateway_peer_tell(struct gateway_peer *peer, const char *bytes, const char *next)
{
	write_file(peer, "answer", bytes);
	if (next)
		write_file(peer, "answer.next", next);
}

static void
on_sent(void *context, const struct gateway_result *result)
{
	struct gateway_peer *peer = context;

	peer->answers++;
	peer->result = *result;
}

static void
on_withdrawn(void *context, bool done, const char *reason)
{
	struct gateway_peer *peer = context;

	(void)reason;
	peer->answers++;
	peer->withdrawn = done;
}

void
gateway_peer_send(struct gateway_peer *peer)
{
	peer->answers = 0;
	gateway_send(peer->gateway, &peer->message, DEADLINE, on_sent, peer);
	assert_int_equal(peer->answers, 0);
	wire_await(&peer->wire, &peer->answers, 1);
}

void
gateway_peer_withdraw(struct gateway_peer *peer, const char *id)
{
	peer->answers = 0;
	assert_true(gateway_withdraw(peer->gateway, id, on_withdrawn, peer));
	wire_await(&peer->wire, &peer->answers, 1);
}

char *
gateway_peer_body(struct gateway_peer *peer)
{
	size_t length;
	char *request = wire_newest(&peer->wire, &length);
	char *body = strstr(request, "\r\n\r\n");

	assert_non_null(body);
	memmove(request, body + 4, strlen(body + 4) + 1);
	return request;
}
