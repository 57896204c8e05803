/* Whose certificates prove a server. */
#ifndef MFADESK_STORE_CONNECT_TLS_H
#define MFADESK_STORE_CONNECT_TLS_H

#include <stdbool.h>

#define CONNECT_PATH_SIZE 4096

/* True for a sslmode that looks at the server's certificate. */
bool connect_tls_verifies(const char *sslmode);
/* What sslrootcert should be: false where the user has a file of their own, or nothing is known. */
bool connect_tls_certificates(char path[CONNECT_PATH_SIZE]);

#endif
