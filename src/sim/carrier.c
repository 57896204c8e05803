/* The server: libmicrohttpd on the program's loop, and what is done with a request. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "carrier_private.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/base/log.h"

#define SLOW_HEADERS (120 * CLOCK_SECOND)

enum { LARGEST_BODY = 64 * 1024, IDLE_SECONDS = 60 };

static void
carrier_run(void *context)
{
	struct carrier *carrier = context;
	MHD_UNSIGNED_LONG_LONG wait;

	MHD_run(carrier->daemon);
	loop_cancel(carrier->loop, carrier->timer);
	carrier->timer = 0;
	if (MHD_get_timeout(carrier->daemon, &wait) == MHD_YES)
		carrier->timer = loop_after(carrier->loop, (int64_t)wait * (CLOCK_SECOND / 1000), carrier_run, carrier);
}

static void
carrier_ready(void *context, int fd, int events)
{
	(void)fd;
	(void)events;
	carrier_run(context);
}

static void
exchange_resume(struct exchange *exchange)
{
	struct exchange **place = &exchange->carrier->paused;

	while (*place != exchange)
		place = &(*place)->next;
	*place = exchange->next;
	exchange->timer = 0;
	MHD_resume_connection(exchange->connection);
}

static void
pause_over(void *context)
{
	struct exchange *exchange = context;
	struct carrier *carrier = exchange->carrier;

	exchange_resume(exchange);
	carrier_run(carrier);
}

void
exchange_pause(struct exchange *exchange, int64_t delay)
{
	struct carrier *carrier = exchange->carrier;

	MHD_suspend_connection(exchange->connection);
	exchange->next = carrier->paused;
	carrier->paused = exchange;
	exchange->timer = loop_after(carrier->loop, delay, pause_over, exchange);
}

/* Methods and paths only: what was asked and said is nobody's business. */
static void
log_exchange(const struct api_request *request, const struct api_answer *answer)
{
	log_line("method=%s path=%s status=%u%s%s", request->method, request->path, answer->status,
		answer->fault ? " fault=" : "", answer->fault ? answer->fault : "");
}

static void
respond(struct exchange *exchange, struct api_request *request)
{
	struct api_field *fields = NULL;

	if (exchange->body.full)
		api_error(413, &exchange->answer);
	else if (!exchange_is_authentic(exchange, request->path))
		api_error(401, &exchange->answer);
	else if (!exchange_fields(exchange, &fields))
		api_error(400, &exchange->answer);
	else {
		request->fields = fields;
		request->body = buffer_text(&exchange->body);
		api_respond(exchange->carrier->api, exchange->arena, request, &exchange->answer);
	}
	exchange->answered = true;
	log_exchange(request, &exchange->answer);
}

static struct exchange *
exchange_new(struct carrier *carrier, struct MHD_Connection *connection)
{
	struct exchange *exchange = memory_alloc(sizeof(*exchange));

	exchange->carrier = carrier;
	exchange->connection = connection;
	exchange->arena = arena_new();
	buffer_init(&exchange->body, LARGEST_BODY);
	return exchange;
}

/* Called with the headers, then with each part of the body, then without one: then it is whole. After a pause again. */
static enum MHD_Result
handle(void *context, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
	const char *part, size_t *length, void **place)
{
	struct exchange *exchange = *place;
	struct api_request request = {.method = method, .path = url};

	(void)version;
	if (!exchange) {
		*place = exchange_new(context, connection);
		return MHD_YES;
	}
	if (*length > 0) {
		buffer_append(&exchange->body, part, *length);
		*length = 0;
		return MHD_YES;
	}
	if (exchange->answered)
		return exchange_send(exchange);
	respond(exchange, &request);
	if (exchange->answer.way == WAY_SLOW_HEADERS) {
		exchange_pause(exchange, SLOW_HEADERS);
		return MHD_YES;
	}
	return exchange_send(exchange);
}

static void
completed(void *context, struct MHD_Connection *connection, void **place, enum MHD_RequestTerminationCode how)
{
	struct exchange *exchange = *place;

	(void)context;
	(void)connection;
	(void)how;
	if (!exchange)
		return;
	secret_wipe(exchange->body.data, exchange->body.length);
	buffer_free(&exchange->body);
	arena_free(&exchange->arena);
	memory_free(exchange);
	*place = NULL;
}

static bool
start(struct carrier *carrier, uint16_t port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	carrier->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle, carrier,
		MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address, MHD_OPTION_NOTIFY_COMPLETED, completed, NULL,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS, MHD_OPTION_END);
	if (carrier->daemon)
		carrier->epoll = MHD_get_daemon_info(carrier->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
	return carrier->daemon != NULL;
}

struct carrier *
carrier_new(struct loop *loop, struct api *api, const struct secret *token, uint16_t port, struct error *error)
{
	struct carrier *carrier = memory_alloc(sizeof(*carrier));

	carrier->loop = loop;
	carrier->api = api;
	carrier->token = token;
	if (!start(carrier, port)) {
		error_set(error, ERROR_LOCAL, "", "Without --port it takes any free one.",
			"cannot listen on 127.0.0.1, port %u: %s", (unsigned)port, strerror(errno));
		memory_free(carrier);
		return NULL;
	}
	loop_watch(loop, carrier->epoll, LOOP_READ, carrier_ready, carrier);
	return carrier;
}

uint16_t
carrier_port(const struct carrier *carrier)
{
	return MHD_get_daemon_info(carrier->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

void
carrier_free(struct carrier **carrier)
{
	struct exchange *paused;

	if (!*carrier)
		return;
	while ((paused = (*carrier)->paused) != NULL) {
		loop_cancel((*carrier)->loop, paused->timer);
		exchange_resume(paused);
	}
	loop_watch((*carrier)->loop, (*carrier)->epoll, 0, NULL, NULL);
	loop_cancel((*carrier)->loop, (*carrier)->timer);
	MHD_stop_daemon((*carrier)->daemon);
	memory_free(*carrier);
	*carrier = NULL;
}
