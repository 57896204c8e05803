/*
 * One thread per resolution. It and the loop share a struct that the last of
 * the two to let go frees, since a thread inside getaddrinfo() can outlive the
 * link that wanted the answer.
 */
#include "resolve.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct resolution {
	atomic_int holders;
	/* the thread's until it closes its end of the pipe, the loop's from then on */
	struct connect_servers asked;
	struct connect_servers found;
	struct error error;
	int writing;
	/* the loop's */
	int reading;
	struct loop *loop;
	resolve_done *done;
	void *context;
};

static bool
is_name(const struct connect_server *server)
{
	unsigned char address[sizeof(struct in6_addr)];

	return !server->address && server->host && *server->host != '/' && *server->host != '@' &&
		inet_pton(AF_INET, server->host, address) != 1 && inet_pton(AF_INET6, server->host, address) != 1;
}

bool
resolve_needed(const struct connect_servers *servers)
{
	for (size_t i = 0; i < servers->count; i++) {
		if (is_name(&servers->rows[i]))
			return true;
	}
	return false;
}

static void
release(struct resolution *resolution)
{
	if (atomic_fetch_sub(&resolution->holders, 1) > 1)
		return;
	connect_servers_free(&resolution->asked);
	connect_servers_free(&resolution->found);
	memory_free(resolution);
}

static void
add_addresses(struct resolution *resolution, const struct connect_server *server, const struct addrinfo *address)
{
	char text[NI_MAXHOST];

	for (; address; address = address->ai_next) {
		if (getnameinfo(address->ai_addr, address->ai_addrlen, text, sizeof(text), NULL, 0, NI_NUMERICHOST) ==
			0)
			connect_servers_add(&resolution->found, server->host, text, server->port);
	}
}

static void
ask(struct resolution *resolution, const struct connect_server *server)
{
	const struct addrinfo wanted = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
	struct addrinfo *addresses = NULL;
	int status = getaddrinfo(server->host, NULL, &wanted, &addresses);

	if (status == 0)
		add_addresses(resolution, server, addresses);
	else
		error_set(&resolution->error, ERROR_CONNECTION, "",
			"See whether the name is right, and whether this machine's name server answers.",
			"No connection to %s: its address is not known (%s)", server->host, gai_strerror(status));
	if (addresses)
		freeaddrinfo(addresses);
}

static void *
thread_main(void *context)
{
	struct resolution *resolution = context;

	for (size_t i = 0; i < resolution->asked.count; i++) {
		const struct connect_server *server = &resolution->asked.rows[i];

		if (is_name(server))
			ask(resolution, server);
		else
			connect_servers_add(&resolution->found, server->host, server->address, server->port);
	}
	close(resolution->writing); /* the loop reads the end of the pipe */
	release(resolution);
	return NULL;
}

/* Signals are the loop's: the thread is started with all of them blocked. */
static bool
start_thread(struct resolution *resolution)
{
	sigset_t all;
	sigset_t before;
	pthread_t thread;
	bool started;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	started = pthread_create(&thread, NULL, thread_main, resolution) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (started)
		pthread_detach(thread);
	return started;
}

static void
resolved(void *context, int fd, int events)
{
	struct resolution *resolution = context;
	resolve_done *done = resolution->done;

	(void)events;
	loop_watch(resolution->loop, fd, 0, NULL, NULL);
	close(fd);
	resolution->reading = -1;
	done(resolution->context, &resolution->found, resolution->found.count ? NULL : &resolution->error);
	release(resolution);
}

struct resolution *
resolve_begin(struct loop *loop, const struct connect_servers *servers, resolve_done *done, void *context)
{
	struct resolution *resolution = memory_alloc(sizeof(*resolution));
	int ends[2] = {-1, -1};

	*resolution = (struct resolution){.holders = 2, .loop = loop, .done = done, .context = context};
	for (size_t i = 0; i < servers->count; i++)
		connect_servers_add(
			&resolution->asked, servers->rows[i].host, servers->rows[i].address, servers->rows[i].port);
	if (pipe2(ends, O_CLOEXEC) != 0)
		abort(); /* out of descriptors: a desk uses a dozen */
	resolution->reading = ends[0];
	resolution->writing = ends[1];
	loop_watch(loop, resolution->reading, LOOP_READ, resolved, resolution);
	if (!start_thread(resolution))
		thread_main(resolution); /* better late than never: this waits */
	return resolution;
}

void
resolve_cancel(struct resolution **resolution)
{
	if (!*resolution)
		return;
	loop_watch((*resolution)->loop, (*resolution)->reading, 0, NULL, NULL);
	close((*resolution)->reading);
	release(*resolution);
	*resolution = NULL;
}
