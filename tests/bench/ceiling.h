/* What the worker cannot be faster than: each of its two halves without the other. Both return how many a second. */
#ifndef MFADESK_TESTS_CEILING_H
#define MFADESK_TESTS_CEILING_H

/* The claim loop without a carrier: claim, start_send and sent of all waiting jobs. */
double ceiling_claims(void);
/* `count` texts posted to the carrier by libcurl's multi interface, `at_once` together, without the directory. */
double ceiling_posts(int count, int at_once);

#endif
