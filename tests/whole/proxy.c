/* See proxy.h. */
#include "proxy.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void
check(bool holds, const char *what)
{
	if (holds)
		return;
	perror(what);
	abort();
}

static void
line_close(struct proxy_line *line)
{
	loop_watch(line->proxy->loop, line->client, 0, NULL, NULL);
	loop_watch(line->proxy->loop, line->server, 0, NULL, NULL);
	close(line->client);
	close(line->server);
	line->client = -1;
}

static void
pass(struct proxy_line *line, int from, int to, long *left, long *passed)
{
	char bytes[16384];
	ssize_t count = read(from, bytes, sizeof(bytes));
	bool cut = false;

	if (count > 0 && *left >= 0 && count >= *left) {
		count = *left;
		*left = -1;
		cut = true;
	} else if (count > 0 && *left > 0) {
		*left -= count;
	}
	if (count > 0)
		*passed += count;
	if (count < 0 || (count == 0 && !cut) || (count > 0 && send(to, bytes, (size_t)count, MSG_NOSIGNAL) != count) ||
		cut)
		line_close(line);
}

static void
from_client(void *context, int fd, int events)
{
	struct proxy_line *line = context;
	long passed = 0;

	(void)events;
	pass(line, fd, line->server, &line->proxy->up, &passed);
}

static void
from_server(void *context, int fd, int events)
{
	struct proxy_line *line = context;

	(void)events;
	pass(line, fd, line->client, &line->proxy->down, &line->proxy->passed_down);
}

static int
unix_socket(const char *path, struct sockaddr_un *address)
{
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	snprintf(address->sun_path, sizeof(address->sun_path), "%s", path);
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static void
accepted(void *context, int fd, int events)
{
	struct proxy *proxy = context;
	struct proxy_line *line = proxy->lines;
	struct sockaddr_un address;
	int client = accept4(fd, NULL, NULL, SOCK_CLOEXEC);

	(void)events;
	check(client >= 0, "accept");
	if (proxy->closed) {
		close(client);
		return;
	}
	while (line->client >= 0)
		check(++line < proxy->lines + PROXY_LINES, "lines");
	line->client = client;
	line->server = unix_socket(proxy->server, &address);
	check(connect(line->server, (struct sockaddr *)&address, sizeof(address)) == 0, proxy->server);
	loop_watch(proxy->loop, line->client, LOOP_READ, from_client, line);
	loop_watch(proxy->loop, line->server, LOOP_READ, from_server, line);
}

static void
listen_on(struct proxy *proxy, int fd, const void *address, socklen_t size)
{
	check(bind(fd, address, size) == 0 && listen(fd, 16) == 0, "listen");
	loop_watch(proxy->loop, fd, LOOP_READ, accepted, proxy);
}

void
proxy_open(struct proxy *proxy, struct loop *loop)
{
	struct sockaddr_in inet = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t size = sizeof(inet);
	struct sockaddr_un local;
	char path[108];

	*proxy = (struct proxy){.loop = loop, .down = -1, .up = -1, .folder = "/tmp/proxy.XXXXXX"};
	for (int i = 0; i < PROXY_LINES; i++)
		proxy->lines[i] = (struct proxy_line){.proxy = proxy, .client = -1};
	check(mkdtemp(proxy->folder) != NULL, "mkdtemp");
	snprintf(proxy->server, sizeof(proxy->server), "%s/.s.PGSQL.%s", getenv("PGHOST"), getenv("PGPORT"));
	snprintf(path, sizeof(path), "%s/.s.PGSQL.5432", proxy->folder);
	proxy->unix_listener = unix_socket(path, &local);
	listen_on(proxy, proxy->unix_listener, &local, sizeof(local));
	proxy->tcp_listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	listen_on(proxy, proxy->tcp_listener, &inet, sizeof(inet));
	check(getsockname(proxy->tcp_listener, (struct sockaddr *)&inet, &size) == 0, "getsockname");
	proxy->tcp_port = ntohs(inet.sin_port);
}

void
proxy_cut(struct proxy *proxy)
{
	for (int i = 0; i < PROXY_LINES; i++) {
		if (proxy->lines[i].client >= 0)
			line_close(&proxy->lines[i]);
	}
}

void
proxy_close(struct proxy *proxy)
{
	char path[108];

	proxy_cut(proxy);
	loop_watch(proxy->loop, proxy->unix_listener, 0, NULL, NULL);
	loop_watch(proxy->loop, proxy->tcp_listener, 0, NULL, NULL);
	close(proxy->unix_listener);
	close(proxy->tcp_listener);
	snprintf(path, sizeof(path), "%s/.s.PGSQL.5432", proxy->folder);
	unlink(path);
	rmdir(proxy->folder);
}
