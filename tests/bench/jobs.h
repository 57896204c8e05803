/* Challenges that wait to be sent, put into the directory as the desk would have asked for them, and taken out again.
 */
#ifndef MFADESK_TESTS_JOBS_H
#define MFADESK_TESTS_JOBS_H

#include "server.h"

#define JOBS_LOGIN "bench100"

/* Cases of JOBS_LOGIN on people with a phone, as many as there are and at most `most`. Returns how many. */
long jobs_cases(PGconn *super, int most);
/* A text for each of these cases waits. */
void jobs_put(PGconn *super);
/* How many of them are not sent yet. */
long jobs_left(PGconn *super);
/* Those that were sent: how many a second, from the first that was begun to the last. */
double jobs_rate(PGconn *super);
void jobs_clear(PGconn *super);
void jobs_close_cases(PGconn *super);

#endif
