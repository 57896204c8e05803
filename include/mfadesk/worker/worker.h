/*
 * mfadeskd, the worker: takes jobs from the directory, talks to gateways, makes
 * and checks codes. One thread and one loop; what it holds is in the
 * directory's rows, so it may be killed at any time.
 */
#ifndef MFADESK_WORKER_WORKER_H
#define MFADESK_WORKER_WORKER_H

enum { WORKER_DONE = 0, WORKER_FAILED = 1, WORKER_USAGE = 2, WORKER_NO_DATABASE = 3 };

/* Does what the arguments of main() say; the exit status. Messages go to stderr. */
int worker_run(int argc, char **argv);

#endif
