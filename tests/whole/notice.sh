# The person is told: by mail and by text, with every fact; at most one text whatever happens to the worker; a failure is seen.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/notice.sh

worker_prepare || bail "no directory"
query >/dev/null <<'SQL'
UPDATE directory.setting SET value = CASE name WHEN 'desk_name' THEN 'the Example desk' WHEN 'desk_telephone' THEN '(508) 555-0199'
	WHEN 'desk_mail' THEN 'desk@example.edu' WHEN 'desk_room' THEN 'room S2-101' WHEN 'time_zone' THEN 'America/New_York' ELSE value END;
SQL

texts_of_notice() {
	query -c "SELECT count(*) FROM sim.message WHERE recipient = '$number' AND shown ~ 'was suspended'"
}

warned() {
	local case_id
	case_id=$(query -c "SELECT case_id FROM public.phone WHERE n = $1")
	PGUSER=agent psql -X -q -t -A -c "SELECT count(*) FROM jsonb_array_elements(desk.account('$case_id') -> 'warnings') AS w
		WHERE w ->> 'code' = 'notice-failed'"
}

worker_start
change 1
ok "the text arrives" tells text delivered
ok "the mail is taken" tells mail sent
text=$(query -c "SELECT shown FROM sim.message WHERE recipient = '$number' ORDER BY created_at DESC LIMIT 1")
mail=$(query -c "SELECT subject || E'\n' || body FROM sim.mail WHERE recipient = '$address' LIMIT 1")
day=$(query -c "SELECT to_char(at AT TIME ZONE 'America/New_York', 'YYYY-MM-DD') FROM directory.notice WHERE address = '$address' LIMIT 1")
for fact in "phone ending ${number: -4} was suspended (reported lost)" 'INC1' 'who asked for it was not proven' 'the Example desk' \
	'(508) 555-0199' 'desk@example.edu' 'room S2-101' 'America/New_York' "$day"; do
	contains "${text,,}" "${fact,,}" "the text says: $fact"
	contains "${mail,,}" "${fact,,}" "the mail says: $fact"
done
for secret in "$number" mlopez agent; do
	ok "neither says $secret" eval "[[ \$text\$mail != *$secret* ]]"
done
run sim inbox "$address"
contains "$out" "mail  $address  delivered" "the simulator's inbox has the mail"
is "$(warned 1)" 0 "nothing is wrong on the account"

sim fault all 429 --count 1
change 2
ok "a gateway that is busy gets it later" tells text delivered 30
is "$(texts_of_notice)" 1 "once"

sim fault all opted-out --count 1
change 3
ok "a number that refuses fails" tells text failed
is "$(warned 3)" 1 "and the account says so"

sim fault all undelivered --count 1
change 4
ok "one that the carrier cannot deliver fails" tells text failed 30

sim fault all 500-after --count 1
change 5
ok "one that may have been sent is found at the gateway" tells text delivered 30
is "$(texts_of_notice)" 1 "and not sent again"
worker_stop

# A worker that dies at any place of it.
short=('[limits]' 'lease = 5 s' 'call_deadline = 2 s' 'poll = 1 s')
n=10
for place in start.before start.after call.before call.after result.before result.after; do
	worker_config "${short[@]}" '[test]' "stop_at = tell.$place:1"
	change $((n += 1))
	# So that it dies at the text.
	query -c "UPDATE directory.job SET run_at = now() + interval '3 seconds' WHERE subject IN
		(SELECT id FROM directory.notice WHERE request_id = '$request' AND channel = 'mail')" >/dev/null
	worker_start
	wait "$worker_pid" 2>/dev/null
	is $? 137 "killed at $place"
	worker_config "${short[@]}"
	worker_start
	case $place in
	start.after | call.before) wanted=unknown ;;
	*) wanted=delivered ;;
	esac
	ok "killed at $place: $wanted" tells text $wanted 40
	ok "killed at $place: at most one text" [ "$(texts_of_notice)" -le 1 ]
	ok "killed at $place: the mail is sent" tells mail sent 40
	worker_stop
done

# The mail server is not there, then is.
worker_config "${short[@]}" '[mail]' 'driver = smtp' 'url = smtp://127.0.0.1:1' 'from = desk@example.edu' \
	'deadline = 2 s'
worker_start
change 30
ok "the text goes" tells text delivered
ok "the mail waits" tells mail queued
worker_stop
worker_config "${short[@]}"
query -c "UPDATE directory.job SET run_at = now() WHERE done_at IS NULL" >/dev/null
worker_start
ok "and is sent when the server is back" tells mail sent 30
worker_stop

# Templates are looked at before anything is sent.
mkdir "$TEST_DIR/notices"
cp docs/notices/*.txt "$TEST_DIR/notices/"
echo 'By {agent}' >>"$TEST_DIR/notices/text.txt"
worker_config '[notices]' "directory = $TEST_DIR/notices"
run "$BUILD/mfadeskd" --config "$worker_conf" --check-config
status_is 1 "a placeholder that is not known"
contains "$err" "$TEST_DIR/notices/text.txt:8: {agent} is not known" "is named with its file and line"
cp docs/notices/text.txt "$TEST_DIR/notices/"
run "$BUILD/mfadeskd" --config "$worker_conf" --check-config
status_is 0 "templates of one's own"
done_testing
