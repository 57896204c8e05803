# mfadeskd with the real SMS gateway Kannel and its fake carrier: a text arrives there, its delivery report comes back, its
# code passes; and nobody else can report anything.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/kannel.sh

for program in bearerbox smsbox "$fakesmsc"; do
	command -v "$program" >/dev/null || skip_all "Kannel is not here: Debian's packages kannel and kannel-extras"
done

ok "a directory and a configuration" kannel_prepare
number=$(query -c "SELECT number FROM public.phone WHERE n = 9")
kannel_config "denied-prefix = \"$number\""

# What is wrong with the listener is said.

run "$BUILD/mfadeskd" --config "$worker_conf" --check-config
status_is 0 "the configuration is good"
sed 's/^listen = .*/listen = 0.0.0.0:13080/' "$worker_conf" >"$TEST_DIR/wide.conf"
run "$BUILD/mfadeskd" --config "$TEST_DIR/wide.conf" --check-config
status_is 1 "an address that others reach is refused"
like "$err" "wide.conf:6: .*this machine alone" "with its line"
sed '/reports/d; /^listen/d' "$worker_conf" >"$TEST_DIR/deaf.conf"
run "$BUILD/mfadeskd" --config "$TEST_DIR/deaf.conf" --check-config
status_is 1 "reports that nobody would hear are refused"
like "$err" "deaf.conf:[0-9]+: .*\[reports\]" "with the line"

# A text.

ok "Kannel runs" kannel_start
carrier_start
run "$BUILD/mfadeskd" --try text +15085559876 --config "$worker_conf"
status_is 0 "one text on trial"
like "$out" "^sent id=" "is sent"
worker_start
ok "the worker hears reports" wait_for 10 grep -q 'reports are heard' "$worker_log"
run timeout 60 "$BUILD/mfadeskd" --config "$worker_conf"
status_is 1 "a second one cannot listen at the same port"
like "$err" "cannot listen on 127.0.0.1:$report_port: Address already in use" "and says so"
ok "it is ready" wait_for 10 grep -q 'ready instance=' "$worker_log"

begin 1 text test
ok "a text is delivered, as Kannel reports" becomes delivered
is "$(arrived)" 1 "one arrived"
like "$(arrived_texts)" "^text .*\($(field mark)\)" "with its mark"
answer "$(wrong_code "$(code_that_arrived)")" >/dev/null
ok "a wrong code does not pass" becomes delivered
answer "$(code_that_arrived)" >/dev/null
ok "the right one does" becomes passed

# Reports count under their key, and when the directory has them.

carrier_stop
begin 3 text test
ok "a text that Kannel keeps is sent" becomes sent
key=$(report_key "$challenge")
for query in "id=$challenge&status=1&key=$(report_key other)" "id=$challenge&status=1&key=" "id=$challenge&status=1" "status=1&key=$key" \
	"id=${challenge//[0-9a-f]/0}&status=1&key=$key" ""; do
	is "$(report "$query")" 403 "not heard: ${query:0:60}"
done
is "$(report "id=$challenge&status=1&key=$key" GET /)" 404 "nothing is elsewhere"
is "$(report "id=$challenge&status=1&key=$key" DELETE)" 404 "nor for other methods"
is "$(report "id=$challenge&status=8&key=$key")" 200 "that the carrier has it is no news"
is "$(field state)" sent "and nothing of all that changed anything"

# Until somebody writes to it.
mkfifo "$TEST_DIR/unlock"
lock() {
	query <<-SQL &
		BEGIN;
		SELECT id FROM directory.challenge WHERE id = '$challenge' FOR UPDATE \g '$TEST_DIR/locked'
		\! cat '$TEST_DIR/unlock'
		COMMIT;
	SQL
	lock_pid=$!
	at_exit "kill -KILL $lock_pid 2>/dev/null; wait $lock_pid 2>/dev/null"
	wait_for 10 test -s "$TEST_DIR/locked"
}
ok "its row is locked" lock
is "$(report "id=$challenge&status=1&key=$key")" 503 "what the directory cannot take now is to be said again"
carrier_start
ok "the text arrives" wait_for 20 arrived
ok "its report is not taken" wait_for 20 eval "[ \"\$(grep -c \"report challenge=$challenge\" '$worker_log')\" -ge 2 ]"
is "$(field state)" sent "it is as it was"
echo >"$TEST_DIR/unlock"
wait "$lock_pid"
ok "until Kannel says it again" becomes delivered 20
is "$(report "id=$challenge&status=2&key=$key")" 200 "one that comes late"
is "$(field state)" delivered "takes nothing back"
answer "$(code_that_arrived)" >/dev/null
ok "its code passes" becomes passed

carrier_stop
begin 4 text test
ok "another one is sent" becomes sent
is "$(field reason)" "" "and a report is waited for"
query -c "UPDATE directory.challenge SET sent_at = sent_at - interval '3 minutes' WHERE id = '$challenge';
	UPDATE directory.job SET run_at = clock_timestamp() WHERE challenge_id = '$challenge' AND done_at IS NULL"
ok "two minutes, then that is said" wait_for 20 eval '[ "$(field reason)" = "handed to the carrier, nothing heard" ]'
is "$(field state)" sent "it stays so"
is "$(report "id=$challenge&status=16&key=$(report_key "$challenge")")" 200 "the carrier rejects it"
is "$(field state) $(field reason)" "failed the carrier rejected it" "so it failed"
carrier_start

# What was going out when the worker died is known by its report.

ok "the worker stops" worker_stop
limits=('[limits]' 'lease = 4 s' 'call_deadline = 1 s' 'poll = 1 s')
worker_config "${limits[@]}" '[test]' 'stop_at = send.call.after:1'
worker_start
begin 5 text test
ok "a worker dies when Kannel has answered" wait_for 20 worker_ended
wait "$worker_pid" 2>/dev/null
ok "the text arrived" wait_for 20 arrived
worker_config "${limits[@]}"
worker_start
ok "the next one is told of it" becomes delivered 30
is "$(arrived)" 1 "and sends none"
answer "$(code_that_arrived)" >/dev/null
ok "its code passes" becomes passed

# What is not in the default alphabet takes two bytes a character.

ok "the worker stops" worker_stop
query -c "UPDATE directory.setting SET value = 'Pomoč' WHERE name = 'desk_name'"
worker_start
begin 2 text test
ok "a text with another letter is delivered" becomes delivered
is "$(arrived)" 1 "as one message of 70 letters at most"
contains "$(arrived_texts)" "m%00o%01%0D" "with the letter"
answer "$(code_that_arrived)" >/dev/null
ok "its code passes" becomes passed

# What Kannel refuses.

begin 9 text test
ok "a number that it has no way to" becomes failed
# Its report may be faster than its answer.
like "$(field reason)" "^(the gateway has no way to that number|the carrier rejected it)$" "is told"
echo another >"$TEST_DIR/kannel.token"
sed -i 's/^listen = .*/listen = 127.0.0.1:1/' "$worker_conf"
kill -HUP "$worker_pid"
ok "another password is read" wait_for 10 grep -q 'configuration read' "$worker_log"
ok "another address is not listened at before the next start" grep -qF 'another [reports] listen counts from the next start' "$worker_log"
is "$(report "")" 403 "it hears where it did"
begin 6 text test
ok "is refused" becomes failed
is "$(field reason)" "the gateway refuses our credentials: tell your administrator" "in plain words"
is "$(arrived)" 0 "nothing was sent"
kannel_stop
begin 7 text test
ok "where nobody is, it waits" wait_for 10 eval '[ "$(field reason)" = "the gateway cannot be reached" ]'
is "$(field state)" queued "to be sent later"

ok "the worker stops" worker_stop
not_ok "no code is in its log" grep -qE "$(grep -oE 'Code [0-9]{6}' "$carrier_log" | grep -oE '[0-9]{6}' | paste -sd '|')" "$worker_log"
not_ok "no number is" grep -qE '\+1[0-9]{10}' "$worker_log"
not_ok "no key of a report is" grep -qE '[0-9a-f]{64}' "$worker_log"
not_ok "no word of a sanitizer" grep -qE 'Sanitizer|runtime error' "$worker_log"

done_testing
