/*
 * The simulated carrier and its handsets, for demonstrations and tests: what
 * stands behind `mfadesk-sim`. Each command returns the exit status: 0 done,
 * 1 refused or failed, 2 wrong usage, 3 no database. Messages go to stderr,
 * answers to stdout.
 */
#ifndef MFADESK_SIM_SIM_H
#define MFADESK_SIM_SIM_H

enum { SIM_DONE = 0, SIM_FAILED = 1, SIM_USAGE = 2, SIM_NO_DATABASE = 3 };

/* Does what the arguments of main() say. */
int sim_run(int argc, char **argv);

#endif
