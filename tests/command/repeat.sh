# An answer that is lost on the way: exit status 3, and the same request asks what became of it.
. tests/lib/tap.sh
. tests/lib/database.sh

PGDATABASE=$(fresh_database repeat)
export PGDATABASE
server=$PGHOST/.s.PGSQL.$PGPORT
front=$TEST_DIR/front
mkdir "$front"

# cut_after BYTES COMMAND…: the command over a line that is cut then.
cut_after() {
	local bytes=$1 proxy
	shift
	python3 tests/lib/cutting_proxy.py "$front/.s.PGSQL.$PGPORT" "$server" "$bytes" >"$TEST_DIR/came" 2>"$TEST_DIR/proxy" &
	proxy=$!
	wait_for 10 test -S "$front/.s.PGSQL.$PGPORT"
	PGHOST=$front run "$@"
	wait $proxy
}

notes() {
	as postgres -c "SELECT count(*) FROM ledger.leaf AS l JOIN directory.request AS r ON r.id = l.request_id WHERE r.act = 'note'"
}

case=$("$MFADESK" case open ana.rivera@example.edu --ticket INC1 --by phone --json | jq -r .case.id)

# How long the whole exchange is.
cut_after 1000000 "$MFADESK" case note "$case" "all of it"
status_is 0 "nothing is cut"
whole=$(cat "$TEST_DIR/came")
is "$(notes)" 1 "one note"

done_before=1
lost=0
refused=
for ((at = 1; at < whole; at += whole / 14)); do
	request=$(cat /proc/sys/kernel/random/uuid)
	cut_after $at "$MFADESK" case note "$case" "cut after $at" --request "$request"
	if [ "$status" != 3 ] || [ -n "$out" ] || [[ $err != "mfadesk: "* ]]; then
		refused="$refused $at:$status:$out$err"
		continue
	fi
	lost=$((lost + 1))
	run "$MFADESK" case note "$case" "cut after $at" --request "$request" --json
	done_before=$((done_before + 1))
	[ "$status" = 0 ] && [ "$(jq -r .request <<<"$out")" = "$request" ] || refused="$refused $at again:$status:$err"
done
is "$refused" "" "cut anywhere: 3, no answer, and the same request gives it"
ok "it was cut often enough: $lost of $whole bytes" [ "$lost" -ge 10 ]
is "$(notes)" "$done_before" "each note was written once"

# The last bytes: the answer is there, its transaction is not known to be.
request=$(cat /proc/sys/kernel/random/uuid)
cut_after $((whole - 3)) "$MFADESK" case note "$case" "cut at the end"
status_is 3 "without the last bytes there is no answer"
like "$err" 'case note .* --request [0-9a-f-]{36}$' "the command to ask again is printed"
is "$(notes)" $((done_before + 1)) "it was done"
run bash -c "$(tail -n 1 <<<"$err" | sed "s|^ *mfadesk|'$MFADESK'|")"
status_is 0 "that command runs as it is printed"
is "$(notes)" $((done_before + 1)) "... and did it no second time"
cut_after $((whole - 3)) "$MFADESK" case note "$case" "cut at the end, too" --json
ok "with --json the error has the request's id" jq -e '.request | length == 36' "$TEST_DIR/.err"

# A pair, and a case that was opened already.
id=$(cat /proc/sys/kernel/random/uuid)
cut_after $((whole - 3)) "$MFADESK" case open carlos.rivera@example.edu --ticket INC2 --by phone --id "$id"
isnt "$status" 0 "a case whose opening is cut"
run "$MFADESK" case open carlos.rivera@example.edu --ticket INC2 --by phone --id "$id" --json
is "$(jq -r .case.id <<<"$out")" "$id" "is open under its id"
is "$(as postgres -c "SELECT count(*) FROM directory.contact WHERE case_id = '$id'")" 1 "with one contact"

# No server at all.
PGHOST=$TEST_DIR run "$MFADESK" whoami
status_is 3 "no server"
like "$err" "mfadesk: No connection to agent@$TEST_DIR:[0-9]+/$PGDATABASE: No such file or directory" "says where, and why"
like "$err" $'\n  See whether ' "and what to try"
unlike "$err" "request" "nothing was sent, so nothing is to be asked again"
PGHOST=$TEST_DIR run "$MFADESK" whoami --json
ok "the same as JSON" jq -e '.error.hint | length > 0' "$TEST_DIR/.err"
run "$MFADESK" --connect "host=$PGHOST user=agent2 dbname=$PGDATABASE" whoami --json
is "$(jq -r .login <<<"$out")" agent2 "--connect says where"
run "$MFADESK" whoami --connect "nonsense=1"
status_is 2 "a conninfo that cannot be read"

# Interrupted while it waits for somebody's lock.
mkfifo "$TEST_DIR/sql"
as postgres <"$TEST_DIR/sql" >/dev/null 2>&1 &
exec 9>"$TEST_DIR/sql"
echo "BEGIN; LOCK TABLE directory.request; SELECT 'locked';" >&9
wait_for 10 eval '[ "$(as postgres -c "SELECT count(*) FROM pg_locks WHERE relation = '"'directory.request'"'::regclass AND mode = '"'AccessExclusiveLock'"' AND granted")" = 1 ]'
(trap - INT; exec "$MFADESK" case note "$case" "interrupted") >"$TEST_DIR/int.out" 2>"$TEST_DIR/int.err" &
waiting=$!
wait_for 10 eval '[ "$(as postgres -c "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = '"'mfadesk'"' AND wait_event_type = '"'Lock'"'")" = 1 ]'
kill -INT $waiting
wait $waiting
is $? 3 "Ctrl-C ends the wait"
like "$(cat "$TEST_DIR/int.err")" 'Interrupted.*--request [0-9a-f-]{36}' "... and the request can be asked for"
exec 9>&-
wait

done_testing
