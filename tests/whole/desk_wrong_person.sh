# The wrong person, and doubt, by keys at 80x24: what the case suspended is given back, or stays so, and the rows agree. Then by
# commands.
. tests/lib/tap.sh
. tests/lib/database.sh
. tests/lib/terminal.sh

PGDATABASE=$(fresh_database desk_wrong_person)
export PGDATABASE

rows() {
	PGUSER=postgres psql -X -q -t -A -v ON_ERROR_STOP=1 -c "$1"
}
methods='SELECT string_agg(m.kind || $$ $$ || m.state, $$, $$ ORDER BY m.kind, m.added_at) FROM directory.sign_in_method AS m
	JOIN directory.person AS p ON p.id = m.person_id WHERE p.email = $$ana.rivera@example.edu$$'
whole="authenticator active, office_phone active, phone active"
stopped="authenticator suspended, office_phone active, phone suspended"

# suspend TICKET: Ana's iPhone is lost, in a new case.
suspend() {
	terminal_keys C-u
	terminal_type ana.rivera
	expect "1 person"
	terminal_keys Enter
	expect "Ticket"
	terminal_type "$1"
	terminal_keys Enter
	terminal_type p
	terminal_keys Enter
	expect "$1 by phone" "$1 is open"
	terminal_keys Home
	expect "▸iPhone 12"
	terminal_type s
	expect "Stops at once"
	terminal_type lS
	expect "suspended iPhone 12"
	is "$(rows "$methods")" "$stopped" "$1: her phone is suspended"
}

terminal_start 80x24 "$MFADESK"
expect "Find ▸"
suspend INC1
terminal_type c
expect "This case suspended: " "closing it asks what becomes of that"
terminal_keys Enter
terminal_type "wrong person"
terminal_keys Enter
expect "choose by its letter" "and waits for the answer"
terminal_type u
terminal_keys Enter
expect "closed INC1, " "it is undone, and closed"
is "$(rows "$methods")" "$whole" "she has all her ways in again"
is "$(rows "SELECT string_agg(act || ' ' || outcome, ', ' ORDER BY at) FROM ledger.leaf WHERE act IN ('restore', 'close_case')")" \
	"restore undone, close_case closed" "both are on the record"

suspend INC2
terminal_type '!'
expect "s stays suspended" "doubt asks too"
terminal_type "the voice"
terminal_keys Enter
expect "raised doubt" "and keeps it, unless that is chosen otherwise"
is "$(rows "$methods")" "$stopped" "it stays suspended"
expect "Doubt, raised by agent: the voice"
terminal_type c
expect "This case suspended: "
terminal_type u
terminal_type "not proven"
terminal_keys Enter
expect "MD423" "in doubt nothing is given back"
terminal_keys Up
terminal_type s
terminal_keys Enter
expect "closed INC2, " "but it is closed"
is "$(rows "$methods")" "$stopped" "with all of it suspended"
terminal_keys C-q
ok "Ctrl-Q quits" wait_for 10 terminal_ended
ok "and the terminal is as it was" terminal_restored

# By commands.
wei=$("$MFADESK" --json case open wei.chen@example.edu --ticket INC3 --by phone)
case=$(jq -r .case.id <<<"$wei")
"$MFADESK" suspend "$case" "$(jq -r '.devices[] | select(.name == "Pixel 8") | .id' <<<"$wei")" --reason lost >/dev/null
run "$MFADESK" case close "$case" --outcome "wrong person"
status_is 1 "case close without a word of what it suspended"
contains "$err" "MD001: what this case suspended is suspended still: " "is refused"
contains "$err" "keep, or undo" "and says what to say"
run "$MFADESK" doubt raise wei.chen@example.edu --reason voice
contains "$err" "MD001: what this case suspended is suspended still: " "so is a doubt"
run "$MFADESK" case close "$case" --outcome "wrong person" --suspensions perhaps
status_is 2 "it is one of two"
run "$MFADESK" case close "$case" --outcome "wrong person" --suspensions keep
status_is 0 "kept"
like "$("$MFADESK" history "$case")" "closed the case \(stays suspended: .*\): wrong person" "the history says what, and why"
is "$(rows "SELECT count(*) FROM directory.sign_in_method AS m WHERE m.suspended_case = '$case' AND m.state = 'suspended'")" 2 "and it is so"

done_testing
