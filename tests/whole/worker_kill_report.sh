# The worker dies (SIGKILL) before and after a gateway's own report is committed: the gateway hears nothing and reports again,
# and the text is delivered, once.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/kannel.sh
. tests/lib/kill.sh

ok "a directory and a configuration" kannel_prepare
kill_prepare

# Kannel has it: as its answer would have been kept.
is_with_kannel() {
	query <<-SQL
		UPDATE directory.job SET done_at = now(), outcome = 'sent', fence = 1 WHERE challenge_id = '$challenge';
		UPDATE directory.challenge SET state = 'sent', gateway = 'kannel', gateway_id = '$challenge', sending_fence = 1,
			sending_at = now(), sent_at = now() WHERE id = '$challenge';
	SQL
}

for place in $(places 'report[.].*'); do
	next text
	is_with_kannel
	ok "$place: a text is with the gateway" is_in sent
	starts_for "$place"
	ok "$place: the worker hears reports" wait_for 20 grep -q 'reports are heard' "$worker_log"
	ok "$place: and is ready" wait_for 20 grep -q 'ready instance=' "$worker_log"
	delivered="id=$challenge&status=1&key=$(report_key "$challenge")"
	is "$(report "$delivered")" "" "$place: one is not answered"
	ok "$place: for there it dies" was_killed
	case $place in
	*.before) is "$(field state)" sent "$place: nothing is kept of it" ;;
	*.after) is "$(field state)" delivered "$place: it is kept" ;;
	esac
	: >"$worker_log"
	worker_config "${kill_limits[@]}"
	worker_start
	ok "$place: another worker is ready" wait_for 20 grep -q 'ready instance=' "$worker_log"
	is "$(report "$delivered")" 200 "$place: it answers"
	is "$(field state)" delivered "$place: the text is delivered"
	ok "$place: the worker stops in order" worker_stop
	: >"$worker_log"
done
diag "$(places 'report[.].*' | wc -l) points"

done_testing
