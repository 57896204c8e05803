/* UUIDs, version 4, lower case (RFC 9562). Random bytes from getrandom(2). */
#ifndef MFADESK_BASE_UUID_H
#define MFADESK_BASE_UUID_H

#include <stdbool.h>

#define UUID_SIZE 37 /* with the NUL */

void uuid_make(char uuid[UUID_SIZE]);
bool uuid_is_valid(const char *text); /* 8-4-4-4-12 hexadecimal digits, either case */

#endif
