# mfadeskd with a real carrier's protocol: what arrives passes, what is wrong does not, and what happened is said.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh

ok "a directory, a carrier and a configuration" worker_prepare
run "$BUILD/mfadeskd" --config "$worker_conf" --check-config
status_is 0 "the configuration is good"
is "$out" "$worker_conf: good" "and that is said"

# What is wrong in a configuration is said with its line.

cp "$worker_conf" "$TEST_DIR/good.conf"
worker_config '[limits]' 'lease = 21 s' 'jobs = many' 'colour = red' '[cheese]' 'kind = brie' '[test]' 'stop_at = nowhere:1'
first=$(grep -n '^\[limits\]' "$worker_conf" | cut -d: -f1)
run "$BUILD/mfadeskd" --config "$worker_conf" --check-config
status_is 1 "a configuration with mistakes is refused"
for at in 1 2 3 4 7; do
	contains "$err" "mfadeskd.conf:$((first + at)):" "line $((first + at)) is named"
done
worker_config '[limits]' 'lease = 32 s' '[mail]' 'driver = smtp' 'url = smtp://mail.example.edu' 'from = desk@example.edu'
run "$BUILD/mfadeskd" --config "$worker_conf" --check-config
is "$status" 1 "a lease that a mail of 30 s could run past is refused"
contains "$err" "mfadeskd.conf:$(grep -n '^lease' "$worker_conf" | cut -d: -f1): a lease must be 3 s longer than the deadline of [mail]" "and named"
cp "$TEST_DIR/good.conf" "$worker_conf"
for file in keys sim.token; do
	chmod 644 "$TEST_DIR/$file"
	run "$BUILD/mfadeskd" --config "$worker_conf" --check-config
	status_is 1 "$file that others can read is refused"
	like "$err" "mfadeskd.conf:[0-9]+: .*$file" "and named"
	chmod 600 "$TEST_DIR/$file"
done
run "$BUILD/mfadeskd" --config "$TEST_DIR/none.conf" --check-config
status_is 1 "a file that is not there"
run "$BUILD/mfadeskd" --cheese
status_is 2 "an option that it does not know"
run "$BUILD/mfadeskd" --try text +15085559876 --config "$worker_conf"
status_is 0 "one text on trial"
like "$out" '^sent id=SM' "and its id"

# A text.

worker_start
ok "it is ready" wait_for 10 grep -q 'ready instance=' "$worker_log"
is "$(PGUSER=agent psql -X -q -t -A -c "SELECT desk.pulse() ->> 'worker'")" ok "the desks see it"
begin 1 text test
ok "a text is delivered" becomes delivered
is "$(texts)" 1 "one"
contains "$(query -c "SELECT shown FROM sim.message WHERE recipient = '$number'")" "($(field mark))" "with its mark"
is "$(answer "$(code_in_text)")" checking "its code is typed"
ok "and passes" becomes passed
is "$(query -c "SELECT code_hash IS NULL AND typed IS NULL FROM directory.challenge WHERE id = '$challenge'")" t "nothing of the code is kept"

begin 2 text test
ok "another text" becomes delivered
code=$(code_in_text)
is "$(answer "$(wrong_code "$code")")" checking "a wrong code"
ok "does not pass" becomes delivered
is "$(field tries_left) $(field reason)" "4 wrong code" "and costs a try"
answer "$code" >/dev/null
ok "then the right one does" becomes passed

begin 3 text test
becomes delivered >/dev/null
code=$(code_in_text)
for _ in 1 2 3 4 5; do
	wait_for 10 is_in "sent delivered"
	answer "$(wrong_code "$code")" >/dev/null
done
ok "five wrong codes fail" becomes failed

# What was sent loses its words at the carrier, where it can still be read: a redaction is looked at again.

body_of() {
	query -c "SELECT body FROM sim.message WHERE recipient = '$number' ORDER BY created_at DESC LIMIT 1"
}

redacted() {
	[ -z "$(body_of)" ]
}

withdrawal() {
	query -c "SELECT outcome FROM directory.job WHERE challenge_id = '$challenge' AND kind = 'withdraw'"
}

has_withdrawal() {
	[ "$(withdrawal)" = "$1" ]
}

begin 17 text test
becomes delivered >/dev/null
isnt "$(body_of)" "" "the carrier has the words of a text"
sim fault "$number" not-redacted --on other --count 1 >/dev/null
answer "$(code_in_text)" >/dev/null
ok "the code passes" becomes passed
ok "its words are removed" wait_for 20 redacted
is "$(grep -c "method=POST path=.*/$(query -c "SELECT sid FROM sim.message WHERE recipient = '$number'")\.json" "$sim_log")" 2 \
	"the second time, for the first did not take"
ok "and that is on the record" wait_for 10 has_withdrawal withdrawn

# What carriers do.

begin_with_fault() {
	number=$(query -c "SELECT number FROM public.phone WHERE n = $1")
	sim fault "$number" "$2" --count "${3:-1}" >/dev/null
	begin "$1" text test
}

begin_with_fault 4 opted-out
ok "a number that wants no texts" becomes failed 15
isnt "$(field reason)" "" "with the reason: $(field reason)"

begin_with_fault 5 400
ok "a request that the carrier refuses fails" becomes failed
is "$(texts)" 0 "nothing was sent"
begin_with_fault 6 429-retry-after
ok "one that it asks to repeat" becomes delivered 15
is "$(texts)" 1 "is sent once"
begin_with_fault 7 500-after
ok "one whose answer says nothing is found in the carrier's list" becomes "sent delivered" 15
is "$(texts)" 1 "and was sent once"
answer "$(code_in_text)" >/dev/null
ok "its code passes" becomes passed
begin_with_fault 8 cut-before
ok "one that never went out is unknown" becomes unknown
is "$(texts)" 0 "nothing was sent, and nothing is sent again"
query -c "UPDATE directory.challenge SET expires_at = now() WHERE id = '$challenge'"
ok "until its time is over" becomes expired
begin_with_fault 9 undelivered
ok "one that is not delivered fails" becomes failed 15

# Calls.

begin 10 call test
ok "a call rings" becomes ringing
sim answer "$(query -c "SELECT sid FROM sim.call WHERE recipient = '$number'")" >/dev/null
ok "is answered" becomes answered
is "$(field answered_by)" human "by a human"
answer "$(code_in_call)" >/dev/null
ok "and its code passes" becomes passed
for fault in busy no-answer voicemail; do
	number=$(query -c "SELECT number FROM public.phone WHERE n = 11")
	sim fault "$number" $fault --count 1 >/dev/null
	begin 11 call test
	ok "a call: $fault" becomes failed 60
	isnt "$(field reason)" "" "is told as: $(field reason)"
done

# Numbers that may not be used are refused before anything is sent.

query -c "UPDATE directory.number_kind SET allowed = false"
begin 12 text test
ok "a kind of number that is not allowed" becomes failed
is "$(texts)" 0 "costs nothing"
query -c "UPDATE directory.number_kind SET allowed = true"

# The configuration is read again, and the end is an orderly one.

worker_config '[limits]' 'jobs = none'
kill -HUP "$worker_pid"
ok "a wrong configuration is not taken" wait_for 10 grep -q 'the configuration stays as it was' "$worker_log"
begin 13 text test
ok "the old one counts on" becomes delivered
worker_config '[limits]' 'jobs = 1'
kill -HUP "$worker_pid"
ok "a good one is" wait_for 10 grep -q 'configuration read' "$worker_log"
begin 14 text test
begin 15 text test
ok "one job at a time does all" becomes delivered
begin_with_fault 16 slow-body
ok "a call of the gateway is on its way" becomes sending
ok "SIGTERM ends it well" worker_stop
isnt "$(field state)" sending "and nothing stays in the middle: $(field state)"
is "$(query -c "SELECT count(*) FROM directory.job WHERE done_at IS NULL AND instance IS NOT NULL")" 0 "no job is held"
is "$(query -c "SELECT count(*) FROM directory.worker WHERE stopped_at IS NULL")" 0 "the directory knows that it is gone"

# Nothing that is nobody's business is in the log.

not_ok "no code is in the log" grep -qE "$(query -c "SELECT string_agg(DISTINCT substring(shown FROM '[0-9]{6}'), '|') FROM sim.message")" "$worker_log"
not_ok "no number is" grep -qE '\+1[0-9]{10}' "$worker_log"
not_ok "no word of a sanitizer" grep -qE 'Sanitizer|runtime error' "$worker_log"

done_testing
