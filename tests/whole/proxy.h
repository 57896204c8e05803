/* A server's socket with somebody in between who can cut the line after any byte, on the caller's own loop. */
#ifndef TESTS_WHOLE_PROXY_H
#define TESTS_WHOLE_PROXY_H

#include <stdbool.h>

#include "mfadesk/base/loop.h"

#define PROXY_LINES 16

struct proxy;

struct proxy_line {
	struct proxy *proxy;
	int client; /* -1: free */
	int server;
};

struct proxy {
	struct loop *loop;
	char folder[64]; /* holds the socket: what PGHOST is for the client */
	char server[108]; /* the real socket */
	int unix_listener;
	int tcp_listener;
	int tcp_port;
	long down; /* bytes from the server that still pass before the line is cut, once; -1: no cut */
	long up; /* the same from the client */
	long passed_down;
	bool closed; /* new lines are closed at once */
	struct proxy_line lines[PROXY_LINES];
};

/* In front of the server of PGHOST and PGPORT. */
void proxy_open(struct proxy *proxy, struct loop *loop);
void proxy_cut(struct proxy *proxy); /* every line, now */
void proxy_close(struct proxy *proxy);

#endif
