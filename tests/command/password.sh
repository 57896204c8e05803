# A password is asked for on the terminal, without echo, three times at most; without a terminal it says what to do.
. tests/lib/tap.sh
. tests/lib/database.sh
. tests/lib/terminal.sh

PGDATABASE=$(fresh_database password)
export PGDATABASE
login=password_test_$$
as postgres -c "CREATE ROLE $login LOGIN PASSWORD 'correct horse' IN ROLE mfadesk_agent" \
	-c "UPDATE directory.staff SET login = '$login' WHERE login = 'agent2'"
at_exit "as postgres -c 'DROP ROLE $login'"
export PGUSER=$login

run setsid "$MFADESK" whoami
status_is 3 "no terminal, no password"
like "$err" "asks for a password" "... says so"
like "$err" "pgpass" "... and what to do"

umask 077
echo "*:*:*:$login:correct horse" >"$TEST_DIR/pgpass"
PGPASSFILE=$TEST_DIR/pgpass run setsid "$MFADESK" whoami --json
is "$(jq -r .login <<<"$out")" "$login" "the password of ~/.pgpass"
echo "*:*:*:$login:wrong" >"$TEST_DIR/pgpass"
PGPASSFILE=$TEST_DIR/pgpass run setsid "$MFADESK" whoami
status_is 3 "a wrong one there"
unlike "$err" "wrong" "... is not shown"

terminal_start 132x24 "$MFADESK" whoami
expect "Password for $login@"
terminal_type "correct horse"
terminal_keys Enter
expect "$login: agent" "the right password"
not_ok "it was not echoed" terminal_shows "correct horse"
ok "it ended" wait_for 10 terminal_ended
is "$(terminal_status)" 0 "with 0"

terminal_start 132x24 "$MFADESK" whoami
for try in 1 2 3; do
	expect "Password for $login@" "asked, $try" 10
	ok "asked $try times" wait_for 10 eval '[ "$(terminal_screen | grep -c "Password for")" -ge '$try' ]'
	terminal_type "battery staple"
	terminal_keys Enter
done
ok "after three wrong ones it ended" wait_for 20 terminal_ended
is "$(terminal_status)" 3 "with 3"
expect "28P01"

terminal_start 132x24 "$MFADESK" whoami
expect "Password for $login@"
terminal_type "half"
terminal_keys C-c
ok "Ctrl-C ends it" wait_for 10 terminal_ended
is "$(terminal_status)" 3 "with 3"
ok "the terminal is as it was" terminal_restored

done_testing
