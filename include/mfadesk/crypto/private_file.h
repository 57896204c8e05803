/* Files that hold secrets: a regular file of this user (or of root) that nobody else may read or write; no link. */
#ifndef MFADESK_CRYPTO_PRIVATE_FILE_H
#define MFADESK_CRYPTO_PRIVATE_FILE_H

#include "mfadesk/base/error.h"
#include "mfadesk/crypto/secret.h"

#define PRIVATE_FILE_LARGEST 8192

/* The whole text. Owned by the caller; NULL: the error names the path and what to do. */
struct secret *private_file_read(const char *path, struct error *error) MUST_CHECK;
/* One line without its end, as a password has it: not empty, no other control character. */
struct secret *private_file_read_line(const char *path, struct error *error) MUST_CHECK;
/* Of the file's folder, so that one at a time reads and then writes: a descriptor, for close(2). -1: see the error. */
int private_file_lock(const char *path, struct error *error) MUST_CHECK;
/* Whole or not at all, mode 0600, kept over a crash. With `fresh`, false where there is a file already. */
bool private_file_write(
	int lock, const char *path, const struct secret *text, bool fresh, struct error *error) MUST_CHECK;

#endif
