/* The desk: screens on a terminal, over two connections to the directory. */
#ifndef MFADESK_DESK_DESK_H
#define MFADESK_DESK_DESK_H

/* Runs until the user leaves; returns the exit status. `conninfo` as libpq reads it, NULL: the environment only. */
int desk_run(const char *conninfo);

#endif
