# The worker with a gateway behind a webhook: what is signed is taken once, and what happened is said.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh

taken=$TEST_DIR/taken
mkdir "$taken"
coproc peer { python3 tests/lib/webhook_peer.py "$taken" "$sim_token"; }
peer_pid=$!
at_exit "eval 'exec ${peer[1]}>&-'; wait $peer_pid 2>/dev/null"
read -r port <&"${peer[0]}"

ok "a directory and its logins" worker_prepare
sed -i -e 's/^driver = .*/driver = webhook/' -e "s|^url = .*|url = http://127.0.0.1:$port/messages|" -e '/^account/d; /^from/d' "$worker_conf"

run "$BUILD/mfadeskd" --try text +15085559876 --config "$worker_conf"
status_is 0 "one text on trial"
like "$out" '^sent id=[0-9a-f-]{36}$' "and its id"
run "$BUILD/mfadeskd" --try call +15085559876 --config "$worker_conf"
status_is 0 "one call"
is "$(cat "$taken"/*.json | jq -s -r '[.[] | .type + " " + .to] | sort | join(", ")')" "sms +15085559876, voice +15085559876" "both are there"

# got MEMBER: of what was taken under the id of $challenge.
got() {
	jq -r ".$1" "$taken/$challenge.json"
}

code() {
	got text | grep -oE '[0-9]{6}' | head -n 1
}

spoken_code() {
	got text | grep -oE 'Again: [0-9, ]+' | tr -dc 0-9
}

worker_start
ok "the worker is ready" wait_for 10 grep -q 'ready instance=' "$worker_log"

begin 1 text test
ok "a text is sent" becomes sent
is "$(got to) $(got type)" "$number sms" "to the number"
answer "$(code)" >/dev/null
ok "its code passes" becomes passed
begin 2 call test
ok "a call" becomes sent
is "$(got type)" voice "is spoken"
like "$(got text)" "Again: ([0-9], ){5}[0-9]" "and says the code again"

begin 6 call proof
becomes sent
answer "$(spoken_code)" >/dev/null
ok "the code of a call is no proof, for nobody knows who answered" wait_for 15 grep -q 'who answered the call is not known' "$worker_log"
is "$(field state)" checking "it waits"
ok "until it is clear that nobody will" becomes failed 15

echo busy >"$taken/fault"
begin 3 text test
ok "a gateway that is busy is asked again" becomes sent 15
answer "$(code)" >/dev/null
ok "and the code that arrived passes" becomes passed
echo hasty >"$taken/fault"
begin 7 text test
# 2 s after the first refusal, 4 s after the second, and so on, at the soonest.
put_off() {
	[ "$(query -c "SELECT attempts BETWEEN 2 AND 5 AND instance IS NULL
			AND run_at > made_at + pg_catalog.make_interval(secs => 2 ^ (attempts + 1) - 2)
		FROM directory.job WHERE challenge_id = '$challenge'")" = t ]
}
ok "one that wants it again at once is asked later and later" wait_for 15 put_off
rm "$taken/fault"
echo refused >"$taken/fault"
begin 4 text test
ok "what it refuses fails" becomes failed
is "$(field reason)" "the gateway refused it (400)" "and it is said"
for fault in cut other; do
	echo $fault >"$taken/fault"
	begin 5 text test
	ok "$fault: what may have been sent is unknown" becomes unknown
	answer "$(code)" >/dev/null
	ok "$fault: and its code passes" becomes passed
done
ok "SIGTERM ends the worker well" worker_stop
not_ok "no code is in the log" grep -qE "$(cat "$taken"/*.json | jq -r .text | grep -oE '[0-9]{6}' | sort -u | paste -sd '|')" "$worker_log"

echo another-token >"$TEST_DIR/sim.token"
run "$BUILD/mfadeskd" --try text +15085559876 --config "$worker_conf"
is "$status $out" "1 refused: the gateway refuses our signature: tell your administrator" "another token"

done_testing
