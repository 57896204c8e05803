/* Small files and folders. Nothing here follows a link that stands in the last place of a path. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mfadesk/admin/files.h"
#include "mfadesk/base/buffer.h"

enum { SMALL_FILE = 8 * 1024, FOLDERS_OPEN = 16 };

static bool
file_failed(const char *what, const char *path, struct error *error)
{
	return error_set(error, ERROR_LOCAL, "", "", "cannot %s %s: %s", what, path, strerror(errno));
}

char *
file_path(struct arena *arena, const char *folder, const char *name)
{
	size_t size = strlen(folder) + strlen(name) + 2;
	char *path = arena_alloc(arena, size);

	snprintf(path, size, "%s/%s", folder, name);
	return path;
}

char *
file_read(struct arena *arena, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	char text[SMALL_FILE];
	size_t length = 0;
	ssize_t got;

	if (fd < 0)
		return NULL;
	while ((got = read(fd, text + length, SMALL_FILE - 1 - length)) > 0)
		length += (size_t)got;
	close(fd);
	text[length] = '\0';
	return got < 0 ? NULL : arena_copy(arena, text);
}

static bool
write_all(int fd, const char *text, size_t length)
{
	while (length > 0) {
		ssize_t written = write(fd, text, length);

		if (written < 0 && errno != EINTR)
			return false;
		text += written > 0 ? written : 0;
		length -= written > 0 ? (size_t)written : 0;
	}
	return fsync(fd) == 0;
}

bool
file_write(const char *path, const char *text, struct error *error)
{
	struct buffer fresh;
	bool ok;
	int fd;

	buffer_init(&fresh, 0);
	buffer_printf(&fresh, "%s.new", path);
	unlink(buffer_text(&fresh));
	fd = open(buffer_text(&fresh), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	ok = fd >= 0 && write_all(fd, text, strlen(text)) && rename(buffer_text(&fresh), path) == 0;
	if (!ok)
		file_failed("write", path, error);
	if (fd >= 0)
		close(fd);
	buffer_free(&fresh);
	return ok;
}

bool
folder_make(const char *path, mode_t mode, struct error *error)
{
	struct arena *arena = arena_new();
	char *part = arena_copy(arena, path);
	bool ok = true;

	for (char *slash = strchr(part + 1, '/'); ok && slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		ok = mkdir(part, 0755) == 0 || errno == EEXIST;
		*slash = '/';
	}
	ok = ok && (mkdir(part, mode) == 0 || errno == EEXIST);
	if (!ok)
		file_failed("make", path, error);
	arena_free(&arena);
	return ok;
}

bool
folder_is_empty(const char *path, const char *except)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;
	bool empty = folder != NULL;

	while (folder && empty && (entry = readdir(folder)) != NULL)
		empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
			strcmp(entry->d_name, except) == 0;
	if (folder)
		closedir(folder);
	return empty;
}

/* nftw(3) gives its callback no context: level 0, the folder itself, is left to the caller. */
static int
remove_entry(const char *path, const struct stat *status, int type, struct FTW *place)
{
	(void)status;
	(void)type;
	return place->level == 0 ? 0 : remove(path);
}

bool
folder_remove(const char *path, bool itself, struct error *error)
{
	if (nftw(path, remove_entry, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS | FTW_MOUNT) != 0 && errno != ENOENT)
		return file_failed("remove what is in", path, error);
	if (itself && rmdir(path) != 0 && errno != ENOENT)
		return file_failed("remove", path, error);
	return true;
}
