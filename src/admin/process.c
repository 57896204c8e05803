/* Running a program and waiting for it. It knows nothing of what the program is. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mfadesk/admin/process.h"

/* In the child: nothing of this process is passed on but the way to answer. */
static void
child_settle(int output)
{
	int null = open("/dev/null", O_RDONLY);

	if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
		dup2(output, STDERR_FILENO) < 0)
		_exit(126);
	/* A server that kept a descriptor of ours would keep whoever waits for its end waiting. */
	if (close_range(STDERR_FILENO + 1, ~0U, 0) != 0)
		_exit(126);
}

static bool
child_become(const struct account_of_system *user)
{
	if (getuid() != 0)
		return true;
	return seteuid(0) == 0 && initgroups(user->name, user->gid) == 0 && setgid(user->gid) == 0 &&
		setuid(user->uid) == 0 && (user->uid == 0 || setuid(0) != 0);
}

static void
child_run(const struct account_of_system *user, const char *const *argv, int output)
{
	char path[4096];
	const char *const environment[] = {path, "LC_ALL=C", "TZ=UTC", NULL};

	snprintf(path, sizeof(path), "PATH=%s", getenv("PATH") ? getenv("PATH") : "/usr/local/bin:/usr/bin:/bin");
	child_settle(output);
	if (!child_become(user) || chdir("/") != 0)
		_exit(126);
	/* execve(2) changes none of the strings; its type is older than const. */
	execve(argv[0], (char *const *)argv, (char *const *)environment);
	_exit(127);
}

static void
read_all(int fd, struct buffer *output)
{
	char bytes[4096];
	ssize_t length;

	while ((length = read(fd, bytes, sizeof(bytes))) > 0 || (length < 0 && errno == EINTR))
		if (length > 0)
			buffer_append(output, bytes, (size_t)length);
}

static const char *
last_line(struct arena *arena, const struct buffer *output)
{
	char *text = arena_copy(arena, buffer_text(output));
	size_t length = strlen(text);
	char *line;

	while (length > 0 && text[length - 1] == '\n')
		text[--length] = '\0';
	line = strrchr(text, '\n');
	return line ? line + 1 : text;
}

static bool
run_failed(const char *program, int status, const struct buffer *output, struct error *error)
{
	struct arena *arena = arena_new();

	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		error_set(error, ERROR_LOCAL, "", "", "%s cannot be run", program);
	else
		error_set(error, ERROR_LOCAL, "", "", "%s failed: %s", program, last_line(arena, output));
	arena_free(&arena);
	return false;
}

bool
process_run(const struct account_of_system *user, const char *const *argv, struct buffer *output, struct error *error)
{
	int ends[2];
	int status = 0;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return error_set(error, ERROR_LOCAL, "", "", "no pipe for %s: %s", argv[0], strerror(errno));
	child = fork();
	if (child == 0)
		child_run(user, argv, ends[1]);
	close(ends[1]);
	if (child > 0)
		read_all(ends[0], output);
	close(ends[0]);
	if (child < 0)
		return error_set(error, ERROR_LOCAL, "", "", "no process for %s: %s", argv[0], strerror(errno));
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return run_failed(argv[0], status, output, error);
	return true;
}

bool
process_become(const struct account_of_system *user, struct error *error)
{
	if (geteuid() != 0)
		return true;
	if (initgroups(user->name, user->gid) == 0 && setegid(user->gid) == 0 && seteuid(user->uid) == 0)
		return true;
	process_return();
	return error_set(error, ERROR_LOCAL, "", "", "cannot act as %s: %s", user->name, strerror(errno));
}

void
process_return(void)
{
	/* Only where the real user is root is there anything to come back to; failing to would be to go on as another.
	 */
	if (getuid() != 0)
		return;
	if (seteuid(0) != 0 || setegid(0) != 0 || initgroups("root", 0) != 0)
		abort();
}
