# Mail servers that refuse, that cut the line before and behind the last dot, that are slow or silent: no mail goes twice, none
# is lost, and of none is said what is not so.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/notice.sh
. tests/lib/mail.sh

ok "a directory, a carrier and a configuration" worker_prepare
ok "mail servers" mail_servers
limits=('[limits]' 'lease = 6 s' 'call_deadline = 2 s' 'poll = 1 s')
n=0

# by PORT [SENDER]: another worker, with that server.
by() {
	[ -z "$worker_pid" ] || worker_stop
	mail_by "$@"
	worker_config "${limits[@]}" "${smtp[@]}"
	worker_start
}

reason() {
	query -c "SELECT reason FROM directory.notice WHERE id = '$notice'"
}

says() {
	[ "$(reason)" = "$1" ]
}

# The server refuses the receiver, or what it was sent: the local part says which.
receiver() {
	n=$((n + 1))
	query -c "UPDATE directory.person AS p SET email = '$1@$n.example.edu' FROM public.phone AS f WHERE f.n = $n AND p.email = f.email"
	query -c "UPDATE public.phone SET email = '$1@$n.example.edu' WHERE n = $n"
	change_by_mail $n
}

# It waits: until all the faults are over. Not while a worker holds it: that is its next attempt.
later=()
put_off() {
	[ -n "$(query -c "UPDATE directory.job SET run_at = now() + interval '1 day'
		WHERE subject = '$notice' AND instance IS NULL AND done_at IS NULL RETURNING id")" ]
}
is_later() {
	later+=("$notice")
	wait_for 15 put_off && [[ $(fate) == queued\ * ]]
}

by "$good"
for step in rcpt text; do
	receiver no-$step
	ok "refused for good at the $step" comes_to_state failed
	like "$(reason)" '^the mail server says 55' "and the reason says so: $(reason)"
	receiver later-$step
	ok "refused for now at the $step" wait_for 15 says "the mail server says $([ $step = rcpt ] && echo 451 || echo 452)"
	ok "waits" is_later
done
query -c "UPDATE directory.notice SET address = regexp_replace(address, '^later-(rcpt|text)@', 'now@') WHERE state = 'queued'"

# The sender's name is the fault.
has_reason() {
	[ -n "$(reason)" ]
}
for fault in cut-mail cut-rcpt cut-data silent-data garbage-data; do
	by "$faulty" $fault
	change_by_mail $((n += 1))
	ok "$fault: before the text it was certainly not taken" wait_for 15 has_reason
	ok "and waits: $(reason)" is_later
	is "$(fate)" "queued 0" "with nothing at the server"
done
for fault in half-text cut-text silent-text garbage-text; do
	by "$faulty" $fault
	change_by_mail $((n += 1))
	ok "$fault: behind the last dot it may have been taken" comes_to_state unknown
	is "$(fate)" "unknown $([ $fault = half-text ] && echo 0 || echo 1)" "and is unknown: $(reason)"
done
for fault in slow-text lines-text; do
	by "$faulty" $fault
	change_by_mail $((n += 1))
	ok "$fault: it is taken all the same" comes_to_state sent
	is "$(fate)" "sent 1" "once"
done

# A better day.
by "$good"
query -c "UPDATE directory.job SET run_at = now() WHERE done_at IS NULL"
for notice in "${later[@]}"; do
	ok "what waited is sent" comes_to_state sent 30
done
is "$(query -c "SELECT string_agg(DISTINCT state, ' ' ORDER BY state) FROM directory.notice WHERE gateway = 'smtp'")" "failed sent unknown" \
	"what failed or is unknown stays so"
for notice in $(query -c "SELECT id FROM directory.notice WHERE gateway = 'smtp' AND address !~ '^(no-text|now)@'"); do
	ok "$(fate): at most once" [ "$(fate | cut -d' ' -f2)" -le 1 ]
done

# A webhook gets it again until it says that it has it, and knows it again by its id.
[ -z "$worker_pid" ] || worker_stop
worker_config "${limits[@]}"
later=()
refused=()
faulty_mail() {
	n=$((n + 1))
	sim fault "$(query -c "SELECT email FROM public.phone WHERE n = $n")" "$1" --count 1
	change_by_mail $n
}
for fault in 400 401 404; do
	faulty_mail $fault
	refused+=("$notice")
done
for fault in 429 500 500-after 503 503-after slow-headers slow-headers-before cut cut-before hang-up hang-up-before huge; do
	faulty_mail $fault
	later+=("$notice")
done
worker_start
all_met() {
	[ "$(sim faults | grep -c @)" -eq 0 ] && [ "$(query -c "SELECT count(*) FROM directory.notice WHERE state = 'sending'")" -eq 0 ]
}
ok "each meets its fault" wait_for 30 all_met
query -c "UPDATE directory.job SET run_at = now() WHERE done_at IS NULL"
for notice in "${refused[@]}"; do
	ok "refused for good: $(reason)" comes_to_state failed
	is "$(query -c "SELECT count(*) FROM sim.mail WHERE id = '$notice'")" 0 "nobody has it"
done
for notice in "${later[@]}"; do
	ok "sent in the end" comes_to_state sent
	is "$(query -c "SELECT count(*) FROM sim.mail WHERE id = '$notice'")" 1 "once"
done
ok "the worker stops in order" worker_stop
not_ok "no word of a sanitizer" grep -qE 'Sanitizer|runtime error' "$worker_log"

done_testing
