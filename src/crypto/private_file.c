#include "mfadesk/crypto/private_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mfadesk/base/buffer.h"

static bool
failed(const char *what, const char *path, struct error *error)
{
	return error_set(error, ERROR_LOCAL, "", "", "cannot %s %s: %s", what, path, strerror(errno));
}

/* Root reads what is anybody's; everybody else their own, and what root gave them. */
static bool
is_private(const char *path, const struct stat *status, struct error *error)
{
	uid_t user = geteuid();

	if (!S_ISREG(status->st_mode))
		return error_set(error, ERROR_LOCAL, "", "", "%s is no regular file", path);
	if (user != 0 && status->st_uid != 0 && status->st_uid != user)
		return error_set(error, ERROR_LOCAL, "", "It has to be the user's that the program runs as.",
			"%s belongs to another user", path);
	if ((status->st_mode & (S_IRWXG | S_IRWXO)) != 0)
		return error_set(error, ERROR_LOCAL, "", "`chmod 600` it; and if others did read it, make new secrets.",
			"%s can be used by others (mode %04o)", path, (unsigned)(status->st_mode & 07777));
	if (status->st_size > PRIVATE_FILE_LARGEST)
		return error_set(error, ERROR_LOCAL, "", "", "%s is larger than %d bytes", path, PRIVATE_FILE_LARGEST);
	return true;
}

static struct secret *
read_whole(int fd, size_t size)
{
	struct secret *text = secret_new_bytes(size);
	size_t length = 0;
	ssize_t got = 1;

	while (length < size && got > 0) {
		got = read(fd, secret_bytes(text) + length, size - length);
		if (got < 0 && errno == EINTR)
			got = 1;
		else
			length += got > 0 ? (size_t)got : 0;
	}
	if (length < size)
		secret_free(&text);
	return text;
}

struct secret *
private_file_read(const char *path, struct error *error)
{
	/* O_NONBLOCK: a FIFO in its place must not hold up the program. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct secret *text = NULL;
	struct stat status;

	if (fd < 0 || fstat(fd, &status) != 0) {
		if (errno == ELOOP)
			error_set(error, ERROR_LOCAL, "", "Name the file itself.", "%s is a symbolic link", path);
		failed("read", path, error);
	} else if (is_private(path, &status, error)) {
		errno = EIO; /* it became shorter */
		text = read_whole(fd, (size_t)status.st_size);
		if (text == NULL)
			failed("read", path, error);
	}
	if (fd >= 0)
		close(fd);
	return text;
}

struct secret *
private_file_read_line(const char *path, struct error *error)
{
	struct secret *text = private_file_read(path, error);
	struct secret *line;
	size_t length = 0;

	if (text == NULL)
		return NULL;
	while (length < secret_length(text) && secret_bytes(text)[length] >= ' ' && secret_bytes(text)[length] != 0x7F)
		length++;
	line = secret_new_bytes(length);
	memcpy(secret_bytes(line), secret_bytes(text), length);
	if (length == 0 || (length < secret_length(text) && strcmp(secret_text(text) + length, "\n") != 0)) {
		error_set(error, ERROR_LOCAL, "", "", "%s has to hold one line, without control characters", path);
		secret_free(&line);
	}
	secret_free(&text);
	return line;
}

static bool
write_whole(int fd, const struct secret *text)
{
	size_t length = 0;

	while (length < secret_length(text)) {
		ssize_t written = write(fd, secret_bytes(text) + length, secret_length(text) - length);

		if (written < 0 && errno != EINTR)
			return false;
		length += written > 0 ? (size_t)written : 0;
	}
	return fsync(fd) == 0;
}

/* A file that root replaces stays its user's. */
static bool
keep_owner(int fd, const char *path)
{
	struct stat old;

	return lstat(path, &old) != 0 || (old.st_uid == geteuid() && old.st_gid == getegid()) ||
		fchown(fd, old.st_uid, old.st_gid) == 0;
}

int
private_file_lock(const char *path, struct error *error)
{
	const char *slash = strrchr(path, '/');
	struct buffer folder;
	int fd;

	buffer_init(&folder, 0);
	buffer_append(&folder, slash == NULL ? "." : path, slash == NULL ? 1 : (size_t)(slash - path) + 1);
	fd = open(buffer_text(&folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || flock(fd, LOCK_EX) != 0) {
		failed("lock", buffer_text(&folder), error);
		if (fd >= 0)
			close(fd);
		fd = -1;
	}
	buffer_free(&folder);
	return fd;
}

/* What is left of a run that was cut off goes first: the lock is held, so nobody is at it. */
static bool
put_in_place(const char *path, const char *beside, const struct secret *text, bool fresh)
{
	int fd;
	bool done;

	unlink(beside);
	fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return false;
	done = write_whole(fd, text) && (fresh || keep_owner(fd, path)) &&
		(fresh ? link(beside, path) : rename(beside, path)) == 0;
	close(fd);
	if (fresh || !done) {
		int why = errno;

		unlink(beside);
		errno = why;
	}
	return done;
}

bool
private_file_write(int lock, const char *path, const struct secret *text, bool fresh, struct error *error)
{
	struct buffer beside;
	bool done;

	buffer_init(&beside, 0);
	buffer_printf(&beside, "%s.new", path);
	done = put_in_place(path, buffer_text(&beside), text, fresh) && fsync(lock) == 0;
	if (!done)
		failed("write", path, error);
	buffer_free(&beside);
	return done;
}
