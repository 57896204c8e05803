/* `mfadesk-admin people export`: what `people import` reads. */
#ifndef MFADESK_SRC_ADMIN_EXPORT_H
#define MFADESK_SRC_ADMIN_EXPORT_H

/* To `path`, NULL: to standard output. A file appears whole or not at all. The exit status. */
int export_people(const char *connect, const char *path);

#endif
