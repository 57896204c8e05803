/* A helper in Python beside a unit test: started with its folder, its ports read, ended with its standard input. */
#ifndef MFADESK_TESTS_UNIT_PEER_H
#define MFADESK_TESTS_UNIT_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define PEER_PORTS 8

struct peer {
	pid_t pid;
	int input; /* closing it ends the peer */
	char folder[64];
	int ports[PEER_PORTS];
};

/* False where it did not say its ports. */
bool peer_start(struct peer *peer, const char *python, const char *script, int ports);
void peer_end(struct peer *peer); /* with its folder */

int peer_count(const struct peer *peer); /* files 1, 2, 3, ... in its folder */
/* What the file of that number holds, and a NUL; freed by the caller with memory_free(). NULL where it is not there. */
char *peer_file(const struct peer *peer, int number, size_t *length);
void peer_path(const struct peer *peer, const char *name, char *path, size_t size);

#endif
