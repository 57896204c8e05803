# The worker dies (SIGKILL) before and after every statement and every call of a gateway, and is started again: no text
# goes out twice, none is lost without being unknown, a wrong code never passes, a right one still does.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh

limits=('[limits]' 'lease = 4 s' 'call_deadline = 1 s' 'poll = 1 s')
ok "a directory, a carrier and a configuration" worker_prepare
n=0

# dies_at POINT: a worker that will, is started.
dies_at() {
	worker_config "${limits[@]}" '[test]' "stop_at = $1:1"
	worker_start
}

# It died, and another worker takes over.
takes_over() {
	wait_for 20 worker_ended || return 1
	wait "$worker_pid" 2>/dev/null
	worker_config "${limits[@]}"
	worker_start
}

# The text came once or never; if never, or nobody knows, that is what its challenge says.
was_sent_at_most_once() {
	local sent
	sent=$(texts)
	[ "$sent" -le 1 ] && { [ "$sent" -eq 1 ] || [ "$(field state)" = unknown ]; }
}

check_codes() {
	if [ "$(texts)" -eq 1 ]; then
		code=$(code_in_text)
		answer "$(wrong_code "$code")" >/dev/null
		ok "$1: a wrong code does not pass" becomes "sent delivered unknown" 30
		is "$(field tries_left)" 4 "$1: it costs one try"
		answer "$code" >/dev/null
		ok "$1: the right one passes" becomes passed 30
	fi
}

is_withdrawn() {
	[ "$(texts "body = ''")" -eq 1 ]
}

points=$(sed -n '/points\[\] = {/,/^};/s/^\t"\(.*\)",$/\1/p' src/worker/point.c)
count=0
for point in $points; do
	n=$((n + 1))
	count=$((count + 1))
	case $point in
	claim.* | send.* | follow.*)
		dies_at "$point"
		begin $n text test
		ok "$point: it died, and another takes over" takes_over
		ok "$point: the text goes out, or is unknown" becomes "sent delivered unknown" 30
		ok "$point: at most once" was_sent_at_most_once
		check_codes "$point"
		;;
	check.*)
		worker_config "${limits[@]}"
		worker_start
		begin $n text test
		becomes delivered 30 >/dev/null
		worker_stop
		dies_at "$point"
		answer "$(wrong_code "$(code_in_text)")" >/dev/null
		ok "$point: it died at a wrong code" takes_over
		ok "$point: which does not pass" becomes delivered 30
		is "$(field tries_left)" 4 "$point: it costs one try"
		worker_stop
		dies_at "$point"
		answer "$(code_in_text)" >/dev/null
		ok "$point: it died at the right code" takes_over
		ok "$point: which passes" becomes passed 30
		;;
	withdraw.*)
		worker_config "${limits[@]}"
		worker_start
		begin $n text test
		becomes delivered 30 >/dev/null
		worker_stop
		dies_at "$point"
		PGUSER=agent psql -X -q -t -A -c "SELECT desk.cancel_challenge(gen_random_uuid(), '$challenge')" >/dev/null
		ok "$point: it died at taking a text back" takes_over
		ok "$point: which is done" wait_for 30 is_withdrawn
		;;
	*)
		count=$((count - 1))
		continue
		;;
	esac
	worker_stop
done
is "$(query -c "SELECT count(*) FROM (SELECT FROM sim.message GROUP BY recipient HAVING count(*) > 1) AS twice")" 0 "no text went out twice"
not_ok "no word of a sanitizer" grep -qE 'Sanitizer|runtime error' "$worker_log"
diag "died at $count points"

done_testing
