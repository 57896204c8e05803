/* mfadeskd: the worker, between the directory and the gateways. */
#include <stdio.h>

#include "mfadesk/base/log.h"
#include "mfadesk/base/text.h"
#include "mfadesk/crypto/secret.h"
#include "mfadesk/worker/worker.h"

int
main(int argc, char **argv)
{
	int status;

	process_hide();
	text_use_locale();
	log_set_program("mfadeskd");
	status = worker_run(argc, argv);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		log_line("the answer could not be written");
		return status ? status : WORKER_FAILED;
	}
	return status;
}
