/* The table of commands; see commands.h. */
#include "commands.h"

const struct command commands[] = {
	{"serve", "--token-file FILE [--account SID] [--port N] [--port-file FILE] [--auto-answer] [--db CONNINFO]", 0,
		0, sim_serve, "be the carrier, until SIGTERM",
		"Listens on 127.0.0.1 and speaks the Messages and Calls API of Twilio: what is sent to it arrives on "
		"the "
		"handsets of the directory; mails are posted to /mail, signed with the token. It refuses a directory "
		"that is no demonstration."},
	{"fault", "NUMBER|all|ADDRESS|mails KIND [--on send|other|any] [--count N] [--seconds S] [--db CONNINFO]", 1, 2,
		sim_fault, "let something go wrong",
		"For one number (+15085550142) or for all, or for the mails to one address or for all mails, until it "
		"was met N times or S seconds are over; without either "
		"until cleared. \"mfadesk-sim fault clear\" clears all. The kinds are below."},
	{"faults", "[--db CONNINFO]", 0, 0, sim_faults, "list what goes wrong", "One line for each fault that is set."},
	{"inbox", "[NUMBER|ADDRESS] [--json] [--db CONNINFO]", 0, 1, sim_inbox, "show what arrived",
		"Texts, mails, and calls with what was said in them once they were answered, newest first: of one "
		"number or address, or "
		"of all."},
	{"answer", "CALL [--db CONNINFO]", 1, 1, sim_answer, "answer a call that rings", "And print what it says."},
	{"voicemail", "CALL [--db CONNINFO]", 1, 1, sim_voicemail, "let voicemail take a call that rings",
		"What it says is spoken after the tone."},
	{"reject", "CALL [--db CONNINFO]", 1, 1, sim_reject, "reject a call that rings",
		"The caller gets a busy line."},
	{"deliver", "TEXT [--db CONNINFO]", 1, 1, sim_deliver, "deliver a text late",
		"One that was held up by the fault never-sent or never-delivered."},
	{"help", "[COMMAND] [--manual]", 0, 1, sim_help, "this list, or one command",
		"With --manual: the manual page, as roff."},
	{NULL, NULL, 0, 0, NULL, NULL, NULL},
};

#define PLACE(member) offsetof(struct arguments, member)

const struct command_option command_options[] = {
	{"--token-file", "--token-file FILE", "the secret of the account: one line, a file that only its owner reads",
		false, PLACE(token_file)},
	{"--account", "--account SID",
		"the account, AC and 32 hexadecimal digits; AC00000000000000000000000000000001 otherwise", false,
		PLACE(account)},
	{"--port", "--port N", "where to listen; 0, as without it: any free port", false, PLACE(port)},
	{"--port-file", "--port-file FILE", "write the port there once it listens; removed at the end", false,
		PLACE(port_file)},
	{"--auto-answer", "--auto-answer", "every call is answered at once", true, PLACE(auto_answer)},
	{"--on", "--on send|other|any", "which requests meet the fault: send (the default) or all the others", false,
		PLACE(requests)},
	{"--count", "--count N", "so many times", false, PLACE(count)},
	{"--seconds", "--seconds S", "so long", false, PLACE(seconds)},
	{"--json", "--json", "print JSON", true, PLACE(json)},
	{"--db", "--db CONNINFO",
		"where the directory is, as libpq reads it; the environment otherwise, as mfadesk_sim", false,
		PLACE(db)},
	{"--manual", "--manual", "print the manual page", true, PLACE(manual)},
	{NULL, NULL, NULL, false, 0},
};
