/* mfadesk-sim: a carrier and handsets for demonstrations and tests, on loopback. */
#include <stdio.h>

#include "mfadesk/base/log.h"
#include "mfadesk/base/text.h"
#include "mfadesk/sim/sim.h"

int
main(int argc, char **argv)
{
	int status;

	text_use_locale();
	log_set_program("mfadesk-sim");
	status = sim_run(argc, argv);
	/* What could not be written was not answered. */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		log_line("the answer could not be written");
		return status ? status : SIM_FAILED;
	}
	return status;
}
