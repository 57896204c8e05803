/* `mfadeskd`: from the arguments of main() to what it does. */
#include <stdio.h>
#include <string.h>

#include "mfadesk/base/log.h"
#include "mfadesk/crypto/secret.h"
#include "mfadesk/worker/worker.h"
#include "worker.h"

#define DEFAULT_CONFIG "/etc/mfadesk/mfadeskd.conf"

static const char usage[] = "usage: mfadeskd [--config FILE] [--check-config | --try text|call|mail TO | --version]";

struct arguments {
	const char *config;
	bool check, version, help;
	const char *channel, *to; /* of --try */
};

/* How many arguments an option takes is in its case; false for what is none, or lacks a value. */
static bool
take(int argc, char **argv, int *at, struct arguments *arguments)
{
	const char *option = argv[*at];
	int left = argc - *at - 1;

	if (strcmp(option, "--check-config") == 0) {
		arguments->check = true;
	} else if (strcmp(option, "--version") == 0) {
		arguments->version = true;
	} else if (strcmp(option, "--help") == 0) {
		arguments->help = true;
	} else if (strcmp(option, "--config") == 0 && left >= 1) {
		arguments->config = argv[++*at];
	} else if (strcmp(option, "--try") == 0 && left >= 2) {
		arguments->channel = argv[++*at];
		arguments->to = argv[++*at];
	} else {
		log_line("%s", usage);
		return false;
	}
	return true;
}

static int
check_config(const char *path)
{
	struct loop *loop = loop_new();
	struct buffer problems;
	struct settings *settings;
	int status = WORKER_FAILED;

	buffer_init(&problems, 0);
	settings = settings_read(path, loop, &problems);
	if (settings) {
		printf("%s: good\n", path);
		status = WORKER_DONE;
	}
	fputs(buffer_text(&problems), stderr);
	settings_free(&settings);
	buffer_free(&problems);
	loop_free(&loop);
	return status;
}

int
worker_run(int argc, char **argv)
{
	struct arguments arguments = {.config = DEFAULT_CONFIG};

	for (int at = 1; at < argc; at++)
		if (!take(argc, argv, &at, &arguments))
			return WORKER_USAGE;
	if (arguments.version || arguments.help) {
		puts(arguments.version ? "mfadeskd " MFADESK_VERSION : usage);
		return WORKER_DONE;
	}
	crypto_secure_heap_start();
	if (arguments.check)
		return check_config(arguments.config);
	if (arguments.channel)
		return try_channel(arguments.config, arguments.channel, arguments.to);
	return worker_serve(arguments.config);
}
