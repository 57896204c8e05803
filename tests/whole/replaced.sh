# The replaced phone by keys on one page, with a worker and a carrier. The key presses and the steps of each call are printed:
# a step is one screen, choice, field or confirmation.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/terminal.sh

ok "a directory, a carrier and a worker" worker_prepare
query -c "UPDATE directory.case_file SET state = 'closed', closed_at = now(), outcome = 'another day'" \
	-c "UPDATE directory.contact SET ended_at = now(), ended_why = 'closed' WHERE ended_at IS NULL"
worker_start
ok "... which is ready" wait_for 10 grep -q 'ready instance=' "$worker_log"
export PGUSER=agent

presses=0
steps=0
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
code_in() {
	sim inbox "$1" | sed -n 's/.* text .*Code \([0-9]\{6\}\).*/\1/p' | head -n 1
}
# What arrived meanwhile, a notice too, may have opened it.
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
begin_call() {
	presses=0
	steps=0
}
end_call() {
	diag "$1: $steps steps, $presses key presses"
	ok "$1: at most 20 steps" test "$steps" -le 20
}
# find_person WORDS TICKET BY
find_person() {
	press C-u
	type "$1"
	expect "1 person"
	press Enter && step
	expect "Ticket"
	type "$2" && step
	press Enter
	type "$3" && step
	press Enter && step
	expect "NOT PROVEN" "the account of $1"
	type r && step
	expect "Replaced phone · $2"
	expect "▸1   What happened" "what happened comes first"
}
state_of() {
	query -c "SELECT string_agg(m.kind || ' ' || m.state || CASE WHEN m.is_default THEN '*' ELSE '' END, ', ' ORDER BY m.kind, m.state, m.added_at)
		FROM directory.sign_in_method AS m JOIN directory.person AS p ON p.id = m.person_id WHERE p.email = '$1'"
}

terminal_start 80x24 "$MFADESK"
expect "worker ok"

# A new phone, the number is kept; at the counter, with a badge.
begin_call
find_person ana.riv INC1 c
press Enter && step
type k && step
press Enter && step
expect "replaced, number kept · iPhone 12" "the app is suspended, the number goes on"
is "$(state_of ana.rivera@example.edu)" "authenticator suspended*, office_phone active, phone active" "... in the rows"
expect "▸2   Prove" "then it has to be proven"
press Enter && step
type b && step
type p && step
press Enter && step
expect "▸3   Way in" "then a way in"
press Down Down
expect "▸5   Test"
press Enter && step
press Enter && step
expect "✓ delivered"
type "$(code_in +15085550142)" && step
press Enter
expect "Passed: it works."
press Enter
hide_handset
expect "3 ✓ Way in           Phone +1 508-•••-0142" "the number is the way in"
press End Up
expect "▸6   Default"
press Enter && step
expect "Default sign-in method: Office phone"
press Enter && step
expect "6 ✓ Default"
press End Enter && step
expect "Revokes for good"
type W && step
expect "7 ✓ Finish           replaced, number kept: iPhone 12, revoked" "finished, with the lines for the ticket"
is "$(query -c "SELECT outcome FROM directory.case_file WHERE ticket = 'INC1' AND outcome LIKE 'replaced%'" | tail -n 2)" \
	$'Tested: Phone +1 508-•••-0142. Default: Office phone +1 508-•••-0100\nTook 1 min' "... three of them"
is "$(query -c "SELECT state FROM directory.case_file WHERE ticket = 'INC1' AND outcome LIKE 'replaced%'")" closed "the case is closed"
is "$(state_of ana.rivera@example.edu)" "authenticator revoked, office_phone active*, phone active" "the old app is revoked"
end_call "new phone, number kept"
hide_handset
press Escape Escape

# A new phone with a new number, lost on the way; on the telephone nothing can be proven.
begin_call
find_person carlos.riv INC2 p
press Enter && step
type l && step
press Enter && step
expect "lost · " "all on it is suspended"
type z && step
expect "Bring a badge" "what to bring is said"
press Enter && step
expect "could not be proven at" "and the case waits"
end_call "cannot be proven now"
hide_handset
press Escape
expect "Carlos Rivera-Ortiz"
type K
expect "NOBODY IS HERE"
press C-q
ok "the desk may be left" wait_for 10 terminal_ended

# Another day, at the counter: it goes on where it was.
terminal_start 80x24 "$MFADESK"
expect "worker ok"
begin_call
press F3
expect "INC2"
press Enter && step
expect "NOBODY IS HERE"
type b && step
type c && step
press Enter && step
expect "NOT PROVEN"
type r && step
expect "1 ✓ What happened" "what was done stays"
expect "▸2   Prove"
press Enter && step
type b && step
type p && step
press Enter && step
expect "▸3   Way in"
type a && step
type p && step
type "508 555 0188" && step
press Enter
type w && step
type "Pixel 9" && step
press Enter
expect "confirm Phone +1 508-•••-0188" "the new number has to be confirmed"
press Enter && step
press Enter && step
expect "✓ delivered"
type "$(code_in +15085550188)" && step
press Enter
expect "Passed: it is confirmed"
press Enter
hide_handset
expect "3 ✓ Way in           Phone +1 508-•••-0188"
press End Up Enter && step
expect "Default sign-in method:"
press Enter && step
ok "the default is set" wait_for 10 shows_behind "6 ✓ Default"
press End Enter && step
type W && step
expect "7 ✓ Finish           lost: "
is "$(query -c "SELECT state FROM directory.case_file WHERE ticket = 'INC2' AND outcome LIKE 'lost%'")" closed "the case is closed"
diag "new phone, new number, another day: $steps steps, $presses key presses"
press C-q
ok "Ctrl-Q quits" wait_for 10 terminal_ended
ok "and the terminal is as it was" terminal_restored
ok "the worker ends" worker_stop
done_testing
