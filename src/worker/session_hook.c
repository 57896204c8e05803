/*
 * One signed POST of JSON for each order, as webhook.h has it:
 *
 *	{"id": UUID, "type": "end-sessions", "email": ADDRESS, "external_id": ID, "before": RFC 3339}
 *
 * "external_id" only where there is one.
 */
#include "session_hook.h"

#include "mfadesk/crypto/private_file.h"
#include "webhook.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

struct session_hook {
	struct http *http; /* borrowed */
	const struct config_section *section; /* borrowed */
	struct secret *token;
};

static const char *const drivers[] = {"webhook", NULL};
static const struct config_key keys[] = {
	{.name = "driver",
		.kind = CONFIG_WORD,
		.required = true,
		.words = drivers,
		.help = "who ends sessions: webhook, a program that is told"},
	{.name = "url", .kind = CONFIG_TEXT, .required = true, .help = "where it is told"},
	{.name = "token_file",
		.kind = CONFIG_PATH,
		.required = true,
		.help = "the secret that signs, one line, readable by this user alone"},
};

struct session_hook *
session_hook_open(struct config *config, struct http *http)
{
	struct session_hook *hook;
	const char *url, *token_file;
	struct error error = {0};

	if (!config_has(config, "sessions"))
		return NULL;
	hook = memory_alloc(sizeof(*hook));
	*hook = (struct session_hook){.http = http, .section = config_use(config, "sessions", keys, COUNT(keys))};
	url = config_text(hook->section, "url");
	token_file = config_text(hook->section, "token_file");
	if (url && !http_url_check(url, &error))
		config_wrong(config, "sessions", "url", "%s", error.message);
	if (token_file)
		hook->token = private_file_read_line(token_file, &error);
	if (token_file && !hook->token)
		config_wrong(config, "sessions", "token_file", "%s %s", error.message, error.hint);
	return hook;
}

void
session_hook_close(struct session_hook **hook)
{
	if (!*hook)
		return;
	secret_free(&(*hook)->token);
	memory_free(*hook);
	*hook = NULL;
}

void
session_hook_tell(const struct session_hook *hook, const struct session_order *order, int64_t deadline, http_done *done,
	void *context)
{
	const struct webhook_member members[] = {{"id", order->id}, {"type", "end-sessions"}, {"email", order->email},
		{"external_id", *order->external_id ? order->external_id : NULL}, {"before", order->before},
		{NULL, NULL}};

	webhook_post(hook->http,
		&(const struct webhook_call){.url = config_text(hook->section, "url"),
			.token = hook->token,
			.members = members,
			.deadline = deadline},
		done, context);
}
