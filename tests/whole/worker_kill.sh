# The worker dies (SIGKILL) at a text: before and after every statement and every request, while a request is with the
# carrier, and in its own chores. Another one goes on: nothing goes out twice, nothing is lost without being unknown, a
# wrong code does not pass, the right one does.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/kill.sh

ok "a directory, a carrier and a configuration" worker_prepare
kill_prepare
mine='(hello|claim|watchdog|goodbye|expire)[.]result.*|(send|follow|check|withdraw)[.].*'
is "$(places "$mine|report[.].*|enrol[.].*|tell[.].*|make_codes[.].*|(make|try)_pass[.].*|sign_out[.].*")" "$(places '.*')" \
	"every place of the program is this file's, or that of reports, enrolment, notices, recovery codes, passes or sessions"

# Texts that the carrier has, for what comes later than the sending; of some it does not say that they arrived.
worker_config "${kill_limits[@]}"
worker_start
for place in $(places '(expire|check|withdraw)[.].*') $(places 'check[.]result.*' | sed 's/$/:right/') withdraw:in-flight; do
	next text
	keep "$place"
done
for place in $(places 'follow[.].*') follow:in-flight; do
	next_fault never-delivered
	next text
	keep "$place"
done
ok "texts are on their way" wait_for 30 all_are "'sent', 'delivered'"
ok "and their worker stops in order" worker_stop
set_aside

ends_at() {
	starts_for "$1"
	wait_for 20 is_in sent
	kill "$worker_pid"
	was_killed
}

for place in $(places "$mine"); do
	way=dies_at
	want=open
	case $place in
	*.release.*) way=stops_at ;;
	esac
	case $place in
	hello.* | claim.* | watchdog.*)
		next text
		;;
	goodbye.*)
		next text
		way=ends_at
		;;
	expire.*)
		take "$place"
		query -c "UPDATE directory.challenge SET expires_at = now() WHERE id = '$challenge'"
		want=expired
		;;
	*)
		comes_to "$place" text
		;;
	esac
	ok "$place: there it dies" $way "$place"
	killed "$place" $want
done
for place in $(places 'check[.]result.*'); do
	take "$place:right"
	answer "$(code_in_text)" >/dev/null
	ok "$place: there it dies at the right code" dies_at "$place"
	killed "$place" passed
done

# A number that is refused: of a kind that is not allowed, which costs nothing.
for place in $(places 'send[.]start.*'); do
	query -c "UPDATE directory.sign_in_method SET number = '+1800555$((2000 + next_n))' WHERE id = (SELECT id FROM public.phone
		WHERE n = $((next_n + 1)))"
	next text
	ok "$place: there it dies at a number that is not allowed" dies_at "$place"
	killed "$place" failed
done

# A request is with the carrier, who does or does not do what it asks for, and does not answer.
for fault in slow-headers slow-headers-before slow-body slow-body-before; do
	next_fault $fault
	next text
	killed "send, $fault" open
done
for fault in slow-headers slow-headers-before; do
	next_fault $fault
	next text
	killed "send, $fault, and then cancelled" cancelled
done
take follow:in-flight
is_due "$challenge"
sim fault "$number" slow-headers --on other --count 1
killed "follow, slow-headers" open
take withdraw:in-flight
cancel
sim fault "$number" slow-body-before --on other --count 1
killed "withdraw, slow-body-before" cancelled
ok "eight requests are with the carrier: there it dies" in_flight 8
for challenge in $(query -c "SELECT challenge FROM public.killed WHERE place ~ 'then cancelled'"); do
	cancel
done

for text in $(query -c "SELECT sid FROM sim.message WHERE status = 'sent'"); do
	sim deliver "$text" >/dev/null
done
aftermath

done_testing
