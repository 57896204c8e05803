/* Running PostgreSQL's own programs, as another user where this one is root. */
#ifndef MFADESK_ADMIN_PROCESS_H
#define MFADESK_ADMIN_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "mfadesk/base/buffer.h"
#include "mfadesk/base/error.h"

/* Who a program runs as. `name` is owned by whoever made it. */
struct account_of_system {
	const char *name;
	uid_t uid;
	gid_t gid;
};

/*
 * Runs argv[0] (a path) and waits for its end; its standard output and error go
 * to `output`, its input is empty, no other descriptor and nothing of this
 * process's environment but PATH is passed on. As root it becomes `user` for good first.
 * False where it could not be run or ended with another status than 0; the
 * error then ends with the last line that it wrote.
 */
bool process_run(const struct account_of_system *user, const char *const *argv, struct buffer *output,
	struct error *error) MUST_CHECK;

/*
 * For work on files that belong to `user`: root acts as that user until
 * process_return(), so that no link laid in a folder of theirs leads root astray.
 * Does nothing for anybody else.
 */
bool process_become(const struct account_of_system *user, struct error *error) MUST_CHECK;
void process_return(void);

#endif
