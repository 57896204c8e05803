# The database ends without a word and comes back while texts, calls and checks are on their way; then two workers share the
# work and are killed in turn while it comes in. The worker goes on by itself: nothing goes out twice, nothing is lost
# without being unknown, a wrong code does not pass, the right one does.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/kill.sh

ok "a directory, a carrier and a configuration" worker_prepare
kill_prepare
lost_limits=('[limits]' 'jobs = 4' 'lease = 6 s' 'call_deadline = 2 s' 'poll = 1 s')
worker_config "${lost_limits[@]}"

# The code of $challenge or a wrong one is typed.
type_code() {
	local code
	code=$(query -c "SELECT code FROM public.fate WHERE challenge = '$challenge'")
	[ "$1" = passed ] || code=$(wrong_code "$code")
	answer "$code" >/dev/null
	query -c "UPDATE public.killed SET want = '$1' WHERE challenge = '$challenge'"
}
open_ones() {
	query -c "SELECT challenge FROM public.fate WHERE class = 'open' AND sent = 1 AND tries = 5 ORDER BY n"
}

# The database.

said() {
	grep -c "$1" "$worker_log"
}
has_lost() {
	! kill -0 "$server" && [ "$(said ' disconnected: ')" -ge "$1" ]
}
has_found() {
	[ "$(said ' connected to=')" -ge "$1" ]
}
# database_ends WHEN: at once, as when the power fails; it comes back when the worker has noticed.
database_ends() {
	local before
	before=$(said ' connected to=')
	server=$(head -n 1 "$TEST_DIR/directory/data/postmaster.pid")
	kill -QUIT "$server"
	ok "$1: the worker has lost it" wait_for 20 has_lost "$before"
	ok "$1: it comes back" "$MFADESK_ADMIN" embedded start --dir "$TEST_DIR/directory"
	ok "$1: the worker finds it by itself" wait_for 30 has_found $((before + 1))
}
worker_start
first=$worker_pid

for fault in slow-headers slow-headers-before slow-body hang-up; do
	next_fault $fault
	next text
	killed "the database ends, a text is with the carrier: $fault" open
	next_fault $fault
	next call
	killed "the database ends, a call is with the carrier: $fault" open
done
ok "requests are with the carrier" wait_for 20 faults_left 0
database_ends "with requests on their way"
for n in 1 2 3 4 5 6; do
	next text
	killed "the database ends, texts come in: $n" open
done
database_ends "with texts that come in"
ok "all go out, or are unknown" wait_for 40 is_true_of_all "$as_wanted"
want=passed
for challenge in $(open_ones); do
	type_code $want
	[ $want = passed ] && want=tried || want=passed
done
database_ends "with codes that are typed"
ok "they are checked" wait_for 40 is_true_of_all "$as_wanted"
ok "it is the same worker" kill -0 "$first"
ok "which stops in order" worker_stop
aftermath

# Two workers.

query -c "DELETE FROM public.killed"
worker_config "${lost_limits[@]}"
pair=()
turn=0
for n in 0 1; do
	worker_start
	pair[n]=$worker_pid
done
one_dies() {
	kill -KILL "${pair[turn]}"
	wait "${pair[turn]}" 2>/dev/null
	worker_start
	pair[turn]=$worker_pid
	turn=$((1 - turn))
	kills=$((kills + 1))
}
kills=0
for n in $(seq 16); do
	[ $((n % 4)) -ne 0 ] || next_fault slow-headers
	next text
	killed "two workers: text $n" open
	[ $((n % 2)) -ne 0 ] || one_dies
done
ok "two workers, killed in turn: all go out, or are unknown" wait_for 60 is_true_of_all "$as_wanted"
n=0
for challenge in $(open_ones); do
	n=$((n + 1))
	type_code $want
	[ $((n % 2)) -ne 0 ] || one_dies
	[ $((n % 4)) -lt 2 ] && want=passed || want=tried
done
ok "all is checked" wait_for 60 is_true_of_all "$as_wanted"
for worker_pid in "${pair[@]}"; do
	ok "one stops in order" worker_stop
done
diag "$kills times one of two was killed"
aftermath

done_testing
