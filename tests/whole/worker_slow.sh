# A worker stands still (SIGSTOP) until its lease has run out, before or after every statement and every request. Another one
# takes its job; when the slow one goes on, what it says is dropped and on the record: nothing goes out twice, no check
# counts twice.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/kill.sh

ok "a directory, a carrier and a configuration" worker_prepare
kill_prepare
slow_limits=('[limits]' 'lease = 4 s' 'call_deadline = 1 s' 'poll = 1 s')

worker_config "${kill_limits[@]}"
worker_start
for place in $(places '(follow|check|withdraw)[.](call|result).*') $(places 'check[.]result.*' | sed 's/$/:right/'); do
	case $place in
	follow.*) next_fault never-delivered ;;
	esac
	next text
	keep "$place"
done
ok "texts are on their way" wait_for 30 all_are "'sent', 'delivered'"
delivered() {
	[ "$(query -c "SELECT count(*) FROM directory.challenge WHERE state = 'delivered'")" -eq $((next_n - $(places 'follow[.](call|result).*' | wc -l))) ]
}
ok "and most arrive" wait_for 30 delivered
ok "and their worker stops in order" worker_stop
set_aside

stands_still() {
	grep -q '^State:.T' "/proc/$worker_pid/status"
}
slow=()
pauses_at() {
	worker_config "${slow_limits[@]}" '[test]' "pause_at = $1:1"
	worker_start
	slow+=("$worker_pid")
	wait_for 20 stands_still
}

for place in $(places '(send|follow|check|withdraw)[.](start|call|result).*'); do
	comes_to "$place" text
	ok "$place: there it stands still" pauses_at "$place"
	set_aside
	killed "$place" $want
done
for place in $(places 'check[.]result.*'); do
	take "$place:right"
	answer "$(code_in_text)" >/dev/null
	ok "$place: there it stands still at the right code" pauses_at "$place"
	set_aside
	killed "$place" passed
done
for text in $(query -c "SELECT sid FROM sim.message WHERE status = 'sent'"); do
	sim deliver "$text" >/dev/null
done

# The leases run out one by one, the last one after all the others.
last=$EPOCHSECONDS
ran_out() {
	[ "$EPOCHSECONDS" -gt $((last + 4)) ]
}
wait_for 20 ran_out
worker_config "${kill_limits[@]}"
worker_start
is_due
wait_for 40 is_true_of_all "$as_wanted"
each "$as_wanted" "another one does what is wanted"
for pid in "${slow[@]}"; do
	kill -CONT "$pid"
done
for pid in "${slow[@]}"; do
	kill -TERM "$pid"
	wait "$pid"
	is $? 0 "a slow one goes on, and stops in order"
done
is "$(query -c "SELECT string_agg(DISTINCT result, ' ' ORDER BY result) FROM directory.dropped_result WHERE result <> 'send_unknown'")" \
	"checked done followed not_sent sent start_send" "what slow ones say is dropped, and on the record"
is "$(query -c "SELECT count(*) FROM directory.dropped_result AS d WHERE NOT EXISTS (SELECT FROM directory.job AS j
	WHERE j.id = d.job_id AND j.fence > d.fence)")" 0 "under a fence that is over"
worker_stop
aftermath

done_testing
