# Temporary access passes and the sign-in service: . tests/lib/pass.sh after worker.sh.
#
# of N                     the Nth person, proven by a document at the counter; sets $case, $email, $person
# issue [ARGUMENT…]        by the command; sets $pass and $id
# state                    of the pass $id
# signin CALL              a function of the schema signin
# offer EMAIL PASS         begins a try; sets $try
# result                   of $try; is_decided: it is no longer checking
# answers STATE EMAIL PASS DESCRIPTION  what a try comes to

of() {
	read -r case email person < <(query -F ' ' -c "SELECT f.case_id, f.email, c.person_id FROM public.phone AS f
		JOIN directory.case_file AS c ON c.id = f.case_id WHERE f.n = $1")
	query <<SQL
INSERT INTO directory.proof (id, contact_id, case_id, person_id, kind, rests_on, document, result, recorded_by, at)
SELECT gen_random_uuid(), t.id, c.id, c.person_id, 'document-in-person', 'document', 'badge', 'passed', 'agent', clock_timestamp()
FROM directory.case_file AS c JOIN directory.contact AS t ON t.case_id = c.id AND t.ended_at IS NULL WHERE c.id = '$case';
SQL
}

issue() {
	run "$MFADESK" pass issue "$case" --json "$@"
	pass=$(jq -r .pass <<<"$out")
	id=$(jq -r .id <<<"$out")
}

signin() {
	PGUSER=mfadesk_signin psql -X -q -t -A -v ON_ERROR_STOP=1 -c "SELECT signin.$1" 2>&1
}

offer() {
	try=$(cat /proc/sys/kernel/random/uuid)
	PGUSER=mfadesk_signin psql -X -q -t -A -v try="$try" -v email="$1" -v pass="$2" \
		<<<"SELECT signin.try_pass(:'try', :'email', :'pass') ->> 'state'"
}

result() {
	signin "pass_result('$try')" | jq -r .state
}

is_decided() {
	[ "$(result)" != checking ]
}

answers() {
	offer "$2" "$3" >/dev/null
	wait_for 20 is_decided
	is "$(result)" "$1" "$4"
}

state() {
	query -c "SELECT rule.pass_state(p) FROM directory.pass AS p WHERE p.id = '$id'"
}
