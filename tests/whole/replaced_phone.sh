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
# end_job STATUS DESCRIPTION
end_job() {
	exec 7>&-
	wait $job
	is $? "$1" "$2" || diag "$(cat "$TEST_DIR"/job.{out,err})"
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

ok "the worker ends" worker_stop
done_testing
