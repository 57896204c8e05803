# Workers that die, and what becomes of what they held: . tests/lib/kill.sh after worker.sh. One telephone for each challenge.
#
# places PATTERN          the program's places that match it (src/worker/point.c), one a line
# kill_prepare            after worker_prepare: what was killed is a table
# next CHANNEL [PURPOSE]  a challenge to a telephone that had none yet
# next_fault KIND         what goes wrong once at sending to the next one
# keep NAME, take NAME    $challenge for later
# all_are STATES          every challenge is in one of these, as SQL lists them
# cancel                  $challenge
# call                    the carrier's name of the call to $number
# set_aside               no job is due
# is_due [CHALLENGE]      its jobs are, whoever holds them; without one those of all
# comes_to PLACE CHANNEL  a challenge that a worker comes to PLACE with: a new one, or the one kept for it; sets $want for killed
# dies_at PLACE           a worker is started, and dies there
# stops_at PLACE          the same of one that is told to stop while it claims
# killed WHEN WANT        $challenge was on its way then. WANT: open, tried (a wrong code was typed), or a state that is final
# in_flight COUNT         a worker is started, and dies when so many requests are with the carrier, who does not answer
# aftermath               another worker goes on: what is wanted becomes of each, once; then wrong codes, and the right ones

kill_limits=('[limits]' 'lease = 60 s' 'call_deadline = 20 s' 'poll = 1 s')
next_n=0
declare -A kept

places() {
	sed -n '/points\[\] = {/,/^};/s/^\t"\(.*\)",$/\1/p' src/worker/point.c | grep -E "^($1)\$"
}

kill_prepare() {
	query >/dev/null <<'SQL'
ALTER FUNCTION worker.claim(text, int, int) SET lock_timeout = '60s';
UPDATE directory.sign_in_method SET confirmed_by_code = true, added_at = now() - interval '1 year' WHERE id IN (SELECT id FROM public.phone);
CREATE TABLE public.killed (n int GENERATED ALWAYS AS IDENTITY, place text, challenge uuid PRIMARY KEY, want text);
CREATE VIEW public.fate AS
	SELECT k.n, k.place, k.challenge, k.want, c.state, c.tries_left AS tries, s.sent, s.code,
		CASE WHEN c.state IN ('sent', 'delivered', 'ringing', 'answered', 'unknown') THEN 'open' ELSE c.state END AS class,
		-- A call that has no name cannot be hung up.
		c.finished_at IS NULL OR s.back OR c.channel = 'call' AND c.gateway_id IS NULL AS taken_back,
		(c.state = 'passed' AND c.purpose = 'proof') = EXISTS (SELECT FROM directory.proof AS p WHERE p.id = c.id AND p.result = 'passed') AS proof_so
	FROM public.killed AS k JOIN directory.challenge AS c ON c.id = k.challenge
		JOIN directory.sign_in_method AS m ON m.id = c.method_id
		CROSS JOIN LATERAL (SELECT count(*) AS sent, max(x.code) AS code, coalesce(bool_and(x.back), true) AS back
			FROM (SELECT t.recipient, substring(t.shown FROM '[0-9]{6}') AS code, t.body = '' AS back FROM sim.message AS t
				UNION ALL
				SELECT t.recipient, regexp_replace(substring(t.twiml FROM 'Again: ([0-9, ]+)'), '[^0-9]', '', 'g'),
					t.status NOT IN ('ringing', 'in-progress') FROM sim.call AS t) AS x
			WHERE x.recipient = m.number) AS s;
SQL
}

next() {
	next_n=$((next_n + 1))
	begin $next_n "$1" "${2:-test}"
}

next_fault() {
	sim fault "$(query -c "SELECT number FROM public.phone WHERE n = $((next_n + 1))")" "$1" --count 1
}

keep() {
	kept[$1]=$challenge
}

take() {
	challenge=${kept[$1]}
	number=$(query -c "SELECT m.number FROM directory.challenge AS c JOIN directory.sign_in_method AS m ON m.id = c.method_id
		WHERE c.id = '$challenge'")
}

all_are() {
	[ "$(query -c "SELECT count(*) FROM directory.challenge WHERE state NOT IN ($1)")" -eq 0 ]
}

cancel() {
	PGUSER=agent psql -X -q -t -A -c "SELECT desk.cancel_challenge(gen_random_uuid(), '$challenge')" >/dev/null
}

call() {
	query -c "SELECT sid FROM sim.call WHERE recipient = '$number'"
}

set_aside() {
	query -c "UPDATE directory.job SET run_at = now() + interval '1 day' WHERE done_at IS NULL"
}

is_due() {
	query -c "UPDATE directory.job SET run_at = now() WHERE done_at IS NULL ${1:+AND challenge_id = '$1'}"
}

comes_to() {
	want=open
	case $1 in
	send.*)
		next "$2"
		;;
	follow.*)
		take "$1"
		is_due "$challenge"
		;;
	check.*)
		take "$1"
		answer "$(wrong_code "$("code_in_$2")")" >/dev/null
		want=tried
		;;
	withdraw.*)
		take "$1"
		cancel
		want=cancelled
		;;
	esac
}

was_killed() {
	local status
	if ! wait_for 20 worker_ended; then
		kill -TERM "$worker_pid"
		tail -n 20 "$worker_log"
	fi
	wait "$worker_pid" 2>/dev/null
	status=$?
	set_aside
	[ $status -eq 137 ]
}

starts_for() {
	worker_config "${kill_limits[@]}" '[test]' "stop_at = $1:1"
	worker_start
}

dies_at() {
	starts_for "$1"
	was_killed
}

# hold LOCK: somebody else's transaction, until let_go.
hold() {
	local line
	coproc holder { query; }
	printf 'BEGIN;\n%s;\n\\echo held\n' "$1" >&"${holder[1]}"
	read -r line <&"${holder[0]}" && [ "$line" = held ]
}

let_go() {
	local pid=$holder_PID
	eval "exec ${holder[1]}>&-"
	wait "$pid"
}

is_waiting() {
	[ "$(query -c "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ~ '$1'")" -gt 0 ]
}

said_more() {
	[ "$(grep -c "$1" "$worker_log")" -gt "$2" ]
}

stops_at() {
	local stops
	hold 'LOCK directory.job IN EXCLUSIVE MODE' || return 1
	starts_for "$1"
	stops=$(grep -c 'stopping: ' "$worker_log")
	wait_for 20 is_waiting 'worker[.]claim' && kill "$worker_pid" && wait_for 20 said_more 'stopping: ' "$stops"
	let_go
	was_killed
}

killed() {
	query -c "INSERT INTO public.killed (place, challenge, want) VALUES ('$1', '$challenge', '$2')"
}

faults_left() {
	[ "$(query -c "SELECT count(*) FROM sim.fault WHERE kind ~ '^slow'")" -eq "$1" ]
}

in_flight() {
	faults_left "$1" || return 1
	worker_config "${kill_limits[@]}"
	worker_start
	wait_for 20 faults_left 0
	kill -KILL "$worker_pid"
	was_killed
}

# Of every one of the killed.
is_true_of_all() {
	[ "$(query -c "SELECT count(*) FROM public.fate AS f WHERE NOT ($1)")" -eq 0 ]
}

# each CONDITION WHAT: one test for each of the killed.
each() {
	local place good row
	while IFS='|' read -r place good row; do
		is "$good" t "$place: $2" || diag "$row"
	done < <(query -c "SELECT f.place, coalesce($1, false), f FROM public.fate AS f ORDER BY f.n")
}

# type_codes CODE: into all that are open.
type_codes() {
	query >/dev/null <<SQL
SELECT format('SET SESSION AUTHORIZATION agent; SELECT desk.answer_challenge(gen_random_uuid(), %L, %L); RESET SESSION AUTHORIZATION',
	f.challenge, $1) FROM public.fate AS f WHERE f.class = 'open' AND f.sent = 1 \\gexec
SQL
}

as_wanted="CASE want WHEN 'open' THEN class = 'open' AND tries = 5 WHEN 'tried' THEN class = 'open' AND tries = 4
	ELSE state = want AND taken_back END"

aftermath() {
	worker_config "${kill_limits[@]}"
	worker_start
	is_due
	wait_for 40 is_true_of_all "$as_wanted"
	each "$as_wanted" "what is wanted becomes of it"
	each "sent <= 1 AND (sent = 1 OR state IN ('unknown', 'failed', 'cancelled'))" "it went out at most once, and nothing is said that is not so"
	type_codes "lpad(((f.code::int + 1) % 1000000)::text, 6, '0')"
	wait_for 40 is_true_of_all "class <> 'checking'"
	each "NOT (class = 'passed' AND want <> 'passed') AND (class <> 'open' OR sent = 0 OR tries = CASE want WHEN 'open' THEN 4 ELSE 3 END)" \
		"a wrong code does not pass, and costs one try"
	type_codes f.code
	wait_for 40 is_true_of_all "(class = 'passed' OR sent = 0 OR want NOT IN ('open', 'tried')) AND taken_back"
	each "(class = 'passed' OR sent = 0 OR want NOT IN ('open', 'tried')) AND taken_back" "the right code passes, and what was sent is taken back"
	each "sent <= 1 AND proof_so" "nothing went out again, and it is a proof if it passed as one"
	ok "the last worker stops in order" worker_stop
	not_ok "no word of a sanitizer" grep -qE 'Sanitizer|runtime error' "$worker_log"
	diag "$(query -c 'SELECT count(DISTINCT place) FROM public.killed') points"
}
