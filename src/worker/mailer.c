#include "mailer.h"

#include <stdio.h>

#include "mfadesk/crypto/private_file.h"
#include "mfadesk/net/mail.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

struct mailer {
	struct http *http; /* borrowed */
	const struct config_section *section; /* borrowed */
	struct secret *password; /* NULL: no sign-in */
};

static const char *const drivers[] = {"smtp", NULL};
static const struct config_key keys[] = {
	{.name = "driver",
		.kind = CONFIG_WORD,
		.required = true,
		.words = drivers,
		.help = "what speaks to the mail server"},
	{.name = "url",
		.kind = CONFIG_TEXT,
		.required = true,
		.help = "smtp://HOST:PORT with STARTTLS, or smtps://HOST:PORT"},
	{.name = "from", .kind = CONFIG_TEXT, .required = true, .help = "the sender's address"},
	{.name = "from_name", .kind = CONFIG_TEXT, .help = "the sender's name"},
	{.name = "user", .kind = CONFIG_TEXT, .help = "who signs in; without it nobody does"},
	{.name = "password_file",
		.kind = CONFIG_PATH,
		.help = "the user's password, one line, readable by this user alone"},
	{.name = "deadline",
		.kind = CONFIG_TIME,
		.fallback = "30 s",
		.least = 1,
		.most = 300,
		.help = "how long the mail server may take for one mail"},
};

static void
check_addresses(struct config *config, const struct config_section *section)
{
	const char *url = config_text(section, "url");
	const char *from = config_text(section, "from");
	struct error error = {0};

	if (url && !mail_url_check(url, &error))
		config_wrong(config, "mail", "url", "%s", error.message);
	if (from && !mail_address_is_valid(from))
		config_wrong(config, "mail", "from", "from has to be the address of a mailbox");
}

static void
read_password(struct mailer *mailer, struct config *config)
{
	const char *user = config_text(mailer->section, "user");
	const char *path = config_text(mailer->section, "password_file");
	struct error error = {0};

	if (!user && !path)
		return;
	if (!user || !path) {
		config_wrong(config, "mail", user ? "user" : "password_file", "user and password_file go together");
		return;
	}
	mailer->password = private_file_read_line(path, &error);
	if (!mailer->password)
		config_wrong(config, "mail", "password_file", "%s %s", error.message, error.hint);
}

struct mailer *
mailer_open(struct config *config, struct http *http)
{
	struct mailer *mailer;

	if (!config_has(config, "mail"))
		return NULL;
	mailer = memory_alloc(sizeof(*mailer));
	mailer->http = http;
	mailer->section = config_use(config, "mail", keys, COUNT(keys));
	check_addresses(config, mailer->section);
	read_password(mailer, config);
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

void
mailer_send(const struct mailer *mailer, const struct letter *letter, http_done *done, void *context)
{
	const struct config_section *section = mailer->section;
	const struct mail mail = {.url = config_text(section, "url"),
		.user = config_text(section, "user"),
		.password = mailer->password,
		.from = config_text(section, "from"),
		.from_name = config_text(section, "from_name"),
		.to = letter->to,
		.subject = letter->subject,
		.text = letter->text,
		.id = letter->id,
		.deadline = config_number(section, "deadline") * 1000};

	mail_send(mailer->http, &mail, done, context);
}

void
mailer_judge(const struct http_answer *answer, struct gateway_result *result)
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
