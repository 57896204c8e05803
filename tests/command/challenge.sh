# Challenges by commands: followed to their end, answered by a terminal or a pipe, never by an argument; and a new
# authenticator whose QR code becomes a picture.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/terminal.sh

ok "a directory, a carrier and a worker" worker_prepare
worker_start
ok "... which is ready" wait_for 10 grep -q 'ready instance=' "$worker_log"
export PGUSER=agent
members='["answered_at","answered_by","case","channel","delivered_at","expires_at","gateway","id","mark","method","proof","purpose","reason","sent_at","state","tries_left"]'

# start N: a text to the Nth person by the command; sets $challenge and $number.
start() {
	read -r method case number < <(query -F ' ' -c "SELECT id, case_id, number FROM public.phone WHERE n = $1")
	run "$MFADESK" test "$case" "$method" --channel text --json
	challenge=$(jq -r .id <<<"$out")
}

# json DESCRIPTION FILTER: of the last run's stdout, one document.
json() {
	printf '%s\n' "$out" >"$TEST_DIR/document"
	ok "$1" jq -se "length == 1 and (.[0] | $2)" "$TEST_DIR/document"
}

start 1
status_is 0 "test"
json "prints the challenge" "keys == $members and .purpose == \"test\" and .channel == \"text\" and .tries_left == 5"
ok "the text is delivered" becomes delivered
run "$MFADESK" challenge "$challenge" --json
json "challenge prints the same members" "keys == $members and .state == \"delivered\" and (.mark | length == 2)"

code=$(code_in_text)
run "$MFADESK" answer "$challenge" "$code"
status_is 2 "a code as an argument is refused"
is "$(field tries_left) $(field state)" "5 delivered" "... and was not tried"
run "$MFADESK" answer "$challenge" --code "$code"
status_is 2 "... nor as an option"
run "$MFADESK" answer "$challenge" </dev/null
status_is 2 "no code at all"
contains "$err" "line of stdin" "... says where it belongs"
run "$MFADESK" answer "$challenge" --json <<<"12345"
status_is 1 "five digits are refused"
is "$(jq -r .error.code <<<"$err") $(field tries_left)" "MD001 5" "... and cost nothing"

run "$MFADESK" answer "$challenge" --json <<<"$(wrong_code "$code")"
status_is 1 "a wrong code is no success"
json "... the challenge is printed" '.state == "delivered" and .tries_left == 4'
contains "$(jq -r .error.message <<<"$err")" "4 tries left" "... and what is wrong"
run "$MFADESK" answer "$challenge" --json <<<"${code:0:3} ${code:3}"
status_is 0 "the right code, with a blank as people read it"
json "passes" '.state == "passed" and .tries_left == 4'
unlike "$out$err" "$code" "no code is printed"
run "$MFADESK" answer "$challenge" <<<"$code"
status_is 1 "a second time it is over"

start 2
run "$MFADESK" cancel "$challenge" --json
status_is 0 "cancel"
json "... prints what it became" '.state == "cancelled"'
unlike "$err" . "... and nothing besides"

# follow_in_background [OPTION]: without a terminal; sets $waits. What an earlier one said is gone before.
follow_in_background() {
	rm -f "$TEST_DIR"/waits.{out,err}
	"$MFADESK" test "$case" "$method" --channel text --wait "$@" >"$TEST_DIR/waits.out" 2>"$TEST_DIR/waits.err" </dev/null &
	waits=$!
}
challenge_named() {
	challenge=$(sed -n 's/^challenge //p' "$TEST_DIR/waits.err" 2>/dev/null)
	[ -n "$challenge" ]
}

# Followed without a terminal: another one answers.
start 3
run "$MFADESK" cancel "$challenge"
follow_in_background --json
ok "it says which challenge it follows" wait_for 10 challenge_named
ok "delivered" becomes delivered
"$MFADESK" answer "$challenge" <<<"$(code_in_text)" >/dev/null
wait $waits
is "$?" 0 "--wait succeeds once it passed"
ok "... prints the challenge" jq -e '.state == "passed"' "$TEST_DIR/waits.out"
like "$(cat "$TEST_DIR/waits.err")" $'(sent|delivered)\n.*passed' "... and told the states"

start 4
run "$MFADESK" cancel "$challenge"
follow_in_background
wait_for 10 challenge_named
becomes delivered >/dev/null
"$MFADESK" cancel "$challenge" >/dev/null
wait $waits
is "$?" 1 "--wait fails where it was cancelled"
contains "$(cat "$TEST_DIR/waits.err")" "mfadesk: cancelled" "... and says so"

start 5
run "$MFADESK" cancel "$challenge"
follow_in_background
wait_for 10 challenge_named
becomes delivered >/dev/null
kill -INT $waits
wait $waits
not_ok "--wait can be broken off" test $? -eq 0
like "$(cat "$TEST_DIR/waits.err")" "mfadesk (challenge|test .* --request) $challenge" "... and says how to see what became of it"
"$MFADESK" cancel "$challenge" >/dev/null

# On a terminal it asks.
start 5
run "$MFADESK" cancel "$challenge"
terminal_start 100x24 "$MFADESK" test "$case" "$method" --channel text --wait
expect "challenge" "on a terminal it is followed too"
challenge=$(terminal_screen | sed -n 's/^challenge //p')
ok "delivered" becomes delivered
expect "Code marked $(field mark):" "it asks for the code by its mark"
code=$(code_in_text)
terminal_type "12"
terminal_keys Enter
expect "a code has six digits" "what cannot be a code is told"
terminal_type "$(wrong_code "$code")"
terminal_keys Enter
expect "4 tries left" "a wrong one costs a try"
terminal_type "${code:0:3}"
PGUSER=postgres psql -X -q -c "UPDATE directory.challenge SET reason = 'somebody looked' WHERE id = '$challenge'"
terminal_type "${code:3}"
terminal_keys Enter
ok "the right one ends it" wait_for 20 terminal_ended
is "$(terminal_status)" 0 "with 0"
not_ok "the code was not echoed" terminal_shows "$code"
ok "the terminal is as it was" terminal_restored

start 6
run "$MFADESK" cancel "$challenge"
terminal_start 100x24 "$MFADESK" test "$case" "$method" --channel text --wait
expect "Code marked"
challenge=$(terminal_screen | sed -n 's/^challenge //p')
terminal_type "9"
"$MFADESK" cancel "$challenge" >/dev/null
expect "cancelled" "what ended elsewhere ends the asking"
ok "... and the command" wait_for 10 terminal_ended
is "$(terminal_status)" 1 "with 1"
ok "the terminal is as it was" terminal_restored

start 7
ok "delivered" becomes delivered
terminal_start 100x24 "$MFADESK" answer "$challenge"
expect "Code marked $(field mark):" "answer asks by the mark"
terminal_keys C-c
ok "Ctrl-C leaves" wait_for 10 terminal_ended
is "$(terminal_status) $(field tries_left)" "2 5" "and nothing was tried"

# A new authenticator.
email=$(query -c "SELECT email FROM public.phone WHERE n = 8")
case=$(jq -r .case.id <<<"$("$MFADESK" case open "$email" --ticket INC8 --by counter --json)")
"$MFADESK" proof record "$case" --kind document-in-person --document badge >/dev/null
run "$MFADESK" enrol "$case" --device "Pixel 9"
status_is 2 "without a place for the QR code"
contains "$err" "--png FILE" "... it says which there are"
is "$("$MFADESK" show "$email" --json | jq '[.methods[] | select(.label == "Pixel 9")] | length')" 0 "... and nothing was registered"
echo mine >"$TEST_DIR/taken"
run "$MFADESK" enrol "$case" --device "Pixel 9" --png "$TEST_DIR/taken"
status_is 1 "a file that is there is not written over"
is "$(cat "$TEST_DIR/taken")" mine "... it is as it was"

for locale in C en_US.ISO-8859-1; do
	TERMINAL_LOCALE=$locale terminal_start 100x30 "$MFADESK" enrol "$case" --device "Pixel 9"
	ok "$locale: the command ends" wait_for 20 terminal_ended
	is "$(terminal_status)" 2 "$locale: no QR code of characters that it does not show"
	like "$(terminal_screen)" 'Take --png FILE' "$locale: ... it says what does"
done
is "$("$MFADESK" show "$email" --json | jq '[.methods[] | select(.label == "Pixel 9")] | length')" 0 "... and nothing was registered"
for locale in C.UTF-8 en_XX.utf8; do
	TERMINAL_LOCALE=$locale terminal_start 100x50 "$MFADESK" enrol "$case" --device "Pixel $locale"
	ok "$locale: the command ends" wait_for 20 terminal_ended
	is "$(terminal_status)" 0 "$locale: a QR code"
	contains "$(terminal_screen)" "▄▄" "$locale: ... on the terminal"
done

run "$MFADESK" enrol "$case" --device "Pixel 9" --png "$TEST_DIR/code.png" --json
status_is 0 "enrol"
json "prints what was made, and no secret" 'keys == ["challenge","method"]'
challenge=$(jq -r .challenge <<<"$out")
is "$(stat -c %a "$TEST_DIR/code.png")" 600 "the picture is its owner's alone"
uri=$(zbarimg --quiet --raw "$TEST_DIR/code.png")
like "$uri" '^otpauth://totp/.*secret=[A-Z2-7]{32}' "and zbarimg reads it"
app_code() {
	oathtool --totp -b "$(sed -n 's/.*secret=\([A-Z2-7]*\).*/\1/p' <<<"$1")"
}
run "$MFADESK" answer "$challenge" --json <<<"$(app_code "$uri")"
status_is 0 "its code"
json "confirms it" '.state == "passed" and .purpose == "confirm"'

run "$MFADESK" enrol "$case" --device "Pixel 10" --text --json
json "--text prints the uri in the demonstration" '.uri | startswith("otpauth://")'
as_demonstration() {
	query -c "UPDATE directory.setting SET value = '$1' WHERE name = 'demonstration'"
}
before=$("$MFADESK" show "$email" --json | jq '.methods | length')
as_demonstration false
run "$MFADESK" enrol "$case" --device "Pixel 11" --text
status_is 2 "... and nowhere else"
is "$("$MFADESK" show "$email" --json | jq '.methods | length')" "$before" "... where nothing is registered for it"
as_demonstration true

terminal_start 100x40 "$MFADESK" enrol "$case" --device "Pixel 12"
expect "After the scan: mfadesk answer" "on a terminal"
ok "it ended" wait_for 10 terminal_ended
is "$(terminal_status)" 0 "with 0"
ok "the QR code stands above" test "$(terminal_screen | grep -c '[▀▄█]')" -ge 15

ok "the worker ends" worker_stop
done_testing
