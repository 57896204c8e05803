# A primary ends at once under load and its synchronous standby is promoted. Desks and workers name both servers, or the PgBouncer
# beside each: every change that was answered is there, once; the desks go on with their half-typed forms.
. tests/lib/tap.sh
. tests/lib/database.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/terminal.sh
. tests/lib/server.sh
. tests/lib/pair.sh

# The simulated carrier has a database elsewhere, which stays.
sim_host=$PGHOST sim_port=$PGPORT sim_database=$(fresh_database failover)
PGDATABASE=$sim_database
export PGDATABASE
ok "a simulated carrier" sim_serve
sim_rows() {
	PGHOST=$sim_host PGPORT=$sim_port PGDATABASE=$sim_database query -c "$1"
}

ok "a primary and its synchronous standby" pair_make
ok "a PgBouncer beside each" bouncers_start
# use DIR: what query and the simulator's rows are asked of
use() {
	export PGHOST=$1/data PGDATABASE=mfadesk
	PGPORT=$(<"$1/port")
	export PGPORT
}
use "$pair_a"
ok "cases of 60 people with a phone" worker_people

# What goes where.

run "$MFADESK" find riv --connect "$(bouncers_to agent)"
status_is 0 "a command goes through a PgBouncer"
run "$MFADESK" whoami --connect "$(pair_conninfo "$(<"$pair_b/port"),$(<"$pair_a/port")" agent)"
status_is 0 "a standby that is named first is passed over, without a question for the password"
run "$MFADESK" whoami --connect "$(pair_conninfo "$(<"$pair_b/bouncer/port"),$(<"$pair_a/bouncer/port")" agent)"
status_is 0 "so is the PgBouncer beside it"
run "$MFADESK" find riv --connect "host=127.0.0.1 port=$(<"$pair_b/port") dbname=mfadesk user=auditor"
status_is 0 "an auditor can read at the standby alone"
terminal_start 80x24 "$MFADESK" "host=127.0.0.1 port=$(<"$pair_b/port") dbname=mfadesk user=auditor"
expect "Find ▸" "at a desk, too"
terminal_type ana.rivera
expect "1 person"
expect "db ok"
terminal_stop
run "$MFADESK" case note "$(query -c 'SELECT case_id FROM public.phone WHERE n = 1')" text \
	--connect "host=127.0.0.1 port=$(<"$pair_b/port") dbname=mfadesk user=agent"
status_is 1 "nobody can change anything there"
contains "$err" "This server only reads" "and it says so"
run "$MFADESK_ADMIN" schema status --connect "$(bouncers_to lead)"
isnt "$status" 0 "the administrator's program does not go through a PgBouncer"
contains "$err" "A pooler (PgBouncer) stands before the directory" "and says so"
run env PGOPTIONS='-c jit=off' "$MFADESK" whoami --connect "$(bouncers_to agent)"
status_is 3 "settings for the session do not pass a PgBouncer"
contains "$err" "take PGOPTIONS and options= away" "and it says so"

# Two desks and two workers; one of each through the PgBouncers.

# on NAME COMMAND…: with the terminal of that name
on() {
	local TEST_DIR=$TEST_DIR/$1
	shift
	"$@"
}
# desk NAME CONNINFO TEXT TICKET: begins, with the case of the first person that TEXT finds
desk() {
	mkdir "$TEST_DIR/$1"
	at_exit "on $1 terminal_exit"
	on "$1" terminal_start 80x24 "$MFADESK" "$2"
	on "$1" expect "Find ▸" "$1: the desk begins"
	on "$1" terminal_type "$3"
	on "$1" expect "1 person"
	on "$1" terminal_keys Enter
	on "$1" expect "Ticket"
	on "$1" terminal_type "$4"
	on "$1" terminal_keys Enter
	on "$1" terminal_type p
	on "$1" terminal_keys Enter
	on "$1" expect "$4 by phone" "$1: a case is open"
}
desk direct "$(pair_to agent2 target_session_attrs=read-write)" ana.rivera INC0048213
desk pooled "$(bouncers_to lead)" carlos.rivera INC0048214

worker_limits=('[limits]' 'lease = 6 s' 'call_deadline = 2 s' 'poll = 1 s')
worker_logs=()
for name in direct pooled; do
	[ $name = direct ] && worker_conninfo=$(pair_to mfadesk_worker) || worker_conninfo=$(bouncers_to mfadesk_worker)
	worker_conf=$TEST_DIR/$name.conf worker_log=$TEST_DIR/$name.log
	worker_config "${worker_limits[@]}"
	worker_start
	worker_logs+=("$worker_log")
	ok "$name: a worker" wait_for 20 grep -q ' connected to=' "$worker_log"
done

# The load: each change has its id, and is asked for again until there is an answer.

answered=$TEST_DIR/answered refused=$TEST_DIR/refused enough=$TEST_DIR/enough
: >"$answered" >"$refused"
# note DRIVER CONNINFO CASE REQUEST: answered, or refused
note() {
	tries=$((tries + 1))
	"$MFADESK" case note "$3" "of $1" --request "$4" --connect "$2" >"$TEST_DIR/$1.out" 2>&1
	case $? in
	0) echo "$4 $tries" >>"$answered" ;;
	3) return 1 ;;
	*) echo "$4 $(<"$TEST_DIR/$1.out")" >>"$refused" ;;
	esac
}
# code DRIVER CONNINFO N CHALLENGE: a text to the Nth phone is asked for
code() {
	tries=$((tries + 1))
	if psql -X -q -t -A -d "$2" -c "SELECT desk.start_challenge('$4', '${cases[$3]}', '${methods[$3]}', 'text', 'test')" \
		>"$TEST_DIR/$1.out" 2>&1; then
		echo "$4 $tries" >>"$answered.codes"
	elif grep -q MD "$TEST_DIR/$1.out"; then
		echo "$4 $(<"$TEST_DIR/$1.out")" >>"$refused"
	else
		return 1
	fi
}
drive_notes() {
	local tries
	until [ -e "$enough" ]; do
		tries=0
		wait_for 120 note "$1" "$2" "$3" "$(cat /proc/sys/kernel/random/uuid)"
	done
}
drive_codes() {
	local tries n
	for n in "${!cases[@]}"; do
		tries=0
		wait_for 120 code codes "$1" "$n" "$(cat /proc/sys/kernel/random/uuid)"
		[ ! -e "$enough" ] || break
	done
}
has_answered() {
	[ "$(wc -l <"$answered")" -ge "$1" ]
}
# Three cases are for the notes; each of the others is asked for one code.
while IFS='|' read -r n case method; do
	cases[n]=$case methods[n]=$method
done < <(query -c 'SELECT n, case_id, id FROM public.phone')
drivers=()
drive_notes first "$(pair_to agent)" "${cases[1]}" &
drivers+=($!)
drive_notes second "$(pair_to agent)" "${cases[2]}" &
drivers+=($!)
drive_notes pooled-notes "$(bouncers_to agent)" "${cases[3]}" &
drivers+=($!)
unset 'cases[1]' 'cases[2]' 'cases[3]'
drive_codes "$(pair_to agent target_session_attrs=read-write)" &
drivers+=($!)
at_exit 'touch "$enough"; kill "${drivers[@]}" 2>/dev/null'
ok "changes are answered" wait_for 60 has_answered 60

# What is on its way at the end: one change that reached the standby and was not answered, one that did not reach it.

standby_knows() {
	[ "$(at "$pair_b" -c "SELECT pg_last_wal_receive_lsn() >= '$1'")" = t ]
}
has_sent_all() {
	[ "$(query -c 'SELECT sent_lsn >= pg_current_wal_insert_lsn() FROM pg_stat_replication')" = t ]
}
receiver=$(at "$pair_b" -c 'SELECT pid FROM pg_stat_wal_receiver')
sender=$(query -c 'SELECT pid FROM pg_stat_replication')
kill -STOP "$receiver"
on direct terminal_type n
on direct terminal_type "reached the standby"
on direct terminal_keys Enter
on direct expect "sent, " "direct: a change waits for the standby"
ok "the standby was sent it" wait_for 20 has_sent_all
kill -STOP "$sender"
reached=$(query -c 'SELECT sent_lsn FROM pg_stat_replication')
on pooled terminal_type n
on pooled terminal_type "lost with the primary"
on pooled terminal_keys Enter
on pooled expect "sent, " "pooled: a change that the standby is not sent"
for name in direct pooled; do
	on $name terminal_keys Escape
	on $name terminal_type n
	on $name terminal_type "half a "
	on $name expect "half a " "$name: a form is half typed"
done

is_gone() {
	! kill -0 "$1" 2>/dev/null
}
primary=$(head -n 1 "$pair_a/data/postmaster.pid")
before=$(wc -l <"$answered")
server_killed "$pair_a"
kill -CONT "$receiver"
ok "the primary ends at once" wait_for 30 is_gone "$primary"
ok "the standby has what it was sent" wait_for 20 standby_knows "$reached"
use "$pair_b"
notes_saying() {
	query -c "SELECT count(*) FROM ledger.value WHERE value = '$1'"
}
is "$(notes_saying 'reached the standby')" 1 "the one change is at the standby"
is "$(notes_saying 'lost with the primary')" 0 "the other is not"
for name in direct pooled; do
	on $name expect "db lost, retrying" "$name: the desk says that the server is lost" 20
done

# The promotion.

ok "the standby is promoted" server_promote "$pair_b"
promoted=${EPOCHREALTIME/[.,]/}
both_show() {
	on direct terminal_shows "$1" && on pooled terminal_shows "$1"
}
for name in direct pooled; do
	on $name expect "db ok" "$name: the desk goes on by itself" 30
	diag "$name: $(((${EPOCHREALTIME/[.,]/} - promoted) / 1000)) ms after the promotion"
done
for name in direct pooled; do
	on $name expect "half a " "$name: with the half-typed form"
	on $name terminal_type "note of $name"
	on $name expect "half a note of $name"
	on $name terminal_keys Enter
	on $name expect_gone "┌ Note" "$name: which is sent"
	is "$(notes_saying "half a note of $name")" 1 "$name: and written once"
done
# The connection that searches was at rest, and its PgBouncer did not end.
for name in direct pooled; do
	on $name terminal_keys Escape
	on $name expect "Find ▸"
	on $name terminal_type zz
	on $name expect "0 people" "$name: what is typed there is answered, too" 30
done
is "$(notes_saying 'reached the standby')" 1 "the change that had reached the standby is there, once"
is "$(notes_saying 'lost with the primary')" 1 "the one that had not was made again, once"

ok "the load goes on" wait_for 60 has_answered $((before + 60))
touch "$enough"
wait "${drivers[@]}"
is "$(<"$refused")" "" "nothing was refused"
# count_of FILE CONDITION: of the requests in FILE
count_of() {
	query -v condition="$2" <<SQL
CREATE TEMP TABLE asked (id uuid, tries int);
\copy asked FROM '$1' (DELIMITER ' ')
SELECT count(*) FROM asked AS a CROSS JOIN LATERAL (SELECT count(*) AS leaves FROM ledger.leaf AS l WHERE l.request_id = a.id) AS l
WHERE :condition;
SQL
}
for file in "$answered" "$answered.codes"; do
	is "$(count_of "$file" 'l.leaves <> 1')" 0 "$(basename "$file"): each that was answered is there, once"
	diag "$(wc -l <"$file") answered, $(count_of "$file" 'a.tries > 1') of them were asked for again"
done
isnt "$(count_of "$answered" 'a.tries > 1')" 0 "some were on their way when the primary ended"
is "$(query -c "SELECT count(*) FROM directory.request WHERE act = 'note'")" $(($(wc -l <"$answered") + 4)) "and nothing more is"

# The workers.

is_over() {
	[ "$(query -c "SELECT count(*) FROM directory.challenge WHERE state IN ('queued', 'sending', 'checking')")" -eq 0 ]
}
ok "every code goes out, or is unknown" wait_for 60 is_over
is "$(sim_rows 'SELECT count(*) FROM (SELECT FROM sim.message GROUP BY recipient HAVING count(*) > 1) AS twice')" 0 "no text went out twice"
is "$(query -c "SELECT count(*) FROM directory.challenge WHERE state NOT IN ('sent', 'delivered', 'unknown')")" 0 "none failed"
diag "$(query -c "SELECT state, count(*) FROM directory.challenge GROUP BY 1")"
for worker_log in "${worker_logs[@]}"; do
	ok "$(basename "$worker_log" .log): the worker is at the new primary" test "$(grep -c ' connected to=' "$worker_log")" -ge 2
done

for name in direct pooled; do
	on $name terminal_keys C-q
	ok "$name: Ctrl-Q quits" on $name wait_for 10 terminal_ended
done
done_testing
