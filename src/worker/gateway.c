/* Which driver a channel has, and the questions put to it. */
#include <stdio.h>
#include <string.h>

#include "gateway_private.h"
#include "mfadesk/crypto/private_file.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const struct gateway_driver *const drivers[] = {&gateway_twilio, &gateway_kannel, &gateway_webhook};
static const char *const driver_names[] = {"twilio", "kannel", "webhook", NULL};
static const struct config_key common_keys[] = {
	{.name = "driver",
		.kind = CONFIG_WORD,
		.required = true,
		.words = driver_names,
		.help = "what speaks to the gateway"},
	{.name = "token_file",
		.kind = CONFIG_PATH,
		.required = true,
		.help = "the gateway's secret, one line, readable by this user alone"},
};

static const struct gateway_driver *
driver_named(const char *name)
{
	for (size_t i = 0; i < COUNT(drivers); i++) {
		if (name && strcmp(drivers[i]->name, name) == 0)
			return drivers[i];
	}
	return NULL;
}

static bool
check_url(struct config *config, const char *section)
{
	const char *url = config_peek(config, section, "url");
	struct error error = {0};

	if (!url || http_url_check(url, &error))
		return url != NULL;
	config_wrong(config, section, "url", "%s", error.message);
	return false;
}

static void
forget(struct gateway_asked *asked)
{
	struct gateway_asked **at = &asked->gateway->asked;

	while (*at != asked)
		at = &(*at)->next;
	*at = asked->next;
	memory_free(asked);
}

struct gateway *
gateway_open(struct config *config, const char *section, struct http *http, struct error *error)
{
	const struct config_section *common = config_use(config, section, common_keys, COUNT(common_keys));
	const struct gateway_driver *driver = driver_named(config_peek(config, section, "driver"));
	const char *token_file = config_text(common, "token_file");
	struct gateway *gateway;

	if (!driver)
		return NULL;
	gateway = memory_alloc(sizeof(*gateway));
	*gateway = (struct gateway){.driver = driver, .http = http, .call = strcmp(section, "call") == 0};
	gateway->section = config_use(config, section, driver->keys, driver->key_count);
	if (driver->check)
		driver->check(config, section, gateway);
	if (gateway->call ? !driver->calls : !driver->texts)
		error_set(error, ERROR_USAGE, "", "", "%s has no %ss.", driver->name, section);
	else if (check_url(config, section) && gateway_report_check(config, section) && token_file)
		gateway->token = private_file_read_line(token_file, error);
	if (!gateway->token)
		gateway_close(&gateway);
	return gateway;
}

void
gateway_close(struct gateway **gateway)
{
	if (!*gateway)
		return;
	while ((*gateway)->asked)
		forget((*gateway)->asked);
	secret_free(&(*gateway)->token);
	memory_free(*gateway);
	*gateway = NULL;
}

const char *
gateway_name(const struct gateway *gateway)
{
	return gateway->driver->name;
}

static struct gateway_asked *
ask(struct gateway *gateway, void *context)
{
	struct gateway_asked *asked = memory_alloc(sizeof(*asked));

	*asked = (struct gateway_asked){.next = gateway->asked, .gateway = gateway, .context = context};
	gateway->asked = asked;
	return asked;
}

void
gateway_send(struct gateway *gateway, const struct gateway_message *message, int64_t deadline, gateway_sent *sent,
	void *context)
{
	struct gateway_asked *asked = ask(gateway, context);

	asked->sent = sent;
	gateway->driver->send(asked, message, deadline);
}

bool
gateway_follow(struct gateway *gateway, const char *id, gateway_followed *followed, void *context)
{
	struct gateway_asked *asked;

	if (!gateway->driver->follow)
		return false;
	asked = ask(gateway, context);
	asked->followed = followed;
	gateway->driver->follow(asked, id);
	return true;
}

bool
gateway_find(struct gateway *gateway, const char *number, const char *mark, int64_t since, gateway_followed *followed,
	void *context)
{
	struct gateway_asked *asked;

	/* A call has no mark in it: an earlier one to the same number would be taken for ours. */
	if (!gateway->driver->find || gateway->call)
		return false;
	asked = ask(gateway, context);
	asked->followed = followed;
	snprintf(asked->mark, sizeof(asked->mark), "%s", mark);
	gateway->driver->find(asked, number, since);
	return true;
}

bool
gateway_withdraw(struct gateway *gateway, const char *id, gateway_withdrawn *withdrawn, void *context)
{
	struct gateway_asked *asked;

	if (!gateway->driver->withdraw)
		return false;
	asked = ask(gateway, context);
	asked->withdrawn = withdrawn;
	snprintf(asked->id, sizeof(asked->id), "%s", id);
	gateway->driver->withdraw(asked, id);
	return true;
}

void
gateway_tell_result(struct gateway_asked *asked, const struct gateway_result *result)
{
	asked->sent(asked->context, result);
	forget(asked);
}

void
gateway_tell_status(struct gateway_asked *asked, const struct gateway_status *status)
{
	asked->followed(asked->context, status);
	forget(asked);
}

void
gateway_tell_withdrawn(struct gateway_asked *asked, bool done, const char *reason)
{
	asked->withdrawn(asked->context, done, reason);
	forget(asked);
}
