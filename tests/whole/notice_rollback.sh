# A change, its leaf, its notices and their jobs are one: where a connection is cut, where the server crashes, and 64 at once.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh

ok "a directory" worker_directory
query -c "ALTER FUNCTION desk.suspend(uuid, uuid, bigint, uuid, text) SET lock_timeout = '60s'"

# suspend N END: the Nth person's phone, by request N, in a transaction that ends so.
suspend() {
	cat <<SQL
SELECT id, case_id FROM public.phone WHERE n = $1 \\gset
BEGIN;
SET LOCAL SESSION AUTHORIZATION agent;
SELECT desk.suspend('$(printf '00000000-0000-4000-8000-%012d' "$1")', :'case_id', NULL, :'id', 'lost');
$2
SQL
}

# Persons who are suspended, on the record as that, told of it, and whose notices the worker has to send.
persons() {
	query -c "SELECT concat_ws(' ',
		(SELECT count(*) FROM public.phone AS f JOIN directory.sign_in_method AS m ON m.id = f.id WHERE m.state = 'suspended'),
		(SELECT count(DISTINCT l.person_id) FROM ledger.leaf AS l WHERE l.act = 'suspend'),
		(SELECT count(DISTINCT n.person_id) FROM directory.notice AS n),
		(SELECT count(DISTINCT n.person_id) FROM directory.notice AS n JOIN directory.job AS j ON j.subject = n.id WHERE j.kind = 'tell'))"
}

open_ones() {
	[ "$(query -c "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'unfinished' AND state = 'idle in transaction'
		AND query ~ 'desk[.]suspend'")" -eq "$1" ]
}

# begin_and_stay N: done, not committed; its client is $client.
begin_and_stay() {
	mkfifo "$TEST_DIR/client"
	PGUSER=postgres PGAPPNAME=unfinished psql -X -q -t -A <"$TEST_DIR/client" >/dev/null 2>&1 &
	client=$!
	exec {client_open}>"$TEST_DIR/client"
	rm "$TEST_DIR/client"
	suspend "$1" "" >&"$client_open"
	wait_for 20 open_ones 1
}

ends() {
	exec {client_open}>&-
	wait "$client"
}

suspend 1 COMMIT\; | query >/dev/null
is "$(persons)" "1 1 1 1" "what is committed is done, on the record, told, and to be sent"

ok "another one is done and not committed" begin_and_stay 2
kill -KILL "$client"
ok "its connection is cut" wait_for 20 open_ones 0
ends 2>/dev/null
is "$(persons)" "1 1 1 1" "nobody is told of it"

ok "one more is done and not committed" begin_and_stay 3
kill -QUIT "$(head -n 1 "$TEST_DIR/directory/data/postmaster.pid")"
ends 2>/dev/null
ok "the server crashes and comes back" wait_for 20 "$MFADESK_ADMIN" embedded start --dir "$TEST_DIR/directory"
is "$(persons)" "1 1 1 1" "nobody is told of it, and the committed one is still to be told"

# Each of 32 twice at the same time: those with an even number stay, the others do not.
clients=()
for n in $(seq 4 35) $(seq 4 35); do
	[ $((n % 2)) -eq 0 ] && end=COMMIT || end=ROLLBACK
	suspend "$n" "$end;" | query >/dev/null 2>>"$TEST_DIR/errors" &
	clients+=($!)
done
wait "${clients[@]}"
is "$(persons)" "17 17 17 17" "64 at once, half of them rolled back: who was changed is told"
is "$(query -c "SELECT count(*) FROM (SELECT FROM directory.notice GROUP BY request_id, address HAVING count(*) > 1) AS t")" 0 "once"
diag "$(head -n 3 "$TEST_DIR/errors")"

done_testing
