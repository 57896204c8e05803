/* The keys of the configuration file that are the worker's own; those of the channels belong to their drivers. */
#include "settings.h"

#include "mfadesk/net/listener.h"
#include "point.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define LEASE_OVER_CALL 3 /* seconds: what a lease must be longer than a call, for its result to be told */

static const struct config_key database_keys[] = {
	{.name = "conninfo", .kind = CONFIG_TEXT, .required = true, .help = "how libpq reaches the directory"},
};
static const struct config_key keys_keys[] = {
	{.name = "file", .kind = CONFIG_PATH, .required = true, .help = "master keys, readable by this user alone"},
};
static const struct config_key network_keys[] = {
	{.name = "ca_file", .kind = CONFIG_PATH, .help = "who may sign certificates; without it the system's"},
	{.name = "proxy", .kind = CONFIG_TEXT, .help = "http://HOST:PORT for all calls but those to this machine"},
};
static const struct config_key notices_keys[] = {
	{.name = "directory",
		.kind = CONFIG_PATH,
		.help = "templates of what persons are told: mail.txt, text.txt, lead.txt; without it the built-in "
			"ones"},
};
static const struct config_key reports_keys[] = {
	{.name = "listen",
		.kind = CONFIG_TEXT,
		.required = true,
		.help = "ADDRESS:PORT of this machine alone, where gateways report what became of a text"},
};
static const struct config_key limit_keys[] = {
	{.name = "jobs", .kind = CONFIG_NUMBER, .fallback = "64", .least = 1, .most = 1000, .help = "jobs at once"},
	{.name = "lease",
		.kind = CONFIG_TIME,
		.fallback = "60 s",
		.least = 4,
		.most = 600,
		.help = "how long a job is this worker's"},
	{.name = "call_deadline",
		.kind = CONFIG_TIME,
		.fallback = "20 s",
		.least = 1,
		.most = 300,
		.help = "how long a gateway may take"},
	{.name = "transaction",
		.kind = CONFIG_TIME,
		.fallback = "30 s",
		.least = 5,
		.most = 3600,
		.help = "how long a staff session may sit in a transaction"},
	{.name = "poll",
		.kind = CONFIG_TIME,
		.fallback = "5 s",
		.least = 1,
		.most = 60,
		.help = "how often to look where nobody was woken"},
};
static const struct config_key test_keys[] = {
	{.name = "stop_at", .kind = CONFIG_TEXT, .help = "a place in the program at which it dies, for tests"},
	{.name = "pause_at", .kind = CONFIG_TEXT, .help = "one at which it stands still until SIGCONT"},
};

static void
use_limits(struct settings *settings)
{
	struct config *config = settings->config;
	const struct config_section *limits = config_use(config, "limits", limit_keys, COUNT(limit_keys));

	settings->jobs = (size_t)config_number(limits, "jobs");
	settings->lease = config_number(limits, "lease");
	settings->call_deadline = config_number(limits, "call_deadline");
	settings->transaction = config_number(limits, "transaction");
	settings->poll = config_number(limits, "poll");
}

static void
check_lease(struct settings *settings, int64_t deadline, const char *name)
{
	if (settings->lease > 0 && deadline > 0 && settings->lease < deadline + LEASE_OVER_CALL)
		config_wrong(settings->config, "limits", "lease", "a lease must be %d s longer than %s",
			LEASE_OVER_CALL, name);
}

/* What is sent comes to its end while the job is this worker's. */
static void
check_leases(struct settings *settings)
{
	int64_t of_mail = settings->mail ? mailer_deadline(settings->mail) / 1000 : 0;

	check_lease(settings, settings->call_deadline, "call_deadline");
	check_lease(settings, of_mail, "the deadline of [mail]");
	settings->longest_call = of_mail > settings->call_deadline ? of_mail : settings->call_deadline;
}

static void
use_keys(struct settings *settings)
{
	const struct config_section *keys = config_use(settings->config, "keys", keys_keys, COUNT(keys_keys));
	const char *path = config_text(keys, "file");
	struct error error = {0};

	if (!path || path[0] != '/')
		return;
	settings->keys = keys_read(path, &error);
	if (!settings->keys)
		config_wrong(settings->config, "keys", "file", "%s %s", error.message, error.hint);
}

static const char *
use_place(struct config *config, const struct config_section *test, const char *key)
{
	const char *place = config_text(test, key);

	if (place && !point_is_known(place))
		config_wrong(config, "test", key, "there is no such place");
	return place;
}

static void
use_test(struct settings *settings)
{
	const struct config_section *test = config_use(settings->config, "test", test_keys, COUNT(test_keys));

	settings->stop_at = use_place(settings->config, test, "stop_at");
	settings->pause_at = use_place(settings->config, test, "pause_at");
}

static void
use_reports(struct settings *settings)
{
	struct error error = {0};

	if (!config_has(settings->config, "reports"))
		return;
	settings->reports_at =
		config_text(config_use(settings->config, "reports", reports_keys, COUNT(reports_keys)), "listen");
	if (settings->reports_at && !listener_address_check(settings->reports_at, &error))
		config_wrong(settings->config, "reports", "listen", "%s", error.message);
}

static struct gateway *
use_channel(struct settings *settings, const char *channel)
{
	struct error error = {0};
	struct gateway *gateway;

	if (!config_has(settings->config, channel))
		return NULL;
	gateway = gateway_open(settings->config, channel, settings->http, &error);
	if (!gateway && error.kind != ERROR_NONE)
		config_wrong(settings->config, channel, "driver", "%s %s", error.message, error.hint);
	return gateway;
}

static void
use_network(struct settings *settings, struct loop *loop)
{
	const struct config_section *network =
		config_use(settings->config, "network", network_keys, COUNT(network_keys));
	const struct http_options options = {
		.ca_file = config_text(network, "ca_file"), .proxy = config_text(network, "proxy")};

	settings->http = http_new(loop, &options);
	settings->text = use_channel(settings, "text");
	settings->call = use_channel(settings, "call");
	settings->mail = mailer_open(settings->config, settings->http);
	settings->sessions = session_hook_open(settings->config, settings->http);
}

/* What is wrong in a template is told with its own file and line, beside what is wrong in the configuration. */
static void
use_notices(struct settings *settings, struct buffer *problems)
{
	const struct config_section *notices =
		config_use(settings->config, "notices", notices_keys, COUNT(notices_keys));

	settings->notices = notices_read(config_text(notices, "directory"), problems);
}

struct settings *
settings_read(const char *path, struct loop *loop, struct buffer *problems)
{
	struct settings *settings = memory_alloc(sizeof(*settings));
	struct error error = {0};

	settings->config = config_read(path, &error);
	if (!settings->config) {
		buffer_printf(problems, "%s\n", error.message);
		settings_free(&settings);
		return NULL;
	}
	settings->conninfo =
		config_text(config_use(settings->config, "database", database_keys, COUNT(database_keys)), "conninfo");
	use_limits(settings);
	use_keys(settings);
	use_test(settings);
	use_reports(settings);
	use_network(settings, loop);
	check_leases(settings);
	use_notices(settings, problems);
	if (!config_finish(settings->config, problems) || !settings->notices)
		settings_free(&settings);
	return settings;
}

void
settings_free(struct settings **settings)
{
	struct settings *old = *settings;

	if (!old)
		return;
	*settings = NULL;
	http_free(&old->http);
	gateway_close(&old->text);
	gateway_close(&old->call);
	mailer_close(&old->mail);
	session_hook_close(&old->sessions);
	notices_free(&old->notices);
	keys_free(&old->keys);
	config_free(&old->config);
	memory_free(old);
}

struct gateway *
settings_gateway(const struct settings *settings, const char *channel)
{
	return channel[0] == 't' ? settings->text : channel[0] == 'c' ? settings->call : NULL;
}
