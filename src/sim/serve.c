/* `mfadesk-sim serve`: the carrier until it is told to stop. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "carrier.h"
#include "commands.h"
#include "mfadesk/base/log.h"
#include "mfadesk/crypto/private_file.h"
#include "mfadesk/sim/sim.h"

#define DEFAULT_ACCOUNT "AC00000000000000000000000000000001"

enum { SID_DIGITS = 32, PORT_MAX = 65535 };

static bool
is_account(const char *account)
{
	return strncmp(account, "AC", 2) == 0 && strspn(account + 2, "0123456789abcdefABCDEF") == SID_DIGITS &&
		account[2 + SID_DIGITS] == '\0';
}

static bool
read_port(const char *text, uint16_t *port)
{
	char *end;
	long number = strtol(text, &end, 10);

	if (strspn(text, "0123456789") == 0 || *end || number < 0 || number > PORT_MAX)
		return false;
	*port = (uint16_t)number;
	return true;
}

/* Whole or not at all: who waits for it reads a port. */
static bool
write_port(const char *path, uint16_t port, struct error *error)
{
	struct arena *arena = arena_new();
	const char *fresh = arena_printf(arena, "%s.new", path);
	FILE *file = fopen(fresh, "we");
	bool ok = file && fprintf(file, "%u\n", (unsigned)port) > 0;

	ok = file && fclose(file) == 0 && ok && rename(fresh, path) == 0;
	if (!ok)
		error_set(error, ERROR_LOCAL, "", "", "cannot write %s: %s", path, strerror(errno));
	arena_free(&arena);
	return ok;
}

static void
stop(void *context, int number)
{
	(void)number;
	loop_stop(context);
}

/* With everything else at hand. */
static bool
listen_and_serve(const struct arguments *arguments, struct api *api, const struct secret *token, uint16_t port,
	struct error *error)
{
	struct carrier *carrier = carrier_new(api->loop, api, token, port, error);
	bool ok = carrier != NULL;

	if (ok && arguments->port_file)
		ok = write_port(arguments->port_file, carrier_port(carrier), error);
	if (ok) {
		log_line("listening url=http://127.0.0.1:%u account=%s", (unsigned)carrier_port(carrier), api->account);
		loop_on_signal(api->loop, SIGTERM, stop, api->loop);
		loop_on_signal(api->loop, SIGINT, stop, api->loop);
		api_watch_calls(api);
		loop_run(api->loop);
		log_line("stopped");
	}
	if (ok && arguments->port_file)
		unlink(arguments->port_file);
	carrier_free(&carrier);
	return ok;
}

static bool
serve(const struct arguments *arguments, uint16_t port, struct error *error)
{
	struct secret *token = private_file_read_line(arguments->token_file, error);
	struct api api = {.account = arguments->account ? arguments->account : DEFAULT_ACCOUNT,
		.auto_answer = arguments->auto_answer};
	bool ok = false;

	if (token)
		api.database = database_open(arguments->db, error);
	if (api.database) {
		api.loop = loop_new();
		ok = listen_and_serve(arguments, &api, token, port, error);
		api_stop(&api);
		loop_free(&api.loop);
	}
	database_close(&api.database);
	secret_free(&token);
	return ok;
}

int
sim_serve(const struct arguments *arguments)
{
	struct error error = {0};
	uint16_t port = 0;

	if (!arguments->token_file)
		log_line("serve needs --token-file FILE");
	else if (arguments->account && !is_account(arguments->account))
		log_line("--account %s: it is AC and 32 hexadecimal digits", arguments->account);
	else if (arguments->port && !read_port(arguments->port, &port))
		log_line("--port %s: it is a number from 0 to %d", arguments->port, PORT_MAX);
	else {
		signal(SIGPIPE, SIG_IGN);
		crypto_secure_heap_start();
		return serve(arguments, port, &error) ? SIM_DONE : sim_fail(&error);
	}
	return SIM_USAGE;
}
