/* mfadesk: the desk, and the same acts as commands. */
#include "mfadesk/base/log.h"
#include "mfadesk/base/text.h"
#include "mfadesk/cli/cli.h"
#include "mfadesk/crypto/secret.h"
#include "mfadesk/desk/desk.h"

int
main(int argc, char **argv)
{
	const char *conninfo;

	log_set_program("mfadesk");
	text_use_locale();
	process_hide();
	crypto_secure_heap_start();
	if (cli_is_command(argc, argv))
		return cli_run(argc, argv);
	if (!cli_desk_arguments(argc, argv, &conninfo))
		return CLI_USAGE;
	return desk_run(conninfo);
}
