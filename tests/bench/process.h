/* What the kernel tells of a process. */
#ifndef MFADESK_TESTS_PROCESS_H
#define MFADESK_TESTS_PROCESS_H

#include <sys/types.h>

double process_private(pid_t pid); /* megabytes of memory that are its own */
double process_resident(pid_t pid); /* megabytes, shared libraries included */
double process_time(pid_t pid); /* milliseconds on a processor, all threads */

/* Of all processors together, since the start. */
struct machine_time {
	double busy, idle;
};
struct machine_time machine_time(void);
double machine_busy(const struct machine_time *since); /* per cent */

#endif
