/* libpq before 16 knows no "system" certificates, and an absent root.crt makes it refuse: so they are found here. */
#include "connect_tls.h"

#include <libpq-fe.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const bundles[] = {
	"/etc/ssl/certs/ca-certificates.crt", /* Debian, Ubuntu, Arch */
	"/etc/pki/tls/certs/ca-bundle.crt", /* Fedora, Red Hat */
	"/etc/ssl/ca-bundle.pem", /* SUSE */
	"/etc/ssl/cert.pem", /* Alpine, BSD */
};

bool
connect_tls_verifies(const char *sslmode)
{
	return sslmode && (strcmp(sslmode, "verify-full") == 0 || strcmp(sslmode, "verify-ca") == 0);
}

static bool
user_has_one(void)
{
	char path[CONNECT_PATH_SIZE];
	const char *home = getenv("HOME");
	const struct passwd *user = home && *home ? NULL : getpwuid(geteuid());

	if (user)
		home = user->pw_dir;
	if (!home || snprintf(path, sizeof(path), "%s/.postgresql/root.crt", home) >= (int)sizeof(path))
		return false;
	return access(path, F_OK) == 0;
}

bool
connect_tls_certificates(char path[CONNECT_PATH_SIZE])
{
	if (user_has_one())
		return false;
	for (size_t i = 0; i < sizeof(bundles) / sizeof(bundles[0]); i++) {
		if (access(bundles[i], R_OK) == 0) {
			snprintf(path, CONNECT_PATH_SIZE, "%s", bundles[i]);
			return true;
		}
	}
	snprintf(path, CONNECT_PATH_SIZE, "system");
	return PQlibVersion() >= 160000;
}
