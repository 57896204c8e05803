# The replaced phone as one command, with a worker and a carrier: a script does the whole job; on a terminal it asks; broken
# off it goes on where it was; what is refused says what to do.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/terminal.sh

ok "a directory, a carrier and a worker" worker_prepare
query -c "UPDATE directory.case_file SET state = 'closed', closed_at = now() - interval '1 day', outcome = 'another day'" \
	-c "UPDATE directory.contact SET ended_at = now(), ended_why = 'closed' WHERE ended_at IS NULL"
worker_start
ok "... which is ready" wait_for 10 grep -q 'ready instance=' "$worker_log"
export PGUSER=agent

# begin_job EMAIL TICKET BY [OPTION…]: without a terminal, with JSON; codes are written to the file descriptor 7.
begin_job() {
	rm -f "$TEST_DIR"/{codes,job.out,job.err}
	mkfifo "$TEST_DIR/codes"
	"$MFADESK" replaced-phone "$1" --ticket "$2" --by "$3" --json "${@:4}" \
		<"$TEST_DIR/codes" >"$TEST_DIR/job.out" 2>"$TEST_DIR/job.err" &
	job=$!
	exec 7>"$TEST_DIR/codes"
}
job_ended() {
	[[ " $(jobs -rp | tr '\n' ' ') " != *" $job "* ]]
}
# end_job STATUS DESCRIPTION: no more codes come; it ends.
end_job() {
	exec 7>&-
	wait_for 30 job_ended || kill $job
	wait $job
	like $? "^($1)$" "$2" || diag "$(cat "$TEST_DIR"/job.{out,err})"
}
# told FILTER: what the job told so far fits.
told() {
	jq -se "$1" "$TEST_DIR/job.out" >/dev/null
}
asked_for() {
	told "any(.[]; .step == \"$1\" and .command == \"$2\")"
}
# The JSON object among what the job wrote to stderr.
said() {
	grep '^{' "$TEST_DIR/job.err"
}
code_in() {
	sim inbox "$1" | sed -n 's/.* text .*Code \([0-9]\{6\}\).*/\1/p' | head -n 1
}
has_code() {
	[ -n "$(code_in "$1")" ] && [ "$(code_in "$1")" != "${2:-}" ]
}
state_of() {
	query -c "SELECT string_agg(m.kind || ' ' || m.state || CASE WHEN m.is_default THEN '*' ELSE '' END, ', ' ORDER BY m.kind, m.state, m.added_at)
		FROM directory.sign_in_method AS m JOIN directory.person AS p ON p.id = m.person_id WHERE p.email = '$1'"
}
case_of() {
	query -c "SELECT c.state FROM directory.case_file AS c JOIN directory.person AS p ON p.id = c.person_id
		WHERE p.email = '$1' AND c.ticket = '$2' ORDER BY c.opened_at DESC LIMIT 1"
}

# say TEXT: typed with Enter, on a screen that shows nothing from before.
say() {
	terminal_tmux send-keys -R -t test
	terminal_type "$1"
	terminal_keys Enter
}

# By a script: the number is kept, at the counter.
ana=ana.rivera@example.edu
begin_job $ana INC1 counter --what kept --device 'iPhone 12' --proof badge --way-in 0142 --channel text --default 0142 --finish
ok "a code goes to the number that was kept" wait_for 20 asked_for way-in test
ok "... and arrives" wait_for 20 has_code +15085550142
code=$(code_in +15085550142)
wrong_code "$code" >&7
echo >&7
wait_for 20 grep -q 'tries left' "$TEST_DIR/job.err"
contains "$(cat "$TEST_DIR/job.err")" "4 tries left" "a wrong code costs a try"
echo "$code" >&7
end_job 0 "a script does the whole job"
is "$(jq -rs '[.[] | .step + " " + .command] | join(", ")' "$TEST_DIR/job.out")" \
	"case case open, happened case begin, prove proof record, way-in test, way-in answer, default default, finish case finish" \
	"an object for each thing done"
ok "each with the answer of its command" told '.[0].answer.person.email == "ana.rivera@example.edu" and .[4].answer.state == "passed"
	and .[6].answer.state == "finished"'
unlike "$(cat "$TEST_DIR"/job.{out,err})" "$code" "no code is in it"
is "$(state_of $ana)" "authenticator revoked, office_phone active, phone active*" "the old app is revoked, the number is the default"
is "$(case_of $ana INC1)" closed "the case is closed"
run "$MFADESK" replaced-phone $ana --ticket INC1 --by counter --json
status_is 0 "the same command again finds it done"
ok "... and says how it ended" jq -e '.answer.steps[6].text | test("Tested: Phone")' <<<"$out"
is "$(query -c "SELECT count(*) FROM directory.case_file WHERE ticket = 'INC1' AND outcome LIKE 'replaced%'")" 1 "... and opens no case"

# A person with nothing left, by phone.
carlos=$(query -c "SELECT email FROM directory.person WHERE email LIKE 'carlos.riv%'")
query -c "UPDATE directory.person SET manager_id = NULL WHERE email = '$carlos'"
run "$MFADESK" replaced-phone "$carlos" --ticket INC2 --by phone
status_is 2 "without a terminal a missing answer is an error"
contains "$err" "This is missing: --what" "... that names the option"
contains "$err" "lost, stolen, kept, changed, nothing" "... and what it can be"
contains "$err" "mfadesk replaced-phone $carlos --ticket INC2 --by phone --same-contact" "... and the command that goes on"
run "$MFADESK" replaced-phone "$carlos" --ticket INC2 --by phone --what lost --device 'Nokia 3310'
status_is 1 "a device that is not there"
contains "$err" "--device Nokia 3310 is not possible now" "... is not guessed"
is "$(query -c "SELECT count(*) FROM directory.replacement AS r JOIN directory.case_file AS c ON c.id = r.case_id WHERE c.ticket = 'INC2'")" 0 "... and nothing was begun"
run "$MFADESK" replaced-phone "$carlos" --ticket INC2 --by phone --what lost --json
status_is 1 "who has nothing left cannot be proven"
contains "$(jq -r .error.message <<<"$err")" "it cannot be proven now who this is: the case waits" "... which is said"
like "$(jq -r .error.hint <<<"$err")" "document" "... with what would do"
is "$(jq -r 'select(.step == "prove") | .command' <<<"$out")" "case stuck" "... and recorded"
is "$(jq -r 'select(.step == "left") | .go_on' <<<"$out")" "mfadesk replaced-phone $carlos --ticket INC2 --by phone --same-contact" "the last line is the command that goes on"
is "$(case_of "$carlos" INC2)" open "the case is open"

# Another day, on a terminal: it asks, is broken off with Ctrl-C, and goes on.
terminal_start 100x50 "$MFADESK" replaced-phone "$carlos" --ticket INC2 --by counter
expect "Who is it? What proves it:" "on a terminal it asks, and what was done stays"
say "pass"
expect "That is none of them" "what is not clear is asked again"
say "passport"
expect "The way in:"
ok "what is possible is offered" terminal_shows "1  A new authenticator"
say "2"
expect "The number, as it would be dialled:"
say "12"
expect "The new phone, as the person calls it:"
say "Pixel 9"
expect "MD001" "what the directory refuses is told"
expect "Go on with this case?" "... and is not the end"
say ""
expect "The way in:" "the question comes again"
say "phone"
expect "The number, as it would be dialled:"
say "508 555 0188"
expect "as the person calls it:"
say "Pixel 9"
expect "The code goes by:"
terminal_type "call"
terminal_keys C-c
ok "Ctrl-C leaves" wait_for 10 terminal_ended
is "$(terminal_status)" 1 "with 1"
ok "the terminal is as it was" terminal_restored
ok "... and how to go on stands there" terminal_shows "replaced-phone $carlos --ticket INC2 --by counter --same-contact"
terminal_start 100x50 "$MFADESK" replaced-phone "$carlos" --ticket INC2 --by counter
expect "Is it still the same contact?" "the same command again asks whether it is the same contact"
say "yes"
expect "1  confirm Phone +1 508-•••-0188" "it goes on at its step"
ok "... and the proof holds" terminal_lacks "Who is it?"
say ""
expect "The code goes by:"
say ""
expect "Code marked"
ok "the code arrives" wait_for 10 has_code +15085550188
say "$(code_in +15085550188)"
expect "A backup phone: its number, or none [none]:" "a backup is asked for"
say ""
expect "Finish: revoke "
say ""
ok "Enter alone takes nothing away" wait_for 10 terminal_ended
is "$(terminal_status)" 1 "... and leaves"
is "$(case_of "$carlos" INC2)" open "the case is open"
not_ok "no code was echoed" terminal_shows "$(code_in +15085550188)"
run "$MFADESK" replaced-phone "$carlos" --ticket INC2 --by counter --same-contact --backup none --finish
status_is 0 "a script ends what was begun by hand"
is "$(case_of "$carlos" INC2)" closed "the case is closed"

# On video, by a script: what a colleague has to confirm is waited for; the line is cut, and the same command goes on.
read -r email device < <(query -F ' ' -c "SELECT f.email, d.id FROM public.phone AS f JOIN directory.sign_in_method AS m ON m.id = f.id
	JOIN directory.device AS d ON d.id = m.device_id WHERE f.n = 1")
film=(--what lost --device "$device" --proof "passport,wait" --way-in enrol --new-device 'Pixel 10' --png "$TEST_DIR/code.png"
	--backup none --finish)
begin_job "$email" INC3 video "${film[@]}"
ok "a document on video is recorded" wait_for 20 asked_for prove 'proof record'
case=$(jq -rs '.[0].answer.case.id' "$TEST_DIR/job.out")
waits_for_colleague() {
	grep -q 'Waiting for a colleague' "$TEST_DIR/job.err"
}
ok "... and a colleague waited for" wait_for 10 waits_for_colleague
kill -INT $job
end_job "1|3" "Ctrl-C leaves"
ok "... which is the last it tells" told '.[-1].step == "left" and (.[-1].go_on | endswith("--by video --same-contact"))'
begin_job "$email" INC3 video --same-contact "${film[@]}"
ok "it waits again" wait_for 10 waits_for_colleague
PGUSER=lead "$MFADESK" proof confirm "$case" "$(query -c "SELECT id FROM directory.proof WHERE case_id = '$case'")" >/dev/null
ok "once it is confirmed a new authenticator is enrolled" wait_for 20 asked_for way-in enrol
query -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'agent' AND application_name = 'mfadesk'" >/dev/null
wait_for 10 told '.[-1].step == "left"'
end_job 3 "a line that is cut ends it with 3"
is "$(jq -rs '.[1:] | map(.step + " " + (.command // "")) | join(", ")' "$TEST_DIR/job.out")" "way-in enrol, left " "nothing was done twice"
rm "$TEST_DIR/code.png"
begin_job "$email" INC3 video --same-contact "${film[@]}"
ok "the same command enrols anew" wait_for 20 asked_for way-in enrol
oathtool --totp -b "$(zbarimg --quiet --raw "$TEST_DIR/code.png" | sed -n 's/.*secret=\([A-Z2-7]*\).*/\1/p')" >&7
end_job 0 "... and comes to the end"
is "$(case_of "$email" INC3)" closed "the case is closed"
like "$(state_of "$email")" "authenticator active, authenticator revoked, .*phone revoked" "the new authenticator is active, the old phone revoked"

# By phone: nobody can scan there; a pass is given, and the case waits for its use.
email=$(query -c "SELECT email FROM public.phone WHERE n = 2")
case=$("$MFADESK" case open "$email" --ticket INC4 --by phone --json | jq -r .case.id)
query -c "INSERT INTO directory.proof (id, contact_id, case_id, person_id, kind, rests_on, document, result, recorded_by, at)
	SELECT gen_random_uuid(), t.id, c.id, c.person_id, 'document-in-person', 'document', 'badge', 'passed', 'agent', clock_timestamp()
	FROM directory.case_file AS c JOIN directory.contact AS t ON t.case_id = c.id AND t.ended_at IS NULL WHERE c.id = '$case'"
call=(replaced-phone "$email" --ticket INC4 --by phone --same-contact --what nothing)
run "$MFADESK" "${call[@]}" --way-in enrol
status_is 1 "nobody can scan by phone"
contains "$err" "--way-in enrol is not possible now" "... which is said"
contains "$err" "phone (A new phone number), pass (A temporary access pass)" "... and what is"
run "$MFADESK" "${call[@]}" --way-in pass --backup none
status_is 2 "without a terminal or --json there is no place for a pass"
run "$MFADESK" "${call[@]}" --way-in pass --backup none --finish --json
status_is 0 "with a pass the job is done for now"
like "$(jq -r 'select(.command == "pass issue") | .answer.pass' <<<"$out")" '^([a-z]{3,6}-){5}' "the pass is in its answer"
is "$(jq -r 'select(.step == "finish") | .answer.state' <<<"$out")" after-care "the case is in after-care"
run "$MFADESK" "${call[@]}" --json
status_is 1 "again, there is nothing to be done"
contains "$(jq -r .error.message <<<"$err")" "in after-care until the pass was used" "... but to wait"

# On a terminal the QR code is drawn, and the app's code asked for at once.
email=$(query -c "SELECT email FROM public.phone WHERE n = 3")
scan=(replaced-phone "$email" --ticket INC5 --by counter --what nothing --proof badge --way-in enrol --new-device 'Pixel 11')
terminal_start 100x60 "$MFADESK" "${scan[@]}"
expect "Code of the app:" "on a terminal an authenticator is enrolled" 20
ok "... its QR code stands above" test "$(terminal_screen | grep -c '[▀▄█]')" -ge 15
terminal_keys C-c
ok "Ctrl-C leaves" wait_for 10 terminal_ended
ok "... and how to go on stands there" terminal_shows "--ticket INC5 --by counter --same-contact"

# Doubt stops it, and a lead has it go on.
"$MFADESK" doubt raise "$email" --reason voice >/dev/null
run "$MFADESK" "${scan[@]}" --same-contact --png "$TEST_DIR/doubt.png"
status_is 1 "doubt stops it"
like "$err" "doubt" "... and says so"
not_ok "... and nothing was enrolled" test -e "$TEST_DIR/doubt.png"

# A privileged person: what a lead has to approve is said, and done once they did.
email=$(query -c "SELECT p.email FROM directory.person AS p WHERE p.tier = 'privileged' AND p.status = 'active'
	AND NOT EXISTS (SELECT FROM directory.staff AS s WHERE s.person_id = p.id)
	AND NOT EXISTS (SELECT FROM directory.sign_in_method AS m WHERE m.person_id = p.id AND m.authority <> 'here') ORDER BY p.email LIMIT 1")
guarded=(replaced-phone "$email" --ticket INC6 --by counter --what nothing --proof badge --way-in phone --number '508 555 0189' --new-device 'Pixel 12')
run "$MFADESK" "${guarded[@]}" --json
status_is 1 "a privileged person needs a second person"
is "$(jq -r .error.code <<<"$err")" MD412 "... by its code"
like "$(jq -r .error.hint <<<"$err")" "add_phone=0189 in case" "... and what a lead approves"
PGUSER=lead "$MFADESK" approve "$(jq -rs '.[0].answer.case.id' <<<"$out")" add_phone >/dev/null
run "$MFADESK" "${guarded[@]}" --same-contact --channel text --json
status_is 2 "approved, the same command goes on"
is "$(jq -rs '[.[] | .command // "left"] | join(", ")' <<<"$out")" "show, phone add, test, left" "... to the code that is awaited"
contains "$(tail -n 1 <<<"$err" | jq -r .error.message)" "there is no code" "... which is not there"

ok "the worker ends" worker_stop
done_testing
