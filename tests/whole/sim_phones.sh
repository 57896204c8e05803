# mfadesk-sim's handsets: calls that ring, are answered, rejected, let ring and taken by voicemail; and what staff may see.
. tests/lib/tap.sh
. tests/lib/database.sh
. tests/lib/sim.sh

sim_directory "$TEST_DIR/directory"
sim_install || exit 1
sim_serve || exit 1

to=+15085550142
from=+15085550100
twiml='<?xml version="1.0" encoding="UTF-8"?><Response><Say voice="alice">Your code is 1 3 5.</Say><Pause length="2"/><Say>Again: <prosody rate="slow">1 3 5</prosody> &amp; &lt;that&gt; is all.</Say></Response>'
said='Your code is 1 3 5. Again: 1 3 5 & <that> is all.'

call() {
	run curl -sS -m 10 -u "$sim_account:$sim_token" -o "$TEST_DIR/body" -w '%{http_code}' "$@"
	code=$out
}

# place NUMBER [FIELD=VALUE…]: the call's id in $id
place() {
	local arguments=()
	for field in "To=$1" "${@:2}"; do
		arguments+=(--data-urlencode "$field")
	done
	call "$sim_url/Calls.json" --data-urlencode "From=$from" --data-urlencode "Twiml=$twiml" "${arguments[@]}"
	id=$(value .sid)
}

value() {
	jq -r "$1" "$TEST_DIR/body"
}

look() {
	call "$sim_url/Calls/$id.json"
}

# The item of the call on the handset, as this login sees it.
item() {
	as "${2:-agent}" -c 'SELECT sim.handset(0)' | jq -r ".items[] | select(.id == \"$id\") | $1"
}

# refused CODE TEXT FIELD=VALUE…
refused() {
	local wanted=$1 text=$2 arguments=()
	shift 2
	for field; do
		arguments+=(--data-urlencode "$field")
	done
	call "$sim_url/Calls.json" "${arguments[@]}"
	is "$code $(value .code)" "400 $wanted" "$text"
}
refused 21201 "no To" "From=$from" "Twiml=$twiml"
refused 21213 "no From" "To=$to" "Twiml=$twiml"
refused 21205 "nothing to say" "To=$to" "From=$from"
refused 21217 "a To that is none" To=555 "From=$from" "Twiml=$twiml"
refused 21216 "a number that is kept for trying" To=+15005550004 "From=$from" "Twiml=$twiml"
refused 21210 "a From that is none" "To=$to" From=help "Twiml=$twiml"
refused 12100 "markup that is none" "To=$to" "From=$from" "Twiml=<Response><Say>R & D</Say></Response>"
refused 20001 "too much to say" "To=$to" "From=$from" "Twiml=<Response><Say>$(printf 'x%.0s' {1..4001})</Say></Response>"
refused 20001 "digits that are none" "To=$to" "From=$from" "Twiml=$twiml" SendDigits=+1
refused 20001 "a Timeout of an hour" "To=$to" "From=$from" "Twiml=$twiml" Timeout=3600

# Answered.

place $to MachineDetection=Enable
is "$code" 201 "a call is placed"
like "$id" '^CA[0-9a-f]{32}$' "it has an id"
is "$(value '[.status, .to, .from, .duration, .answered_by, .start_time] | @json')" "[\"queued\",\"$to\",\"$from\",null,null,null]" "and is queued"
contract=../shared/contracts/twilio-messages-errors.json
if [ -f $contract ]; then
	is "$(value 'keys | @json')" "$(jq -c '.components.schemas["api.v2010.account.call"].properties | keys' $contract)" "it has the members of the contract"
else
	skip 1 "no shared/contracts"
fi
look
is "$code $(value .status)" "200 ringing" "it rings"
is "$(item '[.kind, .number, .extension, .text, .state] | @json')" "[\"call\",\"$to\",null,null,\"ringing\"]" "on the handset, without a word"
like "$(item .at)" '^20[0-9-]{8}T[0-9:]{8}Z$' "with the time"
is "$(as agent -c "SELECT sim.pick_up('$id') ->> 'text'")" "$said" "an agent picks up, and hears it"
look
is "$(value '[.status, .answered_by] | @json')" '["in-progress","human"]' "the carrier says so"
look
is "$(value .status) $(value .duration)" "completed 1" "and that it was said to the end"
is "$(item '[.text, .state] | @json')" "$(jq -nc --arg said "$said" '[$said, "answered"]')" "the handset keeps it"
run as agent -c "SELECT sim.pick_up('$id')"
contains "$err" "the call does not ring: completed" "it is answered once"
call "$sim_url/Calls/$id.json" -d Status=completed
is "$code $(value .code)" "400 21220" "what is over cannot be ended"

# Not answered, each in its way.

place $to MachineDetection=DetectMessageEnd
is "$(as lead -c "SELECT sim.voicemail('$id') ->> 'state'")" voicemail "voicemail takes a call"
look
is "$(value '[.status, .answered_by] | @json')" '["in-progress","machine_end_beep"]' "the carrier heard the tone"
is "$(item .text)" "$said" "what was said is on it"
place $to MachineDetection=Enable
ok "voicemail, by the command" sim voicemail "$id"
look
is "$(value .answered_by)" machine_start "the carrier heard a machine"
place $to
ok "a call is rejected" as agent2 -c "SELECT sim.reject('$id')"
look
is "$(value '[.status, .answered_by, .duration] | @json')" '["busy",null,"0"]' "the line is busy"
is "$(item '[.text, .state] | @json')" '[null,"busy"]' "and nothing was said"
place $to Timeout=1
look
is "$(value .status)" ringing "a call for a second rings"
rang() {
	look
	[ "$(value .status)" = no-answer ]
}
ok "until the second is over" wait_for 10 rang
place $to
call "$sim_url/Calls/$id.json" -d Status=canceled
is "$code $(value .status)" "200 canceled" "a call that rings is cancelled"
is "$(item .state)" canceled "the handset is silent"
run sim answer "$id"
status_is 1 "and cannot be answered"
place $to
sim answer "$id" >/dev/null
call "$sim_url/Calls/$id.json" -d Status=canceled
is "$code" 400 "a call that was answered is not cancelled"
call "$sim_url/Calls/$id.json" -d Status=completed
is "$code $(value .status)" "200 completed" "but hung up"
call "$sim_url/Calls/CA0123456789abcdef0123456789abcdef.json"
is "$code $(value .code)" "404 20404" "a call that never was"
run sim answer CA0123456789abcdef0123456789abcdef
contains "$err" "MD404: there is no such call" "cannot be answered"

# An extension: the carrier dials on, and hears nothing.

place $to SendDigits=ww123 MachineDetection=Enable
is "$(item .extension)" 123 "a call to an extension"
is "$(sim answer "$id")" "$said" "is answered by the command"
look
is "$(value '[.status, .answered_by] | @json')" '["in-progress",null]' "nobody knows by whom"
like "$(sim inbox $to | head -n 1)" "  call  \\${to}x123  answered  $id  Your code" "the list shows the extension"

# Faults of calls.

# fate KIND WANTED
fate() {
	sim fault $to "$1" --count 1
	place $to MachineDetection=Enable
	is "$code $(value .status)" "201 queued" "$1: placed"
	look
	is "$(value '[.status, .answered_by] | @json')" "$2" "$1: $2"
}
fate busy '["busy",null]'
fate no-answer '["no-answer",null]'
fate unreachable '["failed",null]'
fate voicemail '["in-progress","machine_start"]'
sim fault $to never-delivered --count 1
place $to
look
is "$(value .status)" ringing "a fault of texts leaves calls alone"
sim fault clear
sim fault $to cut --count 1
place $to
is "$status" 18 "a call whose answer was cut"
call -G "$sim_url/Calls.json" --data-urlencode To=$to -d PageSize=1
is "$(value '.calls[0].status')" ringing "rings, and is in the list"
sim fault $to hang-up-before --count 1
place +15085550199
sim fault +15085550199 hang-up-before --count 1
place +15085550199
is "$status" 52 "one that was not placed"
call -G "$sim_url/Calls.json" --data-urlencode To=+15085550199
is "$(value '.calls | length')" 1 "is not"
sim fault clear

# What the desk asks.

serial=$(as agent -c 'SELECT sim.handset(NULL)' | jq .serial)
is "$(as agent -c "SELECT sim.handset($serial)" | jq -c .items)" "[]" "nothing is new"
place $to
arrived=$id
call "$sim_url/Messages.json" --data-urlencode "To=$to" --data-urlencode "From=$from" -d Body=Hello
text=$(value .sid)
is "$(as agent -c "SELECT sim.handset($serial)" | jq -c '[.items[].id]')" "[\"$text\",\"$arrived\"]" "what came since, newest first"
serial=$(as agent -c 'SELECT sim.handset(0)' | jq .serial)
sim answer "$arrived" >/dev/null
is "$(as agent -c "SELECT sim.handset($serial)" | jq -c '[.items[] | [.id, .state]]')" "[[\"$arrived\",\"answered\"]]" "what changed since"
for i in {1..25}; do
	call "$sim_url/Messages.json" --data-urlencode "To=$to" --data-urlencode "From=$from" -d "Body=many $i"
done
is "$(as agent -c 'SELECT sim.handset(0)' | jq -c '[(.items | length), .items[0].text, .items[19].text]')" '[20,"many 25","many 6"]' "twenty at most"
is "$(sim inbox --json | jq -c '[.[0].text, .[24].text]')" '["many 25","many 1"]' "the command shows all"

mkfifo "$TEST_DIR/listener"
as agent <"$TEST_DIR/listener" >"$TEST_DIR/heard" &
listener=$!
exec 7>"$TEST_DIR/listener"
echo "LISTEN mfadesk; SELECT 'listening';" >&7
wait_for 10 grep -q listening "$TEST_DIR/heard"
heard() {
	echo 'SELECT 1;' >&7
	[ "$(grep -c 'Asynchronous notification "mfadesk" received' "$TEST_DIR/heard")" -ge "$1" ]
}
place $to Timeout=1
ok "who listens is told of a call" wait_for 10 heard 1
ok "and when it rang long enough, though nobody asked" wait_for 10 heard 2
exec 7>&-
wait "$listener"
unlike "$(cat "$TEST_DIR/heard")" 'with payload' "without a word of it"

# Who may.

for login in agent lead auditor administrator; do
	like "$(item .state "$login")" 'no-answer' "the handset is for: $login"
	for call in "sim.inbox(NULL)" "sim.deliver('$id')" "sim.lock()" "sim.show_text('', '')" "sim.is_demonstration()" \
		"sim.set_fault('all', '500', 'send', 1, 1)" "sim.take_call('$id', false)"; do
		run as "$login" -c "SELECT $call"
		contains "$err" "permission denied for function" "$login: $call is not"
	done
	for table in message call fault fault_kind counter item; do
		run as "$login" -c "SELECT FROM sim.$table"
		contains "$err" "permission denied for" "$login: sim.$table is not"
	done
done
is "$(PGUSER=postgres psql -X -q -t -A -c "
	SELECT p.oid::regprocedure FROM pg_proc AS p WHERE p.pronamespace = 'sim'::regnamespace AND p.prosecdef
	AND NOT coalesce(p.proconfig @> ARRAY['search_path=pg_catalog, pg_temp'], false)")" "" "what runs with another's rights finds what it names"
is "$(PGUSER=postgres psql -X -q -t -A -c "
	SELECT DISTINCT pg_get_userbyid(p.proowner) || ' ' || p.prosecdef FROM pg_proc AS p WHERE p.pronamespace = 'sim'::regnamespace ORDER BY 1")" \
	"mfadesk_definer true
mfadesk_sim false
mfadesk_sim true" "all is the simulator's own, but for one question"
is "$(PGUSER=postgres psql -X -q -t -A -c "
	SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
	WHERE n.nspname IN ('directory', 'ledger', 'staging') AND c.relkind = 'r'
	AND has_any_column_privilege('mfadesk_sim', c.oid, 'SELECT, INSERT, UPDATE')")" "" "which may not touch the directory"
for schema in directory ledger staging desk admin rule; do
	is "$(PGUSER=postgres psql -X -q -t -A -c "SELECT has_schema_privilege('mfadesk_sim', '$schema', 'USAGE')")" f "nor see into $schema"
done
ok "the directory's privileges are as they must be" "$MFADESK_ADMIN" schema upgrade --connect "user=postgres"
is "$(item .state)" no-answer "an upgrade leaves the handsets alone"

# Every call answered.

sim_stop
sim_serve --auto-answer || exit 1
place $to MachineDetection=Enable
look
is "$(value '[.status, .answered_by] | @json')" '["in-progress","human"]' "calls are answered by themselves"
look
is "$(value .status)" completed "to the end"
is "$(item .text)" "$said" "and heard"
sim fault $to busy --count 1
place $to
look
is "$(value .status)" busy "but for a fault"
unlike "$(cat "$sim_log")" 'Your code|1 3 5|5085550' "no code and no number is in the log"

done_testing
