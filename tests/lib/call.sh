# A call by keys on the whole program, counted: . tests/lib/call.sh after tap.sh, sim.sh, worker.sh and terminal.sh.
# A step is one screen, choice, field or confirmation. Nobody's case is open at the start.
#
# call_prepare                 directory, carrier and worker; PGUSER is an agent
# call_begin NAME              counts from here
# call_end [MOST]              prints what the call took; a test: at most MOST steps (20)
# press KEY…                   keys by tmux's names, counted
# type TEXT                    typed and counted
# step                         a step was made
# choose KEY…                  typed: each is a step; enter: Enter, a step
# find_person WORDS TICKET BY  from the first screen to the account
# replaced_page TICKET         and on to its page of steps
# happened WHAT [DEVICE]       says it there, by their letters
# badge                        the proof at the counter
# send_code                    Enter on a test: the text that arrives is typed, and passes
# authenticator DEVICE         on the page of steps: a new app; scan_code DEVICE is its second half
# set_default WHAT, finish     the steps of the same names
# leave                        back to the first screen
# prove_by_code N NUMBER       in the prompt of proofs: the Nth code goes by text to the number, and comes back
# hear_code NUMBER             the call that rings is answered, and what is said comes back
# passport                     in the prompt of proofs: a passport on video
# case_of TICKET               the open case
# code_in, spoken_in NUMBER    the code in the newest text to it, in the newest call
# hide_handset                 what arrived meanwhile, a notice too, may have opened it
# person, methods EMAIL; proofs, outcome TICKET   what the directory holds
# told TICKET ACTS             a test: of these changes the person was told by mail

call_prepare() {
	worker_prepare || return 1
	query -c "UPDATE directory.case_file SET state = 'closed', closed_at = now(), outcome = 'another day'" \
		-c "UPDATE directory.contact SET ended_at = now(), ended_why = 'closed' WHERE ended_at IS NULL" || return 1
	worker_start
	wait_for 10 grep -q 'ready instance=' "$worker_log" || return 1
	export PGUSER=agent
}

call_begin() {
	call_name=$1
	presses=0
	steps=0
}

call_end() {
	diag "$call_name: $steps steps, $presses key presses"
	ok "$call_name: at most ${1:-20} steps" test "$steps" -le "${1:-20}"
}

press() {
	terminal_keys "$@"
	presses=$((presses + $#))
}

type() {
	terminal_type "$1"
	presses=$((presses + ${#1}))
}

step() {
	steps=$((steps + 1))
}

choose() {
	local key
	for key in "$@"; do
		type "$key" && step
	done
}

enter() {
	press Enter && step
}

code_in() {
	sim inbox "$1" | sed -n 's/.* text .*Code \([0-9]\{6\}\).*/\1/p' | head -n 1
}

spoken_in() {
	sim inbox "$1" | sed -n 's/.*Again: \([0-9, ]*\)\..*/\1/p' | head -n 1 | tr -d ' ,'
}

hide_handset() {
	while terminal_shows "Handset"; do
		terminal_keys Escape
		wait_for 2 terminal_lacks "Handset"
	done
}

shows_behind() {
	hide_handset
	terminal_shows "$1"
}

find_person() {
	press C-u
	type "$1" && step
	expect "1 person" "$call_name: $1 is found"
	enter
	expect "Ticket"
	type "$2" && step
	press Enter
	choose "$3"
	enter
	expect "NOT PROVEN" "$call_name: the account"
}

replaced_page() {
	choose r
	expect "Replaced phone · $1"
}

happened() {
	expect "▸1   What happened" "$call_name: what happened comes first"
	enter
	expect "What happened?"
	choose "$@"
	enter
	expect "1 ✓ What happened" "$call_name: it was said"
}

badge() {
	expect "▸2   Prove" "$call_name: it has to be proven"
	enter
	expect "Prove who it is"
	choose b p
	enter
	expect "2 ✓ Prove" "$call_name: a badge at the counter proves it"
}

send_code() {
	enter
	expect "✓ delivered" "$call_name: the text arrives"
	take_code "$(code_in "$1")"
}

take_code() {
	type "$1" && step
	press Enter
	expect "Passed: it" "$call_name: its code passes"
	press Enter
	hide_handset
}

hear_code() {
	expect "ringing" "$call_name: it rings"
	terminal_keys a
	expect "✓ answered" "$call_name: and is answered"
	take_code "$(spoken_in "$1")"
}

prove_by_code() {
	expect "Prove who it is"
	choose "$1"
	enter
	expect "✓ delivered" "$call_name: the text arrives"
	take_code "$(code_in "$2")"
}

passport() {
	expect "Prove who it is"
	choose p p
	enter
	expect "recorded the proof" "$call_name: a passport on video"
}

authenticator() {
	expect "▸3   Way in" "$call_name: a way in comes next"
	choose e
	expect "New authenticator"
	type "$1" && step
	press Enter
	scan_code "$1"
}

scan_code() {
	local secret
	expect "They scan the code" "$call_name: the QR code"
	secret=$(terminal_screen | sed 's/^.\{45\} *//' | tr -d '\n' | grep -o 'secret=[A-Z2-7]*')
	type "$(oathtool --totp -b "${secret#secret=}")" && step
	press Enter
	expect "Passed: it is confirmed" "$call_name: the app's code confirms it"
	press Escape
	expect "3 ✓ Way in           Authenticator on $1" "$call_name: the app is the way in"
	hide_handset
}

set_default() {
	press End Up
	expect "▸6   Default"
	enter
	expect "Default sign-in method: $1" "$call_name: it is offered"
	enter
	ok "$call_name: it is the default" wait_for 10 shows_behind "6 ✓ Default"
}

finish() {
	press End
	enter
	expect "Revokes for good"
	choose W
	expect "7 ✓ Finish" "$call_name: finished"
	hide_handset
}

leave() {
	hide_handset
	press Escape Escape
	expect "Find ▸"
}

case_of() {
	query -c "SELECT id FROM directory.case_file WHERE ticket = '$1' AND state = 'open'"
}

person() {
	query -c "SELECT id FROM directory.person WHERE email = '$1'"
}

# "authenticator revoked, phone active* tested": * is the default, tested: by a code within the hour.
methods() {
	query -c "SELECT string_agg(m.kind || ' ' || m.state || CASE WHEN m.is_default THEN '*' ELSE '' END
			|| CASE WHEN m.tested_at > now() - interval '1 hour' THEN ' tested' ELSE '' END, ', ' ORDER BY m.kind, m.state, m.added_at)
		FROM directory.sign_in_method AS m WHERE m.person_id = '$(person "$1")'"
}

proofs() {
	query -c "SELECT string_agg(p.kind || ' ' || p.result || COALESCE(' ' || p.confirmed_by, ''), ', ' ORDER BY p.at)
		FROM directory.proof AS p JOIN directory.case_file AS c ON c.id = p.case_id WHERE c.ticket = '$1'"
}

# The state of the newest case under the ticket, and the first line of what it was closed with.
outcome() {
	query -c "SELECT c.state || COALESCE(' ' || split_part(c.outcome, E'\n', 1), '') FROM directory.case_file AS c
		WHERE c.ticket = '$1' ORDER BY c.opened_at DESC LIMIT 1"
}

# Changes that the person was told of, by mail: each once, in their order.
told_of() {
	query -c "SELECT string_agg(n.act, ' ' ORDER BY n.at) FROM directory.notice AS n JOIN directory.case_file AS c ON c.id = n.case_id
		JOIN directory.person AS p ON p.id = c.person_id
		WHERE c.ticket = '$1' AND n.template = 'mail' AND n.address = p.email AND n.state = 'sent'"
}

told_is() {
	[ "$(told_of "$1")" = "$2" ]
}

# told TICKET ACTS: waits for the mails.
told() {
	ok "$call_name: the person was told: $2" wait_for 15 told_is "$1" "$2" || diag "got: $(told_of "$1")"
}
