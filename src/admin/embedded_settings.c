/*
 * What an embedded directory remembers of how it was started, and the folder
 * of its socket: short (a socket's path has 107 bytes), private, and not a
 * name that somebody else could have taken before.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mfadesk/admin/embedded.h"
#include "mfadesk/admin/files.h"

#define SETTINGS "settings"
#define SOCKETS "/tmp/mfadesk-XXXXXX"

/* The value of "name value" in the lines of `text`; NULL where it is not there. */
static const char *
setting(struct arena *arena, const char *text, const char *name)
{
	size_t length = strlen(name);

	for (; *text; text += strcspn(text, "\n"), text += *text == '\n')
		if (strncmp(text, name, length) == 0 && text[length] == ' ')
			return arena_copy_bytes(arena, text + length + 1, strcspn(text, "\n") - length - 1);
	return NULL;
}

bool
embedded_read(struct embedded *embedded, struct error *error)
{
	struct arena *arena = embedded->arena;
	const char *text;

	if (!process_become(&embedded->server, error))
		return false;
	text = file_read(arena, file_path(arena, embedded->directory, SETTINGS));
	process_return();
	if (!text)
		return true;
	embedded->sockets = setting(arena, text, "sockets");
	if (setting(arena, text, "starter"))
		embedded->starter = setting(arena, text, "starter");
	if (setting(arena, text, "people"))
		embedded->people = setting(arena, text, "people");
	return true;
}

bool
embedded_save(const struct embedded *embedded, struct error *error)
{
	struct buffer text;
	bool ok;

	buffer_init(&text, 0);
	buffer_printf(
		&text, "starter %s\nsockets %s\npeople %s\n", embedded->starter, embedded->sockets, embedded->people);
	ok = file_write(file_path(embedded->arena, embedded->directory, SETTINGS), buffer_text(&text), error);
	buffer_free(&text);
	return ok;
}

/* A folder that anybody else could write in, or that is a link, may hold a socket that is not ours. */
static bool
is_ours(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == geteuid() &&
		(status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

bool
embedded_make_sockets(struct embedded *embedded, struct error *error)
{
	char *path;

	/* The same path again lets a desk that lost the server find it there. */
	if (embedded->sockets && (mkdir(embedded->sockets, 0700) == 0 || is_ours(embedded->sockets)))
		path = arena_copy(embedded->arena, embedded->sockets);
	else
		path = mkdtemp(arena_copy(embedded->arena, SOCKETS));
	if (!path)
		return error_set(error, ERROR_LOCAL, "", "", "cannot make a folder in /tmp: %s", strerror(errno));
	/* Root's server runs as another user: root must get in, and peer authentication decides about everybody. */
	if (chmod(path, getuid() == 0 ? 0755 : 0700) != 0)
		return error_set(error, ERROR_LOCAL, "", "", "cannot open %s: %s", path, strerror(errno));
	embedded->sockets = path;
	return embedded_save(embedded, error);
}
