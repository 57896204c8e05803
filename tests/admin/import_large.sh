# Large imports: memory, steps, the desk at work meanwhile, locks in the way, two at once, one that is killed.
. tests/lib/tap.sh
. tests/lib/database.sh
. tests/lib/import.sh
. tests/lib/terminal.sh

import_database import_large

# table FIRST LAST TITLE: people e<FIRST> to e<LAST>, each with a manager who comes before, or last of all.
table() {
	echo "external_id,email,name,department,title,employee_number,manager"
	awk -v first="$1" -v last="$2" -v title="$3" 'BEGIN {
		for (i = first; i <= last; i++)
			printf "e%d,e%d@large.edu,Given%d Family%d,Department %d,%s,%d,e%d\n",
				i, i, i % 997, i % 1009, i % 40, title, 500000 + i, i == first ? last : int((i + first) / 2)
	}'
}

# peak FILE [ARGUMENT…]: the memory of an import, in KiB, in $peak; its output as after run. (What AddressSanitizer
# keeps back of what was freed is not the program's.)
peak() {
	ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}quarantine_size_mb=1:thread_local_quarantine_size_kb=64" run python3 -c 'import resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
open(sys.argv[1], "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)' "$TEST_DIR/peak" "$MFADESK_ADMIN" people import "$@"
	peak=$(cat "$TEST_DIR/peak")
}

# A hundred thousand lines take no more memory than a hundred.
table 1 100 Clerk >"$TEST_DIR/small.csv"
peak "$TEST_DIR/small.csv" --dry-run --json
status_is 0 "a hundred lines"
small=$peak
table 1 100000 Clerk >"$TEST_DIR/large.csv"
peak "$TEST_DIR/large.csv" --dry-run --json
status_is 0 "a hundred thousand lines"
is "$(jq .added <<<"$out")" 100000 "all of them good"
ok "they take no more memory: $peak KiB, against $small KiB" test "$peak" -lt $((small + 16384))
rm "$TEST_DIR/large.csv"
unset out

# In steps: while it goes on the desk finds people, and works on one.
table 1 12000 Clerk >"$TEST_DIR/people.csv"
"$MFADESK_ADMIN" people import "$TEST_DIR/people.csv" >"$TEST_DIR/import.out" 2>&1 &
import=$!
at_exit 'kill "$import" 2>/dev/null'
request=$(cat /proc/sys/kernel/random/uuid)
as agent -c "SELECT desk.open_case('$request', 'ana.rivera@example.edu', 'INC0004713', 'phone')" >/dev/null
method=$(query "SELECT id FROM directory.sign_in_method AS m WHERE state = 'active' AND person_id =
	(SELECT id FROM directory.person WHERE email = 'ana.rivera@example.edu') ORDER BY id LIMIT 1")
run as agent -c "SELECT desk.suspend(gen_random_uuid(), '$request', NULL, '$method', 'lost')"
status_is 0 "an agent suspends a method while people are imported"
found=0
while kill -0 "$import" 2>/dev/null; do
	# The desk's own patience with a search.
	PGOPTIONS="-c statement_timeout=$((2000 * ${TEST_PATIENCE:-1}))" as agent -c "SELECT desk.find('riv', 20)" \
		>"$TEST_DIR/found" 2>&1 || break
	grep -q ana.rivera "$TEST_DIR/found" || break
	found=$((found + 1))
done
contains "$(cat "$TEST_DIR/found")" ana.rivera@example.edu "and another finds people, at once and each time"
wait "$import"
is $? 0 "12,000 people are imported"
is "$(cat "$TEST_DIR/import.out")" "read 12000, added 12000, changed 0, unchanged 0, disabled 0, bad 0" "all of them"
ok "people were found meanwhile, $found times" test "$found" -gt 5
is "$(leaves "outcome = 'part'") $(leaves "outcome = 'done'")" "5 1" "each step is on the record, and the last one says all"
is "$(query "SELECT count(*) FROM directory.person AS p JOIN directory.person AS m ON m.id = p.manager_id
	WHERE p.email ~ '@large.edu$' AND m.email ~ '@large.edu$'")" 12000 "everybody has a manager, who came before or after"

# Somebody at the desk holds a person for longer than an import waits: it asks again.
mkfifo "$TEST_DIR/hold"
as postgres <"$TEST_DIR/hold" >"$TEST_DIR/held" 2>&1 &
exec 7>"$TEST_DIR/hold"
echo "BEGIN; UPDATE directory.person SET version = version WHERE external_id = 'e77'; SELECT 'held';" >&7
ok "a person is held" wait_for 5 grep -q held "$TEST_DIR/held"
table 1 100 Boss >"$TEST_DIR/boss.csv"
"$MFADESK_ADMIN" people import "$TEST_DIR/boss.csv" >"$TEST_DIR/import.out" 2>&1 &
import=$!
import_waits() {
	[ "$(query "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'mfadesk-admin'
		AND wait_event_type = 'Lock'")" = 1 ]
}
began() {
	query "SELECT xact_start FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'mfadesk-admin'"
}
asked_again() {
	import_waits && [ "$(began)" != "$first" ]
}
ok "an import waits for that person" wait_for 10 import_waits
first=$(began)
ok "it gives up, and asks again" wait_for 10 asked_again
echo "COMMIT;" >&7
exec 7>&-
wait "$import"
is $? 0 "and goes through when the person is free"
is "$(cat "$TEST_DIR/import.out")" "read 100, added 0, changed 100, unchanged 0, disabled 0, bad 0" "all of it"

# Two at once, of the same people.
table 20001 20300 Clerk >"$TEST_DIR/one.csv"
"$MFADESK_ADMIN" people import "$TEST_DIR/one.csv" >"$TEST_DIR/one.out" 2>&1 &
one=$!
"$MFADESK_ADMIN" people import "$TEST_DIR/one.csv" >"$TEST_DIR/two.out" 2>&1 &
two=$!
wait "$one"
first=$?
wait "$two"
second=$?
is "$first $second" "0 0" "two at once: one waits for the other"
is "$(cat "$TEST_DIR/one.out" "$TEST_DIR/two.out" | sort)" "read 300, added 0, changed 0, unchanged 300, disabled 0, bad 0
read 300, added 300, changed 0, unchanged 0, disabled 0, bad 0" "and finds nothing left to do"
is "$(query "SELECT count(*) FROM directory.person WHERE external_id ~ '^e20[0-9]{3}$'")" 300 "and everybody is there once"

# Killed in the middle: what is done is done, and the next run does the rest.
table 30001 42000 Clerk >"$TEST_DIR/killed.csv"
"$MFADESK_ADMIN" people import "$TEST_DIR/killed.csv" >/dev/null 2>&1 &
import=$!
some_are_there() {
	[ "$(query "SELECT count(*) > 0 FROM directory.person WHERE external_id = 'e30001'")" = t ]
}
ok "an import is under way" wait_for 60 some_are_there
kill -9 "$import"
wait "$import" 2>/dev/null
isnt "$(query "SELECT count(*) FROM staging.person_plan")" 0 "and is killed"
people "$TEST_DIR/killed.csv"
status_is 0 "the same file again"
is "$(query "SELECT count(*) FROM directory.person AS p JOIN directory.person AS m ON m.id = p.manager_id
	WHERE p.external_id ~ '^e(3|4)[0-9]{4}$'")" 12000 "everybody is there, with a manager"
query "UPDATE staging.run SET at = at - interval '25 hours'"
people "$TEST_DIR/small.csv"
is "$(query "SELECT count(*) FROM staging.person_plan") $(query "SELECT count(*) FROM staging.run")" "0 0" \
	"what it left behind is gone after a day"

# Addresses change hands between people whose lines are steps apart, and a newcomer becomes a manager.
table 1 12000 Head | awk -F, -v OFS=, '
	$1 == "e3" { $2 = "e11990@large.edu" }
	$1 == "e11990" { $2 = "e3@large.edu"; $7 = "e99999" }
	{ print }
	END { print "e99999", "e99999@large.edu", "Late Comer", "Department 1", "Head", "", "e1" }' >"$TEST_DIR/swap.csv"
people "$TEST_DIR/swap.csv"
is "$out" "read 12001, added 1, changed 12000, unchanged 0, disabled 0, bad 0" "two of 12,000 swap their emails"
is "$(person email e3) $(person email e11990)" "e11990@large.edu e3@large.edu" "each has the other's"
is "$(person "(SELECT external_id FROM directory.person AS m WHERE m.id = p.manager_id)" e11990)" e99999 "and one has a manager who is new"

# Somebody watches.
table 50001 58000 Clerk >"$TEST_DIR/watched.csv"
terminal_start 80x24 "$MFADESK_ADMIN" people import "$TEST_DIR/watched.csv"
expect "carrying out, 31 %" "on a terminal there is progress" 60
expect "read 8000, added 8000" "and at the end the count" 60
unlike "$(terminal_screen)" '%' "and the progress is gone"

# All or nothing is one transaction, however large.
table 1 12000 Chief >"$TEST_DIR/people.csv"
echo 'bad' >>"$TEST_DIR/people.csv"
before=$(directory_sum)
people "$TEST_DIR/people.csv" --all-or-nothing
status_is 1 "12,000 changes and a bad line"
is "$(directory_sum)" "$before" "nothing is changed"
sed -i '$d' "$TEST_DIR/people.csv"
parts=$(leaves "outcome = 'part'")
people "$TEST_DIR/people.csv" --all-or-nothing
is "$out" "read 12000, added 0, changed 12000, unchanged 0, disabled 0, bad 0" "without it all are"
is "$(leaves "outcome = 'part'")" "$parts" "in one transaction: one leaf"

done_testing
