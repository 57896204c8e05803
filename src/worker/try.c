/* `mfadeskd --try`: one message through a configured channel, and what its gateway says of it. */
#include <stdio.h>
#include <string.h>

#include "mfadesk/base/log.h"
#include "mfadesk/base/uuid.h"
#include "mfadesk/worker/worker.h"
#include "worker.h"

#define VALID_SECONDS 300

struct trial {
	struct loop *loop;
	const struct mailer *mailer; /* of a mail; borrowed */
	int status;
};

static const char words[] = "This is a trial of the help desk's gateway. Nothing needs to be done.";
static const char mail_words[] = "This is a trial of the help desk's mail. Nothing needs to be done.\n";

static const char *const outcomes[] = {
	[GATEWAY_SENT] = "sent",
	[GATEWAY_NOT_SENT] = "not sent",
	[GATEWAY_REFUSED] = "refused",
	[GATEWAY_UNKNOWN] = "may have been sent",
};

static void
tell(void *context, const struct gateway_result *result)
{
	struct trial *trial = context;

	trial->status = result->outcome == GATEWAY_SENT ? WORKER_DONE : WORKER_FAILED;
	printf("%s%s%s%s%s\n", outcomes[result->outcome], result->id[0] ? " id=" : "", result->id,
		result->reason[0] ? ": " : "", result->reason);
	loop_stop(trial->loop);
}

static void
tell_mail(void *context, const struct http_answer *answer)
{
	struct trial *trial = context;
	struct gateway_result result;

	mailer_judge(trial->mailer, answer, &result);
	tell(trial, &result);
}

static void
mail_one(struct trial *trial, const struct mailer *mailer, const char *to)
{
	char id[UUID_SIZE];
	const struct letter letter = {
		.to = to, .subject = "A trial of the help desk's mail", .text = mail_words, .id = id};

	uuid_make(id);
	trial->mailer = mailer;
	mailer_send(mailer, &letter, mailer_deadline(mailer), tell_mail, trial);
	loop_run(trial->loop);
}

static void
send_one(struct trial *trial, const struct settings *settings, struct gateway *gateway, const char *to)
{
	struct secret *text = secret_new(sizeof(words));
	bool fits = secret_set(text, words);
	char id[UUID_SIZE];
	const struct gateway_message message = {
		.number = to, .mark = "", .id = id, .text = text, .valid_seconds = VALID_SECONDS};

	uuid_make(id);
	if (fits) {
		gateway_send(gateway, &message, settings->call_deadline * 1000, tell, trial);
		loop_run(trial->loop);
	}
	secret_free(&text);
}

static void
try_with(struct trial *trial, const struct settings *settings, const char *channel, const char *to)
{
	struct gateway *gateway = settings_gateway(settings, channel);

	if (gateway)
		send_one(trial, settings, gateway, to);
	else if (strcmp(channel, "mail") == 0 && settings->mail)
		mail_one(trial, settings->mail, to);
	else
		log_line("no gateway is set up for this: [%s]", channel);
}

int
try_channel(const char *config_path, const char *channel, const char *to)
{
	struct trial trial = {.status = WORKER_FAILED};
	struct settings *settings;
	struct buffer problems;

	if (strcmp(channel, "text") != 0 && strcmp(channel, "call") != 0 && strcmp(channel, "mail") != 0) {
		log_line("--try %s: it is text, call or mail", channel);
		return WORKER_USAGE;
	}
	trial.loop = loop_new();
	buffer_init(&problems, 0);
	settings = settings_read(config_path, trial.loop, &problems);
	fputs(buffer_text(&problems), stderr);
	if (settings)
		try_with(&trial, settings, channel, to);
	settings_free(&settings);
	buffer_free(&problems);
	loop_free(&trial.loop);
	return trial.status;
}
