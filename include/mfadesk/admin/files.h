/* Small files and folders, by path. Errors name the path. */
#ifndef MFADESK_ADMIN_FILES_H
#define MFADESK_ADMIN_FILES_H

#include <stdbool.h>
#include <sys/types.h>

#include "mfadesk/base/error.h"

/* "folder/name"; owned by the arena. */
char *file_path(struct arena *arena, const char *folder, const char *name) MUST_CHECK;
/* The whole text of a small file; NULL where there is none or it cannot be read. Links are not followed. */
char *file_read(struct arena *arena, const char *path) MUST_CHECK;
/* Replaces the file as a whole, mode 0600: after a crash it is the old one or the new one. */
bool file_write(const char *path, const char *text, struct error *error) MUST_CHECK;
/* Makes the folder and those above it that are missing. */
bool folder_make(const char *path, mode_t mode, struct error *error) MUST_CHECK;
/* True where it holds nothing, or only something called `except`. */
bool folder_is_empty(const char *path, const char *except);
/* Removes what is in it, and the folder itself where `itself`; links are removed, not followed. */
bool folder_remove(const char *path, bool itself, struct error *error) MUST_CHECK;

#endif
