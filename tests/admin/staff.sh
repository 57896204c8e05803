# mfadesk-admin staff and setting: who may, what is asked, what an addition and a lock do.
. tests/lib/tap.sh
. tests/lib/terminal.sh

directory=$TEST_DIR/d
at_exit '"$MFADESK_ADMIN" embedded reset --dir "$directory" >/dev/null'
ok "a directory" "$MFADESK_ADMIN" embedded start --dir "$directory" --people 60
eval "$("$MFADESK_ADMIN" embedded env --dir "$directory")"

staff() {
	local login=$1
	shift
	# setsid: no terminal, whoever runs the tests
	run env PGUSER="$login" setsid -w "$MFADESK_ADMIN" staff "$@"
}

sql() {
	PGUSER=postgres psql -X -q -t -A -v ON_ERROR_STOP=1 -c "$1"
}

login_with() {
	PGUSER=$1 PGPASSWORD=$2 psql -XAtc "SELECT desk.whoami()->>'role'"
}

# Made by the installer.
staff postgres add nina --person ana.rivera@example.edu --role agent --counter --unit Radiology 'IT Security' --create
status_is 0 "the installer makes a login"
contains "$err" "no password was set" "without a terminal it has no password, and that is said"
is "$(sql "SELECT rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolconnlimit FROM pg_roles WHERE rolname = 'nina'")" \
	"t|f|f|f|4" "the login can do no more than a staff login may"
is "$(sql "SELECT rolpassword IS NULL FROM pg_authid WHERE rolname = 'nina'")" t "there is no password"
is "$(sql "SELECT string_agg(r.rolname, ',') FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
	WHERE m.member = 'nina'::regrole")" mfadesk_agent "it is in its group alone"
staff postgres list
status_is 0 "list"
like "$out" "nina +agent +counter +ana.rivera@example.edu +Ana Rivera +IT Security, Radiology" "the list says all of it"
staff postgres list --json
is "$(jq -r '.[] | select(.login == "nina") | [.role, .counter, .person.email, (.units | join("+")), .locked_at] | map(tostring) | join("|")' <<<"$out")" \
	"agent|true|ana.rivera@example.edu|IT Security+Radiology|null" "so does its JSON"

# What is refused.
staff postgres add nina --person ana.rivera@example.edu --role agent --create
status_is 1 "a login that exists is not made again"
staff postgres add otto --person nobody@example.edu --role agent --create
status_is 1 "a person who is not there"
contains "$err" "MD404" "is told by the database"
is "$(sql "SELECT count(*) FROM pg_roles WHERE rolname = 'otto'")" 0 "and no login is left behind"
staff postgres add otto --person ana.rivera@example.edu --role agent --unit Nowhere --create
contains "$err" "no such unit: Nowhere" "a unit that is not there"
staff postgres add otto --person ana.rivera@example.edu --role chief --create
contains "$err" "MD001" "a role that is not there"
staff postgres add otto --person ana.rivera@example.edu --role agent
contains "$err" "add --create" "a login that is not there"
for name in Otto 'o o' pg_otto mfadesk_otto "o'o" 'o"o' ótto '' "$(printf 'o%.0s' {1..64})"; do
	staff postgres add "--person=ana.rivera@example.edu" --role agent --create -- "$name"
	status_is 2 "a login called '$name' is refused"
done
staff postgres add otto --role agent
status_is 2 "--person is needed"
staff agent list
status_is 1 "an agent does not list staff"
staff agent add otto --person ana.rivera@example.edu --role lead
status_is 1 "nor add any"

# An administrator adds, but makes no login.
staff administrator add otto --person wei.chen@example.edu --role agent --create
status_is 1 "an administrator makes no login"
contains "$err" "only the installer makes logins" "it says who does"
sql "CREATE ROLE otto LOGIN CREATEDB"
staff administrator add otto --person wei.chen@example.edu --role agent
contains "$err" "MD451" "a login that can do more is refused"
sql "ALTER ROLE otto NOCREATEDB"
staff administrator add otto --person wei.chen@example.edu --role agent
status_is 0 "an administrator adds a login that exists"
contains "$err" "CONNECTION LIMIT" "one without a limit is warned of"
staff administrator add otto --person wei.chen@example.edu --role lead
status_is 0 "and changes its role"
is "$(sql "SELECT string_agg(r.rolname, ',') FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
	WHERE m.member = 'otto'::regrole")" mfadesk_lead "it changes groups"
staff administrator add administrator --person noor.haddad@example.edu --role lead
contains "$err" "MD412" "nobody changes themselves"

# A password, typed on a terminal; the server writes down every statement that it gets.
sql "ALTER SYSTEM SET log_statement = 'all'"
sql "SELECT pg_reload_conf()" >/dev/null
logs() {
	psql -c 'SELECT 4711' >/dev/null && grep -q 'SELECT 4711' "$directory/log"
}
ok "statements are logged" wait_for 10 logs
cat >"$TEST_DIR/add" <<SH
PGUSER=postgres "$MFADESK_ADMIN" staff add pia --person priya.raman@example.edu --role agent --create
echo status \$?
SH
terminal_start 100x20 bash "$TEST_DIR/add"
expect "New password for pia"
terminal_type 'Correct horse 7'
terminal_keys Enter
expect "The same again"
terminal_type 'Correct horse 8'
terminal_keys Enter
expect "the two passwords differ"
expect "status 1"
is "$(sql "SELECT count(*) FROM pg_roles WHERE rolname = 'pia'")" 0 "two that differ change nothing"
printf 'stty -a | grep -ow -e "-*echo" -e "-*isig" | paste -sd" "\n' >>"$TEST_DIR/add"
terminal_start 100x20 bash "$TEST_DIR/add"
expect "New password for pia"
terminal_type 'Correct'
terminal_keys C-c
expect "no password was given"
expect "isig echo" "Ctrl-C leaves a terminal that echoes"
is "$(sql "SELECT count(*) FROM pg_roles WHERE rolname = 'pia'")" 0 "and changes nothing"
terminal_start 100x20 bash "$TEST_DIR/add"
expect "New password for pia"
terminal_type 'Correct horse 7'
terminal_keys Enter
expect "The same again"
terminal_type 'Correct horse 7'
terminal_keys Enter
expect "pia is agent"
expect "status 0"
ok "the password was not shown" terminal_lacks horse
like "$(sql "SELECT rolpassword FROM pg_authid WHERE rolname = 'pia'")" '^SCRAM-SHA-256\$' "a verifier was stored"
is "$(login_with pia 'Correct horse 7')" agent "the password lets in"
not_ok "another does not" login_with pia 'Correct horse 8'
ok "the server was sent a verifier" grep -q 'ALTER ROLE "pia" PASSWORD .SCRAM-SHA-256' "$directory/log"
not_ok "and never the password" grep horse "$directory/log"

# Locked, with a session open.
mkfifo "$TEST_DIR/pipe"
PGUSER=pia PGPASSWORD='Correct horse 7' psql -XAt <"$TEST_DIR/pipe" >/dev/null 2>&1 &
session=$!
exec 9>"$TEST_DIR/pipe"
connected() {
	[ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE usename = '$1'")" = "$2" ]
}
ok "a session is open" wait_for 10 connected pia 1
staff administrator lock pia
status_is 0 "an administrator locks"
contains "$err" "NOLOGIN" "and is told what the installer may add"
ok "the session ended" wait_for 10 connected pia 0
exec 9>&-
wait $session
not_ok "the login cannot connect" login_with pia 'Correct horse 7'
is "$(sql "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'pia'")" t "it is not NOLOGIN"
staff postgres lock pia
status_is 0 "the installer locks too"
is "$(sql "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'pia'")" f "and makes it NOLOGIN"
staff administrator list
like "$out" "pia .*locked 20" "the list says so"
staff administrator add pia --person priya.raman@example.edu --role agent
contains "$err" "may not log in yet" "an administrator lets it in again, but for NOLOGIN"
staff postgres add pia --person priya.raman@example.edu --role agent
status_is 0 "the installer lets it in again"
is "$(login_with pia 'Correct horse 7')" agent "and it is at work"
staff administrator lock nobody-of-that-name
contains "$err" "MD404" "a login that is not there cannot be locked"
staff administrator lock administrator
contains "$err" "MD412" "nobody locks themselves"
sql "DROP ROLE otto"
staff postgres lock otto
status_is 0 "a login that was dropped is locked"
staff postgres lock postgres
status_is 1 "the installer is not staff, and is not locked"
is "$(sql "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'postgres'")" t "it can log in"

# Settings.
setting() {
	run env PGUSER=administrator "$MFADESK_ADMIN" setting "$@"
}
setting
status_is 0 "settings are listed"
contains "$out" "country = US" "with their values"
setting country DE
status_is 0 "one is set"
setting country
is "$out" DE "and shown"
setting country XX
contains "$err" "MD001" "a value that cannot be is refused"
setting demonstration false
status_is 1 "what is no choice is refused"
setting nonsense
status_is 1 "a name that is not there"
contains "$err" "no setting nonsense" "is said"
run env PGUSER=lead "$MFADESK_ADMIN" setting country US
status_is 1 "a lead sets nothing"
is "$(sql "SELECT count(*) FROM ledger.leaf WHERE act = 'set_setting' AND login = 'administrator'")" 1 "a setting is on the record"

done_testing
