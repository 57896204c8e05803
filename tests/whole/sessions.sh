# Sessions end: a hook is told when a phone was lost or stolen, and at the end of a replacement; what came of it is said. The
# worker dies before and after every statement and call of it: the hook is told once at most, and nothing is said that is not so.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/kill.sh

taken=$TEST_DIR/taken
mkdir "$taken"
coproc peer { python3 tests/lib/webhook_peer.py "$taken" "$sim_token"; }
peer_pid=$!
at_exit "eval 'exec ${peer[1]}>&-'; wait $peer_pid 2>/dev/null"
read -r port <&"${peer[0]}"
hook=('[sessions]' 'driver = webhook' "url = http://127.0.0.1:$port/sessions" "token_file = $TEST_DIR/sim.token")

ok "a directory, a carrier and a worker" worker_prepare
export PGUSER=agent

# of N: the case and the email of the Nth person with a phone; it is lost, or what else is said.
of() {
	case_id=$(query -c "SELECT case_id FROM public.phone WHERE n = $1")
	email=$(query -c "SELECT email FROM public.phone WHERE n = $1")
	device=$(query -c "SELECT m.device_id FROM public.phone AS p JOIN directory.sign_in_method AS m ON m.id = p.id WHERE p.n = $1")
	"$MFADESK" case begin "$case_id" --what "$2" --device "$device" >/dev/null
}
step() {
	"$MFADESK" --json case steps "$case_id" | jq -r ".steps[] | select(.step == \"$1\") | .text"
}
says() {
	[[ $(step happened) == *"$1"* ]]
}
becomes_so() {
	wait_for "${2:-20}" says "$1" || { diag "it says: $(step happened)"; diag "$(tail -n 5 "$worker_log")"; return 1; }
}
id_of() {
	query -c "SELECT id FROM directory.sign_out WHERE case_id = '$case_id' ORDER BY at DESC LIMIT 1"
}
state_of() {
	query -c "SELECT state FROM directory.sign_out WHERE case_id = '$case_id' ORDER BY at DESC LIMIT 1"
}
was_told() {
	[ -e "$taken/$(id_of).json" ]
}
warned() {
	"$MFADESK" --json show "$email" | jq -r '.warnings[] | select(.code == "sessions") | .text'
}

# No hook: it is said, and nobody waits for one.
worker_start
ok "the worker is ready" wait_for 10 grep -q 'ready instance=' "$worker_log"
of 1 lost
ok "without a hook that is said" becomes_so " · sessions are not ended: no hook is set"
is "$(warned)" "" "and no warning made of it"
ok "the worker ends" worker_stop

printf '%s\n' '[sessions]' 'driver = webhook' 'url = http://example.edu/' >>"$worker_conf"
run "$BUILD/mfadeskd" --check-config --config "$worker_conf"
isnt "$status" 0 "a hook in clear text, and without a token"
contains "$err" "token_file" "is refused by what it lacks"
worker_config "${hook[@]}"
run "$BUILD/mfadeskd" --check-config --config "$worker_conf"
status_is 0 "a whole one is taken"
worker_start

# Told once, with whose and since when.
of 2 stolen
ok "stolen: they end" becomes_so " · sessions ended"
is "$(jq -r '.type + " " + .email' "$taken/$(id_of).json")" "end-sessions $email" "the hook is told whose"
is "$(jq -r .before "$taken/$(id_of).json")" "$(query -c "SELECT rule.rfc3339(at) FROM directory.sign_out WHERE id = '$(id_of)'")" "and which: those that began before"
like "$("$MFADESK" history "$email")" "sessions ended" "it is in the history"
of 3 kept
unlike "$(step happened)" sessions "a phone that was replaced is no danger: nothing ends"
echo busy >"$taken/fault"
of 4 lost
ok "a hook that is busy is told again" becomes_so "sessions ended"
echo refused >"$taken/fault"
of 5 lost
ok "what it refuses is not ended" becomes_so "sessions are not ended: the gateway refused it (400)"
like "$(warned)" "^Since .* sessions are not ended: " "and the account warns of it"
echo cut >"$taken/fault"
of 6 lost
ok "without an answer nobody knows" becomes_so "sessions may not be ended: the hook may have been told, and gave no answer"
ok "for it may have been told" was_told
like "$(warned)" "sessions may not be ended" "which the account warns of too"

# The end of a replacement ends them, if that was not done.
finish() {
	query <<-SQL
		INSERT INTO directory.proof (id, contact_id, case_id, person_id, kind, rests_on, document, result, recorded_by, at)
		SELECT gen_random_uuid(), t.id, c.id, c.person_id, 'document-in-person', 'document', 'badge', 'passed', 'agent', clock_timestamp()
		FROM directory.case_file AS c JOIN directory.contact AS t ON t.case_id = c.id AND t.ended_at IS NULL WHERE c.id = '$case_id';
		UPDATE directory.sign_in_method AS m SET is_default = false FROM directory.case_file AS c WHERE c.id = '$case_id' AND m.person_id = c.person_id;
		UPDATE directory.sign_in_method AS m SET state = 'active', is_default = true, tested_at = clock_timestamp(),
			suspended_at = NULL, state_before = NULL, suspended_by_request = NULL, suspended_case = NULL, reason = NULL
		FROM directory.case_file AS c WHERE c.id = '$case_id' AND m.person_id = c.person_id AND m.kind = 'phone';
	SQL
	"$MFADESK" --json case finish "$case_id" | jq -r .state
}
case_id=$(query -c "SELECT case_id FROM public.phone WHERE n = 3")
like "$(step finish)" "^(no code|.*end the sessions)" "the end of a replacement says so"
is "$(finish)" finished "it is finished"
ok "and they end with it" becomes_so "sessions ended"
case_id=$(query -c "SELECT case_id FROM public.phone WHERE n = 2")
is "$(finish)" finished "another is finished"
is "$(query -c "SELECT count(*) FROM directory.sign_out WHERE case_id = '$case_id'")" 1 "whose sessions ended before: that is not done again"
ok "the worker ends" worker_stop

# It dies.
dies() {
	case $1 in
	*.release.*) stops_at "$1" ;;
	*) dies_at "$1" ;;
	esac
}
n=10
query -c "ALTER FUNCTION worker.claim(text, int, int) SET lock_timeout = '60s'"
for place in $(places 'sign_out[.].*'); do
	n=$((n + 1))
	set_aside
	of $n lost
	kill_limits=("${kill_limits[@]:0:4}" "${hook[@]}")
	ok "$place: there it dies" dies "$place"
	worker_config "${kill_limits[@]}"
	is_due
	worker_start
	case $place in
	*start.before | *release.* | *result.after) ok "$place: they end" becomes_so "sessions ended" ;;
	*) ok "$place: it is not known whether they ended" becomes_so "sessions may not be ended" ;;
	esac
	case $place in
	*start.after | *call.before) not_ok "$place: the hook was not told" was_told ;;
	*) ok "$place: the hook was told" was_told ;;
	esac
	ok "$place: the worker stops in order" worker_stop
	: >"$worker_log"
done
diag "$(places 'sign_out[.].*' | wc -l) points"
is "$(query -c "SELECT count(*) FROM (SELECT request_id FROM directory.sign_out GROUP BY request_id HAVING count(*) > 1) AS s")" 0 "once for each"

done_testing
