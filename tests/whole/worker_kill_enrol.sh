# The worker dies (SIGKILL) while an authenticator is enrolled and while its codes are checked, and so does the change of the
# master key. Another worker goes on: each authenticator has one secret, the one that its desk was given; no wrong code
# passes, and the right one does, however late somebody comes to it and under whichever key its secret lies.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/kill.sh
. tests/lib/box.sh

ok "a directory, a carrier and a configuration" worker_prepare
kill_prepare
query <<'SQL'
ALTER FUNCTION worker.rewrapped(uuid, text, text, int) SET lock_timeout = '60s';
UPDATE directory.contact SET here_by = 'counter';
UPDATE directory.policy SET proof = 'none', max_age = NULL WHERE act = 'enrol';
SQL

enrol() {
	next_n=$((next_n + 1))
	challenge=$(query -v n=$next_n -v key="$public_key" <<'SQL'
SELECT case_id FROM public.phone WHERE n = :n \gset
SET SESSION AUTHORIZATION agent;
SELECT desk.enrol(gen_random_uuid(), :'case_id', NULL, 'App ' || :n, :'key') #>> '{ids,1}';
SQL
	)
}

secret() {
	box_open "$challenge" "$(PGUSER=agent psql -X -q -t -A -c "SELECT desk.enrolment('$challenge') ->> 'sealed'")" | hex
}

# code_of_app [SECONDS AGO]
code_of_app() {
	oathtool --totp --now "@$(($(date +%s) - ${1:-0}))" "$(secret)"
}

boxes_are() {
	[ "$(query -c "SELECT count(*) FROM directory.enrolment WHERE box IS NOT NULL")" -eq "$1" ]
}

worker_config "${kill_limits[@]}"
worker_start
for place in $(places 'check[.]result.*' | sed 'p; s/$/:right/') late; do
	enrol
	keep "$place"
done
ok "five authenticators are enrolled" wait_for 20 boxes_are 5
ok "and their worker stops in order" worker_stop
set_aside

for place in $(places 'enrol[.].*'); do
	enrol
	way=dies_at
	case $place in
	*.release.*) way=stops_at ;;
	esac
	ok "$place: there it dies" $way "$place"
	killed "$place" queued
done
enrol
ok "enrol.result.before: there it dies, and then it is cancelled" dies_at enrol.result.before
killed "enrol.result.before, and then cancelled" cancelled
cancel
unwanted=$challenge

for place in $(places 'check[.]result.*'); do
	challenge=${kept[$place]}
	answer "$(wrong_code "$(code_of_app)")" >/dev/null
	ok "$place: there it dies at a wrong code" dies_at "$place"
	killed "$place" queued
	challenge=${kept[$place:right]}
	answer "$(code_of_app)" >/dev/null
	ok "$place: there it dies at the right one" dies_at "$place"
	killed "$place" passed
done
challenge=${kept[late]}
answer "$(code_of_app 300)" >/dev/null
query -c "UPDATE directory.job SET made_at = now() - interval '300 s' WHERE challenge_id = '$challenge' AND kind = 'check'"
ok "check.result.before: there it dies, and nobody comes for five minutes" dies_at check.result.before
killed "check.result.before, and late" passed

# The change of the master key dies in the middle of them.
admin_key() {
	PGUSER=mfadesk_worker run "$MFADESK_ADMIN" key "$1" "$TEST_DIR/keys"
}
versions() {
	query -c "SELECT string_agg(DISTINCT key_version::text, ' ' ORDER BY key_version::text) FROM directory.method_secret"
}
dies_rotating() {
	hold "SELECT FROM directory.method_secret WHERE method_id =
		(SELECT method_id FROM directory.method_secret WHERE key_version = 1 ORDER BY method_id OFFSET 2 LIMIT 1) FOR UPDATE" || return 1
	PGUSER=mfadesk_worker "$MFADESK_ADMIN" key rotate "$TEST_DIR/keys" &
	rotating=$!
	wait_for 20 is_waiting 'worker[.]rewrapped' && kill -KILL $rotating
	wait $rotating
	let_go
}
admin_key new
status_is 0 "a second master key"
dies_rotating 2>"$TEST_DIR/rotating"
is "$(versions)" "1 2" "the change to it dies in the middle"

worker_config "${kill_limits[@]}"
worker_start
is_due
wanted="state = want AND (want = 'cancelled') = NOT EXISTS (SELECT FROM directory.method_secret AS s
	JOIN directory.challenge AS c ON c.method_id = s.method_id WHERE c.id = f.challenge)"
wait_for 40 is_true_of_all "$wanted"
each "$wanted" "what is wanted becomes of it"

# Wrong codes, under either key.
type_to_apps() {
	local code
	for challenge in $(query -c "SELECT challenge FROM public.fate WHERE state = 'queued'"); do
		code=$(code_of_app)
		[ "$1" = right ] || code=$(wrong_code "$code")
		answer "$code" >/dev/null
	done
}
type_to_apps wrong
wait_for 40 is_true_of_all "state <> 'checking'"
each "state = want AND (state <> 'queued' OR tries = CASE WHEN place ~ '^check' THEN 3 ELSE 4 END)" "a wrong code does not pass, and costs one try"

# The right ones, under the new key alone.
admin_key rotate
like "$out" '^[1-9][0-9]* secrets are under version 2 now' "the change is made again and comes to its end"
is "$(versions)" 2 "all are under the new key"
sed -i '/^1 /d' "$TEST_DIR/keys"
ok "the worker stops in order" worker_stop
worker_start
type_to_apps right
wait_for 40 is_true_of_all "state IN ('passed', 'cancelled')"
each "CASE want WHEN 'cancelled' THEN state = 'cancelled' ELSE state = 'passed' END" "the right one passes"
is "$(query -c "SELECT count(*) FROM directory.sign_in_method AS m JOIN directory.challenge AS c ON c.method_id = m.id
	WHERE c.channel = 'app' AND m.state <> 'active' AND c.id <> '$unwanted'")" 0 "and so they are confirmed"
ok "the last worker stops in order" worker_stop
not_ok "no word of a sanitizer" grep -qE 'Sanitizer|runtime error' "$worker_log"
diag "$(query -c 'SELECT count(DISTINCT place) + 1 FROM public.killed') points"

done_testing
