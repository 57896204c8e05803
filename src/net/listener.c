/* libmicrohttpd on the loop: no thread of its own, a request at rest until it is answered. */
#include "mfadesk/net/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "address.h"
#include "mfadesk/base/clock.h"

enum { MOST_CONNECTIONS = 32, MEMORY_OF_ONE = 8192, IDLE_SECONDS = 10, HIGHEST_PORT = 65535 };

struct listener {
	struct loop *loop;
	listener_heard *heard;
	void *context;
	struct MHD_Daemon *daemon;
	int epoll;
	uint64_t timer; /* libmicrohttpd's own; 0: none */
	struct listener_request *waiting;
};

struct listener_request {
	struct listener *listener;
	struct MHD_Connection *connection;
	const char *path;
	int status; /* 0: not answered yet */
	bool waits; /* in the list, and the connection at rest */
	struct listener_request *next;
};

static bool
read_port(const char *text, in_port_t *port)
{
	char *end;
	long number = strtol(text, &end, 10);

	if (strspn(text, "0123456789") == 0 || *end || number < 1 || number > HIGHEST_PORT)
		return false;
	*port = htons((uint16_t)number);
	return true;
}

/* "ADDRESS:PORT", "[ADDRESS]:PORT". */
static bool
read_address(const char *text, struct sockaddr_storage *address)
{
	struct sockaddr_in *four = (struct sockaddr_in *)address;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)address;
	bool bracket = text[0] == '[';
	size_t length = strcspn(text, bracket ? "]" : ":");
	const char *port = text + length + (bracket ? 2 : 1);
	char host[INET6_ADDRSTRLEN] = "";

	if (strlen(text) < length + (bracket ? 2 : 1) || port[-1] != ':' || length >= sizeof(host))
		return false;
	memcpy(host, text + bracket, length - bracket);
	*address = (struct sockaddr_storage){.ss_family = bracket ? AF_INET6 : AF_INET};
	if (bracket)
		return inet_pton(AF_INET6, host, &six->sin6_addr) == 1 && read_port(port, &six->sin6_port);
	return inet_pton(AF_INET, host, &four->sin_addr) == 1 && read_port(port, &four->sin_port);
}

static bool
read_own_address(const char *text, struct sockaddr_storage *address, struct error *error)
{
	if (read_address(text, address) && address_is_loopback((const struct sockaddr *)address))
		return true;
	return error_set(error, ERROR_USAGE, "", "",
		"it is an address of this machine alone, and a port: 127.0.0.1:13080 or [::1]:13080");
}

bool
listener_address_check(const char *address, struct error *error)
{
	struct sockaddr_storage read = {0};

	return read_own_address(address, &read, error);
}

static void
run(void *context)
{
	struct listener *listener = context;
	MHD_UNSIGNED_LONG_LONG wait;

	MHD_run(listener->daemon);
	loop_cancel(listener->loop, listener->timer);
	listener->timer = 0;
	if (MHD_get_timeout(listener->daemon, &wait) == MHD_YES)
		listener->timer = loop_after(listener->loop, (int64_t)wait * (CLOCK_SECOND / 1000), run, listener);
}

static void
ready(void *context, int fd, int events)
{
	(void)fd;
	(void)events;
	run(context);
}

static enum MHD_Result
respond(struct MHD_Connection *connection, int status)
{
	struct MHD_Response *response = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
	enum MHD_Result result = MHD_queue_response(connection, (unsigned)status, response);

	MHD_destroy_response(response);
	return result;
}

static void
rest(struct listener_request *request)
{
	request->waits = true;
	request->next = request->listener->waiting;
	request->listener->waiting = request;
	MHD_suspend_connection(request->connection);
}

static void
resume(struct listener_request *request)
{
	struct listener_request **at = &request->listener->waiting;

	while (*at != request)
		at = &(*at)->next;
	*at = request->next;
	request->waits = false;
	MHD_resume_connection(request->connection);
}

/* Called with the headers, then with each part of a body, then without one: then it is whole. After a rest again. */
static enum MHD_Result
handle(void *context, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
	const char *part, size_t *length, void **place)
{
	struct listener *listener = context;
	struct listener_request *request = *place;

	(void)version;
	(void)part;
	if (!request) {
		if (strcmp(method, MHD_HTTP_METHOD_GET) != 0)
			return respond(connection, MHD_HTTP_NOT_FOUND);
		request = memory_alloc(sizeof(*request));
		*request = (struct listener_request){.listener = listener, .connection = connection};
		*place = request;
		return MHD_YES;
	}
	if (*length > 0) {
		*length = 0;
		return MHD_YES;
	}
	request->path = url;
	if (request->status == 0)
		listener->heard(listener->context, request);
	if (request->status != 0)
		return respond(connection, request->status);
	rest(request);
	return MHD_YES;
}

static void
completed(void *context, struct MHD_Connection *connection, void **place, enum MHD_RequestTerminationCode how)
{
	(void)context;
	(void)connection;
	(void)how;
	memory_free(*place);
	*place = NULL;
}

static bool
start(struct listener *listener, const struct sockaddr_storage *address)
{
	unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (address->ss_family == AF_INET6 ? MHD_USE_IPv6 : 0);

	listener->daemon = MHD_start_daemon(flags, 0, NULL, NULL, handle, listener, MHD_OPTION_SOCK_ADDR, address,
		MHD_OPTION_NOTIFY_COMPLETED, completed, NULL, MHD_OPTION_CONNECTION_LIMIT, (unsigned)MOST_CONNECTIONS,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY_OF_ONE, MHD_OPTION_CONNECTION_TIMEOUT,
		(unsigned)IDLE_SECONDS, MHD_OPTION_END);
	if (listener->daemon)
		listener->epoll = MHD_get_daemon_info(listener->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
	return listener->daemon != NULL;
}

struct listener *
listener_new(struct loop *loop, const char *address, listener_heard *heard, void *context, struct error *error)
{
	struct sockaddr_storage read = {0};
	struct listener *listener;

	if (!read_own_address(address, &read, error))
		return NULL;
	listener = memory_alloc(sizeof(*listener));
	*listener = (struct listener){.loop = loop, .heard = heard, .context = context};
	if (!start(listener, &read)) {
		error_set(error, ERROR_LOCAL, "", "", "cannot listen on %s: %s", address, strerror(errno));
		memory_free(listener);
		return NULL;
	}
	loop_watch(loop, listener->epoll, LOOP_READ, ready, listener);
	return listener;
}

void
listener_free(struct listener **listener)
{
	struct listener *old = *listener;

	if (!old)
		return;
	*listener = NULL;
	while (old->waiting)
		resume(old->waiting);
	loop_watch(old->loop, old->epoll, 0, NULL, NULL);
	loop_cancel(old->loop, old->timer);
	MHD_stop_daemon(old->daemon);
	memory_free(old);
}

const char *
listener_path(const struct listener_request *request)
{
	return request->path;
}

const char *
listener_value(const struct listener_request *request, const char *name)
{
	const char *value = MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, name);

	return value ? value : "";
}

void
listener_answer(struct listener_request *request, int status)
{
	request->status = status;
	if (!request->waits)
		return;
	resume(request);
	run(request->listener);
}
