# mfadesk-sim as a carrier of texts: who is served, what is answered, lists, redaction, and every fault.
. tests/lib/tap.sh
. tests/lib/sim.sh

sim_directory "$TEST_DIR/directory"
ok "the simulator is installed" sim_install
ok "and once more" sim_install
ok "it starts" sim_serve

to=+15085550142
from=+15085550100

# The body in $out, the status in $code, the headers in $TEST_DIR/headers.
call() {
	run curl -sS -m 10 -u "$sim_account:$sim_token" -D "$TEST_DIR/headers" -o "$TEST_DIR/body" -w '%{http_code}' "$@"
	code=$out
	out=$(tr -d '\000' <"$TEST_DIR/body")
}

# send NUMBER BODY [CURL ARGUMENT…]
send() {
	call "$sim_url/Messages.json" --data-urlencode "To=$1" --data-urlencode "From=$from" --data-urlencode "Body=$2" "${@:3}"
}

value() {
	jq -r "$1" "$TEST_DIR/body"
}

# How many texts with this body the carrier has.
count_of() {
	PGUSER=mfadesk_sim psql -X -q -t -A -c "SELECT count(*) FROM sim.message WHERE body = '$1'"
}

# Who is served.

like "$(cat "$sim_log")" 'listening url=http://127\.0\.0\.1:[0-9]+ account=AC' "it says where it listens"
port=$(printf '%04X' "$(cat "$TEST_DIR/sim.port")")
is "$(awk -v port=":$port" '$4 == "0A" && index($2, port) { print $2 }' /proc/net/tcp)" "0100007F:$port" "on 127.0.0.1"
is "$(awk -v port=":$port" '$4 == "0A" && index($2, port) { print $2 }' /proc/net/tcp6)" "" "and nowhere else"
for user in '' "$sim_account:wrong" "$sim_account:" "AC00000000000000000000000000000002:$sim_token" "$sim_account:$sim_token-"; do
	call -u "$user" "$sim_url/Messages.json"
	is "$code $(value .code) $(value .status)" "401 20003 401" "not for ${user:-nobody}"
done
like "$(cat "$TEST_DIR/headers")" 'WWW-Authenticate: Basic' "it says how to be let in"
for path in "${sim_url%1}2/Messages.json" "$sim_url/Messages" "$sim_url/Faxes.json" "$sim_url/Messages/SM1/Media.json" "${sim_url%/20*}/"; do
	call "$path"
	is "$code $(value .code)" "404 20404" "not found: ${path#*Accounts}"
done
call -X PUT -d To=x "$sim_url/Messages.json"
is "$code" 405 "a method that it does not know"
call "$sim_url/Messages.json" -d "To=$(head -c 70000 /dev/zero | tr '\0' 1)"
is "$code" 413 "a form that is too large"

# A text.

send $to 'Code 135790 (K7)'
is "$code" 201 "a text is accepted"
id=$(value .sid)
like "$id" '^SM[0-9a-f]{32}$' "it has an id"
is "$(value '[.status, .to, .from, .body, .num_segments, .date_sent, .error_code, .direction, .account_sid] | @json')" \
	"[\"queued\",\"$to\",\"$from\",\"Code 135790 (K7)\",\"1\",null,null,\"outbound-api\",\"$sim_account\"]" "and is queued"
like "$(value .date_created)" '^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} \+0000$' "dates are those of mail"
call "$sim_url/Messages/$id.json"
is "$code $(value .status) $(value .sid)" "200 delivered $id" "the next look finds it delivered"
like "$(value .date_sent)" ' \+0000$' "with its date"
contract=../shared/contracts/twilio-messages-errors.json
if [ -f $contract ]; then
	is "$(value 'keys | @json')" "$(jq -c '.components.schemas["api.v2010.account.message"].properties | keys' $contract)" "it has the members of the contract"
else
	skip 1 "no shared/contracts"
fi
send $to "$(printf 'x%.0s' {1..161})"
is "$(value .num_segments)" 2 "161 letters are two segments"
send $to "$(printf '€%.0s' {1..80})€"
is "$(value .num_segments)" 2 "81 euro signs, of two units each, too"
send $to "$(printf 'ж%.0s' {1..70})"
is "$(value .num_segments)" 1 "70 of another alphabet are one"
call "$sim_url/Messages.json" --data-urlencode To=$to -d MessagingServiceSid=MG0123456789abcdef0123456789abcdef -d Body=x
is "$code $(value .status) $(value .from)" "201 accepted null" "a messaging service may stand for the sender"

# refused CODE TEXT FIELD=VALUE…
refused() {
	local wanted=$1 text=$2 arguments=()
	shift 2
	for field; do
		arguments+=(--data-urlencode "$field")
	done
	call "$sim_url/Messages.json" "${arguments[@]}"
	is "$code $(value .code) $(value .status) $(value .more_info)" "400 $wanted 400 https://www.twilio.com/docs/errors/$wanted" "$text"
}
refused 21604 "no To" "From=$from" Body=x
refused 21603 "no From" "To=$to" Body=x
refused 21602 "no Body" "To=$to" "From=$from"
refused 21602 "an empty Body" "To=$to" "From=$from" Body=
refused 21211 "a To without +" To=15085550142 "From=$from" Body=x
refused 21212 "a From that is none" "To=$to" From=+0 Body=x
refused 21617 "more than 1600 characters" "To=$to" "From=$from" "Body=$(printf 'x%.0s' {1..1601})"
refused 20001 "a ValidityPeriod of 0" "To=$to" "From=$from" Body=x ValidityPeriod=0
refused 21609 "a callback with an underscore in its name" "To=$to" "From=$from" Body=x StatusCallback=https://a_b.example/
refused 21612 "a number that is kept for trying" To=+15005550002 "From=$from" Body=x
refused 21610 "another" To=+15005550004 "From=$from" Body=x
refused 21606 "and a sender" "To=$to" From=+15005550007 Body=x
call "$sim_url/Messages.json" -d "To=$to" -d "From=$from" -d Body=x
is "$(value .code)" 21211 "a + that was not escaped is a blank"
call "$sim_url/Messages.json" -H 'Content-Type: application/json' -d "{\"To\":\"$to\"}"
is "$(value .code)" 21604 "JSON is no form"
call "$sim_url/Messages.json" -d 'To=%ff&From=%00'
is "$code" 400 "nor are bytes that are no text"
send $to fine -d ValidityPeriod=300
is "$code" 201 "a ValidityPeriod of 300 is fine"

# Lists.

for i in 1 2 3; do
	send +15085550177 "list $i"
done
call -G "$sim_url/Messages.json" --data-urlencode To=+15085550177
is "$code $(value '[.messages[].body] | @json')" '200 ["list 3","list 2","list 1"]' "the texts to a number, newest first"
is "$(value '[.page, .page_size, .next_page_uri, .previous_page_uri] | @json')" '[0,50,null,null]' "on one page"
yesterday=$(date -u -d yesterday +%F)
tomorrow=$(date -u -d tomorrow +%F)
# listed WANTED QUERY TEXT: how many
listed() {
	call -G "$sim_url/Messages.json" --data-urlencode To=+15085550177 "${@:3}"
	is "$code $(value '.messages | length')" "200 $1" "$2"
}
listed 3 "sent since yesterday" --data-urlencode "DateSent>=$yesterday"
listed 0 "sent since tomorrow" --data-urlencode "DateSent>=$tomorrow"
listed 0 "sent until yesterday" --data-urlencode "DateSent<=$(date -u -d '2 days ago' +%F)"
listed 3 "sent until tomorrow" --data-urlencode "DateSent<=$tomorrow"
listed 3 "sent since a moment" --data-urlencode "DateSent>=${yesterday}T00:00:00Z"
listed 0 "sent on another day" --data-urlencode "DateSent=2001-02-03"
call "$sim_url/Messages.json?To=%2B15085550177&DateSent%3E=$yesterday&PageSize=2"
is "$(value '[.messages[].body] | @json')" '["list 3","list 2"]' "a page of two, asked for as it is written"
call "${sim_url%/2010*}$(value .next_page_uri)"
is "$code $(value '[.messages[].body] | @json')" '200 ["list 1"]' "and the next one"
is "$(value .next_page_uri)" null "which is the last"
for query in PageSize=0 PageSize=1001 PageSize=x Page=x 'DateSent>=2026-02-30' DateSent=today; do
	call -G "$sim_url/Messages.json" --data-urlencode "$query"
	is "$code" 400 "no list by $query"
done

# Afterwards.

call "$sim_url/Messages/$id.json" -d Body=
is "$code $(value .body)" "200 " "the text is redacted"
call "$sim_url/Messages/$id.json"
is "$(value '[.body, .status] | @json')" '["","delivered"]' "and stays so"
contains "$(sim inbox $to)" "Code 135790 (K7)" "the handset has it still"
call "$sim_url/Messages/$id.json" -d Body=other
is "$code" 400 "another text is not put in its place"
call "$sim_url/Messages/$id.json" -d Status=canceled
is "$code" 400 "what arrived is not held back"
call -X DELETE "$sim_url/Messages/$id.json"
is "$code $out" "204 " "it is deleted"
call "$sim_url/Messages/$id.json"
is "$code $(value .code)" "404 20404" "and not found any more"
call "$sim_url/Messages/SM0123456789abcdef0123456789abcdef.json" -d Body=
is "$code" 404 "nor is one that never was"

# Faults.

is "$(sim help fault | awk '/^Kinds:/ { kinds = 1; next } kinds { print $1 }' | sort)" \
	"$(PGUSER=mfadesk_sim psql -X -q -t -A -c 'SELECT name FROM sim.fault_kind' | sort)" "program and schema have the same kinds of faults"

# wire KIND STATUS CURL_STATUS ACCEPTED: of a sending; the fault is for one time.
wire() {
	sim fault $to "$1" --count 1
	send $to "wire $1" -m "${5:-10}"
	is "$code $status $(count_of "wire $1")" "$2 $3 $4" "$1: status, curl's, and whether it was sent"
	isnt "$(tail -n 1 "$sim_log" | grep -c "fault=$1\$")" 0 "$1 is in the log"
}
wire 400 400 0 0
wire 401 401 0 0
wire 404 404 0 0
wire 429 429 0 0
unlike "$(cat "$TEST_DIR/headers")" Retry-After "429 without a word"
is "$(value .code)" 20429 "but with its code"
wire 429-retry-after 429 0 0
like "$(cat "$TEST_DIR/headers")" 'Retry-After: 2' "429 with one"
wire 500 500 0 0
wire 500-after 500 0 1
wire 503 503 0 0
not_ok "503 is no JSON" jq . "$TEST_DIR/body"
wire 503-after 503 0 1
wire slow-headers 000 28 1 1
wire slow-headers-before 000 28 0 1
wire slow-body 201 28 1 1.5
wire slow-body-before 201 28 0 1.5
wire cut 201 18 1
wire cut-before 201 18 0
wire hang-up 000 52 1
wire hang-up-before 000 52 0
wire garbage 201 0 1
not_ok "garbage is no JSON" jq . "$TEST_DIR/body"
wire garbage-before 201 0 0
wire huge 201 0 1
is "$(stat -c %s "$TEST_DIR/body")" 67108864 "a huge body is huge"
wire huge-before 201 0 0
wire wrong-id 201 0 1
call "$sim_url/Messages/$(value .sid).json"
is "$code" 404 "a wrong id leads nowhere"
wire wrong-id-before 201 0 0
call -G "$sim_url/Messages.json" --data-urlencode "To=$to" --data-urlencode "DateSent>=$yesterday"
contains "$(value '.messages[].body')" "wire cut" "what was sent though its answer was cut is in the list"
contains "$(sim inbox $to)" "wire hang-up" "and on the handset"
send $to "after the faults"
is "$code" 201 "each was met once"

# fate KIND STATUS ERROR
fate() {
	sim fault $to "$1" --count 1
	send $to "fate $1"
	is "$code $(value .status)" "201 queued" "$1: accepted"
	late=$(value .sid)
	call "$sim_url/Messages/$late.json"
	is "$(value '[.status, .error_code] | @json')" "$2" "$1: $2"
	unlike "$(sim inbox $to)" "fate $1" "$1: not on the handset"
}
fate undelivered '["undelivered",30008]'
is "$(value .error_message)" "Unknown error" "and why, in words"
fate unreachable '["undelivered",30003]'
fate never-delivered '["sent",null]'
ok "it is delivered late" sim deliver "$late"
contains "$(sim inbox $to | head -n 9)" "fate never-delivered" "then it is there"
call "$sim_url/Messages/$late.json"
is "$(value .status)" delivered "and says so"
not_ok "once only" sim deliver "$late"
fate never-sent '["queued",null]'
is "$(value .date_sent)" null "it has no date"
call "$sim_url/Messages/$late.json" -d Status=canceled
is "$code $(value .status)" "200 canceled" "it can be held back"
not_ok "and then not be delivered" sim deliver "$late"
sim fault $to opted-out --count 1
send $to "fate opted-out"
is "$code $(value .code) $(count_of 'fate opted-out')" "400 21610 0" "opted out"

# Which requests, which numbers, how long.

sim fault all 503
sim fault $to 429
send $to narrow
is "$code" 429 "a fault of the number comes before one of all"
send +15085550188 wide
is "$code" 503 "another number meets the one of all"
call "$sim_url/Messages.json"
is "$code" 200 "a list meets none of them"
like "$(sim faults)" "^all  503  on send
\\$to  429  on send\$" "they are listed"
ok "they are cleared" sim fault clear
is "$(sim faults)" "" "all of them"
sim fault mails 503
sim fault ana@example.edu 429 --count 1
send $to "past the mails"
is "$code" 201 "faults of mails leave texts alone"
for wrong in 'busy' '500 --on any' 'not-redacted'; do
	run sim fault mails $wrong
	status_is 1 "no fault of a mail: $wrong"
done
sim fault clear
sim fault all 500 --on other --count 2
send $to "not this"
is "$code" 201 "a fault of other requests leaves sending alone"
id=$(value .sid)
call "$sim_url/Messages/$id.json"
is "$code" 500 "a look meets it"
call "$sim_url/Messages/$id.json" -d Body=
is "$code" 500 "a redaction too"
call "$sim_url/Messages/$id.json"
is "$code $(value .body)" "200 not this" "two times, and nothing was done"
sim fault $to not-redacted --on other --count 1
call "$sim_url/Messages/$id.json"
is "$code $(value .body)" "200 not this" "a look does not meet a redaction's fault"
call "$sim_url/Messages/$id.json" -d Body=
is "$code $(value .body)" "200 " "a redaction that does not take is answered like another"
call "$sim_url/Messages/$id.json"
is "$code $(value .body)" "200 not this" "and the words are still there"
call "$sim_url/Messages/$id.json" -d Body=
call "$sim_url/Messages/$id.json"
is "$code $(value .body)" "200 " "the next one takes"
run sim fault $to not-redacted
status_is 1 "a sending is no redaction"
sim fault all cut --on any --seconds 600
call "$sim_url/Messages/$id.json"
is "$status" 18 "a fault of any request"
like "$(sim faults)" "^all  cut  on any  until 20" "for ten minutes"
PGUSER=postgres psql -X -q -c "UPDATE sim.fault SET until = clock_timestamp()"
call "$sim_url/Messages/$id.json"
is "$code" 200 "which are over"

for wrong in '' 'all' 'all nothing' 'all 500 --count 0' 'all 500 --count x' 'all 500 --on never' 'all 500 --nothing' 'all 500 more' 'all 500 --count' \
	'5085550142 500' '+0 500' 'everybody 500'; do
	# shellcheck disable=SC2086 # words
	run sim fault $wrong
	status_is 2 "wrong usage: fault $wrong"
done
run sim fault all busy --on any
status_is 1 "what becomes of a call is no fault of a look"
run sim serve
status_is 2 "no secret, no server"

# The server stays when the database goes.

PGUSER=postgres psql -X -q -t -A -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'mfadesk_sim'" >/dev/null
send $to "after the session was ended"
is "$code $(count_of 'after the session was ended')" "201 1" "a lost session is made anew"
PGUSER=postgres psql -X -q -t -A -c 'ALTER ROLE mfadesk_sim NOLOGIN' \
	-c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'mfadesk_sim'" >/dev/null
send $to "without a database"
is "$code" 503 "without a database it is not there"
PGUSER=postgres psql -X -q -c 'ALTER ROLE mfadesk_sim LOGIN'
send $to "with it again"
is "$code" 201 "with it again it is"

# A long answer holds up nobody.

slow_ones() {
	grep -c 'fault=slow-headers$' "$sim_log"
}
before=$(slow_ones)
one_more() {
	[ "$(slow_ones)" -gt "$before" ]
}
sim fault +15085550190 slow-headers --count 1
curl -sS -m 60 -u "$sim_account:$sim_token" -o /dev/null "$sim_url/Messages.json" --data-urlencode To=+15085550190 \
	--data-urlencode "From=$from" -d Body=slow 2>/dev/null &
slow=$!
ok "an answer takes its time" wait_for 10 one_more
send $to "meanwhile" -m 5
is "$code" 201 "another does not wait for it"
ok "which is still on its way" kill $slow
wait $slow

# The end, within an answer that takes two minutes.

sim fault $to slow-headers --count 1
send $to "the last" -m 1
is "$status" 28 "an answer is on its way"
ok "it ends" sim_stop
ok "and takes its port file away" test ! -e "$TEST_DIR/sim.port"
log=$(cat "$sim_log")
unlike "$log" '135790|Code|K7' "no code is in its log"
unlike "$log" '5085550|\+1' "no number"
unlike "$log" "$sim_token" "and not the secret"

# What it says of itself.

ok "docs/mfadesk-sim.1 is current (make docs)" diff -u docs/mfadesk-sim.1 <(sim help --manual)
is "$(mandoc -T lint -W warning docs/mfadesk-sim.1 | grep -v 'missing date')" "" "and a clean manual page"
for command in serve fault faults inbox answer voicemail reject deliver help; do
	contains "$(sim help)" "  $command " "the list has $command"
	contains "$(sim help $command)" "usage: mfadesk-sim $command" "and help says more of it"
done
like "$(sim --version)" "^mfadesk-sim [0-9.]+\$" "its version"
for wrong in '' nothing 'help nothing' 'inbox one two' 'serve --port 70000 --token-file x' 'serve --account AC1 --token-file x' 'faults --json' 'inbox --json=1'; do
	# shellcheck disable=SC2086 # words
	run sim $wrong
	status_is 2 "wrong usage: $wrong"
done

# Only where all is made up.

PGUSER=postgres psql -X -q -c "UPDATE directory.setting SET value = 'false' WHERE name = 'demonstration'"
run timeout 10 "$BUILD/mfadesk-sim" serve --token-file "$TEST_DIR/sim.token"
status_is 1 "a directory that is no demonstration is refused"
contains "$err" "MD451: this directory is no demonstration" "and told why"
run sim inbox
status_is 1 "by the other commands too"
not_ok "and it is not installed there" sim_install
PGUSER=postgres psql -X -q -c "UPDATE directory.setting SET value = 'true' WHERE name = 'demonstration'"
run sim inbox --db "user=mfadesk_sim dbname=postgres"
contains "$err" "this directory has no simulator" "a database without it"
chmod 644 "$TEST_DIR/sim.token"
run timeout 10 "$BUILD/mfadesk-sim" serve --token-file "$TEST_DIR/sim.token"
status_is 1 "a secret that others may read is refused"
run sim inbox --db "host=$TEST_DIR user=mfadesk_sim"
status_is 3 "no database"

done_testing
