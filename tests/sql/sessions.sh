#!/usr/bin/env bash
# Several sessions at once: exactly once, no waiting for others' work, limits that hold against all connections of a login,
# no deadlock, and what becomes of a session that is open while the world changes.
. tests/lib/tap.sh
. tests/lib/database.sh
PGDATABASE=$(fresh_database sessions) || exit 1
export PGDATABASE
export PGOPTIONS='-c client_min_messages=warning'

person() { echo "md5('mfadesk sample person $1')::uuid"; }
method() { echo "md5('mfadesk sample method $1 $2')::uuid"; }
named() { echo "md5('test $1')::uuid"; }
owner() { PGUSER=postgres psql -X -q -t -A -v ON_ERROR_STOP=1 -c "$1"; }

# try LOGIN CALL: the state of the answer, or the SQLSTATE of the refusal.
try() {
	PGUSER=$1 psql -X -q -t -A -v VERBOSITY=verbose -c "SELECT ($2) ->> 'state'" 2>&1 |
		sed -n 's/^ERROR:  \([0-9A-Z]\{5\}\):.*/\1/p; t; /^[a-z]/p; /^FATAL/p' | head -n 1
}

# A session that stays open: session NAME LOGIN, then say NAME SQL, which waits for the answer (said), or begin_saying, which does not.
declare -A pipe
session() {
	mkfifo "$TEST_DIR/$1.in"
	PGUSER=$2 psql -X -q -t -A -v VERBOSITY=verbose <"$TEST_DIR/$1.in" >"$TEST_DIR/$1.out" 2>&1 &
	exec {fd}>"$TEST_DIR/$1.in"
	pipe[$1]=$fd
	saying=0
}
begin_saying() {
	saying=$((saying + 1))
	printf '%s;\n\\echo said %d\n' "$2" "$saying" >&"${pipe[$1]}"
}
has_said() { grep -q "^said $saying\$" "$TEST_DIR/$1.out"; }
say() {
	begin_saying "$1" "$2"
	wait_for 10 has_said "$1"
}
last_word() { grep -v '^said' "$TEST_DIR/$1.out" | sed -n 's/^ERROR:  \([0-9A-Z]\{5\}\):.*/\1/p; t; /^[a-z]/p' | tail -n 1; }
leave() {
	fd=${pipe[$1]}
	exec {fd}>&-
}
waiting() { [ "$(owner "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")" -gt 0 ]; }
milliseconds() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }

open_case() { try "$1" "desk.open_case($(named "$2"), $(person "$3")::text, 'INC$3', '${4:-counter}')"; }
prove() {
	owner "INSERT INTO directory.proof (id, contact_id, case_id, person_id, kind, rests_on, document, result, recorded_by, at)
		SELECT gen_random_uuid(), t.id, c.id, c.person_id, 'document-in-person', 'document', 'badge', 'passed', c.login, clock_timestamp()
		FROM directory.case_file AS c JOIN directory.contact AS t ON t.case_id = c.id AND t.ended_at IS NULL WHERE c.id = $(named "$1")"
}

# Logins of this file's own, with a password, for they are nobody's peers: connections are counted, and ended, in the whole cluster.
export PGPASSWORD=sessions
at_exit "owner 'DROP OWNED BY sessions_a, sessions_b; DROP ROLE sessions_a, sessions_b' >/dev/null 2>&1"
owner "CREATE ROLE sessions_a LOGIN PASSWORD '$PGPASSWORD' CONNECTION LIMIT 4 IN ROLE mfadesk_agent; CREATE ROLE sessions_b LOGIN PASSWORD '$PGPASSWORD' CONNECTION LIMIT 4 IN ROLE mfadesk_agent;
	INSERT INTO directory.staff (login, person_id, role, counter) VALUES ('sessions_a', $(person 40), 'agent', true), ('sessions_b', $(person 42), 'agent', false)" >/dev/null

is "$(open_case sessions_a ana 1)" open "a case on Ana"
is "$(open_case sessions_a wei 2)" open "and one on Wei Chen"
is "$(open_case sessions_b ana2 1)" open "sessions_b has one on Ana too"
is "$(open_case sessions_b emma 6)" open "and one on Emma Johnson"

# The same request in two sessions: the second waits, and gets the answer of the first.
session one sessions_a
say one BEGIN
say one "SELECT (desk.note($(named note), $(named ana), 'said once')) ->> 'state'"
is "$(last_word one)" noted "a note, not committed yet"
try sessions_a "desk.note($(named note), $(named ana), 'said once')" >"$TEST_DIR/second" &
second=$!
ok "the same request in another session waits" wait_for 5 waiting
say one COMMIT
wait "$second"
is "$(cat "$TEST_DIR/second")" noted "and then has the same answer"
is "$(owner "SELECT count(*) FROM ledger.leaf WHERE act = 'note'")" 1 "there is one note"
say one BEGIN
say one "SELECT (desk.note($(named again), $(named ana), 'rolled back')) ->> 'state'"
try sessions_a "desk.note($(named again), $(named ana), 'rolled back')" >"$TEST_DIR/second" &
second=$!
wait_for 5 waiting
say one ROLLBACK
wait "$second"
is "$(cat "$TEST_DIR/second")" noted "rolled back in one, it is done by the other"

# Two sessions of one login open a case on one person.
say one BEGIN
say one "SELECT (desk.open_case($(named twice), $(person 5)::text, 'INC5', 'phone')) ->> 'state'"
open_case sessions_a twice2 5 >"$TEST_DIR/second" &
second=$!
wait_for 5 waiting
say one COMMIT
wait "$second"
is "$(cat "$TEST_DIR/second")" MD409 "one open case a person and sessions_a, also in two sessions"
is "$(open_case sessions_b laid 7)" open "a case of sessions_b"
say one BEGIN
say one "SELECT (desk.open_case($(named laid2), $(person 7)::text, 'INC7', 'phone')) ->> 'state'"
try sessions_a "desk.take_case(gen_random_uuid(), $(named laid), 'shift ends')" >"$TEST_DIR/second" &
second=$!
wait_for 5 waiting
say one COMMIT
wait "$second"
is "$(cat "$TEST_DIR/second")" MD409 "nor by taking one while opening one"

# An open transaction of one sessions_a: on other people nobody waits; on the same person at most two seconds.
prove ana
say one BEGIN
say one "SELECT (desk.suspend($(named open), $(named ana), NULL, $(method 1 1), 'lost')) ->> 'state'"
is "$(last_word one)" suspended "a suspension, not committed yet"
# Who had to wait would get 55P03: nothing is committed meanwhile.
for call in "desk.suspend(gen_random_uuid(), $(named emma), NULL, $(method 6 1), 'lost')" "desk.note(gen_random_uuid(), $(named emma), 'text')" \
	"desk.open_case(gen_random_uuid(), $(person 3)::text, 'INC3', 'phone')" "desk.raise_doubt(gen_random_uuid(), $(person 3)::text, 'voice')" \
	"desk.open_case(gen_random_uuid(), $(person 1)::text, 'INC1', 'phone')" "desk.find_number(gen_random_uuid(), '508 555 0142', 'voicemail')" \
	"desk.note(gen_random_uuid(), $(named ana2), 'in the other case on the same person')"; do
	like "$(try sessions_b "$call")" '^[a-z]+$' "sessions_b does not wait: ${call%%(*}"
done
begun=$(milliseconds)
is "$(try sessions_b "desk.suspend(gen_random_uuid(), $(named ana2), NULL, $(method 1 2), 'lost')")" 55P03 "the same person: sessions_b is told that somebody is at it"
took=$(($(milliseconds) - begun))
ok "after two seconds, not at once and not never" test "$took" -ge 1900 -a "$took" -lt $((10000 * ${TEST_PATIENCE:-1}))
say one COMMIT
is "$(try sessions_b "desk.suspend(gen_random_uuid(), $(named ana2), NULL, $(method 1 2), 'lost')")" suspended "committed, sessions_b goes on"

# lock_timeout is the function's: who sets another waits no longer.
say one BEGIN
say one "SELECT (desk.suspend(gen_random_uuid(), $(named ana), NULL, $(method 1 3), 'lost')) ->> 'state'"
is "$(PGOPTIONS='-c lock_timeout=0' try sessions_b "desk.restore(gen_random_uuid(), $(named ana2), NULL, $(method 1 2))")" 55P03 "lock_timeout cannot be set away"
say one ROLLBACK

# A proof that ends while a transaction is open: it is old by the clock, not by when the transaction began.
owner "UPDATE directory.policy SET max_age = '1 second' WHERE act = 'set_default'" >/dev/null
say one BEGIN
say one "SELECT (desk.record_proof(gen_random_uuid(), $(named wei), 'document-in-person', 'badge')) ->> 'state'"
begun=$(milliseconds)
passed() { [ $(($(milliseconds) - begun)) -gt 1100 ]; }
ok "a second goes by" wait_for 10 passed
say one "SELECT (desk.set_default(gen_random_uuid(), $(named wei), NULL, $(method 2 3))) ->> 'state'"
is "$(last_word one)" MD411 "the proof is too old within the transaction that gave it"
say one ROLLBACK

# Limits against all connections of a login at once: 4 sessions, 16 calls each, when those before have left.
gone() { [ "$(owner "SELECT count(*) FROM pg_stat_activity WHERE usename = '$1'")" = 0 ]; }
hammer() { # CALL with %n, the number of the call
	local i j
	wait_for 10 gone sessions_a
	for i in 1 2 3 4; do
		for j in {1..16}; do
			echo "SELECT (${1//%n/$((i * 16 + j))}) ->> 'state';"
		done | PGUSER=sessions_a psql -X -q -t -A 2>/dev/null >"$TEST_DIR/hammer.$i" &
		hammers+=($!)
	done
	wait "${hammers[@]}"
	hammers=()
	cat "$TEST_DIR"/hammer.* | grep -c '^[a-z]'
}
hammers=()
leave one
owner 'TRUNCATE directory.quota' >/dev/null
is "$(hammer "desk.find_number(gen_random_uuid(), '508 555 0142', 'number %n')")" 10 "ten numbers are looked up, of 64"
is "$(hammer "desk.reveal_number(gen_random_uuid(), $(named wei), $(method 2 2), 'number %n')")" 20 "twenty are revealed"
is "$(hammer "desk.record_proof(gen_random_uuid(), $(named wei), 'document-in-person', 'badge')")" 10 "ten documents are seen in person"
is "$(hammer "desk.raise_doubt(gen_random_uuid(), md5('mfadesk sample person ' || 40 + %n)::uuid::text, 'voice')")" 10 "ten doubts are raised"
is "$(hammer "desk.open_case(md5('hammer %n')::uuid, md5('mfadesk sample person ' || 40 + %n)::uuid::text, 'INC%n', 'phone')")" 60 "sixty cases are opened"
is "$(hammer "desk.suspend(gen_random_uuid(), md5('hammer %n')::uuid, NULL, md5('mfadesk sample method ' || 40 + %n || ' 2')::uuid, 'lost')")" 5 "five people are suspended"

# One approval, two sessions.
is "$(open_case sessions_a dana 4)" MD429 "the sixty are all"
owner 'TRUNCATE directory.quota' >/dev/null
is "$(open_case sessions_a dana 4)" open "a case on a privileged person"
is "$(try lead "desk.approve(gen_random_uuid(), $(named dana), '{reveal_number}')")" approved "one approval"
is "$(hammer "desk.reveal_number(gen_random_uuid(), $(named dana), $(method 4 3), 'number %n')")" 1 "lets one act through, of 64"

# Two cases on one person, both at work: one waits for the other, none is a victim.
owner "UPDATE directory.agent_limit SET cap = 1000" >/dev/null
at_work() { # LOGIN CASE METHOD
	local i
	for i in {1..25}; do
		echo "SELECT (desk.suspend(gen_random_uuid(), $(named "$2"), NULL, $3, 'lost')) ->> 'state';"
		echo "SELECT (desk.restore(gen_random_uuid(), $(named "$2"), NULL, $3)) ->> 'state';"
		echo "SELECT (desk.start_contact(gen_random_uuid(), $(named "$2"), 'phone')) ->> 'state';"
	done | PGUSER=$1 psql -X -q -t -A -v VERBOSITY=verbose >"$TEST_DIR/work.$1" 2>&1
}
at_work sessions_a ana "$(method 1 1)" &
first=$!
at_work sessions_b ana2 "$(method 1 2)"
wait "$first"
is "$(cat "$TEST_DIR"/work.* | sed -n 's/^ERROR:  \([0-9A-Z]*\):.*/\1/p' | grep -v '^MD4' | sort -u)" "" "no deadlock and no other error between two cases on one person"

# Who sits in a transaction is ended, also where a statement that never ends makes the session look busy. An import may take long.
linger() { owner "SELECT rule.end_lingering('{sessions_a,administrator}', interval '0 seconds')"; }
busy() { [ "$(owner "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'")" = "$1" ]; }
session idle sessions_a
say idle BEGIN
session busy sessions_a
say busy BEGIN
begin_saying busy "SELECT pg_sleep(3600)"
session import administrator
begin_saying import "SELECT pg_sleep(3600)"
ok "two statements that do not end" wait_for 10 busy 2
is "$(linger)" 2 "one that waits in a transaction and one that works in it are ended"
ok "the administrator's goes on" wait_for 10 busy 1
owner "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'" >/dev/null

# Four connections, and an end to them when the login is locked.
for i in 1 2 3 4; do
	session "c$i" sessions_b
	say "c$i" 'SELECT 1'
done
like "$(PGUSER=sessions_b psql -X -c 'SELECT 1' 2>&1)" 'too many connections for role' "a fifth connection is refused"
say c1 BEGIN
say c1 "SELECT (desk.note(gen_random_uuid(), $(named ana2), 'in the middle')) ->> 'state'"
is "$(try administrator "admin.lock_staff(gen_random_uuid(), 'sessions_b')")" locked "the login is locked"
ok "its sessions end" wait_for 10 gone sessions_b
is "$(owner "SELECT count(*) FROM ledger.value WHERE value = 'in the middle'")" 0 "and what was in the middle is not done"
owner 'GRANT mfadesk_agent TO sessions_b' >/dev/null
is "$(try sessions_b "desk.whoami()")" MD403 "it may do nothing, were its group given back by hand"

done_testing
