# The worker dies (SIGKILL) at a call: before and after every statement and every request, and while a request is with the
# carrier; the call rings, is answered by a human, or taken by voicemail meanwhile. Another worker goes on: nobody is called
# twice, no wrong code passes and none that voicemail heard, and the right one proves who is calling.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/kill.sh

ok "a directory, a carrier and a configuration" worker_prepare
kill_prepare
query <<'SQL'
CREATE FUNCTION public.ring_long() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NEW.rings_until := now() + interval '1 hour';
	RETURN NEW;
END
$$;
CREATE TRIGGER ring_long BEFORE INSERT ON sim.call FOR EACH ROW EXECUTE FUNCTION public.ring_long();
SQL

# Calls that ring, for what comes later than the calling; those whose code is checked are answered.
worker_config "${kill_limits[@]}"
worker_start
for place in $(places 'follow[.](call|result).*' | sed 'p; s/$/:voicemail/') $(places 'check[.]release.*|withdraw[.](call|result).*') \
	follow:in-flight withdraw:in-flight; do
	next call proof
	keep "$place"
done
answered=$(places 'check[.]result.*' | sed 'p; s/$/:right/')
for place in $answered; do
	next call proof
	keep "$place"
done
ok "calls ring" wait_for 30 all_are "'ringing'"
for place in $answered; do
	take "$place"
	sim answer "$(call)" >/dev/null
done
for place in $answered; do
	take "$place"
	ok "one is answered" becomes answered 30
done
ok "and their worker stops in order" worker_stop
set_aside

for place in $(places '(send|follow|withdraw)[.](start|call|result).*|check[.]result.*|check[.]release.*'); do
	comes_to "$place" call
	case $place in
	follow.*) sim answer "$(call)" >/dev/null ;;
	esac
	ok "$place: there it dies" dies_at "$place"
	killed "$place" $want
done
for place in $(places 'check[.]result.*'); do
	take "$place:right"
	answer "$(code_in_call)" >/dev/null
	ok "$place: there it dies at the right code" dies_at "$place"
	killed "$place" passed
done
for place in $(places 'follow[.](call|result).*'); do
	take "$place:voicemail"
	sim voicemail "$(call)" >/dev/null
	is_due "$challenge"
	ok "$place: there it dies at a call that voicemail took" dies_at "$place"
	killed "$place" failed
done

# A request is with the carrier, who does or does not call, and does not answer the request.
for fault in slow-headers slow-headers-before slow-body slow-body-before; do
	next_fault $fault
	next call
	killed "call, $fault" open
done
take follow:in-flight
is_due "$challenge"
sim fault "$number" slow-body --on other --count 1
killed "follow of a call, slow-body" open
take withdraw:in-flight
cancel
sim fault "$number" slow-headers-before --on other --count 1
killed "hanging up, slow-headers-before" cancelled
ok "six requests are with the carrier: there it dies" in_flight 6

# Who hears the call types what it says, also where nobody can tell who that was.
next call proof
ok "send.call.after: there it dies at a proof" dies_at send.call.after
unheard=$challenge
unheard_number=$number
for call in $(query -c "SELECT c.sid FROM sim.call AS c JOIN directory.sign_in_method AS m ON m.number = c.recipient
	JOIN directory.challenge AS h ON h.method_id = m.id WHERE c.status = 'ringing' AND h.finished_at IS NULL"); do
	sim answer "$call" >/dev/null
done
aftermath

worker_start
challenge=$unheard
number=$unheard_number
ok "a proof whose call may have been made" becomes unknown
answer "$(code_in_call)" >/dev/null
ok "is none" becomes failed 20
is "$(field reason)" "the gateway could not tell whether a person answered" "since nobody knows who answered"
ok "and the worker stops in order" worker_stop
is "$(query -c "SELECT count(*) FROM (SELECT FROM sim.call GROUP BY recipient HAVING count(*) > 1) AS twice")" 0 "nobody was called twice"

done_testing
