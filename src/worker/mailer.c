#include "mailer.h"

#include <stdio.h>
#include <string.h>

#include "gateway_private.h"
#include "mfadesk/crypto/private_file.h"
#include "mfadesk/net/mail.h"
#include "webhook.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

struct mailer {
	struct http *http; /* borrowed */
	const struct config_section *common, *section; /* borrowed; of all drivers, of this one */
	bool webhook; /* the driver */
	struct secret *password; /* NULL: no sign-in; of a webhook its token */
};

static const char *const drivers[] = {"smtp", "webhook", NULL};
static const struct config_key common_keys[] = {
	{.name = "driver",
		.kind = CONFIG_WORD,
		.required = true,
		.words = drivers,
		.help = "what speaks to the mail server: smtp; or webhook, which posts each mail to a program"},
	{.name = "url",
		.kind = CONFIG_TEXT,
		.required = true,
		.help = "smtp://HOST:PORT with STARTTLS, or smtps://HOST:PORT; of a webhook where mails are posted"},
	{.name = "deadline",
		.kind = CONFIG_TIME,
		.fallback = "30 s",
		.least = 1,
		.most = 300,
		.help = "how long one mail may take"},
};
static const struct config_key smtp_keys[] = {
	{.name = "from", .kind = CONFIG_TEXT, .required = true, .help = "the sender's address"},
	{.name = "from_name", .kind = CONFIG_TEXT, .help = "the sender's name"},
	{.name = "user", .kind = CONFIG_TEXT, .help = "who signs in; without it nobody does"},
	{.name = "password_file",
		.kind = CONFIG_PATH,
		.help = "the user's password, one line, readable by this user alone"},
};
static const struct config_key webhook_keys[] = {
	{.name = "token_file",
		.kind = CONFIG_PATH,
		.required = true,
		.help = "the secret that signs, one line, readable by this user alone"},
};

static void
check_addresses(struct config *config, const struct mailer *mailer)
{
	const char *url = config_text(mailer->common, "url");
	const char *from = config_text(mailer->section, "from");
	struct error error = {0};

	if (url && !mail_url_check(url, &error))
		config_wrong(config, "mail", "url", "%s", error.message);
	if (from && !mail_address_is_valid(from))
		config_wrong(config, "mail", "from", "from has to be the address of a mailbox");
}

static void
read_secret(struct mailer *mailer, struct config *config, const char *key)
{
	const char *path = config_text(mailer->section, key);
	struct error error = {0};

	if (!path)
		return;
	mailer->password = private_file_read_line(path, &error);
	if (!mailer->password)
		config_wrong(config, "mail", key, "%s %s", error.message, error.hint);
}

static void
use_smtp(struct mailer *mailer, struct config *config)
{
	bool user, password;

	mailer->section = config_use(config, "mail", smtp_keys, COUNT(smtp_keys));
	check_addresses(config, mailer);
	user = config_text(mailer->section, "user");
	password = config_text(mailer->section, "password_file");
	if (user != password)
		config_wrong(config, "mail", user ? "user" : "password_file", "user and password_file go together");
	else
		read_secret(mailer, config, "password_file");
}

static void
use_webhook(struct mailer *mailer, struct config *config)
{
	const char *url = config_peek(config, "mail", "url");
	struct error error = {0};

	mailer->section = config_use(config, "mail", webhook_keys, COUNT(webhook_keys));
	if (url && !http_url_check(url, &error))
		config_wrong(config, "mail", "url", "%s", error.message);
	read_secret(mailer, config, "token_file");
}

struct mailer *
mailer_open(struct config *config, struct http *http)
{
	const char *driver = config_peek(config, "mail", "driver");
	struct mailer *mailer;

	if (!config_has(config, "mail"))
		return NULL;
	mailer = memory_alloc(sizeof(*mailer));
	*mailer = (struct mailer){.http = http, .webhook = driver && strcmp(driver, "webhook") == 0};
	mailer->common = config_use(config, "mail", common_keys, COUNT(common_keys));
	if (mailer->webhook)
		use_webhook(mailer, config);
	else
		use_smtp(mailer, config);
	return mailer;
}

void
mailer_close(struct mailer **mailer)
{
	if (!*mailer)
		return;
	secret_free(&(*mailer)->password);
	memory_free(*mailer);
	*mailer = NULL;
}

const char *
mailer_name(const struct mailer *mailer)
{
	return mailer->webhook ? "webhook" : "smtp";
}

int64_t
mailer_deadline(const struct mailer *mailer)
{
	return config_number(mailer->common, "deadline") * 1000;
}

static void
post(const struct mailer *mailer, const struct letter *letter, int64_t deadline, http_done *done, void *context)
{
	const struct webhook_member members[] = {{"id", letter->id}, {"type", "mail"}, {"to", letter->to},
		{"subject", letter->subject}, {"text", letter->text}, {NULL, NULL}};

	webhook_post(mailer->http,
		&(const struct webhook_call){.url = config_text(mailer->common, "url"),
			.token = mailer->password,
			.members = members,
			.deadline = deadline},
		done, context);
}

static void
send_by_smtp(const struct mailer *mailer, const struct letter *letter, int64_t deadline, http_done *done, void *context)
{
	const struct config_section *section = mailer->section;
	const struct mail mail = {.url = config_text(mailer->common, "url"),
		.user = config_text(section, "user"),
		.password = mailer->password,
		.from = config_text(section, "from"),
		.from_name = config_text(section, "from_name"),
		.to = letter->to,
		.subject = letter->subject,
		.text = letter->text,
		.id = letter->id,
		.deadline = deadline};

	mail_send(mailer->http, &mail, done, context);
}

void
mailer_send(const struct mailer *mailer, const struct letter *letter, int64_t deadline, http_done *done, void *context)
{
	if (mailer->webhook)
		post(mailer, letter, deadline, done, context);
	else
		send_by_smtp(mailer, letter, deadline, done, context);
}

static void
judge_smtp(const struct http_answer *answer, struct gateway_result *result)
{
	*result = (struct gateway_result){.outcome = GATEWAY_UNKNOWN, .retry_after = -1};
	if (answer->outcome == HTTP_NOT_SENT) {
		result->outcome = GATEWAY_NOT_SENT;
		snprintf(result->reason, sizeof(result->reason), "%s", answer->error);
	} else if (answer->status / 100 == 2) {
		result->outcome = GATEWAY_SENT;
	} else if (answer->status > 0) {
		result->outcome = answer->status / 100 == 4 ? GATEWAY_NOT_SENT : GATEWAY_REFUSED;
		snprintf(result->reason, sizeof(result->reason), "the mail server says %d", answer->status);
	}
}

/* 409: it was posted before. */
static void
judge_post(const struct http_answer *answer, struct gateway_result *result)
{
	gateway_judge(answer, result);
	if (answer->status / 100 == 2 || answer->status == 409)
		gateway_say(result, GATEWAY_SENT, "");
	else if (answer->status == 503)
		gateway_busy(answer, result);
}

void
mailer_judge(const struct mailer *mailer, const struct http_answer *answer, struct gateway_result *result)
{
	if (mailer->webhook)
		judge_post(answer, result);
	else
		judge_smtp(answer, result);
}
