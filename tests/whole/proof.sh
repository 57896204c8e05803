# Who is calling, with a worker and a carrier: recovery codes, each used once, and the manager's code by text and by app;
# and nothing gained by guessing, by asking 64 times at once, by rolling back, or at another agent's desk.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh

ok "a directory, a carrier and a worker" worker_prepare
worker_start
ok "... which is ready" wait_for 10 grep -q 'ready instance=' "$worker_log"
export PGUSER=agent

# Everybody's manager is the person of the 60th phone.
query >/dev/null <<'SQL'
ALTER ROLE agent CONNECTION LIMIT -1;
UPDATE directory.person AS p SET manager_id = (SELECT m.person_id FROM directory.sign_in_method AS m JOIN public.phone AS f ON f.id = m.id WHERE f.n = 60)
WHERE p.id IN (SELECT m.person_id FROM directory.sign_in_method AS m JOIN public.phone AS f ON f.id = m.id WHERE f.n < 60);
SQL

# of N: the Nth person's case, email and name.
of() {
	IFS='|' read -r case email person name < <(query -c "SELECT f.case_id, f.email, p.id, p.name FROM public.phone AS f
		JOIN directory.person AS p ON p.email = f.email WHERE f.n = $1")
}

# seen: they showed a document at the counter.
seen() {
	query <<SQL
INSERT INTO directory.proof (id, contact_id, case_id, person_id, kind, rests_on, document, result, recorded_by, at)
SELECT gen_random_uuid(), t.id, c.id, c.person_id, 'document-in-person', 'document', 'badge', 'passed', c.login, clock_timestamp()
FROM directory.case_file AS c JOIN directory.contact AS t ON t.case_id = c.id AND t.ended_at IS NULL WHERE c.id = '$case';
SQL
}

# issue: sets codes, an array.
issue() {
	run "$MFADESK" recovery-codes issue "$case" --json
	mapfile -t codes < <(jq -r '.codes[]' <<<"$out")
}

# They call again, another day.
again() {
	"$MFADESK" case close "$case" --outcome done >/dev/null
	case=$("$MFADESK" case open "$email" --ticket INC$((++ticket)) --by phone --json | jq -r .case.id)
}
ticket=1000

# begin_proof KIND [ARGUMENT…]: sets $challenge.
begin_proof() {
	run "$MFADESK" proof start "$case" "$@" --json
	challenge=$(jq -r .id <<<"$out")
}

# type_code CODE
type_code() {
	run "$MFADESK" answer "$challenge" --json <<<"$1"
}

# way KIND: "open", or why not.
way() {
	"$MFADESK" proof status "$case" --json | jq -r "first(.ways[] | select(.kind == \"$1\")) | if .open then \"open\" else .why end"
}

left() {
	"$MFADESK" show "$email" --json | jq -r .codes_left
}

proofs() {
	query -c "SELECT count(*) FROM directory.proof WHERE case_id = '$case' AND result = '$1'"
}

# Issued: where they go, and where not.
of 1
run "$MFADESK" recovery-codes issue "$case"
status_is 2 "without a place for them no codes are made"
is "$(query -c 'SELECT count(*) FROM directory.code_set')" 0 "... and none were asked for"
run "$MFADESK" recovery-codes issue "$case" --json
like "$err" "MD410" "not for who is not proven"
seen
run "$MFADESK" recovery-codes issue "$case" --file "$TEST_DIR/codes"
status_is 0 "codes are issued into a file"
is "$(stat -c %a "$TEST_DIR/codes")" 600 "... that its owner alone reads"
is "$(grep -cE '^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$' "$TEST_DIR/codes")" 10 "ten of them"
not_ok "which are not printed" grep -qF "$(head -n 1 "$TEST_DIR/codes")" <<<"$out"
run "$MFADESK" recovery-codes issue "$case" --file "$TEST_DIR/codes"
status_is 1 "a file that is there is not written over"
is "$(query -c 'SELECT count(*) FROM directory.code_set')" 1 "... and none were asked for"
issue
status_is 0 "again, as JSON"
is "$(jq -c 'keys' <<<"$out")" '["codes","id"]' "{codes, id}"
is "${#codes[@]} $(left)" "10 10" "ten take the place of the ten before"
dump=$(PGUSER=postgres pg_dump --inserts --data-only 2>/dev/null)
not_ok "no row holds one" grep -qiE "${codes[0]}|${codes[0]//-/}" <<<"$dump"
not_ok "nor does the worker's log" grep -qF -- "${codes[0]}" "$worker_log"
is "$(way recovery-code)" "the recovery codes were made in this case" "they are no proof in this case"

# Used, once each.
again
is "$(way recovery-code)" open "another day they are"
begin_proof recovery-code
status_is 0 "one is awaited"
type_code "$(tr '[:upper:]-' '[:lower:] ' <<<"${codes[2]}")"
status_is 0 "in small letters, with blanks: it passes"
is "$(jq -r '"\(.proof) \(.state) \(.reason)"' <<<"$out")" "recovery-code passed 9 recovery codes are left" "... and says how many are left"
is "$(left)" 9 "as the account does"
is "$("$MFADESK" proof status "$case" --json | jq -r '"\(.proven) \(.shown)"')" "false recovery code" "alone it is not enough"
contains "$("$MFADESK" proof status "$case")" "One more proof, of another kind" "which is said to people too"
begin_proof recovery-code
type_code "${codes[2]}"
status_is 1 "a used one"
like "$err" "wrong: 4 tries left" "is a wrong one"
type_code "$(head -n 1 "$TEST_DIR/codes")"
like "$err" "wrong: 3 tries left" "and so is one of the set before"
type_code 123456
like "$err" "MD001.*16 letters" "six digits are none, and cost nothing"
type_code "${codes[3]}"
status_is 0 "another one passes"
is "$(left)" 8 "and is used up"

# What was not passed: five wrong ones are a failed proof, three of these a doubt.
of 2
seen
issue
again
guess() {
	begin_proof recovery-code
	for n in 1 2 3 4 5; do
		type_code "ZZZZ-ZZZZ-ZZZZ-ZZZ$n"
	done
	query -c "UPDATE directory.challenge SET wrong_at = wrong_at - interval '2 hours' WHERE person_id = '$person'"
}
guess
like "$err" "five wrong codes" "five wrong ones end it"
is "$(proofs failed)" 1 "as a failed proof"
contains "$("$MFADESK" show "$email")" "1 proof failed or refused in the last days" "which the next agent sees"
guess
guess
is "$(way recovery-code)" "there is doubt about who is calling as this person" "three are a doubt"
is "$(left)" 10 "and none was used up"

# 64 at once.
of 3
seen
issue
again
begin_proof recovery-code
at_once() {
	local n tries=()
	for n in $(seq 64); do
		PGUSER=agent psql -X -q -t -A -c "SELECT desk.answer_challenge(gen_random_uuid(), '$challenge', '$1') ->> 'state'" \
			>"$TEST_DIR/try.$n" 2>&1 &
		tries+=($!)
	done
	wait "${tries[@]}"
}
none_waits() {
	[ "$(query -c "SELECT count(*) FROM directory.challenge WHERE state = 'checking'")" -eq 0 ]
}
at_once "${codes[0]}"
ok "the right one 64 times at once is checked" wait_for 20 none_waits
is "$(field state) $(proofs passed) $(left)" "passed 1 9" "once: one proof, one code used"
begin_proof recovery-code
at_once ZZZZZZZZZZZZZZZZ
ok "a wrong one 64 times at once" wait_for 20 none_waits
checked=$(query -c "SELECT count(*) FROM directory.job WHERE challenge_id = '$challenge' AND kind = 'check' AND outcome = 'wrong'")
is "$((5 - $(field tries_left))) $((checked <= 5))" "$checked 1" "each that was compared cost a try, and no more than five were ($checked)"

# Two callers with one code: whoever comes first.
of 4
seen
issue
again
begin_proof recovery-code
own=$challenge
PGUSER=agent2 "$MFADESK" case open "$email" --ticket INC9999 --by phone >/dev/null
theirs=$(PGUSER=agent2 "$MFADESK" case list --json | jq -r --arg e "$email" '.[] | select(.person.email == $e) | .id')
PGUSER=agent2 run "$MFADESK" proof start "$theirs" recovery-code --json
status_is 0 "another agent asks for one too"
is "$(field state)" cancelled "the newer takes the place of the older"
type_code "${codes[0]}"
like "$err" "MD409" "which takes no code any more"
challenge=$(jq -r .id <<<"$out")

# A rollback gains nothing: what is not committed is not looked at.
of 5
seen
issue
again
PGUSER=agent psql -X -q -t -A -v case="$case" -v code="${codes[0]}" >"$TEST_DIR/rolled" 2>&1 <<'SQL'
BEGIN;
SELECT desk.start_proof('00000000-0000-4000-8000-00000000000a', :'case', 'recovery-code') ->> 'state';
SAVEPOINT s;
SELECT desk.answer_challenge('00000000-0000-4000-8000-00000000000b', '00000000-0000-4000-8000-00000000000a', 'ZZZZZZZZZZZZZZZZ') ->> 'state';
SELECT desk.challenge('00000000-0000-4000-8000-00000000000a') ->> 'state';
ROLLBACK TO s;
SELECT desk.answer_challenge('00000000-0000-4000-8000-00000000000c', '00000000-0000-4000-8000-00000000000a', :'code') ->> 'state';
SELECT desk.challenge('00000000-0000-4000-8000-00000000000a') ->> 'state';
ROLLBACK;
SQL
is "$(tr '\n' ' ' <"$TEST_DIR/rolled")" "queued checking checking checking checking " "nothing is told before it is committed"
is "$(left) $(proofs passed)" "10 0" "and afterwards there was nothing"

# The manager, by text: the agent rings them, and they read the code out.
manager_number=$(query -c "SELECT number FROM public.phone WHERE n = 60")
text_to_manager() {
	query -c "SELECT shown FROM sim.message WHERE recipient = '$manager_number' ORDER BY created_at DESC LIMIT 1"
}
of 6
begin_proof manager --channel text
status_is 0 "the manager is asked by text"
number=$manager_number
ok "the text is on its way" becomes "sent delivered"
text=$(text_to_manager)
contains "$text" "$name" "it names who is calling"
contains "$text" "only" "and says to whom alone to give the code"
contains "$text" "the help desk that calls you" "the help desk that calls them"
is "$(query -c "SELECT count(*) FROM sim.message AS t JOIN public.phone AS f ON f.number = t.recipient WHERE f.n = 6")" 0 "the person gets nothing"
type_code "$(wrong_code "$(code_in_text)")"
status_is 1 "a wrong code"
type_code "$(code_in_text)"
status_is 0 "the right one passes"
is "$(jq -r .proof <<<"$out")" manager "as the manager's"
is "$(query -c "SELECT rests_on = 'person ' || (SELECT manager_id FROM directory.person WHERE id = '$person') FROM directory.proof WHERE id = '$challenge'")" t "it rests on the manager"
run "$MFADESK" phone add "$case" "508 555 0177" --kind phone
like "$err" "MD410" "alone it is not enough"
begin 6 text proof
ok "a code to the person's own phone" becomes "sent delivered"
type_code "$(code_in_text)"
status_is 0 "passes too"
is "$("$MFADESK" proof status "$case" --json | jq -r '"\(.proven) \(.missing)"')" "true null" "and the two are proof"
contains "$("$MFADESK" proof status "$case")" "Nothing is missing" "as people are told"
run "$MFADESK" phone add "$case" "508 555 0177" --kind phone
status_is 0 "with which a number is added"

# Two callers at two agents: a code is of the call that it was asked for in.
of 7
begin_proof manager --channel text
number=$manager_number
ok "one caller's manager is asked" becomes "sent delivered"
code=$(code_in_text)
first=$challenge
of 8
begin_proof manager --channel text
ok "and the other's, who is the same" becomes "sent delivered"
type_code "$code"
status_is 1 "the one's code is not the other's"
is "$(query -c "SELECT count(*) FROM directory.proof WHERE person_id = '$person'")" 0 "and proves nothing of them"
challenge=$first
type_code "$code"
status_is 0 "in its own call it passes"

# Hung up, and called again: the manager's code of the call before is over.
of 9
begin_proof manager --channel text
ok "a manager is asked" becomes "sent delivered"
code=$(code_in_text)
"$MFADESK" case gone "$case" >/dev/null
type_code "$code"
like "$err" "MD409" "the caller is gone: it is over"
is "$(proofs passed)" 0 "and proves nothing"

# By call, and to a voicemail.
of 10
begin_proof manager --channel call
ok "the manager's phone rings" becomes ringing 20
sim voicemail "$(query -c "SELECT sid FROM sim.call WHERE recipient = '$manager_number' ORDER BY created_at DESC LIMIT 1")" >/dev/null
ok "voicemail takes it: it is void" becomes failed 20

# By app: the manager's authenticator, whose secret is held here.
of 60
query -c "UPDATE directory.contact SET here_by = 'counter' WHERE case_id = '$case'"
seen
run "$MFADESK" enrol "$case" --device "Manager's phone" --text --json
secret=$(sed -n 's/.*secret=\([A-Z2-7]*\).*/\1/p' <<<"$out")
challenge=$(jq -r .challenge <<<"$out")
type_code "$(oathtool --totp -b "$secret")"
status_is 0 "the manager has an authenticator"
of 11
begin_proof manager --channel app
like "$err" "MD451" "which is too new to vouch with"
query -c "UPDATE directory.sign_in_method SET added_at = now() - interval '1 year', number_changed_at = now() - interval '1 year',
	confirmed_at = now() - interval '1 year' WHERE id = (SELECT method_id FROM directory.method_secret LIMIT 1)"
begin_proof manager --channel app
status_is 0 "a year later it is not"
type_code "$(wrong_code "$(oathtool --totp -b "$secret" --now '30 seconds')")"
status_is 1 "a wrong code of it"
type_code "$(oathtool --totp -b "$secret" --now '30 seconds')"
status_is 0 "the right one passes"
is "$(proofs passed)" 1 "for the person whose manager it is"

# What was added or imported in the last days is no proof.
of 12
for how in "added_by = 'import', number_changed_at = now() - interval '6 days 23 hours'" "added_by = 'agent', added_at = now() - interval '6 days 23 hours'"; do
	query -c "UPDATE directory.sign_in_method SET $how WHERE id = (SELECT id FROM public.phone WHERE n = 12)"
	run "$MFADESK" test "$case" "$(query -c "SELECT id FROM public.phone WHERE n = 12")" --channel text --purpose proof
	like "$err" "MD451.*in the last days" "no proof: $how"
done

# A lead is asked, sees it at once, and approves what was asked for and nothing else.
of 13
query -c "UPDATE directory.person SET tier = 'privileged' WHERE id = '$person'"
seen
add() {
	run "$MFADESK" phone add "$case" "508 555 $1" --kind alternate_phone
}
waits() {
	PGUSER=lead "$MFADESK" case list --all --json | jq -r ".[] | select(.id == \"$case\") | [.waiting[].text] | join(\", \")"
}
add 0188
like "$err" "MD412" "a privileged person: a second one is needed"
run "$MFADESK" approval ask "$case" add_phone --target 0188
status_is 0 "a lead is asked"
is "$(waits)" "number ending 0188" "and sees it in the list of cases"
PGUSER=agent run "$MFADESK" approve "$case" add_phone=0188
like "$err" "MD403" "an agent does not approve"
PGUSER=lead run "$MFADESK" approve "$case" add_phone=0199
status_is 0 "another target is approved"
add 0188
like "$err" "MD412" "which is not this one"
is "$(waits)" "number ending 0188" "and it waits on"
PGUSER=lead run "$MFADESK" approve "$case" add_phone=0188
status_is 0 "the lead approves it"
is "$(waits)" "" "nothing waits any more"
add 0188
status_is 0 "the number is added"
query -c "UPDATE directory.sign_in_method SET state = 'revoked', revoked_at = now(), reason = 'other' WHERE person_id = '$person' AND state = 'pending'"
add 0188
like "$err" "MD412" "once"
ok "the worker stops in order" worker_stop
not_ok "no word of a sanitizer" grep -qE 'Sanitizer|runtime error' "$worker_log"

done_testing
