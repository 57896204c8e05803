/*
 * Where the embedded directory lives, whose it is, and the marker without
 * which nothing there is touched.
 */
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mfadesk/admin/embedded.h"
#include "mfadesk/admin/files.h"

#define MARKER "mfadesk-embedded"
#define MARKER_TEXT "An embedded directory of mfadesk: remove it with mfadesk-admin embedded reset.\n"

static bool
account_of(struct embedded *embedded, const struct passwd *entry)
{
	if (!entry)
		return false;
	embedded->server.name = arena_copy(embedded->arena, entry->pw_name);
	embedded->server.uid = entry->pw_uid;
	embedded->server.gid = entry->pw_gid;
	return true;
}

static const char *
default_directory(struct arena *arena)
{
	const char *data = getenv("XDG_DATA_HOME");
	const char *home = getenv("HOME");
	const struct passwd *entry;

	if (getuid() == 0)
		return "/var/lib/mfadesk/embedded";
	if (data && data[0] == '/')
		return file_path(arena, data, "mfadesk/embedded");
	entry = getpwuid(getuid());
	if (!home || home[0] != '/')
		home = entry ? entry->pw_dir : "/nonexistent";
	return file_path(arena, home, ".local/share/mfadesk/embedded");
}

static const char *
absolute(struct arena *arena, const char *path)
{
	char *here = path[0] == '/' ? NULL : getcwd(NULL, 0);
	const char *whole = here ? file_path(arena, here, path) : path;
	char *trimmed = arena_copy(arena, whole);
	size_t length = strlen(trimmed);

	while (length > 1 && trimmed[length - 1] == '/')
		trimmed[--length] = '\0';
	free(here);
	return trimmed;
}

/* PostgreSQL refuses to run as root, so root's directory belongs to one of these. */
static bool
choose_server(struct embedded *embedded, struct error *error)
{
	struct stat status;

	if (getuid() != 0) {
		if (account_of(embedded, getpwuid(getuid())))
			return true;
		return error_set(error, ERROR_LOCAL, "", "Run this as a user that has a name.",
			"user %u is not in the system's list of users, which peer authentication needs",
			(unsigned)getuid());
	}
	if (stat(embedded->directory, &status) == 0 && status.st_uid != 0 &&
		account_of(embedded, getpwuid(status.st_uid)))
		return true;
	if (account_of(embedded, getpwnam("postgres")) || account_of(embedded, getpwnam("nobody")))
		return true;
	return error_set(error, ERROR_LOCAL, "", "Run this as another user than root.",
		"PostgreSQL does not run as root, and there is neither a user postgres nor nobody");
}

/* The name goes into pg_ident.conf: nothing that would be read there as more than a name. */
static bool
name_starter(struct embedded *embedded, struct error *error)
{
	const struct passwd *entry = getpwuid(getuid());

	embedded->starter = arena_copy(embedded->arena, entry ? entry->pw_name : "root");
	if (embedded->starter[0] != '/' && strcspn(embedded->starter, "\"\n\\,") == strlen(embedded->starter))
		return true;
	return error_set(error, ERROR_LOCAL, "", "", "a user called %s cannot be let in", embedded->starter);
}

bool
embedded_find(struct embedded *embedded, const char *directory, struct error *error)
{
	struct arena *arena = arena_new();

	*embedded = (struct embedded){.arena = arena, .lock = -1, .people = "2000"};
	embedded->directory = absolute(arena, directory ? directory : default_directory(arena));
	embedded->data = file_path(arena, embedded->directory, "data");
	embedded->log = file_path(arena, embedded->directory, "log");
	return choose_server(embedded, error) && name_starter(embedded, error);
}

void
embedded_free(struct embedded *embedded)
{
	if (embedded->lock >= 0)
		close(embedded->lock);
	embedded->lock = -1;
	arena_free(&embedded->arena);
}

/* The folders above it that exist must let the server's user through; seen before anything is made. */
static bool
is_reachable(const struct embedded *embedded, struct error *error)
{
	char *above = arena_copy(embedded->arena, embedded->directory);
	bool ok;

	if (!process_become(&embedded->server, error))
		return false;
	do {
		char *slash = strrchr(above, '/');

		*(slash == above ? slash + 1 : slash) = '\0';
		ok = eaccess(above, X_OK) == 0;
	} while (!ok && errno == ENOENT && strcmp(above, "/") != 0);
	process_return();
	return ok ||
		error_set(error, ERROR_LOCAL, "", "Choose another --dir, or let that user through (chmod o+x).",
			"the server runs as %s, who cannot reach %s", embedded->server.name, above);
}

static bool
no_marker(const struct embedded *embedded, struct error *error)
{
	return error_set(error, ERROR_LOCAL, "", "Nothing was touched. Choose another --dir.",
		"%s is not an embedded directory of mfadesk (it has no file %s)", embedded->directory, MARKER);
}

static bool
make_marker(const struct embedded *embedded, const char *path, struct error *error)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	ssize_t length = (ssize_t)strlen(MARKER_TEXT);
	bool ok = fd >= 0 ? write(fd, MARKER_TEXT, (size_t)length) == length : errno == EEXIST;

	if (!ok)
		error_set(error, ERROR_LOCAL, "", "", "cannot write in %s: %s", embedded->directory, strerror(errno));
	if (fd >= 0)
		close(fd);
	return ok;
}

bool
embedded_make(struct embedded *embedded, struct error *error)
{
	const char *marker = file_path(embedded->arena, embedded->directory, MARKER);
	struct stat status;
	bool ok;

	if (!is_reachable(embedded, error) || !folder_make(embedded->directory, 0700, error))
		return false;
	if (stat(embedded->directory, &status) != 0)
		return error_set(error, ERROR_LOCAL, "", "", "cannot use %s: %s", embedded->directory, strerror(errno));
	if (getuid() == 0 && status.st_uid == 0) {
		if (!folder_is_empty(embedded->directory, MARKER))
			return no_marker(embedded, error);
		if (lchown(embedded->directory, embedded->server.uid, embedded->server.gid) != 0)
			return error_set(error, ERROR_LOCAL, "", "", "cannot give %s away: %s", embedded->directory,
				strerror(errno));
	}
	if (!process_become(&embedded->server, error))
		return false;
	ok = folder_is_empty(embedded->directory, MARKER) ? make_marker(embedded, marker, error)
							  : access(marker, F_OK) == 0 || no_marker(embedded, error);
	process_return();
	return ok;
}

/* The marker, locked; -1 where there is none. A reset that held the lock took the file away: then it is looked up anew.
 */
static int
lock_marker(const char *path)
{
	struct stat status;
	int fd;

	while ((fd = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC)) >= 0) {
		while (flock(fd, LOCK_EX) != 0 && errno == EINTR)
			;
		if (fstat(fd, &status) == 0 && status.st_nlink > 0)
			break;
		close(fd);
	}
	return fd;
}

bool
embedded_lock(struct embedded *embedded, struct error *error)
{
	const char *marker = file_path(embedded->arena, embedded->directory, MARKER);

	if (!process_become(&embedded->server, error))
		return false;
	embedded->lock = lock_marker(marker);
	process_return();
	return embedded->lock >= 0 || no_marker(embedded, error);
}
