#include "peer.h"

#include <ctype.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mfadesk/base/memory.h"

/* The peer's standard input and output as pipes: ours[0] to write, ours[1] to read. */
static bool
spawn(struct peer *peer, const char *python, const char *script, int ours[2])
{
	char *arguments[] = {(char *)python, (char *)script, peer->folder, NULL};
	posix_spawn_file_actions_t actions;
	int input[2], output[2];
	bool started;

	if (pipe2(input, O_CLOEXEC) != 0 || pipe2(output, O_CLOEXEC) != 0)
		return false;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
	started = posix_spawnp(&peer->pid, python, &actions, NULL, arguments, environ) == 0;
	posix_spawn_file_actions_destroy(&actions);
	close(input[0]);
	close(output[1]);
	ours[0] = input[1];
	ours[1] = output[0];
	return started;
}

static bool
read_ports(struct peer *peer, int fd, int ports)
{
	FILE *said = fdopen(fd, "r");
	char line[256];
	char *at = line;
	int read = 0;

	if (said && fgets(line, sizeof(line), said)) {
		for (; read < ports && isdigit((unsigned char)*at); read++, at += *at == ' ')
			peer->ports[read] = (int)strtol(at, &at, 10);
	}
	if (said)
		fclose(said);
	return read == ports;
}

bool
peer_start(struct peer *peer, const char *python, const char *script, int ports)
{
	const char *folder = getenv("TMPDIR");
	int ours[2];

	snprintf(peer->folder, sizeof(peer->folder), "%s/peer.XXXXXX", folder ? folder : "/tmp");
	if (!mkdtemp(peer->folder) || !spawn(peer, python, script, ours))
		return false;
	peer->input = ours[0];
	return read_ports(peer, ours[1], ports);
}

void
peer_path(const struct peer *peer, const char *name, char *path, size_t size)
{
	snprintf(path, size, "%s/%s", peer->folder, name);
}

static void
remove_folder(struct peer *peer)
{
	char *arguments[] = {(char *)"rm", (char *)"-rf", peer->folder, NULL};
	pid_t pid;

	if (posix_spawnp(&pid, "rm", NULL, NULL, arguments, environ) == 0)
		waitpid(pid, NULL, 0);
}

void
peer_end(struct peer *peer)
{
	close(peer->input);
	waitpid(peer->pid, NULL, 0);
	remove_folder(peer);
}

int
peer_count(const struct peer *peer)
{
	char name[16], path[128];
	struct stat status;
	int count = 0;

	do {
		snprintf(name, sizeof(name), "%d", ++count);
		peer_path(peer, name, path, sizeof(path));
	} while (stat(path, &status) == 0);
	return count - 1;
}

char *
peer_file(const struct peer *peer, int number, size_t *length)
{
	char name[16], path[128];
	struct stat status;
	char *bytes = NULL;
	FILE *file;

	snprintf(name, sizeof(name), "%d", number);
	peer_path(peer, name, path, sizeof(path));
	file = fopen(path, "rb");
	if (!file)
		return NULL;
	if (fstat(fileno(file), &status) == 0) {
		bytes = memory_alloc((size_t)status.st_size + 1);
		*length = fread(bytes, 1, (size_t)status.st_size, file);
	}
	fclose(file);
	return bytes;
}
