# A temporary access pass with a worker: made and shown once, used once at the sign-in service, and nothing gained by
# guessing, by asking 64 times at once, or by rolling back.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/pass.sh

ok "a directory, a carrier and a worker" worker_prepare
worker_start
ok "... which is ready" wait_for 10 grep -q 'ready instance=' "$worker_log"
export PGUSER=agent

compared() {
	grep -c 'kind=try_pass.*result="\(right\|wrong\)"' "$worker_log"
}

# Made, shown once, used once.
try=
tries=()
of 1
run "$MFADESK" pass issue "$case"
status_is 2 "without a terminal or --json no pass is made"
is "$(query -c 'SELECT count(*) FROM directory.pass')" 0 "... and none was asked for"
issue
status_is 0 "a pass is issued"
is "$(jq -c 'keys' <<<"$out")" '["expires_at","id","pass"]' "it prints {pass, expires_at, id}"
like "$pass" '^([a-z]{3,6}-){5}[a-z]{3,6}$' "six words"
first_word=${pass%%-*}-
not_ok "no row holds it" sh -c "PGUSER=postgres pg_dump --inserts --data-only | grep -F -- '$pass'"
not_ok "nor does the worker's log" grep -F -- "$first_word" "$worker_log"
is "$("$MFADESK" show "$email" --json | jq -r '.pass | "\(.id) \(.state) \(.login)"')" "$id open agent" "the account says that it is open"
is "$(signin "methods('$email')" | jq -r .answer)" registered "who has methods is registered"
answers refused "$email" "$pass-x" "a wrong one is refused"
answers refused "nobody@example.edu" "$pass" "it is of one person"
is "$(state)" open "and stays open"
answers accepted "$email" "$(tr '[:lower:]-' '[:upper:] ' <<<"$pass")" "in capitals, with blanks: it lets them in"
is "$(signin "pass_result('$try')" | jq -r .person)" "$person" "... and says whom"
answers refused "$email" "$pass" "once"
is "$("$MFADESK" show "$email" --json | jq -r '.pass.state')" used "the account says that it was used"
contains "$("$MFADESK" history "$case")" "the temporary access pass was used" "and so does the record"
is "$(query -c "SELECT count(*) FROM directory.pass_try WHERE typed IS NOT NULL")" 0 "what was typed is gone with its check"
is "$(query -c "SELECT count(*) FROM directory.pass WHERE used_at IS NOT NULL AND hash IS NOT NULL")" 0 "and its hash with its use"
is "$(query -c "SELECT count(*) FROM directory.box WHERE subject = '$id' AND box IS NOT NULL")" 0 "and its box"

# The next one ends the one before; one that was cancelled or is late lets nobody in.
issue
older=$pass older_id=$id
issue --minutes 15
status_is 0 "another one, for 15 minutes"
is "$(query -c "SELECT expires_at - made_at FROM directory.pass WHERE id = '$id'")" 00:15:00 "it lasts as long"
answers refused "$email" "$older" "the next one ends the one before"
run "$MFADESK" pass cancel "$case" "$older_id"
like "$err" "MD409.*cancelled already" "which is over"
run "$MFADESK" pass cancel "$case" "$id"
status_is 0 "the agent cancels"
answers refused "$email" "$pass" "a cancelled one lets nobody in"
issue
query -c "UPDATE directory.pass SET expires_at = clock_timestamp() WHERE id = '$id'"
answers refused "$email" "$pass" "nor does one after its time"
is "$(state)" expired "which is expired"
run "$MFADESK" pass issue "$case" --minutes 9 --json
like "$err" "MD001.*9 minutes" "nine minutes are too few"
run "$MFADESK" pass issue "$case" --minutes 61 --json
like "$err" "MD001.*61 minutes" "and 61 too many, unless the setting says so"
PGUSER=administrator "$MFADESK_ADMIN" setting pass_minutes 120
PGUSER=administrator "$MFADESK_ADMIN" setting pass_form characters
issue --minutes 61
status_is 0 "as it does now"
like "$pass" '^([2-9A-HJKMNP-Z]{5}-){2}[2-9A-HJKMNP-Z]{5}$' "of characters, by the setting"

# Doubt stops it; a lead brings it back.
"$MFADESK" doubt raise "$email" --reason "voice" >/dev/null
answers refused "$email" "$pass" "not while there is doubt"
PGUSER=lead "$MFADESK" doubt clear "$email" --reason "called back" >/dev/null
answers accepted "$email" "$pass" "a lead cleared it: it lets them in"

# Who has nothing else keeps it.
of 2
query -c "UPDATE directory.sign_in_method SET state = 'suspended', state_before = 'active', suspended_at = now(), reason = 'lost',
	suspended_by_request = gen_random_uuid(), is_default = false WHERE person_id = '$person' AND state = 'active'"
is "$(signin "methods('$email')" | jq -rc '"\(.answer) \(.methods)"')" "recover []" "whose methods are suspended recovers, and does not register"
issue
run "$MFADESK" pass cancel "$case" "$id"
like "$err" "MD451" "the only way in is not cancelled"
is "$(state)" open "and stays"
device=$(query -c "SELECT device_id FROM directory.sign_in_method WHERE person_id = '$person' AND state = 'suspended' AND device_id IS NOT NULL LIMIT 1")
run "$MFADESK" revoke "$case" "$device" --reason lost
status_is 0 "the lost phone is revoked: the pass is a way in"
is "$(signin "methods('$email')" | jq -r .answer)" recover "who had methods does not register with a password alone"

# 64 at once with the right pass: one is let in.
query -c "UPDATE directory.try_limit SET cap = 1000"
for n in $(seq 64); do
	(
		offer "$email" "$pass" >/dev/null 2>&1
		echo "$try" >"$TEST_DIR/try.$n"
	) &
	tries+=($!)
done
wait "${tries[@]}"
none_checking() {
	[ "$(query -c "SELECT count(*) FROM directory.pass_try WHERE state = 'checking'")" = 0 ]
}
ok "64 tries at once are checked" wait_for 60 none_checking
is "$(query -c "SELECT count(*) FROM directory.pass_try WHERE state = 'accepted' AND person_id = '$person'")" 1 "and one is let in"

# Guessing: as many as the limit, whoever asks, and however.
of 3
issue
query -c "DELETE FROM directory.try_count; UPDATE directory.try_limit SET cap = CASE kind WHEN 'person' THEN 5 ELSE 1000 END, period = '1000 days'"
tries=()
before=$(compared)
for n in $(seq 64); do
	offer "$email" "wrong-$n" >/dev/null 2>&1 &
	tries+=($!)
done
wait "${tries[@]}"
ok "64 guesses at once are answered" wait_for 60 none_checking
is "$(($(compared) - before))" 5 "five were compared, as many as the limit is"
answers refused "$email" "$pass" "the right one comes too late: the limit is reached"
is "$(state)" open "and was not looked at"

# A rollback gains nothing: what is not committed is not looked at.
of 4
issue
PGUSER=mfadesk_signin psql -X -q -t -A -v email="$email" -v pass="$pass" >"$TEST_DIR/rolled" 2>&1 <<'SQL'
BEGIN;
SAVEPOINT s;
SELECT signin.try_pass('00000000-0000-4000-8000-00000000000a', :'email', :'pass');
SELECT signin.pass_result('00000000-0000-4000-8000-00000000000a');
ROLLBACK TO s;
SELECT signin.try_pass('00000000-0000-4000-8000-00000000000b', :'email', 'guess');
ROLLBACK;
SELECT signin.pass_result('00000000-0000-4000-8000-00000000000a');
SQL
contains "$(cat "$TEST_DIR/rolled")" "not in the transaction that asked for it" "no result in the transaction that asks"
contains "$(cat "$TEST_DIR/rolled")" "no such try" "nor after it was rolled back"
is "$(query -c "SELECT count(*) FROM directory.try_count WHERE subject = '$person'")" 0 "nothing was counted"
is "$(state)" open "and nothing compared"

# A worker that is not there: the try is refused in time, and the pass is as it was.
ok "the worker ends" worker_stop
offer "$email" "$pass" >/dev/null
is "$(result)" checking "without a worker nothing is decided"
query -c "UPDATE directory.pass_try SET at = at - interval '3 minutes' WHERE id = '$try'"
is "$(result)" refused "and it is refused after its time"
worker_start
ok "a worker comes" wait_for 20 none_checking
is "$(result) $(state)" "refused open" "and does not decide otherwise"

# Who does not exist answers as who is not registered.
is "$(signin "methods('nobody@example.edu')")" "$(query -c "INSERT INTO directory.person (email, name, unit_id) SELECT 'new@example.edu', 'New Comer', min(u.id)
	FROM directory.unit AS u"; signin "methods('new@example.edu')")" "nobody is not told from who is not registered"
answers refused new@example.edu "$pass" "nor by a pass"
answers refused nobody@example.edu "$pass" "... of nobody"

done_testing
