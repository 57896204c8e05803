/*
 * What libphonenumber knows of a number, without asking anybody. Written in
 * C++ (phone.cc); whoever links it is linked by a C++ compiler. The worker alone does.
 */
#ifndef MFADESK_PHONE_PHONE_H
#define MFADESK_PHONE_PHONE_H

#include <stdbool.h>

#define PHONE_DISPLAY_SIZE 40

struct phone_check {
	const char *kind; /* a word of directory.number_kind; "unknown" for what is no number. Static */
	bool valid; /* may be assigned: right length, a range that its country uses */
	char display[PHONE_DISPLAY_SIZE]; /* "+1 508-555-0142"; the number as given where it is no number */
};

#ifdef __cplusplus
extern "C" {
#endif

/* `number`: E.164, "+15085550142", without an extension. */
void phone_check(const char *number, struct phone_check *check);

#ifdef __cplusplus
}
#endif

#endif
