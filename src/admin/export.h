/* `mfadesk-admin people export`: what `people import` reads. */
#ifndef MFADESK_SRC_ADMIN_EXPORT_H
#define MFADESK_SRC_ADMIN_EXPORT_H

#include <stdbool.h>

#include "mfadesk/base/error.h"

/* To `path`, NULL: to standard output. A file appears whole or not at all. */
bool export_people(const char *connect, const char *path, struct error *error) MUST_CHECK;

#endif
