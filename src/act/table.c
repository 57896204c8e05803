/*
 * The table of acts. An act's place in the footer, its help, its command, its
 * options and its page in the manual are this entry and nothing else, so the
 * words here are written for the person who answers the help desk's phone.
 * Parameters stand in the order of the database function's arguments.
 */
#include "table.h"

#define EVERYONE (ROLE_AGENT | ROLE_LEAD | ROLE_AUDITOR | ROLE_ADMINISTRATOR)
#define DESK (ROLE_AGENT | ROLE_LEAD)
#define READERS (DESK | ROLE_AUDITOR)

#define PRINTS_CHANGE "{request, case, ids:[...], state, at}"
#define PRINTS_FOUND                                                                                                   \
	"an array of {id, email, name, department, title, status, employee_number}; the last is null but where two "   \
	"share a name"
#define PRINTS_ACCOUNT                                                                                                 \
	"{person:{id, email, aliases, name, department, title, manager:{id, email, name}|null, status, tier, "         \
	"version}, devices:[{id, name, state}], methods:[{id, kind, device, label, number, channels, state, "          \
	"default, authority, confirmed_at, added_at, added_by, last_used_at, tested_at, revoked_at, reason}], "        \
	"case:{id, ticket, by, agent, opened_at, state, proven_until, waiting:[{act, target, text, asked_at}]}, "      \
	"challenges:[as `challenge' prints them], proof:as `proof status' prints it, suspended_here:[ids], "           \
	"codes_left, pass:{id, state, made_at, expires_at, used_at, login}|null, telling, warnings:[{code, text}]}"

#define PRINTS_CHALLENGE                                                                                               \
	"{id, case, method, channel, purpose, state, mark, sent_at, delivered_at, answered_at, answered_by, "          \
	"expires_at, tries_left, gateway, reason, proof}"

#define PRINTS_WAYS "{proven, proven_until, shown, missing, ways:[{kind, channel, method, label, open, why}]}"

#define PRINTS_WORKLIST "{name, title, note, at_is, count, rows:[{person, name, email, department, at, detail}], next};"

#define THE_CASE                                                                                                       \
	{                                                                                                              \
		.name = "case", .metavar = "CASE", .type = ACT_TYPE_UUID, .required = true,                            \
		.help = "the id of the case, as `case open' printed it"                                                \
	}
/* What the page in front of the agent said; a command has no page, and takes the person as they are now. */
#define THE_VERSION                                                                                                    \
	{                                                                                                              \
		.name = "version", .type = ACT_TYPE_INTEGER, .help = "the version of the person that was seen"         \
	}
#define THE_TARGET                                                                                                     \
	{                                                                                                              \
		.name = "target", .metavar = "METHOD|DEVICE", .type = ACT_TYPE_UUID, .required = true,                 \
		.help = "the id of one sign-in method, or of a device for all of its sign-in methods"                  \
	}
#define THE_METHOD                                                                                                     \
	{                                                                                                              \
		.name = "method", .metavar = "METHOD", .type = ACT_TYPE_UUID, .required = true,                        \
		.help = "the id of the sign-in method"                                                                 \
	}
#define THE_PERSON                                                                                                     \
	{                                                                                                              \
		.name = "who", .metavar = "EMAIL", .required = true,                                                   \
		.help = "the person: an email address, an alias or an id"                                              \
	}
#define A_REASON(text)                                                                                                 \
	{                                                                                                              \
		.name = "reason", .option = "--reason", .metavar = "TEXT", .required = true, .help = (text)            \
	}
#define WHAT_HAPPENED                                                                                                  \
	{                                                                                                              \
		.name = "reason", .option = "--reason", .metavar = "REASON", .type = ACT_TYPE_CHOICE,                  \
		.required = true, .choices = "lost|stolen|replaced|other", .help = "what happened to it"               \
	}
#define WHAT_HAPPENED_TO_A_PHONE "lost|stolen|kept|changed|nothing"
/* Needed where something that the case suspended is suspended still. */
#define SUSPENSIONS                                                                                                    \
	{                                                                                                              \
		.name = "suspensions", .option = "--suspensions", .metavar = "WHAT", .type = ACT_TYPE_CHOICE,          \
		.choices = "keep|undo",                                                                                \
		.help = "what becomes of what your case suspended: needed where something is suspended still"          \
	}
#define HERE_BY                                                                                                        \
	{                                                                                                              \
		.name = "by", .option = "--by", .metavar = "HOW", .type = ACT_TYPE_CHOICE, .required = true,           \
		.choices = "phone|counter|video", .help = "how the person is here"                                     \
	}
#define THE_CHALLENGE                                                                                                  \
	{                                                                                                              \
		.name = "challenge", .metavar = "CHALLENGE", .type = ACT_TYPE_UUID, .required = true,                  \
		.help = "the id of the challenge, as `test' printed it"                                                \
	}
#define THE_PASS                                                                                                       \
	{                                                                                                              \
		.name = "pass", .metavar = "PASS", .type = ACT_TYPE_UUID, .required = true,                            \
		.help = "the id of the pass, as `pass issue' printed it"                                               \
	}
#define TO_ITS_END                                                                                                     \
	{                                                                                                              \
		.name = "wait", .option = "--wait", .type = ACT_TYPE_FLAG, .local = true,                              \
		.help = "follow it to its end, ask for the code on the terminal, and succeed where it passed"          \
	}
#define APPROVABLE                                                                                                     \
	"restore|add_phone|revoke|set_default|reveal_number|enrol|move_number|issue_pass|cancel_pass|"                 \
	"issue_recovery_codes|finish"
#define THE_CALL                                                                                                       \
	{                                                                                                              \
		.name = "call", .help = "the call"                                                                     \
	}
#define AT_MOST                                                                                                        \
	{                                                                                                              \
		.name = "limit", .option = "--limit", .metavar = "N", .type = ACT_TYPE_INTEGER, .fallback = "50",      \
		.help = "at most this many lines"                                                                      \
	}

const struct act_info act_table[ACT_COUNT] = {
	[ACT_WHOAMI] =
		{
			.command = "whoami",
			.label = "who am I",
			.roles = EVERYONE,
			.help = "Say who you are to the directory: your login, your role and what you may see.",
			.output =
				"{login, person:{id, email, name}, role, counter, units, schema, demonstration, time, "
				"ticket_pattern, country}",
		},
	[ACT_FIND] =
		{
			.command = "find",
			.key = "/",
			.label = "find",
			.roles = READERS,
			.help = "Find people by the beginning of a name or an email address, by an employee number, or "
				"by the last four digits of a phone number.",
			.output = PRINTS_FOUND,
			.parameters =
				{
					{.name = "text",
						.metavar = "TEXT",
						.required = true,
						.help = "two letters or more, or four digits"},
					AT_MOST,
				},
		},
	[ACT_FIND_NUMBER] =
		{
			.command = "find-number",
			.label = "find number",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_PAIR,
			.help = "Find whose sign-in method a whole phone number is. Goes on the record, with your "
				"reason.",
			.output = PRINTS_FOUND,
			.parameters =
				{
					{.name = "number",
						.metavar = "NUMBER",
						.required = true,
						.help = "a whole phone number, as it would be dialled"},
					A_REASON("why you need to know"),
				},
		},
	[ACT_OPEN_CASE] =
		{
			.command = "case open",
			.key = "Enter",
			.label = "open",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_PAIR,
			.request_option = "--id",
			.help = "Open a case on a person under its ticket, and show the person's sign-in methods. With "
				"a "
				"case of yours still open under that ticket, begin a new contact in it.",
			.output = PRINTS_ACCOUNT,
			.parameters =
				{
					THE_PERSON,
					{.name = "ticket",
						.option = "--ticket",
						.metavar = "T",
						.required = true,
						.help = "the number of the ticket"},
					HERE_BY,
				},
		},
	[ACT_CASES] =
		{
			.command = "case list",
			.key = "F3",
			.label = "cases",
			.roles = READERS,
			.help = "List your open cases and the step that each is at; leads can list everybody's, with "
				"what waits for their approval.",
			.output = "an array of {id, ticket, by, agent, opened_at, state, proven_until, "
				  "waiting:[{act, target, text, asked_at}], step, approval, person:{id, name, email}}",
			.parameters =
				{
					{.name = "all",
						.option = "--all",
						.type = ACT_TYPE_FLAG,
						.fallback = "false",
						.help = "the cases of everybody, not only your own"},
				},
		},
	[ACT_TAKE_CASE] =
		{
			.command = "case take",
			.key = "T",
			.label = "take over",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CASE,
			.help = "Take over a case from a colleague. What was proven to them is not proven to you: the "
				"contact ends, and its proofs with it.",
			.output = PRINTS_CHANGE,
			.parameters = {THE_CASE, A_REASON("why it changes hands")},
		},
	[ACT_NOTE] =
		{
			.command = "case note",
			.key = "n",
			.label = "note",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CASE,
			.help = "Write a note into the case's record.",
			.output = PRINTS_CHANGE,
			.parameters =
				{
					THE_CASE,
					{.name = "text", .metavar = "TEXT", .required = true, .help = "the note"},
				},
		},
	[ACT_END_CONTACT] =
		{
			.command = "case gone",
			.key = "K",
			.label = "gone",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CASE | ACT_EVERYWHERE,
			.help = "Say that the caller is gone. The case stays open; whoever calls next has to prove who "
				"they are again.",
			.output = PRINTS_CHANGE,
			.parameters = {THE_CASE},
		},
	[ACT_START_CONTACT] =
		{
			.command = "case contact",
			.key = "b",
			.label = "back again",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CASE | ACT_NO_COMMAND,
			.help = "Begin a new contact in the case: the person is back, by phone, at the counter or on "
				"video.",
			.output = PRINTS_CHANGE,
			.parameters = {THE_CASE, HERE_BY},
		},
	[ACT_CLOSE_CASE] =
		{
			.command = "case close",
			.key = "c",
			.label = "close case",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CASE,
			.help = "Close the case, and say how it ended. What it suspended is kept so or given back: "
				"within five minutes by who suspended it, then with what `restore' needs.",
			.output = PRINTS_CHANGE,
			.parameters =
				{
					THE_CASE,
					{.name = "outcome",
						.option = "--outcome",
						.metavar = "TEXT",
						.required = true,
						.help = "how it ended, in a line"},
					SUSPENSIONS,
				},
		},
	[ACT_SHOW] =
		{
			.command = "show",
			.label = "show",
			.roles = DESK,
			.help = "Show a person's sign-in methods, device by device. Needs a case of your own on the "
				"person, open or closed within the last 60 minutes.",
			.output = PRINTS_ACCOUNT,
			.parameters = {THE_PERSON},
		},
	[ACT_ACCOUNT] =
		{
			.command = "account",
			.label = "account",
			.roles = DESK,
			.flags = ACT_NO_COMMAND,
			.help = "Show the person of a case.",
			.output = PRINTS_ACCOUNT,
			.parameters = {THE_CASE},
		},
	[ACT_RECORD_PROOF] =
		{
			.command = "proof record",
			.key = "p",
			.label = "prove",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CASE,
			.help = "Record that you looked at a document of the person, and what you saw. It is your "
				"word, "
				"and the record says so.",
			.output = PRINTS_CHANGE,
			.parameters =
				{
					THE_CASE,
					{.name = "kind",
						.option = "--kind",
						.metavar = "KIND",
						.type = ACT_TYPE_CHOICE,
						.required = true,
						.choices = "document-in-person|document-on-video",
						.help = "where you saw it"},
					{.name = "document",
						.option = "--document",
						.metavar = "DOCUMENT",
						.type = ACT_TYPE_CHOICE,
						.required = true,
						.choices = "badge|passport|driving-licence|national-id",
						.help = "what it was"},
					{.name = "result",
						.option = "--result",
						.metavar = "RESULT",
						.type = ACT_TYPE_CHOICE,
						.choices = "passed|refused|failed",
						.fallback = "passed",
						.help = "refused: they would not show it; failed: it is not them"},
				},
		},
	[ACT_CONFIRM_PROOF] =
		{
			.command = "proof confirm",
			.key = "f",
			.label = "confirm proof",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CASE,
			.help = "Confirm a document that a colleague saw on video: you saw it too.",
			.output = PRINTS_CHANGE,
			.parameters =
				{
					THE_CASE,
					{.name = "proof",
						.metavar = "PROOF",
						.type = ACT_TYPE_UUID,
						.required = true,
						.help = "the id of the proof, as `proof record' printed it"},
				},
		},
	[ACT_PROOF_WAYS] =
		{
			.command = "proof status",
			.label = "proof status",
			.roles = DESK,
			.help = "Say what is still missing to prove who this is, which ways are open now, and why the "
				"others are not.",
			.output = PRINTS_WAYS,
			.parameters = {THE_CASE},
		},
	[ACT_START_PROOF] =
		{
			.command = "proof start",
			.label = "start a proof",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CHALLENGE,
			.help = "Begin a proof by a saved recovery code, or by a code that the person's manager "
				"reads to you when you ring the manager's number in the directory.",
			.output = PRINTS_CHALLENGE,
			.parameters =
				{
					THE_CASE,
					{.name = "kind",
						.metavar = "KIND",
						.type = ACT_TYPE_CHOICE,
						.required = true,
						.choices = "recovery-code|manager",
						.help = "what proves it"},
					{.name = "channel",
						.option = "--channel",
						.metavar = "HOW",
						.type = ACT_TYPE_CHOICE,
						.choices = "text|call|app",
						.help = "how the code reaches the manager"},
					TO_ITS_END,
				},
		},
	[ACT_ASK_APPROVAL] =
		{
			.command = "approval ask",
			.label = "ask a lead",
			.roles = DESK,
			.flags = ACT_CHANGES,
			.help = "Ask a lead to approve an act on a privileged person or a colleague. Leads see it at "
				"once.",
			.output = PRINTS_CHANGE,
			.parameters =
				{
					THE_CASE,
					{.name = "act",
						.metavar = "ACT",
						.type = ACT_TYPE_CHOICE,
						.required = true,
						.choices = APPROVABLE,
						.help = "what is to be approved"},
					{.name = "target",
						.option = "--target",
						.metavar = "ID|DIGITS",
						.help = "the id of the sign-in method or device, or the last four "
							"digits of the number"},
				},
		},
	[ACT_APPROVE] =
		{
			.command = "approve",
			.key = "y",
			.label = "approve",
			.roles = ROLE_LEAD,
			.flags = ACT_CHANGES | ACT_ON_CASE,
			.help = "Let an agent act on a privileged person or a colleague, in one case, for an hour.",
			.output = PRINTS_CHANGE,
			.parameters =
				{
					THE_CASE,
					{.name = "acts",
						.metavar = "ACT",
						.type = ACT_TYPE_LIST,
						.required = true,
						.choices = APPROVABLE,
						.help = "what is approved: an act for all of the case, or ACT=ID for "
							"one sign-in method or device, or add_phone=DIGITS for the "
							"number that ends so"},
				},
		},
	[ACT_SUSPEND] =
		{
			.command = "suspend",
			.key = "s",
			.label = "suspend",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CASE | ACT_TAKES_AWAY,
			.help = "Stop a sign-in method, or all on a device, at once. Needs no proof, and can be "
				"undone.",
			.output = PRINTS_CHANGE,
			.parameters = {THE_CASE, THE_VERSION, THE_TARGET, WHAT_HAPPENED},
		},
	[ACT_RESTORE] =
		{
			.command = "restore",
			.key = "u",
			.label = "undo",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CASE,
			.help = "Give back what was suspended. Needs proof, except within 5 minutes by whoever "
				"suspended it.",
			.output = PRINTS_CHANGE,
			.parameters = {THE_CASE, THE_VERSION, THE_TARGET},
		},
	[ACT_REVOKE] =
		{
			.command = "revoke",
			.key = "x",
			.label = "revoke",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CASE | ACT_TAKES_AWAY,
			.help = "End a sign-in method, or all on a device, for good. Needs a proof that passed in this "
				"case.",
			.output = PRINTS_CHANGE,
			.parameters = {THE_CASE, THE_VERSION, THE_TARGET, WHAT_HAPPENED},
		},
	[ACT_SET_DEFAULT] =
		{
			.command = "default",
			.key = "d",
			.label = "default",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CASE,
			.help = "Make a sign-in method the default: the one that is asked for first. Needs proof.",
			.output = PRINTS_CHANGE,
			.parameters = {THE_CASE, THE_VERSION, THE_METHOD},
		},
	[ACT_ADD_PHONE] =
		{
			.command = "phone add",
			.key = "a",
			.label = "add phone",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CASE,
			.help = "Add a phone number that can be called, or sent a text. Needs proof; it is pending "
				"until "
				"a code came back from it.",
			.output = PRINTS_CHANGE,
			.parameters =
				{
					THE_CASE,
					THE_VERSION,
					{.name = "number",
						.metavar = "NUMBER",
						.required = true,
						.help = "the number, as it would be dialled"},
					{.name = "extension",
						.option = "--extension",
						.metavar = "N",
						.help = "digits to dial after it"},
					{.name = "kind",
						.option = "--kind",
						.metavar = "KIND",
						.type = ACT_TYPE_CHOICE,
						.required = true,
						.choices = "phone|alternate_phone|office_phone",
						.help = "a phone gets texts and calls, the others calls only"},
					{.name = "device",
						.option = "--device",
						.metavar = "NAME|none",
						.help = "the device it is on"},
				},
		},
	[ACT_REVEAL_NUMBER] =
		{
			.command = "number",
			.key = "v",
			.label = "show number",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_PAIR | ACT_ON_CASE,
			.help = "Show one whole phone number. Goes on the record, with your reason.",
			.output = "{number, extension}",
			.parameters = {THE_CASE, THE_METHOD, A_REASON("why you need to see it")},
		},
	[ACT_RAISE_DOUBT] =
		{
			.command = "doubt raise",
			.key = "!",
			.label = "doubt",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CASE | ACT_EVERYWHERE,
			.help = "Say that somebody may be posing as this person. Everything except suspending stops "
				"until a lead clears it.",
			.output = PRINTS_CHANGE,
			.parameters = {THE_PERSON, A_REASON("what made you doubt"), SUSPENSIONS},
		},
	[ACT_CLEAR_DOUBT] =
		{
			.command = "doubt clear",
			.key = "C",
			.label = "clear doubt",
			.roles = ROLE_LEAD,
			.flags = ACT_CHANGES | ACT_ON_CASE,
			.help = "Clear the doubt about a person, and say why.",
			.output = PRINTS_CHANGE,
			.parameters = {THE_PERSON, A_REASON("what settled it")},
		},
	[ACT_HISTORY] =
		{
			.command = "history",
			.key = "F4",
			.label = "ledger",
			.roles = READERS,
			.help = "Show what was done, newest first: in a case, or to a person. Agents see their own "
				"cases; by email, those of the last 60 minutes.",
			.output = "an array of {at, who, act, case, ticket, targets, outcome, reason, text}",
			.parameters =
				{
					{.name = "of",
						.metavar = "CASE|EMAIL",
						.required = true,
						.help = "the id of a case, or the person's email address"},
					AT_MOST,
				},
		},
	[ACT_TEST] =
		{
			.command = "test",
			.key = "t",
			.label = "test",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CASE | ACT_ON_CHALLENGE,
			.help = "Send a code by text or call, or ask for one of the authenticator app: as a test, as "
				"the proof of who is calling, or to confirm a sign-in method.",
			.output = PRINTS_CHALLENGE,
			.parameters =
				{
					THE_CASE,
					THE_METHOD,
					{.name = "channel",
						.option = "--channel",
						.metavar = "HOW",
						.type = ACT_TYPE_CHOICE,
						.required = true,
						.choices = "text|call|app",
						.help = "how the code reaches the person"},
					{.name = "purpose",
						.option = "--purpose",
						.metavar = "WHY",
						.type = ACT_TYPE_CHOICE,
						.choices = "proof|confirm|test",
						.fallback = "test",
						.help = "what the code is for"},
					TO_ITS_END,
				},
		},
	[ACT_ANSWER] =
		{
			.command = "answer",
			.label = "answer",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CHALLENGE,
			.help = "Have the code checked that the person read to you. It is asked for on the "
				"terminal, or is the first line of the standard input; it is never an argument.",
			.output = PRINTS_CHALLENGE,
			.parameters =
				{
					THE_CHALLENGE,
					{.name = "code", .help = "the six digits"},
				},
		},
	[ACT_CHALLENGE] =
		{
			.command = "challenge",
			.label = "challenge",
			.roles = DESK,
			.help = "Say what became of a code that was sent or asked for.",
			.output = PRINTS_CHALLENGE,
			.parameters = {THE_CHALLENGE},
		},
	[ACT_CANCEL] =
		{
			.command = "cancel",
			.label = "cancel",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CHALLENGE,
			.help = "Give up a code that was sent or asked for: it does not count any more.",
			.output = PRINTS_CHALLENGE,
			.parameters = {THE_CHALLENGE},
		},
	[ACT_ENROL] =
		{
			.command = "enrol",
			.key = "e",
			.label = "enrol",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CASE,
			.help = "Register a new authenticator app, at the counter or on video: the person scans a QR "
				"code.",
			.output = "{method, challenge, uri}; uri with --text alone",
			.parameters =
				{
					THE_CASE,
					THE_VERSION,
					{.name = "device",
						.option = "--device",
						.metavar = "NAME",
						.required = true,
						.help = "the phone it is on, as the person calls it"},
					{.name = "public_key", .help = "to which the secret is sealed"},
					{.name = "png",
						.option = "--png",
						.metavar = "FILE",
						.local = true,
						.help = "a new file for the QR code, readable by you alone, to be "
							"deleted after the scan; else it is drawn on the terminal"},
					{.name = "text",
						.option = "--text",
						.type = ACT_TYPE_FLAG,
						.local = true,
						.help = "print what the QR code says; in the demonstration only"},
				},
		},
	[ACT_ENROLMENT] =
		{
			.command = "enrolment",
			.label = "enrolment",
			.roles = DESK,
			.flags = ACT_NO_COMMAND,
			.help = "The sealed secret of an authenticator that is being enrolled.",
			.output = "{challenge, method, state, sealed, issuer, account}",
			.parameters = {THE_CHALLENGE},
		},
	[ACT_MOVE_NUMBER] =
		{
			.command = "number-moved",
			.key = "m",
			.label = "number moved",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CASE,
			.help = "Say that a number is on another phone now, after its code came back in this contact.",
			.output = PRINTS_CHANGE,
			.parameters =
				{
					THE_CASE,
					THE_VERSION,
					THE_METHOD,
					{.name = "device",
						.option = "--device",
						.metavar = "NAME",
						.required = true,
						.help = "the new phone, as the person calls it"},
				},
		},
	[ACT_REPLACEMENT] =
		{
			.command = "case steps",
			.key = "r",
			.label = "replaced phone",
			.roles = DESK,
			.flags = ACT_ON_CASE,
			.help = "The replaced phone on one page, step by step: what was done, what comes next, and why "
				"not.",
			.output =
				"{case, what, device, stuck, bring, awaits, ways:[...], active:[{id, label, tested}], "
				"steps:[{step, state, text, target}]}; a state is open, optional, blocked or done",
			.parameters = {THE_CASE},
		},
	[ACT_BEGIN_REPLACEMENT] =
		{
			.command = "case begin",
			.label = "what happened",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_REPLACEMENT,
			.help = "Say what happened to which device. What was on it is suspended at once; a number that "
				"is "
				"kept goes on.",
			.output = PRINTS_CHANGE,
			.parameters =
				{
					THE_CASE,
					THE_VERSION,
					{.name = "what",
						.option = "--what",
						.metavar = "WHAT",
						.type = ACT_TYPE_CHOICE,
						.required = true,
						.choices = WHAT_HAPPENED_TO_A_PHONE,
						.help = "lost, stolen, replaced with the number kept or changed, or "
							"nothing to suspend"},
					{.name = "device",
						.option = "--device",
						.metavar = "DEVICE",
						.type = ACT_TYPE_UUID,
						.help = "the id of the device, as `show' prints it"},
				},
		},
	[ACT_SET_STUCK] =
		{
			.command = "case stuck",
			.key = "z",
			.label = "cannot be proven now",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_REPLACEMENT,
			.help = "Say that nothing is left by which this person could be proven now. The case waits, "
				"and what the person has to bring is said: where is the setting `desk_room', when is "
				"`desk_hours'.",
			.output = "{request, case, ids:[...], state, bring, at}",
			.parameters = {THE_CASE},
		},
	[ACT_FINISH] =
		{
			.command = "case finish",
			.key = "w",
			.label = "finish",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_TAKES_AWAY | ACT_ON_REPLACEMENT,
			.help = "Revoke what this case suspended, and close it with what was done: once a code came "
				"back "
				"by a way in.",
			.output = PRINTS_CHANGE,
			.parameters = {THE_CASE, THE_VERSION},
		},
	[ACT_REOPEN_CASE] =
		{
			.command = "case reopen",
			.label = "reopen",
			.roles = ROLE_LEAD,
			.flags = ACT_CHANGES,
			.help = "Open a closed case again: it is yours then.",
			.output = PRINTS_CHANGE,
			.parameters = {THE_CASE, A_REASON("why it is opened again")},
		},
	[ACT_REPLACED_PHONE] =
		{
			.command = "replaced-phone",
			.label = "replaced phone",
			.roles = DESK,
			.flags = ACT_OF_OTHERS,
			.help = "Do the whole job of a new phone: open the case, or go on in it at the step it is at; "
				"what happened, the proof, the way in, a backup, its test, the default, the end. On a "
				"terminal it asks for what no option answers; elsewhere it says which option is "
				"missing. Codes are asked for on the terminal, or are lines of the standard input. "
				"Broken off it leaves the case as it is.",
			.output = "a line {step, command, answer} for each thing done, the answer as that command "
				  "prints it; {step: \"left\", go_on} where it stopped before the end",
			.parameters =
				{
					THE_PERSON,
					{.name = "ticket",
						.option = "--ticket",
						.metavar = "T",
						.required = true,
						.help = "the number of the ticket"},
					HERE_BY,
					{.name = "same_contact",
						.option = "--same-contact",
						.type = ACT_TYPE_FLAG,
						.help = "the person is still here: what was proven in this contact "
							"holds; else a new contact begins"},
					{.name = "what",
						.option = "--what",
						.metavar = "WHAT",
						.type = ACT_TYPE_CHOICE,
						.choices = WHAT_HAPPENED_TO_A_PHONE,
						.help = "what happened, as `case begin' takes it"},
					{.name = "device",
						.option = "--device",
						.metavar = "DEVICE",
						.help = "the old phone: its name or its id"},
					{.name = "proof",
						.option = "--proof",
						.metavar = "PROOFS",
						.help = "what proves who it is, one after the other, with commas "
							"between: a document (badge, ...), text, call or app, "
							"recovery-code, manager-text, manager-call or manager-app; "
							"which of several as in text=0142; wait: until a colleague "
							"confirmed it; none: it cannot be proven now"},
					{.name = "way_in",
						.option = "--way-in",
						.metavar = "WAY",
						.help = "the way in: enrol, phone, pass, or a sign-in method that is "
							"there (its id, or the end of its number), to be tested"},
					{.name = "number",
						.option = "--number",
						.metavar = "NUMBER",
						.help = "the number of the new phone, as it would be dialled"},
					{.name = "new_device",
						.option = "--new-device",
						.metavar = "NAME",
						.help = "the new phone, as the person calls it"},
					{.name = "channel",
						.option = "--channel",
						.metavar = "HOW",
						.type = ACT_TYPE_CHOICE,
						.choices = "text|call|app",
						.help = "how the code of a test reaches the person, where there are "
							"several ways"},
					{.name = "png",
						.option = "--png",
						.metavar = "FILE",
						.help = "where `enrol' puts the QR code; else it is drawn on the "
							"terminal"},
					{.name = "backup",
						.option = "--backup",
						.metavar = "NUMBER|none",
						.help = "the number of a second way in on another phone, or none"},
					{.name = "default",
						.option = "--default",
						.metavar = "METHOD",
						.help = "the default sign-in method: its id, or the end of its number"},
					{.name = "finish",
						.option = "--finish",
						.type = ACT_TYPE_FLAG,
						.help = "revoke what was suspended, and close the case, without a "
							"question"},
				},
		},
	[ACT_ISSUE_PASS] =
		{
			.command = "pass issue",
			.key = "g",
			.label = "pass",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CASE,
			.help = "Give a temporary access pass: it lets the person in once, within the hour, to "
				"register. It is shown once, on the terminal or with --json. Needs proof; an older one "
				"ends.",
			.output = "{pass, expires_at, id}",
			.parameters =
				{
					THE_CASE,
					THE_VERSION,
					{.name = "minutes",
						.option = "--minutes",
						.metavar = "N",
						.type = ACT_TYPE_INTEGER,
						.help = "how long it lasts: from 10 to what the directory allows"},
					{.name = "public_key", .help = "to which the pass is sealed"},
				},
		},
	[ACT_PASS] =
		{
			.command = "pass",
			.label = "pass",
			.roles = DESK,
			.flags = ACT_NO_COMMAND,
			.help = "The sealed pass that was asked for.",
			.output = "{pass, state, sealed, expires_at}",
			.parameters = {THE_PASS},
		},
	[ACT_CANCEL_PASS] =
		{
			.command = "pass cancel",
			.key = "o",
			.label = "end pass",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CASE | ACT_TAKES_AWAY,
			.help = "End a temporary access pass that was not used. Not where it is the person's only way "
				"in.",
			.output = PRINTS_CHANGE,
			.parameters = {THE_CASE, THE_PASS},
		},
	[ACT_ISSUE_CODES] =
		{
			.command = "recovery-codes issue",
			.key = "i",
			.label = "codes",
			.roles = DESK,
			.flags = ACT_CHANGES | ACT_ON_CASE,
			.help = "Give ten new recovery codes, each of which proves once who the person is. They are "
				"shown once, and the ones before end. Needs proof.",
			.output = "{codes:[...], id}; no codes where --file took them",
			.parameters =
				{
					THE_CASE,
					THE_VERSION,
					{.name = "public_key", .help = "to which the codes are sealed"},
					{.name = "file",
						.option = "--file",
						.metavar = "FILE",
						.local = true,
						.help = "a new file for the codes, readable by you alone; else they "
							"are printed"},
				},
		},
	[ACT_CODES] =
		{
			.command = "recovery-codes",
			.label = "recovery codes",
			.roles = DESK,
			.flags = ACT_NO_COMMAND,
			.help = "The sealed recovery codes that were asked for.",
			.output = "{set, state, sealed}",
			.parameters =
				{
					{.name = "set",
						.metavar = "SET",
						.type = ACT_TYPE_UUID,
						.required = true,
						.help = "the id of the set"}},
		},
	[ACT_WORKLIST] =
		{
			.command = "worklist",
			.key = "F2",
			.label = "worklists",
			.roles = READERS,
			.help = "Show who needs work: a page of one worklist, or without a name all of them with how "
				"many people are on each.",
			.output = PRINTS_WORKLIST " and without a name an array of {name, title, note, count}",
			.parameters =
				{
					{.name = "name",
						.metavar = "NAME",
						.help = "the worklist, as the list of them names it"},
					{.name = "after",
						.option = "--after",
						.metavar = "CURSOR",
						.help = "go on behind this place: the `next' of the page before"},
					AT_MOST,
					{.name = "csv",
						.option = "--csv",
						.type = ACT_TYPE_FLAG,
						.local = true,
						.help = "print comma-separated values: for leads and auditors, on the "
							"record"},
				},
		},
	[ACT_WORKLISTS] =
		{
			.command = "worklists",
			.label = "worklists",
			.roles = READERS,
			.flags = ACT_NO_COMMAND,
			.help = "List the worklists, with how many people are on each.",
			.output = "an array of {name, title, note, count}",
		},
	[ACT_EXPORT_WORKLIST] =
		{
			.command = "worklist-csv",
			.label = "export",
			.roles = ROLE_LEAD | ROLE_AUDITOR,
			.flags = ACT_NO_COMMAND | ACT_CHANGES | ACT_PAIR,
			.help = "Take a page of a worklist along as a file. Goes on the record.",
			.output = PRINTS_WORKLIST,
			.parameters =
				{
					{.name = "name", .help = "the worklist"},
					{.name = "after", .help = "where to go on"},
					{.name = "limit",
						.type = ACT_TYPE_INTEGER,
						.fallback = "50",
						.help = "at most this many lines"},
				},
		},
	[ACT_LEAD_VIEW] =
		{
			.command = "lead-view",
			.key = "L",
			.label = "the desk today",
			.roles = ROLE_LEAD,
			.flags = ACT_NO_COMMAND,
			.help = "Show the open cases, the doubts, and how long cases took.",
			.output = "{cases, doubts, days, agents_word}",
		},
	[ACT_PULSE] =
		{
			.command = "pulse",
			.label = "pulse",
			.roles = EVERYONE,
			.flags = ACT_NO_COMMAND,
			.help = "Say whether a worker is there.",
			.output = "{time, worker, worker_seen_at, worker_silent_seconds}",
		},
	[ACT_HANDSET] =
		{
			.command = "handset",
			.key = "F9",
			.label = "handset",
			.roles = EVERYONE,
			.flags = ACT_NO_COMMAND,
			.help = "What the phones of the demonstration show.",
			.output = "{serial, items:[{id, kind, number, extension, text, state, at}]}",
			.parameters = {{.name = "since", .type = ACT_TYPE_INTEGER, .help = "the serial seen last"}},
		},
	[ACT_PICK_UP] = {.command = "pick-up",
		.label = "answer",
		.roles = EVERYONE,
		.flags = ACT_NO_COMMAND,
		.help = "Answer a call of the demonstration.",
		.output = "{}",
		.parameters = {THE_CALL}},
	[ACT_REJECT] = {.command = "reject",
		.label = "reject",
		.roles = EVERYONE,
		.flags = ACT_NO_COMMAND,
		.help = "Reject a call of the demonstration.",
		.output = "{}",
		.parameters = {THE_CALL}},
	[ACT_VOICEMAIL] = {.command = "voicemail",
		.label = "voicemail",
		.roles = EVERYONE,
		.flags = ACT_NO_COMMAND,
		.help = "Let voicemail take a call of the demonstration.",
		.output = "{}",
		.parameters = {THE_CALL}},
};
