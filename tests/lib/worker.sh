# A worker between a directory and a simulated carrier: . tests/lib/worker.sh after sim.sh.
#
# worker_directory             directory and keys; a case for each of 60 people with a phone
# worker_people                these cases, in a directory that is there; and the keys
# worker_prepare               the same with a simulator and the configuration
# worker_config [LINE…]        writes $worker_conf, with these lines behind it; $worker_conninfo, where it is set, is its directory
# worker_start                 starts mfadeskd; its log is $worker_log, its pid $worker_pid
# worker_stop                  SIGTERM; its exit status
# worker_ended                 it is no more
# begin N CHANNEL PURPOSE      a challenge to the Nth person's phone; sets $challenge and $number
# field NAME                   of $challenge, as its agent sees it; state is one of them
# becomes STATE [SECONDS]      waits for a state of $challenge
# answer CODE                  the code is typed
# texts [WHERE]                how many texts to $number the carrier took
# code_in_text                 the code in the newest text to $number
# code_in_call                 the code in the newest call to it

worker_conf=$TEST_DIR/mfadeskd.conf
worker_log=$TEST_DIR/mfadeskd.log
worker_pid=

query() {
	PGUSER=postgres psql -X -q -t -A -v ON_ERROR_STOP=1 "$@"
}

worker_config() {
	local channel deadline=5
	# A short lease leaves a mail no more.
	[[ ! $* =~ 'lease = '[4-6]' s' ]] || deadline=1
	{
		printf '[database]\nconninfo = %s\n' \
			"${worker_conninfo:-host=$PGHOST port=$PGPORT dbname=$PGDATABASE user=mfadesk_worker}"
		printf '[keys]\nfile = %s/keys\n' "$TEST_DIR"
		for channel in text call; do
			printf '[%s]\ndriver = twilio\nurl = %s\naccount = %s\ntoken_file = %s/sim.token\nfrom = +15085550100\n' \
				$channel "${sim_url%%/2010*}" $sim_account "$TEST_DIR"
		done
		# Who has another [mail] in the lines says so by it.
		[[ $* == *'[mail]'* ]] || printf '[mail]\ndriver = webhook\nurl = %s/mail\ntoken_file = %s/sim.token\ndeadline = %s s\n' \
			"${sim_url%%/2010*}" "$TEST_DIR" $deadline
		printf '%s\n' "$@"
	} >"$worker_conf"
}

worker_directory() {
	sim_directory "$TEST_DIR/directory" 200 && worker_people
}

worker_people() {
	(umask 077 && echo "1 $(openssl rand -hex 32)" >"$TEST_DIR/keys")
	query >/dev/null <<'SQL'
UPDATE directory.agent_limit SET cap = 100000;
UPDATE directory.send_limit SET cap = 100000;
CREATE TABLE public.phone AS
	SELECT row_number() OVER (ORDER BY m.id) AS n, m.id, m.number, p.email, gen_random_uuid() AS case_id
	FROM directory.sign_in_method AS m JOIN directory.person AS p ON p.id = m.person_id
	WHERE m.kind = 'phone' AND m.state = 'active' AND m.authority = 'here' AND p.status = 'active' AND m.extension IS NULL
		AND p.tier = 'standard'
		AND NOT EXISTS (SELECT FROM directory.staff AS s WHERE s.person_id = p.id)
		AND NOT EXISTS (SELECT FROM directory.sign_in_method AS o WHERE o.number = m.number AND o.id <> m.id)
	LIMIT 60;
SELECT format('SET SESSION AUTHORIZATION agent; SELECT desk.open_case(%L, %L, %L, ''phone''); RESET SESSION AUTHORIZATION',
	case_id, email, 'INC' || n) FROM public.phone \gexec
SQL
}

worker_prepare() {
	worker_directory && sim_serve "$@" && worker_config
}

worker_start() {
	"$BUILD/mfadeskd" --config "$worker_conf" 2>>"$worker_log" &
	worker_pid=$!
	at_exit "kill -KILL $worker_pid 2>/dev/null; wait $worker_pid 2>/dev/null"
}

worker_stop() {
	kill "$worker_pid" && wait "$worker_pid"
}

worker_ended() {
	! kill -0 "$worker_pid" 2>/dev/null
}

begin() {
	challenge=$(cat /proc/sys/kernel/random/uuid)
	number=$(query -c "SELECT number FROM public.phone WHERE n = $1")
	query -v c="$challenge" -v n="$1" -v channel="$2" -v purpose="$3" >/dev/null <<'SQL'
SELECT id, case_id FROM public.phone WHERE n = :n \gset
SET SESSION AUTHORIZATION agent;
SELECT desk.start_challenge(:'c', :'case_id', :'id', :'channel', :'purpose');
SQL
}

field() {
	PGUSER=agent psql -X -q -t -A -c "SELECT desk.challenge('$challenge') ->> '$1'"
}

is_in() {
	[[ " $1 " == *" $(field state) "* ]]
}

becomes() {
	wait_for "${2:-10}" is_in "$1" || { diag "it is $(field state), $(field reason)"; diag "$(tail -n 5 "$worker_log")"; return 1; }
}

answer() {
	PGUSER=agent psql -X -q -t -A -v ON_ERROR_STOP=1 \
		-c "SELECT desk.answer_challenge(gen_random_uuid(), '$challenge', '$1') ->> 'state'" 2>&1
}

texts() {
	query -c "SELECT count(*) FROM sim.message WHERE recipient = '$number' AND ${1:-true}"
}

code_in_text() {
	query -c "SELECT substring(shown FROM '[0-9]{6}') FROM sim.message WHERE recipient = '$number' ORDER BY created_at DESC LIMIT 1"
}

code_in_call() {
	query -c "SELECT regexp_replace(substring(twiml FROM 'Again: ([0-9, ]+)'), '[^0-9]', '', 'g') FROM sim.call
		WHERE recipient = '$number' ORDER BY created_at DESC LIMIT 1"
}

# Some other six digits.
wrong_code() {
	printf '%06d' $(((10#$1 + 1) % 1000000))
}
