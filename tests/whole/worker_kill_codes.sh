# The worker dies (SIGKILL) while it makes recovery codes and while one is checked. Another one goes on: each set is made
# once, and is the one that its desk was given; a right code passes and is used up, once; a wrong one costs one try.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/kill.sh
. tests/lib/box.sh

ok "a directory, a carrier and a configuration" worker_prepare
kill_prepare
query -c "UPDATE directory.policy SET proof = 'none', max_age = NULL WHERE act = 'issue_recovery_codes'"

declare -A case_of set_of challenge_of
nth=0

as_agent() {
	PGUSER=agent psql -X -q -t -A -v ON_ERROR_STOP=1 -c "SELECT desk.$1"
}
new_id() {
	cat /proc/sys/kernel/random/uuid
}

# issue NAME: recovery codes for a person who has none.
issue() {
	nth=$((nth + 1))
	case_of[$1]=$(query -c "SELECT case_id FROM public.phone WHERE n = $nth")
	set_of[$1]=$(new_id)
	as_agent "issue_recovery_codes('${set_of[$1]}', '${case_of[$1]}', NULL, '$public_key')" >/dev/null
}

# code NAME N: the Nth of them, as the desk reads it.
code() {
	box_open "${set_of[$1]}" "$(as_agent "recovery_codes('${set_of[$1]}') ->> 'sealed'")" | sed -n "$2p"
}

sets_made() {
	[ "$(query -c "SELECT count(*) FROM directory.code_set WHERE made_at IS NOT NULL")" -eq "$1" ]
}

# They are no proof in the case that they were made in.
made_elsewhere() {
	query -c "UPDATE directory.code_set SET case_id = (SELECT case_id FROM public.phone WHERE n = 60)"
}

# prove NAME CODE: it is typed.
prove() {
	challenge=$(new_id)
	challenge_of[$1]=$challenge
	as_agent "start_proof('$challenge', '${case_of[$1]}', 'recovery-code')" >/dev/null
	answer "$2" >/dev/null
}

none_waits() {
	[ "$(query -c "SELECT count(*) FROM directory.challenge WHERE state = 'checking'")" -eq 0 ]
}

# came_to NAME: the state of its challenge, how many tries and how many codes are left.
came_to() {
	query -F ' ' -c "SELECT c.state, c.tries_left, rule.codes_left(c.person_id) FROM directory.challenge AS c WHERE c.id = '${challenge_of[$1]}'"
}

worker_config "${kill_limits[@]}"
worker_start
checks=$(places 'check[.]result.*')
for place in $checks; do
	issue "$place"
	issue "$place:wrong"
done
ok "sets of codes are made" wait_for 20 sets_made $nth
ok "and their worker stops in order" worker_stop
made_elsewhere
set_aside

for place in $(places 'make_codes[.].*'); do
	issue "$place"
	way=dies_at
	case $place in
	*.release.*) way=stops_at ;;
	esac
	ok "$place: there it dies" $way "$place"
done
for place in $checks; do
	prove "$place" "$(code "$place" 3)"
	ok "$place: there it dies at a right code" dies_at "$place"
	prove "$place:wrong" 0000-0000-0000-0000
	ok "$place: there it dies at a wrong one" dies_at "$place"
done

# Ten slow hashes: whoever waits for a text at the same worker waits for one of them.
issue beside
next_n=50
next text
ok "a text beside recovery codes: the worker dies when it may be sent" dies_at send.start.after
is "$(query -c "SELECT s.made_at IS NULL AND c.state = 'sending' FROM directory.code_set AS s, directory.challenge AS c
	WHERE s.id = '${set_of[beside]}' AND c.id = '$challenge'")" t "the text did not wait for the codes"

worker_config "${kill_limits[@]}"
worker_start
is_due
ok "another worker makes the rest" wait_for 40 sets_made $nth
ok "and checks what was typed" wait_for 40 none_waits
made_elsewhere
for place in $checks; do
	is "$(came_to "$place")" "passed 5 9" "$place: the right code passes, and one is used up"
	is "$(came_to "$place:wrong")" "queued 4 10" "$place: a wrong one costs a try"
done
for place in $(places 'make_codes[.].*'); do
	is "$(code "$place" '' | grep -cE '^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$')" 10 "$place: the desk has ten codes"
	prove "$place" "$(code "$place" 10)"
done
ok "one of each is typed and checked" wait_for 40 none_waits
for place in $(places 'make_codes[.].*'); do
	is "$(came_to "$place")" "passed 5 9" "$place: they are those that count"
done
is "$(query -c "SELECT count(*) FROM directory.recovery_code")" $((nth * 10)) "each set was made once"
ok "the last worker stops in order" worker_stop
not_ok "no word of a sanitizer" grep -qE 'Sanitizer|runtime error' "$worker_log"
diag "$(($(wc -w <<<"$checks $(places 'make_codes[.].*')"))) points"

done_testing
