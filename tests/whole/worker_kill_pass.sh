# The worker dies (SIGKILL) while passes are made and while typed ones are compared. Another one goes on: whoever asked has the
# one pass that counts, a wrong one lets nobody in, and the right one does, once.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/kill.sh
. tests/lib/pass.sh

ok "a directory, a carrier and a configuration" worker_prepare
kill_prepare
query -c "UPDATE directory.try_limit SET cap = 1000; UPDATE directory.period SET value = '20 minutes' WHERE name IN ('pass_try', 'pass_making')"
export PGUSER=agent

# asked_for KIND: its job is there.
asked_for() {
	[ "$(query -c "SELECT count(*) FROM directory.job WHERE kind = '$1' AND done_at IS NULL AND run_at <= now()")" -gt 0 ]
}

dies() {
	case $1 in
	*.release.*) stops_at "$1" ;;
	*) dies_at "$1" ;;
	esac
}

goes_on() {
	worker_config "${kill_limits[@]}"
	worker_start
	is_due
}

# Passes are made.
n=0
commands=()
for place in $(places 'make_pass[.].*'); do
	of $((n += 1))
	"$MFADESK" pass issue "$case" --json >"$TEST_DIR/issued.$n" 2>&1 &
	commands+=($!)
	ok "$place: a pass is asked for" wait_for 20 asked_for make_pass
	ok "$place: there it dies" dies "$place"
done
goes_on
for at in $(seq $n); do
	wait "${commands[at - 1]}"
	is $? 0 "who asked for pass $at has it"
	passes[at]=$(jq -r .pass "$TEST_DIR/issued.$at")
	ids[at]=$(jq -r .id "$TEST_DIR/issued.$at")
done
while [ "$n" -lt "$(places 'try_pass[.].*' | wc -l)" ]; do
	of $((n += 1))
	issue
	passes[n]=$pass
	ids[n]=$id
done
ok "their worker stops in order" worker_stop
set_aside
is "$(query -c "SELECT count(*) FROM directory.pass WHERE hash IS NOT NULL")" $n "each is kept once"

# Typed ones are compared; no hour ends in the middle.
query -c "UPDATE directory.try_limit SET period = '1000 days'"
at=0
wrong=()
right=()
for place in $(places 'try_pass[.].*'); do
	of $((at += 1))
	offer "$email" "wrong-$at" >/dev/null
	wrong+=("$try")
	ok "$place: there it dies at a wrong one" dies "$place"
	offer "$email" "${passes[at]}" >/dev/null
	right+=("$try")
	ok "$place: there it dies at the right one" dies "$place"
done
is "$at" "$n" "each pass is tried"
goes_on
for at in $(seq $n); do
	try=${wrong[at - 1]}
	ok "wrong one $at is decided" wait_for 30 is_decided
	is "$(result)" refused "it lets nobody in"
	try=${right[at - 1]}
	ok "right one $at is decided" wait_for 30 is_decided
	is "$(result)" accepted "it lets in"
	id=${ids[at]}
	of $at
	is "$(state)" used "the pass is used"
	is "$(query -c "SELECT used >= 2 FROM directory.try_count WHERE kind = 'person' AND subject = '$person'")" t "both are counted"
	answers refused "$email" "${passes[at]}" "and it does not let in again"
done
is "$(query -c "SELECT count(*) FROM ledger.leaf WHERE act = 'use_pass'")" $n "each use is on the record once"
ok "the last worker stops in order" worker_stop
not_ok "no word of a sanitizer" grep -qE 'Sanitizer|runtime error' "$worker_log"
not_ok "no pass in the worker's log" grep -qF -e "${passes[1]}" -e wrong- "$worker_log"

done_testing
